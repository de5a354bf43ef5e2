import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from "node:fs";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { developmentLines } from "../../scripts/coturn.ts";
import { iceServersFor } from "../../signaling/turn/ice-servers.ts";
import { freePort } from "../support/free-port.ts";
import { noRelayReason, RELAY_SECRET, startRelay, type TestRelay } from "../support/relay.ts";
import { openTurnClient, type TurnClient, type TurnCredentials } from "../support/turn-client.ts";

const hasIpv6 = Object.values(networkInterfaces()).some((addresses) =>
  addresses?.some(({ address }) => address === "::1"),
);

/** Open to the last: a relay remembers for a while who had an address, also when another one gets it. */
const clients: TurnClient[] = [];
afterAll(() => {
  for (const client of clients) client.close();
});

async function openClient(relay: Pick<TestRelay, "port">): Promise<TurnClient> {
  const client = await openTurnClient(relay.port);
  clients.push(client);
  return client;
}

/** What the server would give a seat: `agedMs` ago, by a server with this secret. */
function credentials({
  session = crypto.randomUUID(),
  secret = RELAY_SECRET,
  agedMs = 0,
}: {
  session?: string;
  secret?: string;
  agedMs?: number;
} = {}): TurnCredentials {
  const config = { turnUrls: ["turn:relay.example"], turnSecret: secret };
  const seat = { session, role: "agent" } as const;
  const [server] = iceServersFor(config, seat, Date.now() - agedMs);
  return { username: server?.username ?? "", credential: server?.credential ?? "" };
}

const named = (title: string) => (noRelayReason ? `${title} (${noRelayReason})` : title);

describe.skipIf(noRelayReason)(named("coturn with the shipped file"), () => {
  let relay: TestRelay;
  beforeAll(async () => {
    // Its address is all that is added; on a public machine that would be the public one.
    relay = await startRelay((port) => [
      `listening-port=${port}`,
      "listening-ip=127.0.0.1",
      "relay-ip=127.0.0.1",
      ...(hasIpv6 ? ["relay-ip=::1"] : []),
    ]);
  });
  afterAll(() => relay?.stop());

  it("relays for who has the server's credentials, and tells nobody what it is", async () => {
    const client = await openClient(relay);
    const answers = [await client.bind(), await client.allocate(credentials())];
    expect(answers.map(({ result }) => result)).toEqual(["ok", "ok"]);
    expect(answers[1]?.hasRelayedAddress).toBe(true);
    answers.push(await client.permit("203.0.113.9"), await client.permit("10.0.0.1"));
    expect(answers.map(({ hasSoftware }) => hasSoftware)).toEqual([false, false, false, false]);
  });

  it("refuses credentials of another secret, and expired ones", async () => {
    const forged = await openClient(relay);
    const another = credentials({ secret: "another secret than the relay's" });
    expect((await forged.allocate(another)).result).toBe(401);
    const late = await openClient(relay);
    expect((await late.allocate(credentials({ agedMs: 601_000 }))).result).toBe(401);
  });

  it("keeps up what it has given to credentials that expire meanwhile", async () => {
    const soonOld = credentials({ agedMs: 598_000 });
    const client = await openClient(relay);
    expect((await client.allocate(soonOld)).result).toBe("ok");
    await vi.waitFor(
      async () => expect((await (await openClient(relay)).allocate(soonOld)).result).toBe(401),
      { timeout: 10_000, interval: 250 },
    );
    expect((await client.refresh(600)).result).toBe("ok");
    expect((await client.permit("203.0.113.9")).result).toBe("ok");
    // New ones are for new allocations: these belong to their first username.
    expect((await client.refresh(600, credentials())).result).toBe(441);
  });

  it.each([
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.168.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
  ])("reaches no peer at %s", async (address) => {
    const client = await openClient(relay);
    expect((await client.allocate(credentials())).result).toBe("ok");
    expect((await client.permit(address)).result).toBe(403);
  });

  it("reaches a peer at a public address, and none of another family", async () => {
    const client = await openClient(relay);
    await client.allocate(credentials());
    expect((await client.permit("203.0.113.9")).result).toBe("ok");
    expect((await client.permit("2001:db8::9")).result).toBe(443);
  });

  describe.skipIf(!hasIpv6)(hasIpv6 ? "over IPv6" : "over IPv6 (skipped: there is no ::1)", () => {
    it.each([
      "::",
      "::1",
      "::ffff:10.0.0.1",
      "::ffff:127.0.0.1",
      "::ffff:169.254.169.254",
      "::ffff:203.0.113.9",
      "64:ff9b::10.0.0.1",
      "2002:a00:1::1",
      "2001:0:a00:1::1",
      "fc00::1",
      "fd12:3456::1",
      "fe80::1",
      "fec0::1",
      "ff02::1",
    ])("reaches no peer at %s", async (address) => {
      const client = await openClient(relay);
      expect((await client.allocate(credentials(), { family: "ipv6" })).result).toBe("ok");
      expect((await client.permit(address)).result).toBe(403);
    });

    it("reaches a peer at a public address", async () => {
      const client = await openClient(relay);
      await client.allocate(credentials(), { family: "ipv6" });
      expect((await client.permit("2606:db8::9")).result).toBe("ok");
    });
  });

  it("gives one peer so many allocations, also under renewed credentials, and others theirs", async () => {
    const session = crypto.randomUUID();
    const allocate = async (of: TurnCredentials) => (await openClient(relay)).allocate(of);
    for (let count = 0; count < 24; count += 1) {
      const renewed = credentials({ session, agedMs: count * 1_000 });
      expect((await allocate(renewed)).result).toBe("ok");
    }
    expect((await allocate(credentials({ session }))).result).toBe(486);
    expect((await allocate(credentials())).result).toBe("ok");
  });

  it("opens no TCP connection to a third host", async () => {
    const asking = await openClient(relay);
    expect((await asking.allocate(credentials(), { transport: "tcp" })).result).toBe(442);
    const allocated = await openClient(relay);
    await allocated.allocate(credentials());
    expect((await allocated.connect("203.0.113.9")).result).toBe(403);
  });

  it("listens for peers and for nobody else, and says no secret where others read", () => {
    expect(listeningPorts(relay.processId)).toEqual([relay.port]);
    const commandLine = readFileSync(`/proc/${relay.processId}/cmdline`, "utf8");
    expect(commandLine).toContain("turnserver.conf");
    expect(commandLine).not.toContain(RELAY_SECRET);
    const file = join(relay.directory, "turnserver.conf");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync("coturn.conf", "utf8")).not.toMatch(/^static-auth-secret/m);
  });

  it("understands every line of it", () => {
    const log = readFileSync(join(relay.directory, "turnserver.log"), "utf8");
    expect(log).toContain("Coturn");
    expect(log).not.toMatch(/bad configuration|unknown|deprecated|warning|cannot open/i);
  });
});

