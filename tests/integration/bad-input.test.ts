import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import {
  SIGNALING_BURST_COUNT,
  SIGNALING_FRAME_BYTES,
  SOCKETS_PER_CUSTOMER,
} from "../../peer/protocol/limits.ts";
import { PROTOCOL_VERSION } from "../../peer/protocol/version.ts";
import { createCustomerTokens } from "../../signaling/accounts/customer-tokens.ts";
import { startServer, type TestServer } from "../support/server.ts";
import {
  connect,
  connectCustomer,
  connectDesk,
  connectViewer,
  factTypes,
  logIn,
  newToken,
  startConversation,
  startSession,
} from "../support/signaling-client.ts";

let server: TestServer;
let bystander: Awaited<ReturnType<typeof startSession>>;

beforeAll(async () => {
  server = await startServer();
  // A session of other people, which nothing here may touch.
  bystander = await startSession(server, "agent2@demo.test");
  // New chats are for Agent One.
  bystander.desk.send({ type: "duty.set", away: true });
});
afterAll(() => server.close());

/** Whatever was refused: the server answers, and the other session lives on. */
afterEach(async () => {
  expect((await fetch(`${server.origin}/healthz`)).status).toBe(200);
  const signal = `still here ${crypto.randomUUID()}`;
  bystander.customer.send({
    type: "signal.send",
    session: bystander.session,
    link: "1.1.1",
    signal,
  });
  await bystander.viewer.heard("signal.received", { signal });
});

const refusal = (attempt: Promise<unknown>) =>
  attempt.then(
    () => "let in",
    ({ status, reason }: { status: number; reason: string }) => `${status} ${reason}`,
  );

describe("refused before the upgrade", () => {
  it("a foreign origin, of a customer and of an agent", async () => {
    const token = await newToken(server);
    const cookie = await logIn(server);
    const origin = "https://attacker.example";
    expect(
      await refusal(
        connect(server, "/signaling/customer", { protocols: ["alongside.v1", token], origin }),
      ),
    ).toBe("403 foreign-origin");
    expect(
      await refusal(connect(server, "/signaling/agent", { headers: { cookie }, origin })),
    ).toBe("403 foreign-origin");
  });

  it("a customer without a token, with a forged one, with an expired one", async () => {
    const with_ = (token?: string) =>
      refusal(
        connect(server, "/signaling/customer", {
          protocols: token === undefined ? ["alongside.v1"] : ["alongside.v1", token],
        }),
      );
    const identity = { customerId: crypto.randomUUID(), siteId: crypto.randomUUID() };
    const foreign = createCustomerTokens("another secret, of another server, of 32 bytes");
    const own = createCustomerTokens(server.secret);
    expect(await with_()).toBe("401 missing-token");
    expect(await with_("not.a.token")).toBe("401 forged-token");
    expect(await with_(await foreign.sign(identity))).toBe("401 forged-token");
    // Well signed, but of a customer who is not here.
    expect(await with_(await own.sign(identity))).toBe("401 forged-token");
    const past = Math.floor(Date.now() / 1_000) - 60;
    expect(await with_(await own.sign(identity, past))).toBe("401 expired-token");
    // The unsigned kind.
    const [head, body] = [{ alg: "none" }, { sub: identity.customerId, site: identity.siteId }].map(
      (part) => Buffer.from(JSON.stringify(part)).toString("base64url"),
    );
    expect(await with_(`${head}.${body}.`)).toMatch(/^40[01] /);
  });

  it("an agent without a login, or with one that has ended", async () => {
    const attempt = (cookie: string) =>
      refusal(connect(server, "/signaling/agent", { headers: { cookie } }));
    expect(await attempt("")).toBe("401 login-required");
    expect(await attempt("alongside_login=guessed")).toBe("401 login-required");
    const cookie = await logIn(server);
    await fetch(`${server.origin}/v1/logout`, { method: "POST", headers: { cookie } });
    expect(await attempt(cookie)).toBe("401 login-required");
  });

  it("a socket where there is none", async () => {
    await expect(connect(server, "/healthz")).rejects.toMatchObject({ status: 404 });
  });

  it("a socket that speaks another protocol", async () => {
    expect(await refusal(connect(server, "/signaling/agent", { protocols: ["chat.v9"] }))).toBe(
      "400 protocol-mismatch",
    );
  });
});

