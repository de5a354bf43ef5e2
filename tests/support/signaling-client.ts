/** A raw signaling client: says whatever a test wants it to say, and keeps what it hears. */
import { expect, vi } from "vitest";
import WebSocket from "ws";
import { PROTOCOL_VERSION } from "../../peer/protocol/version.ts";
import type { TestServer } from "./server.ts";

export interface RawClient {
  load: string;
  received: Array<Record<string, unknown> & { type: string }>;
  send(message: unknown): void;
  sendRaw(data: string | Buffer): void;
  /** Reads nothing more, and so answers no goodbye. */
  pause(): void;
  resume(): void;
  /** Waits for a message of this type that has these properties. */
  heard(type: string, properties?: object): Promise<Record<string, unknown>>;
  closed: Promise<{ code: number; reason: string }>;
  close(): void;
}

const PROTOCOL = "alongside.v1";

interface ConnectOptions {
  protocols?: string[];
  headers?: Record<string, string>;
  origin?: string;
  /** Answers no ping, like a laptop that was shut. */
  isDead?: boolean;
}

export function connect(
  server: TestServer,
  path: string,
  options: ConnectOptions = {},
): Promise<RawClient> {
  const { protocols = [PROTOCOL], headers = {}, origin = server.origin, isDead = false } = options;
  const socket = new WebSocket(server.origin.replace(/^http/, "ws") + path, protocols, {
    origin,
    headers,
    autoPong: !isDead,
  });
  const received: RawClient["received"] = [];
  socket.on("message", (data) => received.push(JSON.parse(data.toString())));
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.on("close", (code, reason) => resolve({ code, reason: reason.toString() })),
  );
  const client: RawClient = {
    load: crypto.randomUUID(),
    received,
    send: (message) => socket.send(JSON.stringify(message)),
    sendRaw: (data) => socket.send(data),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    async heard(type, properties = {}) {
      await vi.waitFor(
        () => expect(received).toContainEqual(expect.objectContaining({ type, ...properties })),
        { timeout: 10_000 },
      );
      return received.findLast(
        (message) =>
          message.type === type &&
          Object.entries(properties).every(([name, value]) => message[name] === value),
      ) as Record<string, unknown>;
    },
    closed,
    close: () => socket.terminate(),
  };
  return new Promise((resolve, reject) => {
    socket.on("open", () => resolve(client));
    socket.on("unexpected-response", (_request, response) => {
      let body = "";
      response.on("data", (chunk) => {
        body += chunk;
      });
      response.on("end", () =>
        reject(
          Object.assign(new Error("refused"), {
            status: response.statusCode,
            reason: response.headers["content-type"]?.includes("json")
              ? JSON.parse(body).error
              : body,
          }),
        ),
      );
    });
    socket.on("error", reject);
  });
}

export async function newToken(server: TestServer): Promise<string> {
  const response = await fetch(`${server.origin}/v1/customers`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: server.origin },
    body: JSON.stringify({ site: "demo" }),
  });
  return ((await response.json()) as { token: string }).token;
}

export async function connectCustomer(
  server: TestServer,
  token?: string,
  load?: string,
  session?: string,
): Promise<RawClient & { token: string }> {
  const known = token ?? (await newToken(server));
  const client = await connect(server, "/signaling/customer", { protocols: [PROTOCOL, known] });
  if (load) client.load = load;
  client.send({ type: "hello", protocol: PROTOCOL_VERSION, load: client.load, session, after: 0 });
  await client.heard("welcome");
  return Object.assign(client, { token: known });
}

export async function logIn(server: TestServer, email = "agent@demo.test"): Promise<string> {
  const response = await fetch(`${server.origin}/v1/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password: "demo" }),
  });
  expect(response.status).toBe(200);
  return (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
}

export async function connectDesk(server: TestServer, cookie: string): Promise<RawClient> {
  const client = await connect(server, "/signaling/agent", { headers: { cookie } });
  client.send({ type: "hello", protocol: PROTOCOL_VERSION, load: client.load, tab: "desk" });
  await client.heard("welcome");
  return client;
}

export async function connectViewer(
  server: TestServer,
  cookie: string,
  conversation: string,
  load?: string,
  session?: string,
): Promise<RawClient> {
  const client = await connect(server, "/signaling/agent", { headers: { cookie } });
  const tab = "viewer";
  if (load) client.load = load;
  client.send({
    type: "hello",
    protocol: PROTOCOL_VERSION,
    load: client.load,
    tab,
    conversation,
    session,
  });
  await client.heard("viewer.welcome");
  return client;
}

/** A customer who has written, and the agent who has answered. */
export async function startConversation(server: TestServer, email?: string) {
  const cookie = await logIn(server, email);
  const desk = await connectDesk(server, cookie);
  const customer = await connectCustomer(server);
  const text = `hello ${crypto.randomUUID()}`;
  customer.send({ type: "message.send", clientId: crypto.randomUUID(), text });
  await vi.waitFor(() => expect(conversationOf(desk, text)).toBeDefined());
  const conversation = conversationOf(desk, text) as string;
  desk.send({
    type: "message.send",
    conversation,
    clientId: crypto.randomUUID(),
    text: "hello too",
  });
  await customer.heard("entry.added", {});
  await vi.waitFor(() =>
    expect(
      customer.received.some(
        ({ type, entry }) =>
          type === "entry.added" && (entry as { author: string }).author === "agent",
      ),
    ).toBe(true),
  );
  return { cookie, desk, customer, conversation };
}

function conversationOf(desk: RawClient, text: string): string | undefined {
  for (const { type, conversation } of desk.received) {
    const changed = conversation as { id: string; lastEntry: { text?: string } | null };
    if (type === "conversation.changed" && changed.lastEntry?.text === text) return changed.id;
  }
  return undefined;
}

/** A session up to the customer's answer: both seats taken, the page granted. */
export async function startSession(server: TestServer, email?: string) {
  const { cookie, desk, customer, conversation } = await startConversation(server, email);
  desk.send({ type: "cobrowse.request", conversation });
  const opened = (await customer.heard("session.opened"))["session"] as {
    id: string;
    facts: Array<{ body: { type: string; request?: string } }>;
  };
  const session = opened.id;
  const requestId = opened.facts.find(({ body }) => body.type === "grant.requested")?.body.request;
  const viewer = await connectViewer(server, cookie, conversation);
  viewer.send({ type: "seat.take", session });
  customer.send({ type: "seat.take", session });
  customer.send({
    type: "fact.write",
    session,
    seq: 1,
    body: { type: "grant.given", request: requestId, policyVersion: 1 },
  });
  await vi.waitFor(() => {
    for (const side of [customer, viewer]) expect(factTypes(side)).toContain("grant.given");
    expect(factTypes(viewer).filter((type) => type === "seat.taken")).toHaveLength(2);
  });
  return { cookie, desk, customer, viewer, conversation, session, requestId };
}

/** A conversation as the desk last heard of it. */
export function latestOf(desk: RawClient, id: string) {
  return desk.received.findLast(
    ({ type, conversation }) =>
      type === "conversation.changed" && (conversation as { id: string }).id === id,
  )?.["conversation"] as
    | { unreadCount: number; customerPresent: boolean; lastEntry: { id: number } }
    | undefined;
}

export function factTypes(client: RawClient): string[] {
  return client.received
    .filter(({ type }) => type === "fact.recorded")
    .map(({ fact }) => (fact as { body: { type: string } }).body.type);
}
