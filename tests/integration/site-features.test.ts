import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { DEFAULT_FEATURES, type SiteFeatures } from "../../peer/protocol/site-features.ts";
import { featuresOf } from "../../signaling/policy/site-policy.ts";
import { startServer, type TestServer } from "../support/server.ts";
import {
  factTypes,
  latestOf,
  logIn,
  type RawClient,
  startConversation,
  startSession,
} from "../support/signaling-client.ts";
import { ask, manageSite } from "../support/site-policy.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
afterEach(async () => {
  vi.useRealTimers();
  await offer({});
});

async function offer(changed: Partial<SiteFeatures>): Promise<void> {
  const { cookie, path, read } = await manageSite(server);
  const { version, privacy } = await read();
  const body = { version, privacy, features: { ...DEFAULT_FEATURES, ...changed } };
  const { status } = await ask(server, cookie, `${path}/policy`, { method: "PUT", body });
  expect(status).toBe(200);
}

const cobrowseFor = (desk: RawClient, id: string) =>
  (latestOf(desk, id) as unknown as { cobrowseFor: unknown } | undefined)?.cobrowseFor;

const factsOf = (client: RawClient, type: string) =>
  client.received
    .filter((message) => message.type === "fact.recorded")
    .map(({ fact }) => (fact as { body: Record<string, unknown> }).body)
    .filter((body) => body["type"] === type);

describe("what a site offers", () => {
  it("nothing: the desks hear of it, and a request is refused", async () => {
    const { desk, customer, conversation } = await startConversation(server);
    await offer({ cobrowse: "off" });
    await vi.waitFor(() => expect(cobrowseFor(desk, conversation)).toEqual({ who: "nobody" }));
    desk.send({ type: "cobrowse.request", conversation });
    await desk.heard("refused", { request: "cobrowse.request", reason: "not-allowed" });
    await offer({});
    desk.send({ type: "cobrowse.request", conversation });
    await customer.heard("session.opened");
    for (const client of [desk, customer]) client.close();
  });

  it("to chosen agents: another one is refused, and a session of theirs ends", async () => {
    const { desk, customer, viewer, conversation } = await startSession(server);
    const { agent } = (await desk.heard("welcome")) as { agent: { id: string } };
    await offer({ cobrowse: "chosen", agents: [agent.id] });
    await vi.waitFor(() => expect(factsOf(viewer, "policy.set")).toHaveLength(1));
    expect(factsOf(viewer, "session.ended")).toEqual([]);
    await offer({ cobrowse: "chosen", agents: [crypto.randomUUID()] });
    for (const side of [customer, viewer]) {
      await vi.waitFor(() =>
        expect(factsOf(side, "session.ended")).toMatchObject([{ reason: "policy-changed" }]),
      );
    }
    desk.send({ type: "cobrowse.request", conversation });
    await desk.heard("refused", { request: "cobrowse.request", reason: "not-allowed" });
    for (const client of [desk, customer, viewer]) client.close();
  });

  it("a grant that is turned off is off in a session that runs, and the session goes on", async () => {
    const { desk, customer, viewer } = await startSession(server);
    await offer({ control: false });
    for (const side of [customer, viewer]) {
      await vi.waitFor(() =>
        expect(factsOf(side, "policy.set")).toMatchObject([{ allows: ["view", "screen"] }]),
      );
    }
    viewer.send({ type: "ping" });
    await viewer.heard("pong");
    expect(factTypes(viewer)).not.toContain("session.ended");
    for (const client of [desk, customer, viewer]) client.close();
  });

  it("a request waits as long as the site says, in the view of both and on the server's clock", async () => {
    await offer({ requestSeconds: 10, blurbs: false });
    const { desk, customer, conversation } = await startConversation(server);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    desk.send({ type: "cobrowse.request", conversation });
    const { session } = await customer.heard("session.opened");
    expect(session).toMatchObject({ answerWithinMs: 10_000, hasBlurbs: false });
    await vi.advanceTimersByTimeAsync(10_500);
    await vi.waitFor(() => expect(factTypes(customer)).toContain("grant.expired"));
    for (const client of [desk, customer]) client.close();
  });

  it("is told with who changed it and when, and of privacy rules only which", async () => {
    const { cookie, path, read, save } = await manageSite(server);
    await offer({ screen: false, inactiveMinutes: 20 });
    await save({ blockedPages: ["/secret-place"] });
    const { json } = await ask(server, cookie, `${path}/changes`);
    const { changes } = json as { changes: Array<Record<string, unknown>> };
    expect(changes[0]).toMatchObject({
      agentName: "Manager",
      changes: [{ setting: "blockedPages" }],
    });
    expect(changes[1]).toMatchObject({
      agentName: "Manager",
      changes: [
        { setting: "screen", from: "true", to: "false" },
        { setting: "inactiveMinutes", from: "10", to: "20" },
      ],
    });
    expect(changes[0]?.["version"]).toBe((await read()).version);
    expect(Math.abs(Number(changes[0]?.["at"]) - Date.now())).toBeLessThan(60_000);
    expect(JSON.stringify(changes)).not.toContain("secret-place");
  });

  it("is for managers and admins to know and to set, within bounds", async () => {
    const { cookie, path, read } = await manageSite(server);
    const { version, privacy } = await read();
    const agent = await logIn(server);
    for (const to of ["/agents", `${path}/changes`]) {
      expect((await ask(server, "", to)).status).toBe(401);
      expect((await ask(server, agent, to)).status).toBe(403);
      expect((await ask(server, cookie, to)).status).toBe(200);
    }
    for (const broken of [
      { requestSeconds: 9 },
      { requestSeconds: 601 },
      { requestSeconds: 20.5 },
      { inactiveMinutes: 0 },
      { inactiveMinutes: 1_441 },
      { cobrowse: "everybody" },
      { agents: ["nobody"] },
      { control: "yes" },
    ]) {
      const body = { version, privacy, features: { ...DEFAULT_FEATURES, ...broken } };
      const { status } = await ask(server, cookie, `${path}/policy`, { method: "PUT", body });
      expect(status, JSON.stringify(broken)).toBe(400);
    }
    expect((await read()).version).toBe(version);
  });
});

describe("stored features", () => {
  it("that cannot be read offer nothing, and keep the usual times", () => {
    for (const features of [null, 7, [], {}, { ...DEFAULT_FEATURES, requestSeconds: -1 }]) {
      expect(featuresOf({ policy: { allows: ["view"], features } })).toMatchObject({
        cobrowse: "off",
        control: false,
        screen: false,
        requestSeconds: 60,
        inactiveMinutes: 10,
      });
    }
    expect(featuresOf(undefined).cobrowse).toBe("off");
  });

  it("of a policy from before there were any are what its grants say", () => {
    expect(featuresOf({ policy: { allows: ["view", "screen"] } })).toEqual({
      ...DEFAULT_FEATURES,
      control: false,
    });
  });
});