describe("refused on the socket, with a reason", () => {
  it("what is no JSON, no message, or no text", async () => {
    const customer = await connectCustomer(server);
    customer.sendRaw("{");
    await customer.heard("refused", { reason: "not-json" });
    for (const bad of [
      { type: "unknown" },
      { type: "message.send", clientId: "x", text: "y" },
      { type: "message.send", clientId: crypto.randomUUID(), text: "   " },
      { type: "message.send", clientId: crypto.randomUUID(), text: "a".repeat(4_001) },
      [],
      null,
    ]) {
      const before = customer.received.length;
      customer.send(bad);
      await vi.waitFor(() =>
        expect(customer.received.slice(before)).toEqual([
          { type: "refused", reason: "bad-message" },
        ]),
      );
    }
    customer.sendRaw(Buffer.from([1, 2, 3]));
    customer.send({ type: "ping" });
    await customer.heard("pong");
  });

  it("never repeats what was sent", async () => {
    const customer = await connectCustomer(server);
    customer.send({ type: "message.send", clientId: "x", text: "my secret" });
    await customer.heard("refused");
    expect(JSON.stringify(customer.received)).not.toContain("my secret");
  });

  it("a frame over the size, which closes the socket", async () => {
    const customer = await connectCustomer(server);
    customer.sendRaw("a".repeat(SIGNALING_FRAME_BYTES + 1));
    expect(await customer.closed).toMatchObject({ code: 1009 });
  });

  it("too many frames, and in the end the socket", async () => {
    const customer = await connectCustomer(server);
    for (let count = 0; count < SIGNALING_BURST_COUNT + 400; count += 1) {
      customer.send({ type: "ping" });
    }
    await customer.heard("refused", { reason: "too-many" });
    expect(await customer.closed).toMatchObject({ code: 1008, reason: "too-many" });
    // The person is not shut out, nor anybody else.
    await connectCustomer(server);
  });

  it("more sockets of one customer than anybody has tabs", async () => {
    const { token } = await connectCustomer(server);
    for (let count = 1; count < SOCKETS_PER_CUSTOMER; count += 1) {
      await connectCustomer(server, token);
    }
    const oneMore = await connect(server, "/signaling/customer", {
      protocols: ["alongside.v1", token],
    });
    oneMore.send({ type: "hello", protocol: PROTOCOL_VERSION, load: oneMore.load, after: 0 });
    expect(await oneMore.closed).toMatchObject({ code: 1008, reason: "too-many" });
    await connectCustomer(server);
  });

  it("more sockets that all connect before they speak", async () => {
    const token = await newToken(server);
    const opening = Array.from({ length: SOCKETS_PER_CUSTOMER + 5 }, () =>
      connect(server, "/signaling/customer", { protocols: ["alongside.v1", token] }),
    );
    const clients = await Promise.all(opening);
    const closed = clients.map((client) => client.closed.then(() => client));
    for (let count = 0; count < 5; count += 1) {
      const first = await Promise.race(closed);
      closed.splice(clients.indexOf(first), 1);
      clients.splice(clients.indexOf(first), 1);
    }
    for (const client of clients) {
      client.send({ type: "hello", protocol: PROTOCOL_VERSION, load: client.load, after: 0 });
    }
    for (const client of clients) await client.heard("welcome");
    for (const client of clients) client.close();
  });

  it("a socket that only sends what cannot be read is closed", async () => {
    const customer = await connectCustomer(server);
    for (let count = 0; count < 20; count += 1) customer.sendRaw("{");
    expect(await customer.closed).toMatchObject({ code: 1008, reason: "bad-message" });
  });

  it("anything before hello, and a second hello", async () => {
    const token = await newToken(server);
    const early = await connect(server, "/signaling/customer", {
      protocols: ["alongside.v1", token],
    });
    early.send({ type: "message.send", clientId: crypto.randomUUID(), text: "early" });
    await early.heard("refused", { reason: "hello-first" });
    const hello = { type: "hello", load: crypto.randomUUID(), after: 0 };
    early.send({ ...hello, protocol: 999 });
    await early.heard("refused", { reason: "protocol-mismatch" });
    early.send({ ...hello, protocol: PROTOCOL_VERSION });
    await early.heard("welcome");
    early.send({ ...hello, protocol: PROTOCOL_VERSION });
    await early.heard("refused", { reason: "hello-twice" });
  });

  it("facts out of order, from no seat, of no session, after the end", async () => {
    const { customer, viewer, session, requestId } = await startSession(server);
    // An end may come after a gap, and nothing else (S7).
    const released = { type: "grant.released", request: requestId };
    customer.send({ type: "fact.write", session, seq: 3, body: released });
    await customer.heard("refused", { reason: "out-of-order" });
    const body = { type: "session.ended", reason: "customer-ended" };

    const otherTab = await connectCustomer(server, customer.token);
    otherTab.send({ type: "fact.write", session, seq: 2, body });
    await otherTab.heard("refused", { reason: "superseded" });

    customer.send({ type: "fact.write", session: crypto.randomUUID(), seq: 2, body });
    await customer.heard("refused", { reason: "unknown-session" });

    customer.send({ type: "fact.write", session, seq: 2, body });
    await viewer.heard("fact.recorded");
    await vi.waitFor(() => expect(factTypes(viewer)).toContain("session.ended"));
    customer.send({ type: "fact.write", session, seq: 3, body });
    await customer.heard("refused", { reason: "unknown-session" });
  });

  it("a signal or a fact before anybody has sat down", async () => {
    const { customer, desk, conversation } = await startConversation(server);
    desk.send({ type: "cobrowse.request", conversation });
    const opened = (await customer.heard("session.opened"))["session"] as { id: string };
    const early = { session: opened.id, link: "1.1.1", signal: "offer" };
    customer.send({ type: "signal.send", ...early });
    await customer.heard("refused", { reason: "not-seated", request: "signal.send" });
    customer.send({ type: "seat.take", session: opened.id });
    await vi.waitFor(() => expect(factTypes(customer)).toContain("seat.taken"));
    customer.send({ type: "signal.send", ...early });
    // Before Allow nothing passes, whatever a browser says.
    await customer.heard("refused", { reason: "out-of-order", request: "signal.send" });
  });

  it("a message of the other role", async () => {
    const { customer, viewer, desk, session, requestId } = await startSession(server);
    // A customer cannot speak as an agent ...
    customer.send({ type: "cobrowse.request", conversation: crypto.randomUUID() });
    await customer.heard("refused", { reason: "bad-message" });
    customer.send({
      type: "fact.write",
      session,
      seq: 2,
      body: { type: "grant.requested", grant: "control", request: crypto.randomUUID() },
    });
    await vi.waitFor(() =>
      expect(customer.received.filter(({ type }) => type === "refused")).toHaveLength(2),
    );
    // ... nor an agent grant what is the customer's to grant ...
    viewer.send({
      type: "fact.write",
      session,
      seq: 1,
      body: { type: "grant.given", request: requestId, policyVersion: 1 },
    });
    await viewer.heard("refused", { reason: "bad-message" });
    // ... nor a desk sit down where a viewer belongs.
    desk.send({ type: "seat.take", session });
    await desk.heard("refused", { reason: "not-your-role" });
    expect(factTypes(viewer).filter((type) => type === "grant.given")).toHaveLength(1);
  });

  it("another customer's session, and another agent's viewer for the same session", async () => {
    const { customer, viewer, conversation, session } = await startSession(server);
    const stranger = await connectCustomer(server);
    stranger.send({ type: "seat.take", session });
    await stranger.heard("refused", { reason: "unknown-session" });
    stranger.send({ type: "signal.send", session, link: "1.1.1", signal: "offer" });
    await vi.waitFor(() =>
      expect(stranger.received.filter(({ reason }) => reason === "unknown-session")).toHaveLength(
        2,
      ),
    );

    const otherCookie = await logIn(server, "agent2@demo.test");
    const otherViewer = await connectViewer(server, otherCookie, conversation);
    await otherViewer.heard("refused", { reason: "seat-taken" });
    otherViewer.send({ type: "seat.take", session });
    otherViewer.send({ type: "signal.send", session, link: "1.1.1", signal: "answer" });
    await vi.waitFor(() =>
      expect(otherViewer.received.filter(({ reason }) => reason === "seat-taken")).toHaveLength(3),
    );

    const signal = `only for the viewer ${crypto.randomUUID()}`;
    customer.send({ type: "signal.send", session, link: "1.1.1", signal });
    await viewer.heard("signal.received", { signal });
    const strangers = JSON.stringify([
      ...stranger.received,
      ...otherViewer.received,
      ...bystander.viewer.received,
      ...bystander.customer.received,
    ]);
    expect(strangers).not.toContain(signal);
    expect(JSON.stringify(otherViewer.received)).not.toContain('"facts"');
  });

  it("a request by who is not the owner, without a message, twice, too often, of nobody", async () => {
    const { customer, desk, conversation } = await startConversation(server);
    const otherDesk = await connectDesk(server, await logIn(server, "agent2@demo.test"));
    otherDesk.send({ type: "cobrowse.request", conversation });
    await otherDesk.heard("refused", { reason: "not-owner" });
    otherDesk.close();
    desk.send({ type: "cobrowse.request", conversation: crypto.randomUUID() });
    await desk.heard("refused", { reason: "unknown-conversation" });

    for (let round = 1; round <= 3; round += 1) {
      desk.send({ type: "cobrowse.request", conversation });
      await vi.waitFor(() =>
        expect(customer.received.filter(({ type }) => type === "session.opened")).toHaveLength(
          round,
        ),
      );
      if (round === 1) {
        desk.send({ type: "cobrowse.request", conversation });
        await desk.heard("refused", { reason: "already-running" });
      }
      desk.send({ type: "cobrowse.end", conversation });
      await vi.waitFor(() =>
        expect(factTypes(customer).filter((type) => type === "grant.withdrawn")).toHaveLength(
          round,
        ),
      );
    }
    desk.send({ type: "cobrowse.request", conversation });
    await desk.heard("refused", { reason: "asked-too-often" });
  });
});

