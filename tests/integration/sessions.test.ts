import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { SEATS_BURST_COUNT } from "../../peer/protocol/limits.ts";
import { PROTOCOL_VERSION } from "../../peer/protocol/version.ts";
import { createSites } from "../../signaling/policy/sites.ts";
import { startServer, type TestServer } from "../support/server.ts";
import {
  connect,
  connectCustomer,
  connectDesk,
  connectViewer,
  factTypes,
  latestOf,
  logIn,
  startConversation,
  startSession,
} from "../support/signaling-client.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

describe("sessions at the server", () => {
  it("carries signals between the two seats both ways, and drops those of an older link", async () => {
    const { customer, viewer, session } = await startSession(server);
    customer.send({ type: "signal.send", session, link: "1.1.1", signal: "offer" });
    await viewer.heard("signal.received", { signal: "offer" });
    viewer.send({ type: "signal.send", session, link: "1.1.1", signal: "answer" });
    await customer.heard("signal.received", { signal: "answer" });
    customer.send({ type: "signal.send", session, link: "2.1.1", signal: "stale" });
    customer.send({ type: "signal.send", session, link: "1.1.2", signal: "next" });
    await viewer.heard("signal.received", { signal: "next" });
    expect(JSON.stringify(viewer.received)).not.toContain("stale");
  });

  it("gives a new load a new term, and makes the older one's later facts void", async () => {
    const { customer, viewer, session } = await startSession(server);
    const newLoad = await connectCustomer(server, customer.token);
    newLoad.send({ type: "seat.take", session });
    await vi.waitFor(() =>
      expect(factTypes(viewer).filter((type) => type === "seat.taken")).toHaveLength(3),
    );
    const { fact } = (await viewer.heard("fact.recorded")) as {
      fact: { body: Record<string, unknown> };
    };
    expect(fact.body).toMatchObject({ role: "customer", term: 2, fencedAfterSeq: 1 });
    const body = { type: "session.ended", reason: "customer-ended" };
    customer.send({ type: "fact.write", session, seq: 2, body });
    await customer.heard("refused", { reason: "superseded" });
    newLoad.send({ type: "fact.write", session, seq: 1, body });
    await vi.waitFor(() => expect(factTypes(viewer)).toContain("session.ended"));
  });

  it("gives the same load its seat back after a gap, with the signals that waited", async () => {
    const { customer, viewer, desk, conversation, session } = await startSession(server);
    customer.close();
    // The server has noticed, too.
    await vi.waitFor(() => expect(latestOf(desk, conversation)?.customerPresent).toBe(false));
    viewer.send({ type: "signal.send", session, link: "1.1.1", signal: "while away" });
    viewer.send({ type: "ping" });
    await viewer.heard("pong");
    const back = await connectCustomer(server, customer.token, customer.load);
    await back.heard("signal.received", { signal: "while away" });
    expect(factTypes(viewer).filter((type) => type === "seat.taken")).toHaveLength(2);
  });

  it("answers a fact that is sent again with the one that was recorded", async () => {
    const { customer, session, requestId } = await startSession(server);
    const grants = () => factTypes(customer).filter((type) => type === "grant.given").length;
    expect(grants()).toBe(1);
    customer.send({
      type: "fact.write",
      session,
      seq: 1,
      body: { type: "grant.given", request: requestId, policyVersion: 1 },
    });
    await vi.waitFor(() => expect(grants()).toBe(2));
    const facts = customer.received.filter(({ type }) => type === "fact.recorded");
    const given = facts.filter(
      ({ fact }) => (fact as { body: { type: string } }).body.type === "grant.given",
    );
    expect(given[0]?.["fact"]).toEqual(given[1]?.["fact"]);
  });

  it("tells the first viewer that a second one of the same agent took its seat", async () => {
    const { viewer, cookie, conversation, session } = await startSession(server);
    const second = await connectViewer(server, cookie, conversation);
    second.send({ type: "seat.take", session });
    await viewer.heard("seat.lost", { session });
  });

  it("ends the sessions of an agent who logs out, and closes their sockets", async () => {
    const { customer, desk, cookie } = await startSession(server);
    await fetch(`${server.origin}/v1/logout`, { method: "POST", headers: { cookie } });
    expect((await desk.closed).code).toBe(4401);
    const ended = (await customer.heard("fact.recorded")) as { fact: { body: object } };
    await vi.waitFor(() => expect(factTypes(customer)).toContain("session.ended"));
    expect(ended).toBeDefined();
    expect(JSON.stringify(customer.received)).toContain("agent-logged-out");
  });

  it("takes nothing more from the socket of a login that has ended", async () => {
    const { customer, conversation, cookie } = await startSession(server);
    // A browser that goes on talking, and does not answer the goodbye.
    const desk = await connectDesk(server, cookie);
    desk.pause();
    await fetch(`${server.origin}/v1/logout`, { method: "POST", headers: { cookie } });
    const text = "after the end";
    desk.send({ type: "message.send", conversation, clientId: crypto.randomUUID(), text });
    desk.resume();
    await desk.closed;
    customer.send({ type: "ping" });
    await customer.heard("pong");
    expect(JSON.stringify(customer.received)).not.toContain(text);
  });

  it("[F4] refuses a request under the id of one that was answered, and one for the page", async () => {
    const { viewer, customer, session, requestId } = await startSession(server);
    const ask = (seq: number, grant: string, request: unknown) =>
      viewer.send({
        type: "fact.write",
        session,
        seq,
        body: { type: "grant.requested", grant, request },
      });
    ask(1, "control", requestId);
    await viewer.heard("refused", { reason: "bad-message", request: "fact.write" });
    ask(1, "view", crypto.randomUUID());
    await vi.waitFor(() =>
      expect(viewer.received.filter(({ type }) => type === "refused")).toHaveLength(2),
    );
    ask(1, "control", crypto.randomUUID());
    await vi.waitFor(() => expect(factTypes(customer)).toContain("grant.requested"));
  });

  it("records the end that a customer writes, and refuses nothing of it", async () => {
    const { customer, session } = await startSession(server);
    const body = { type: "session.ended", reason: "customer-ended" };
    customer.send({ type: "fact.write", session, seq: 2, body });
    await vi.waitFor(() => expect(factTypes(customer)).toContain("session.ended"));
    customer.send({ type: "ping" });
    await customer.heard("pong");
    expect(customer.received.filter(({ type }) => type === "refused")).toEqual([]);
  });

  it("[S11] tells a browser that was away how its session ended", async () => {
    const { customer, viewer, desk, cookie, conversation, session } = await startSession(server);
    customer.close();
    viewer.close();
    desk.send({ type: "cobrowse.end", conversation });
    await vi.waitFor(() => expect(JSON.stringify(desk.received)).toContain("session-ended"));
    const back = await connectCustomer(server, customer.token, customer.load, session);
    const again = await connectViewer(server, cookie, conversation, viewer.load, session);
    for (const told of [await back.heard("welcome"), await again.heard("viewer.welcome")]) {
      expect(told["session"]).toMatchObject({ id: session });
      expect(JSON.stringify(told["session"])).toContain("agent-ended");
    }
    // Whoever does not ask for it hears of no session, and nobody hears of another's.
    const stranger = await connectCustomer(server, undefined, undefined, session);
    expect((await stranger.heard("welcome"))["session"]).toBeNull();
    const newTab = await connectCustomer(server, customer.token);
    expect((await newTab.heard("welcome"))["session"]).toBeNull();
  });

  it("[S12] lets the loads of a session sit down only so often", async () => {
    const { customer, session } = await startSession(server);
    const others = [customer, await connectCustomer(server, customer.token)];
    const isRefused = () =>
      JSON.stringify(others.map(({ received }) => received)).includes("too-many");
    let takenCount = 0;
    const taken = () => factTypes(customer).filter((type) => type === "seat.taken").length;
    for (; takenCount < 3 * SEATS_BURST_COUNT && !isRefused(); takenCount += 1) {
      const before = taken();
      others[(takenCount + 1) % 2]?.send({ type: "seat.take", session });
      await vi.waitFor(() => expect(isRefused() || taken() > before).toBe(true));
    }
    expect(isRefused()).toBe(true);
    expect(takenCount).toBeGreaterThan(SEATS_BURST_COUNT - 3);
    // And some seconds later again.
    const before = taken();
    const next = others[takenCount % 2];
    await vi.waitFor(
      () => {
        next?.send({ type: "seat.take", session });
        expect(taken()).toBeGreaterThan(before);
      },
      { timeout: 20_000, interval: 500 },
    );
  });

  it("takes for gone whoever answers no ping any more", async () => {
    const { customer, desk, conversation } = await startSession(server);
    customer.close();
    const protocols = ["alongside.v1", customer.token];
    const dead = await connect(server, "/signaling/customer", { protocols, isDead: true });
    dead.send({ type: "hello", protocol: PROTOCOL_VERSION, load: dead.load, after: 0 });
    await dead.heard("welcome");
    await vi.waitFor(() => expect(latestOf(desk, conversation)?.customerPresent).toBe(true));
    expect((await dead.closed).code).toBe(1006);
    await vi.waitFor(() => expect(latestOf(desk, conversation)?.customerPresent).toBe(false));
  });

  it("adds the event lines to the conversation, each once", async () => {
    const { customer, desk, conversation } = await startSession(server);
    desk.send({ type: "cobrowse.end", conversation });
    await vi.waitFor(() => expect(factTypes(customer)).toContain("session.ended"));
    desk.send({ type: "conversation.open", conversation });
    const { entries } = (await desk.heard("conversation.opened", { conversation })) as unknown as {
      entries: Array<{ kind: string; event?: string; reason?: string }>;
    };
    await vi.waitFor(() => {
      const lines = customer.received
        .filter(({ type }) => type === "entry.added")
        .map(({ entry }) => entry as { kind: string; event?: string; reason?: string })
        .filter(({ kind }) => kind === "event")
        .map(({ event, reason }) => (reason ? `${event}: ${reason}` : event));
      expect(lines).toEqual(["cobrowse-requested", "view-granted", "session-ended: agent-ended"]);
    });
    expect(entries.length).toBeGreaterThan(0);
  });

  it("hands out no relay where none is set up", async () => {
    const { customer } = await startSession(server);
    const opened = customer.received.find(({ type }) => type === "session.opened");
    expect(opened?.["session"]).toMatchObject({ iceServers: [], iceTransportPolicy: "all" });
  });
});

