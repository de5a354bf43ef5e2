import { describe, expect, it } from "vitest";
import type { Fact } from "../../../peer/protocol/facts.ts";
import { deriveSession } from "../../../peer/session/session-state.ts";
import { LoginAttempts } from "../../../signaling/accounts/login-attempts.ts";
import { DEMO_LOG2N, hashPassword, isPassword } from "../../../signaling/accounts/passwords.ts";
import { TokenBucket } from "../../../signaling/broker/token-bucket.ts";
import { loadConfig } from "../../../signaling/config.ts";
import { eventLines } from "../../../signaling/ledger/event-lines.ts";
import { isAllowedOrigin } from "../../../signaling/policy/origins.ts";
import { assetOriginsOf } from "../../../signaling/policy/site-policy.ts";
import { iceServersFor } from "../../../signaling/turn/ice-servers.ts";
import { agentFact, customerFact, serverFact, VIEW } from "../../support/facts.ts";

describe("configuration", () => {
  const production = { NODE_ENV: "production", SECRET: "x".repeat(40) };
  const problem = (env: Record<string, string>) => {
    try {
      loadConfig(env);
      return "none";
    } catch (error) {
      return (error as Error).message;
    }
  };

  it("has a demo by default, on this machine alone", () => {
    expect(loadConfig({})).toMatchObject({ port: 8080, host: "127.0.0.1", isDemo: true });
  });

  it("has no demo in production, and listens to all", () => {
    expect(loadConfig(production)).toMatchObject({ isDemo: false, host: "0.0.0.0" });
    expect(problem({ ...production, DEMO: "1" })).toContain("DEMO");
  });

  it("refuses a missing, short or example secret in production", () => {
    expect(problem({ NODE_ENV: "production" })).toContain("SECRET");
    expect(problem({ ...production, SECRET: "short" })).toContain("SECRET");
    expect(problem({ ...production, SECRET: "please-change-me-please-change-me!!" })).toContain(
      "SECRET",
    );
  });

  it("names what goes together and is not together", () => {
    expect(problem({ TURN_URLS: "turn:t.example" })).toContain("TURN_SECRET");
    expect(problem({ ICE_TRANSPORT_POLICY: "relay" })).toContain("TURN_URLS");
    expect(problem({ ICE_TRANSPORT_POLICY: "relay", TURN_URLS: "," })).toContain("TURN_URLS");
    expect(problem({ TURN_URLS: "http://t.example" })).toContain("TURN_URLS");
  });

  it("names what is missing beside what is wrong", () => {
    const words = problem({ NODE_ENV: "production", PORT: "abc", TURN_URLS: "turn:t.example" });
    for (const name of ["PORT", "SECRET", "TURN_SECRET"]) expect(words).toContain(name);
    expect(words).not.toContain("null");
  });

  it("names every problem at once, and no value", () => {
    const words = problem({ PORT: "99999", PUBLIC_URL: "nowhere", DATABASE_URL: "mysql://pw@x" });
    for (const name of ["PORT", "PUBLIC_URL", "DATABASE_URL"]) expect(words).toContain(name);
    expect(words).not.toMatch(/99999|nowhere|mysql/);
  });
});

describe("passwords", () => {
  it("are known again, and no others", async () => {
    const hash = await hashPassword("correct horse", DEMO_LOG2N);
    expect(hash).not.toContain("correct");
    expect(await isPassword("correct horse", hash)).toBe(true);
    expect(await isPassword("wrong horse", hash)).toBe(false);
    expect(await isPassword("", undefined)).toBe(false);
  });
});

describe("login attempts", () => {
  it("wait longer after each failure, for this login from this address", () => {
    const attempts = new LoginAttempts();
    for (let count = 0; count < 5; count += 1) attempts.begin("a@x", "1.1.1.1", 0);
    expect(attempts.waitMs("a@x", "1.1.1.1", 0)).toBe(2_000);
    attempts.begin("a@x", "1.1.1.1", 0);
    expect(attempts.waitMs("a@x", "1.1.1.1", 0)).toBe(4_000);
    expect(attempts.waitMs("A@X", "1.1.1.1", 0)).toBe(4_000);
    expect(attempts.waitMs("b@x", "1.1.1.1", 0)).toBe(0);
    expect(attempts.waitMs("a@x", "2.2.2.2", 0)).toBe(0);
    expect(attempts.waitMs("a@x", "1.1.1.1", 4_000)).toBe(0);
    attempts.succeeded("a@x", "1.1.1.1");
    expect(attempts.waitMs("a@x", "1.1.1.1", 0)).toBe(0);
  });
});

describe("token bucket", () => {
  it("lets a burst through, then its rate", () => {
    const bucket = new TokenBucket(10, 3, 0);
    expect([0, 0, 0, 0].map((now) => bucket.take(now))).toEqual([true, true, true, false]);
    expect(bucket.take(100)).toBe(true);
    expect(bucket.take(100)).toBe(false);
  });
});