describe.skipIf(noRelayReason)(named("npm run turn"), () => {
  it("lets two browsers of this machine meet, and still nobody else's network", async () => {
    const relay = await startRelay(developmentLines);
    onTestFinished(() => relay.stop());
    const client = await openClient(relay);
    await client.allocate(credentials());
    expect((await client.permit("127.0.0.1")).result).toBe("ok");
    expect((await client.permit("127.0.0.2")).result).toBe(403);
    expect((await client.permit("10.0.0.1")).result).toBe(403);
  });

  it("says how to start the server with it, keeps its secret, and ends when it is told to", async () => {
    const directory = mkdtempSync(join(tmpdir(), "alongside-turn-"));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    const first = await runTurn(directory);
    const { port, secret } = first;
    const client = await openClient({ port });
    expect((await client.allocate(credentials({ secret }))).result).toBe("ok");
    first.child.kill("SIGTERM");
    expect(await first.ended).toBe(0);

    const second = await runTurn(directory);
    expect(second.secret).toBe(secret);
    second.child.kill("SIGINT");
    expect(await second.ended).toBe(0);
    const given = "a secret from the environment";
    const third = await runTurn(directory, { TURN_SECRET: given });
    expect(third.secret).toBe(given);
    third.child.kill("SIGTERM");
    expect(await third.ended).toBe(0);
  }, 60_000);

  it("says so when its port is taken, or no port", async () => {
    const relay = await startRelay(developmentLines);
    onTestFinished(() => relay.stop());
    const taken = startTurn(tmpdir(), ["--port", String(relay.port)]);
    expect(await taken.ended).toBe(1);
    expect(taken.output()).toContain(`Port ${relay.port} is in use`);
    for (const words of [
      ["--port", "0"],
      ["--port", "http"],
      ["--prot", "1"],
    ]) {
      const refused = startTurn(tmpdir(), words);
      expect(await refused.ended).toBe(1);
      expect(refused.output()).toContain("Usage: npm run turn");
    }
  });
});

function startTurn(directory: string, words: string[], env: Record<string, string> = {}) {
  const { TURN_SECRET: _, ...own } = process.env;
  const child = spawn(process.execPath, ["scripts/turn.mjs", ...words], {
    env: { ...own, DATA_DIR: directory, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill());
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
    });
  }
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  return { child, ended, output: () => output };
}

async function runTurn(directory: string, env?: Record<string, string>) {
  const port = await freePort();
  const started = startTurn(directory, ["--port", String(port)], env);
  const told = () =>
    new RegExp(`TURN_URLS=turn:127.0.0.1:${port} TURN_SECRET=(.*) npm start`).exec(
      started.output(),
    )?.[1];
  await vi.waitFor(() => expect(told(), started.output()).toBeDefined(), { timeout: 20_000 });
  return { ...started, port, secret: told() ?? "" };
}

/** TCP ports that a process listens on, as Linux tells it. */
function listeningPorts(processId: number): number[] {
  const folder = `/proc/${processId}/fd`;
  const sockets = new Set(
    readdirSync(folder).map((name) => {
      try {
        return readlinkSync(join(folder, name));
      } catch {
        return "closed meanwhile";
      }
    }),
  );
  const ports = ["tcp", "tcp6"].flatMap((family) =>
    readFileSync(`/proc/net/${family}`, "utf8")
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .filter(
        ([, , , state, , , , , , inode]) => state === "0A" && sockets.has(`socket:[${inode}]`),
      )
      .map(([, local = ""]) => Number.parseInt(local.split(":")[1] ?? "", 16)),
  );
  return [...new Set(ports)];
}
