import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { startServer, type TestServer } from "../support/server.ts";
import {
  connectCustomer,
  connectViewer,
  factTypes,
  logIn,
  startConversation,
  startSession,
} from "../support/signaling-client.ts";

const logLines: string[] = [];
let server: TestServer;
beforeAll(async () => {
  server = await startServer({
    env: { TURN_URLS: "turn:relay.example", TURN_SECRET: "a secret of these tests" },
    logger: pino({ level: "warn" }, { write: (line) => logLines.push(line) }),
  });
});
afterAll(() => server.close());

type IceServers = Array<{ urls: string[]; username: string; credential: string }>;

/** The part of the username that coturn counts by. */
const nameIn = (iceServers: unknown) => (iceServers as IceServers)[0]?.username.split(":")[1];

async function startHeld() {
  const started = await startSession(server);
  const opened = await started.customer.heard("session.opened");
  const welcome = await started.viewer.heard("viewer.welcome");
  const namesOf = ({ session }: Record<string, unknown>) =>
    nameIn((session as { iceServers: IceServers }).iceServers);
  return { ...started, names: { customer: namesOf(opened), agent: namesOf(welcome) } };
}

describe("[S13] credentials for the relay", () => {
  it("are those of one seat of one session, and of no other", async () => {
    const [first, second] = [await startHeld(), await startHeld()];
    const names = [first, second].flatMap((held) => [held.names.agent, held.names.customer]);
    expect(new Set(names).size).toBe(4);
    expect(names).not.toContain(undefined);
  });

  it("are renewed for who sits there, under the name that they had", async () => {
    const { customer, viewer, session, names } = await startHeld();
    customer.send({ type: "relay.renew", session });
    viewer.send({ type: "relay.renew", session });
    const [toCustomer, toAgent] = [
      await customer.heard("relay.renewed", { session }),
      await viewer.heard("relay.renewed", { session }),
    ];
    expect(nameIn(toCustomer["iceServers"])).toBe(names.customer);
    expect(nameIn(toAgent["iceServers"])).toBe(names.agent);
  });

  it("are not renewed before the page is granted, nor after the end", async () => {
    const { desk, customer, cookie, conversation } = await startConversation(server);
    desk.send({ type: "cobrowse.request", conversation });
    const opened = (await customer.heard("session.opened"))["session"] as {
      id: string;
      facts: Array<{ body: { type: string; request?: string } }>;
    };
    const session = opened.id;
    const viewer = await connectViewer(server, cookie, conversation);
    const refusals = (side: typeof viewer) =>
      side.received
        .filter(({ type, request }) => type === "refused" && request === "relay.renew")
        .map(({ reason }) => reason);

    viewer.send({ type: "relay.renew", session });
    await vi.waitFor(() => expect(refusals(viewer)).toEqual(["not-seated"]));
    viewer.send({ type: "seat.take", session });
    viewer.send({ type: "relay.renew", session });
    await vi.waitFor(() => expect(refusals(viewer)).toEqual(["not-seated", "out-of-order"]));
    desk.send({ type: "cobrowse.end", conversation });
    await vi.waitFor(() => expect(factTypes(viewer)).toContain("grant.withdrawn"));
    viewer.send({ type: "relay.renew", session });
    await vi.waitFor(() => expect(refusals(viewer)).toHaveLength(3));
    expect(viewer.received.some(({ type }) => type === "relay.renewed")).toBe(false);
  });

  it("are not renewed for a tab or a viewer that does not sit there, nor for a stranger", async () => {
    const { customer, cookie, conversation, session } = await startSession(server);
    const otherTab = await connectCustomer(server, customer.token);
    const otherViewer = await connectViewer(server, cookie, conversation);
    const stranger = await connectCustomer(server);
    const otherAgent = await connectViewer(
      server,
      await logIn(server, "agent2@demo.test"),
      conversation,
    );
    const asking = { otherTab, otherViewer, stranger, otherAgent };
    const reasons: Record<string, unknown> = {};
    for (const [name, client] of Object.entries(asking)) {
      client.send({ type: "relay.renew", session });
      reasons[name] = (await client.heard("refused", { request: "relay.renew" }))["reason"];
    }
    expect(reasons).toEqual({
      otherTab: "superseded",
      otherViewer: "superseded",
      stranger: "unknown-session",
      otherAgent: "seat-taken",
    });
  });

  it("are not given for a session that has ended", async () => {
    const { customer, desk, conversation, session } = await startSession(server);
    desk.send({ type: "cobrowse.end", conversation });
    await vi.waitFor(() => expect(factTypes(customer)).toContain("session.ended"));
    const back = await connectCustomer(server, customer.token, customer.load, session);
    expect((await back.heard("welcome"))["session"]).toMatchObject({ id: session, iceServers: [] });
  });
});

describe("[L15] what the viewer reports of its link", () => {
  const report = (session: string, state: string, trouble?: string) => ({
    type: "link.report",
    session,
    state,
    trouble,
  });

  it("is logged and counted at every change, by session and name alone", async () => {
    const { viewer, session } = await startSession(server);
    logLines.length = 0;
    for (const trouble of ["relay-refused", "relay-refused", undefined, "no-path"]) {
      viewer.send(report(session, "connecting", trouble));
    }
    viewer.send({ type: "ping" });
    await viewer.heard("pong");
    const logged = logLines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(logged.map(({ session: of, trouble, msg }) => ({ of, trouble, msg }))).toEqual([
      { of: session, trouble: "relay-refused", msg: "no link" },
      { of: session, trouble: "no-path", msg: "no link" },
    ]);
    const own = new Set(logged.flatMap((line) => Object.keys(line)));
    expect([...own].sort()).toEqual([
      "hostname",
      "level",
      "msg",
      "pid",
      "session",
      "time",
      "trouble",
    ]);
    const headers = { authorization: "Bearer metrics-for-tests" };
    const metrics = await (await fetch(`${server.origin}/metrics`, { headers })).text();
    expect(metrics).toMatch(/^alongside_link_troubles_total\{trouble="relay-refused"\} 1$/m);
    expect(metrics).toMatch(/^alongside_link_troubles_total\{trouble="no-path"\} 1$/m);
  });

  it("is refused when it names a trouble that there is not", async () => {
    const { viewer, session } = await startSession(server);
    viewer.send(report(session, "connecting", "the moon"));
    await viewer.heard("refused", { reason: "bad-message" });
  });
});