describe("a site's assets", () => {
  it("may be read from the origins that the site names, and both seats hear which", async () => {
    const before = (await (await startSession(server)).customer.heard("session.opened"))["session"];
    expect(before).toMatchObject({ assetOrigins: [] });
    const sites = createSites(server.database);
    const site = await sites.byKey("demo");
    if (!site) throw new Error("there is no demo site");
    await sites.setAssetOrigins(site.id, ["https://cdn.example.com"]);
    const { customer, viewer } = await startSession(server);
    const told = [await customer.heard("session.opened"), await viewer.heard("viewer.welcome")];
    for (const { session } of told) {
      expect(session).toMatchObject({ assetOrigins: ["https://cdn.example.com"] });
    }
    await sites.setAssetOrigins(site.id, []);
  });
});

describe("conversations", () => {
  it("go to the agent on duty with the fewest, and wait in the queue without one", async () => {
    const own = await startServer();
    try {
      const queued = await connectCustomer(own);
      queued.send({ type: "message.send", clientId: crypto.randomUUID(), text: "nobody there" });
      await queued.heard("entry.added");
      const [one, two] = await Promise.all([
        logIn(own).then((cookie) => connectDesk(own, cookie)),
        logIn(own, "agent2@demo.test").then((cookie) => connectDesk(own, cookie)),
      ]);
      // A manager at a desk is not on duty.
      await connectDesk(own, await logIn(own, "manager@demo.test"));
      const welcome = await one.heard("welcome");
      expect(welcome["conversations"]).toMatchObject([{ owner: null, unreadCount: 1 }]);

      const owners: string[] = [];
      for (let count = 0; count < 4; count += 1) {
        const customer = await connectCustomer(own);
        customer.send({ type: "message.send", clientId: crypto.randomUUID(), text: "hello" });
        await customer.heard("agent.changed");
        const changed = customer.received.find(({ type }) => type === "agent.changed");
        owners.push(String(changed?.["agentName"]));
      }
      expect(owners.sort()).toEqual(["Agent One", "Agent One", "Agent Two", "Agent Two"]);

      const { id } = (welcome["conversations"] as Array<{ id: string }>)[0] ?? { id: "" };
      one.send({ type: "conversation.take", conversation: id });
      two.send({ type: "conversation.take", conversation: id });
      await queued.heard("agent.changed");
      const refused = () =>
        [...one.received, ...two.received].filter(({ type }) => type === "refused");
      await vi.waitFor(() => expect(refused()).toHaveLength(1));
    } finally {
      await own.close();
    }
  });

  it("keep one message that was sent twice", async () => {
    const { customer, desk, conversation } = await startConversation(server);
    const message = { type: "message.send", clientId: crypto.randomUUID(), text: "once" };
    customer.send(message);
    customer.send(message);
    await vi.waitFor(() => {
      const seen = customer.received.filter(
        ({ entry }) => (entry as { text?: string } | undefined)?.text === "once",
      );
      expect(seen).toHaveLength(2);
    });
    desk.send({ type: "conversation.open", conversation });
    const opened = await desk.heard("conversation.opened", { conversation });
    const texts = (opened["entries"] as Array<{ text?: string }>).map(({ text }) => text);
    expect(texts.filter((text) => text === "once")).toHaveLength(1);
  });

  it("keep a message whose id the other side has used", async () => {
    const { customer, desk, conversation } = await startConversation(server);
    const clientId = crypto.randomUUID();
    customer.send({ type: "message.send", clientId, text: "from the customer" });
    await vi.waitFor(() => expect(JSON.stringify(customer.received)).toContain(clientId));
    desk.send({ type: "message.send", conversation, clientId, text: "from the agent" });
    await vi.waitFor(() => expect(JSON.stringify(customer.received)).toContain("from the agent"));
  });

  it("leave out control characters, which no database takes and nobody sees", async () => {
    const { customer } = await startConversation(server);
    const text = "no\u0000thing\u0007 but\ttext\n";
    customer.send({ type: "message.send", clientId: crypto.randomUUID(), text });
    await vi.waitFor(() =>
      expect(JSON.stringify(customer.received)).toContain(JSON.stringify("nothing but\ttext")),
    );
  });

  it("refuse an answer by another agent", async () => {
    const { conversation } = await startConversation(server);
    const other = await connectDesk(server, await logIn(server, "manager@demo.test"));
    const clientId = crypto.randomUUID();
    other.send({ type: "message.send", conversation, clientId, text: "me too" });
    await other.heard("refused", { reason: "not-owner" });
    other.close();
  });

  it("count what the owner has not read, until it is read", async () => {
    const { customer, desk, conversation } = await startConversation(server);
    for (const text of ["one", "two"]) {
      customer.send({ type: "message.send", clientId: crypto.randomUUID(), text });
    }
    const unread = () => latestOf(desk, conversation)?.unreadCount;
    await vi.waitFor(() => expect(unread()).toBe(2));
    // What is not written yet cannot have been read.
    desk.send({ type: "entries.read", conversation, upTo: Number.MAX_SAFE_INTEGER });
    await vi.waitFor(() => expect(unread()).toBe(0));
    customer.send({ type: "message.send", clientId: crypto.randomUUID(), text: "three" });
    await vi.waitFor(() => expect(unread()).toBe(1));
  });
});