describe("refused over HTTP", () => {
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(server.origin + path, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });

  it("an unknown site key and a foreign origin", async () => {
    const unknown = await post("/v1/customers", { site: "nobody" }, { origin: server.origin });
    expect([unknown.status, await unknown.json()]).toEqual([404, { error: "unknown-site" }]);
    const foreign = await post("/v1/customers", { site: "demo" }, { origin: "https://x.example" });
    expect([foreign.status, await foreign.json()]).toEqual([403, { error: "foreign-origin" }]);
    const none = await post("/v1/customers", { site: "demo" });
    expect(none.status).toBe(403);
  });

  it("a forged token makes a new customer, never the one it names", async () => {
    const origin = server.origin;
    const token = await newToken(server);
    const renewed = await post("/v1/customers", { site: "demo", token }, { origin });
    const subjectOf = (jwt: string) =>
      JSON.parse(Buffer.from(jwt.split(".")[1] ?? "", "base64url").toString()).sub;
    expect(subjectOf(((await renewed.json()) as { token: string }).token)).toBe(subjectOf(token));
    const forged = `${token.slice(0, -4)}AAAA`;
    const fresh = await post("/v1/customers", { site: "demo", token: forged }, { origin });
    expect(subjectOf(((await fresh.json()) as { token: string }).token)).not.toBe(subjectOf(token));
  });

  it("what is no JSON, too large, or of the wrong shape, without an echo", async () => {
    const broken = await post("/v1/login", "{");
    expect([broken.status, await broken.json()]).toEqual([400, { error: "bad-request" }]);
    const large = await post("/v1/login", { email: "a".repeat(100_000), password: "x" });
    expect([large.status, await large.json()]).toEqual([413, { error: "too-large" }]);
    const shape = await post("/v1/login", { email: 7 });
    expect([shape.status, await shape.json()]).toEqual([400, { error: "bad-request" }]);
  });

  it("a wrong login, the same for a known and an unknown email; then slower", async () => {
    const attempt = (email: string) => post("/v1/login", { email, password: "wrong" });
    for (const email of ["agent2@demo.test", "nobody@demo.test"]) {
      const answer = await attempt(email);
      expect([answer.status, await answer.json()]).toEqual([401, { error: "wrong-login" }]);
    }
    for (let count = 0; count < 4; count += 1) await attempt("nobody@demo.test");
    const slowed = await attempt("nobody@demo.test");
    expect([slowed.status, await slowed.json()]).toEqual([429, { error: "too-many-failures" }]);
    expect(Number(slowed.headers.get("retry-after"))).toBeGreaterThan(0);
    // Another login from the same address is not shut out.
    expect((await post("/v1/login", { email: "admin@demo.test", password: "demo" })).status).toBe(
      200,
    );
  });

  it("a guess in another spelling, and many guesses at once: they are slowed the same", async () => {
    const spellings = ["manager@demo.test", " manager@demo.test", "MANAGER@demo.test "];
    const guesses = Array.from({ length: 12 }, (_, count) =>
      post("/v1/login", { email: spellings[count % 3], password: `guess ${count}` }),
    );
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(7);
  });

  it("what no database takes, without an error of the server", async () => {
    expect((await post("/v1/login", { email: "a\u0000b", password: "x" })).status).toBe(400);
    expect((await post("/v1/customers", { site: "demo\u0000" })).status).toBe(400);
  });

  it("asks for a login before it looks at anything else", async () => {
    expect((await fetch(`${server.origin}/v1/me`)).status).toBe(401);
    expect((await post("/v1/logout", "{")).status).toBe(401);
  });
});