describe("origins", () => {
  const allowed = ["https://shop.example", "http://localhost:*"];
  it.each([
    ["https://shop.example", true],
    ["http://shop.example", false],
    ["https://shop.example.attacker.example", false],
    ["https://evil-shop.example", false],
    ["http://localhost:3000", true],
    ["http://localhost", true],
    ["http://localhost:3000.attacker.example", false],
    ["null", false],
    [undefined, false],
  ])("%s: %s", (origin, isAllowed) => {
    expect(isAllowedOrigin({ origin, host: "help.example" }, allowed, undefined)).toBe(isAllowed);
  });
});

it("lets the server's own pages in where a site says `self`", () => {
  const own = { origin: "http://10.0.0.7:8080", host: "10.0.0.7:8080" };
  expect(isAllowedOrigin(own, ["self"], undefined)).toBe(true);
  expect(isAllowedOrigin(own, ["https://shop.example"], undefined)).toBe(false);
  expect(isAllowedOrigin(own, ["self"], "https://help.example")).toBe(false);
  expect(isAllowedOrigin({ ...own, origin: "https://evil.example" }, ["self"], undefined)).toBe(
    false,
  );
});

describe("the origins of a site's assets", () => {
  const originsIn = (policy: unknown) => assetOriginsOf({ policy });

  it("are those that its policy names", () => {
    expect(originsIn({ allows: [], assetOrigins: ["https://cdn.example"] })).toEqual([
      "https://cdn.example",
    ]);
  });

  it("are none where the policy names none, or holds something else there", () => {
    expect(assetOriginsOf(undefined)).toEqual([]);
    for (const assetOrigins of [undefined, null, "https://cdn.example", {}, [1], [["x"]]]) {
      expect(originsIn({ allows: [], assetOrigins })).toEqual([]);
    }
    expect(originsIn({ allows: [], assetOrigins: ["x".repeat(201)] })).toEqual([]);
    expect(originsIn({ allows: [], assetOrigins: Array(21).fill("https://a.example") })).toEqual(
      [],
    );
  });
});

describe("relay credentials", () => {
  const config = { turnUrls: ["turn:t.example"], turnSecret: "north" };

  it("expire, and are what coturn works out", () => {
    const [server] = iceServersFor(config, { session: "s-1", role: "agent" }, 1_700_000_000_000);
    expect(server).toEqual({
      urls: ["turn:t.example"],
      username: "1700000600:s-1-agent",
      // printf 1700000600:s-1-agent | openssl dgst -sha1 -hmac north -binary | base64
      credential: "VHjHwQTi98i780MwgHbgi2Q9p1k=",
    });
    const none = { turnUrls: [], turnSecret: undefined };
    expect(iceServersFor(none, { session: "s-1", role: "agent" })).toEqual([]);
  });

  it("[S13] are of one seat of one session, however alike two sessions are called", () => {
    const alike = ["3f2a9c14-0000-4000-8000-000000000001", "3f2a9c14-0000-4000-8000-000000000002"];
    const names = alike.flatMap((session) =>
      (["agent", "customer"] as const).map(
        (role) => iceServersFor(config, { session, role })[0]?.username?.split(":")[1],
      ),
    );
    expect(new Set(names).size).toBe(4);
  });
});

describe("event lines", () => {
  const CONTROL = "00000000-0000-4000-8000-0000000000c0";
  function linesOf(facts: Fact[]): string[] {
    return facts.flatMap((fact, index) =>
      eventLines(
        deriveSession(facts.slice(0, index)),
        deriveSession(facts.slice(0, index + 1)),
        fact,
      ).map(({ event, reason }) => (reason ? `${event}: ${reason}` : event)),
    );
  }
  const asked = [
    serverFact(1, { type: "policy.set", version: 1, allows: ["view", "control", "screen"] }),
    serverFact(2, { type: "grant.requested", grant: "view", request: VIEW }),
  ];
  const given = customerFact(1, 1, { type: "grant.given", request: VIEW, policyVersion: 1 });
  const ended = agentFact(1, 9, { type: "session.ended", reason: "agent-ended" });

  it("tell of a session that was allowed", () => {
    expect(linesOf([...asked, given, ended])).toEqual([
      "cobrowse-requested",
      "view-granted",
      "session-ended: agent-ended",
    ]);
  });

  it("tell of a denial once", () => {
    const denied = customerFact(1, 1, { type: "grant.denied", request: VIEW });
    expect(linesOf([...asked, denied])).toEqual(["cobrowse-requested", "view-denied"]);
  });

  it("tell why a question closed unanswered", () => {
    const expired = serverFact(3, { type: "grant.expired", request: VIEW });
    expect(linesOf([...asked, expired])).toEqual([
      "cobrowse-requested",
      "session-ended: request-timed-out",
    ]);
  });

  it("tell of control that was given or denied", () => {
    const control = agentFact(1, 1, {
      type: "grant.requested",
      grant: "control",
      request: CONTROL,
    });
    const answer = (type: "grant.given" | "grant.denied") =>
      customerFact(
        1,
        2,
        type === "grant.given"
          ? { type, request: CONTROL, policyVersion: 1 }
          : { type, request: CONTROL },
      );
    expect(linesOf([...asked, given, control, answer("grant.given")]).at(-1)).toBe(
      "control-granted",
    );
    expect(linesOf([...asked, given, control, answer("grant.denied")]).at(-1)).toBe(
      "control-denied",
    );
  });
});
