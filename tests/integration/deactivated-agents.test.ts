import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createAgentLogins } from "../../signaling/accounts/agent-logins.ts";
import { startServer, type TestServer } from "../support/server.ts";
import {
  connectDesk,
  factTypes,
  latestOf,
  logIn,
  startConversation,
  startSession,
} from "../support/signaling-client.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ lookForDeactivatedMs: 200 });
});
afterAll(() => server.close());

const AGENT = "agent@demo.test";

async function post(cookie: string, email: string, what: "activate" | "deactivate", more = {}) {
  const id = await createAgentLogins(server.database).idOf(email);
  const response = await fetch(`${server.origin}/v1/agents/${id}/${what}`, {
    method: "POST",
    headers: { cookie, origin: server.origin, ...more },
  });
  return { status: response.status, json: await response.json() };
}

async function logInStatus(): Promise<number> {
  const response = await fetch(`${server.origin}/v1/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: AGENT, password: "demo" }),
  });
  return response.status;
}

describe("an agent who is deactivated", () => {
  it("in a session: it ends, its conversation waits in the queue, and every door is closed", async () => {
    const { desk, viewer, customer, conversation, cookie } = await startSession(server, AGENT);
    const admin = await logIn(server, "admin@demo.test");
    const adminDesk = await connectDesk(server, admin);

    expect(await post(admin, AGENT, "deactivate")).toMatchObject({ status: 200 });
    for (const client of [desk, viewer]) {
      expect(await client.closed).toMatchObject({ code: 4401, reason: "logged-out" });
    }
    await vi.waitFor(() => expect(factTypes(customer)).toContain("session.ended"));
    const end = customer.received.findLast(({ type }) => type === "fact.recorded");
    expect(end).toMatchObject({ fact: { body: { reason: "agent-gone" } } });
    await vi.waitFor(() =>
      expect(latestOf(adminDesk, conversation)).toMatchObject({ owner: null, session: null }),
    );
    const me = await fetch(`${server.origin}/v1/me`, { headers: { cookie } });
    expect(me.status).toBe(401);
    await expect(connectDesk(server, cookie)).rejects.toThrow();
    expect(await logInStatus()).toBe(401);
    adminDesk.send({ type: "conversation.take", conversation });
    await vi.waitFor(() =>
      expect(latestOf(adminDesk, conversation)).toMatchObject({ owner: { name: "Admin" } }),
    );

    expect(await post(admin, AGENT, "activate")).toMatchObject({ status: 200 });
    expect(await logInStatus()).toBe(200);
  });

  it("on the command line, while the server runs: is let go of all the same", async () => {
    const { desk, customer, conversation } = await startConversation(server, AGENT);
    const admin = await logIn(server, "admin@demo.test");
    const adminDesk = await connectDesk(server, admin);
    const logins = createAgentLogins(server.database);
    await logins.deactivate((await logins.idOf(AGENT)) ?? "");
    expect(await desk.closed).toMatchObject({ code: 4401 });
    await vi.waitFor(() =>
      expect(latestOf(adminDesk, conversation)).toMatchObject({ owner: null }),
    );
    await logins.activate((await logins.idOf(AGENT)) ?? "");
    customer.close();
  });

  it("is nobody's colleague, and stays in lists of what was", async () => {
    const admin = await logIn(server, "admin@demo.test");
    const logins = createAgentLogins(server.database);
    const id = (await logins.idOf("agent2@demo.test")) ?? "";
    await post(admin, "agent2@demo.test", "deactivate");
    const agents = await fetch(`${server.origin}/v1/agents`, { headers: { cookie: admin } });
    expect(await agents.json()).toMatchObject({
      agents: expect.arrayContaining([{ id, name: "Agent Two", isActive: false }]),
    });
    expect((await logins.everybody()).map((agent) => agent.id)).not.toContain(id);
    await post(admin, "agent2@demo.test", "activate");
  });

  it("is not oneself, not by others than admins, not from elsewhere, and not nobody", async () => {
    const admin = await logIn(server, "admin@demo.test");
    expect(await post(admin, "admin@demo.test", "deactivate")).toEqual({
      status: 409,
      json: { error: "own-login" },
    });
    const manager = await logIn(server, "manager@demo.test");
    expect((await post(manager, AGENT, "deactivate")).json).toEqual({ error: "not-your-role" });
    expect((await post(admin, AGENT, "deactivate", { origin: "https://evil.test" })).json).toEqual({
      error: "foreign-origin",
    });
    expect((await post(admin, "nobody@demo.test", "deactivate")).json).toEqual({
      error: "unknown-agent",
    });
  });
});
