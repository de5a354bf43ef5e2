import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { startServer, type TestServer } from "../support/server.ts";
import { connectDesk, logIn, type RawClient } from "../support/signaling-client.ts";

let server: TestServer;
let manager: string;
let desk: RawClient;
beforeAll(async () => {
  server = await startServer();
  manager = await logIn(server, "manager@demo.test");
  desk = await connectDesk(server, await logIn(server));
});
afterAll(async () => {
  desk.close();
  await server.close();
});

interface Call {
  body?: unknown;
  cookie?: string;
  origin?: string;
}

function post(path: string, { body, cookie = manager, origin = server.origin }: Call) {
  return fetch(`${server.origin}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", cookie, origin },
    body: JSON.stringify(body ?? {}),
  });
}

const SMS = { site: "demo", channel: "sms", customerName: "Ada", text: "Is it in stock?" };

async function bringIn(body: object = SMS): Promise<string> {
  const response = await post("/v1/conversations", { body });
  expect(response.status).toBe(201);
  return ((await response.json()) as { conversation: { id: string } }).conversation.id;
}

const latest = (id: string) =>
  desk.received.findLast(
    ({ type, conversation }) =>
      type === "conversation.changed" && (conversation as { id: string }).id === id,
  )?.["conversation"] as Record<string, unknown> | undefined;

describe("conversations of other channels", () => {
  it("come to the agent on duty with name, channel and message, and without a reload", async () => {
    const id = await bringIn();
    await vi.waitFor(() => expect(latest(id)).toBeDefined());
    expect(latest(id)).toMatchObject({
      customerName: "Ada",
      channel: "sms",
      owner: { name: "Agent One" },
      unreadCount: 1,
      lastEntry: { text: "Is it in stock?", author: "customer" },
    });
  });

  it("take further messages, once each, and give out what agents answer", async () => {
    const id = await bringIn({ ...SMS, channel: "messenger" });
    const path = `/v1/conversations/${id}/messages`;
    const messageId = crypto.randomUUID();
    const first = await (await post(path, { body: { text: "And in red?", messageId } })).json();
    const again = await (await post(path, { body: { text: "And in red?", messageId } })).json();
    expect(again).toEqual(first);
    desk.send({
      type: "message.send",
      conversation: id,
      clientId: crypto.randomUUID(),
      text: "It is",
    });
    const messages = async () => {
      const response = await fetch(`${server.origin}${path}`, { headers: { cookie: manager } });
      return ((await response.json()) as { messages: Array<{ text: string; author: string }> })
        .messages;
    };
    await vi.waitFor(async () => expect(await messages()).toHaveLength(3));
    expect((await messages()).map(({ text, author }) => [author, text])).toEqual([
      ["customer", "Is it in stock?"],
      ["customer", "And in red?"],
      ["agent", "It is"],
    ]);
  });

  it("offer no cobrowse, whatever the desk asks", async () => {
    const id = await bringIn();
    desk.send({
      type: "message.send",
      conversation: id,
      clientId: crypto.randomUUID(),
      text: "Hi",
    });
    desk.send({ type: "cobrowse.request", conversation: id });
    await desk.heard("refused", { request: "cobrowse.request", reason: "not-web-chat" });
  });

  it("are refused without a login, from a foreign page, to agents, and when they say nothing", async () => {
    const { origin } = server;
    const statusOf = async (call: Call) => (await post("/v1/conversations", call)).status;
    expect(await statusOf({ cookie: "", body: "nonsense" })).toBe(401);
    expect(await statusOf({ origin: "https://elsewhere.example", body: SMS })).toBe(403);
    expect(await statusOf({ cookie: await logIn(server), origin, body: SMS })).toBe(403);
    for (const body of [
      {},
      { ...SMS, channel: "web-chat" },
      { ...SMS, text: " " },
      { ...SMS, text: "x".repeat(10_000) },
      { ...SMS, customerName: "\u0000" },
      { ...SMS, customerName: "x".repeat(201) },
    ]) {
      expect(await statusOf({ body })).toBe(400);
    }
    expect(await statusOf({ body: { ...SMS, site: "nobody-knows-it" } })).toBe(404);
  });

  it("leave web chats and closed conversations alone", async () => {
    const id = await bringIn();
    desk.send({ type: "conversation.close", conversation: id });
    await vi.waitFor(() => expect(latest(id)?.["status"]).toBe("closed"));
    const late = await post(`/v1/conversations/${id}/messages`, { body: { text: "Hello?" } });
    expect([late.status, await late.json()]).toEqual([409, { error: "conversation-closed" }]);
    const unknown = await post(`/v1/conversations/${crypto.randomUUID()}/messages`, {
      body: { text: "Hello?" },
    });
    expect(unknown.status).toBe(404);
  });
});
