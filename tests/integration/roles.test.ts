import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { AgentRole } from "../../peer/protocol/agent-messages.ts";
import { may, ROLES, type RoleAction } from "../../peer/protocol/roles.ts";
import { createAgentLogins, newAgent } from "../../signaling/accounts/agent-logins.ts";
import { startServer, type TestServer } from "../support/server.ts";
import {
  connectCustomer,
  connectDesk,
  latestOf,
  logIn,
  type RawClient,
} from "../support/signaling-client.ts";

const EMAILS: Record<AgentRole, string> = {
  agent: "agent@demo.test",
  manager: "manager@demo.test",
  admin: "admin@demo.test",
};
const ROLE_NAMES = Object.keys(EMAILS) as AgentRole[];
const ACTIONS = Object.keys(ROLES) as RoleAction[];

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

interface Person {
  id: string;
  cookie: string;
  desk: RawClient;
}

async function person(email: string): Promise<Person> {
  const cookie = await logIn(server, email);
  const desk = await connectDesk(server, cookie);
  const { agent } = (await desk.heard("welcome")) as { agent: { id: string } };
  return { id: agent.id, cookie, desk };
}

type Known = { owner: { id: string } | null; status: string; session: unknown };
const known = (desk: RawClient, id: string) => latestOf(desk, id) as unknown as Known | undefined;

/** A conversation in the queue, or of this owner. */
async function conversation(watcher: Person, owner: Person | null): Promise<string> {
  const customer = await connectCustomer(server);
  const text = `hello ${crypto.randomUUID()}`;
  customer.send({ type: "message.send", clientId: crypto.randomUUID(), text });
  const find = () =>
    watcher.desk.received.findLast(
      ({ type, conversation: changed }) =>
        type === "conversation.changed" &&
        (changed as { lastEntry: { text?: string } | null }).lastEntry?.text === text,
    )?.["conversation"] as { id: string } | undefined;
  await vi.waitFor(() => expect(find()).toBeDefined());
  const id = find()?.id as string;
  await vi.waitFor(() => expect(known(watcher.desk, id)?.owner).toBeNull());
  if (owner) {
    owner.desk.send({ type: "conversation.take", conversation: id });
    await vi.waitFor(() => expect(known(watcher.desk, id)?.owner?.id).toBe(owner.id));
  }
  return id;
}

/** Done, or why it was refused. */
async function tried(actor: Person, message: { type: string }, isDone: () => boolean) {
  const refusal = () =>
    actor.desk.received.findLast(
      ({ type, request }) => type === "refused" && request === message.type,
    )?.["reason"];
  actor.desk.send(message);
  await vi.waitFor(() => expect(isDone() || refusal() !== undefined).toBe(true));
  return isDone() ? "done" : (refusal() as string);
}

const request = (actor: Person, path: string, init: RequestInit = {}) =>
  fetch(`${server.origin}${path}`, {
    ...init,
    headers: { cookie: actor.cookie, origin: server.origin, "content-type": "application/json" },
  });

async function answered(response: Response): Promise<string> {
  if (response.ok) return "done";
  return ((await response.json()) as { error: string }).error;
}

async function siteOf(admin: Person): Promise<string> {
  const { sites } = (await (await request(admin, "/v1/sites")).json()) as {
    sites: Array<{ id: string }>;
  };
  return sites[0]?.id ?? "";
}

/** How each action is tried: by `actor`, with `other` as the owner of what is not theirs. */
const TRIES: Record<RoleAction, (actor: Person, other: Person, admin: Person) => Promise<string>> =
  {
    async "conversation.take"(actor, other) {
      const id = await conversation(other, null);
      return tried(
        actor,
        { type: "conversation.take", conversation: id } as never,
        () => known(other.desk, id)?.owner?.id === actor.id,
      );
    },
    "conversation.transfer-own": (actor, other) => transfer(actor, other, actor),
    "conversation.transfer-any": (actor, other) => transfer(actor, other, other),
    "conversation.requeue-own": (actor, other) => requeue(actor, other, actor),
    "conversation.requeue-any": (actor, other) => requeue(actor, other, other),
    "conversation.close-own": (actor, other) => close(actor, other, actor),
    "conversation.close-any": (actor, other) => close(actor, other, other),
    async "conversation.take-away"(actor, other) {
      const id = await conversation(other, other);
      return tried(
        actor,
        { type: "conversation.take-away", conversation: id } as never,
        () => known(other.desk, id)?.owner?.id === actor.id,
      );
    },
    async "conversation.import"(actor) {
      const body = JSON.stringify({ site: "demo", channel: "sms", text: "by text message" });
      return answered(await request(actor, "/v1/conversations", { method: "POST", body }));
    },
    async "cobrowse.request"(actor, other) {
      const id = await conversation(other, actor);
      const clientId = crypto.randomUUID();
      actor.desk.send({ type: "message.send", conversation: id, clientId, text: "hello" });
      return tried(
        actor,
        { type: "cobrowse.request", conversation: id } as never,
        () => known(other.desk, id)?.session !== null,
      );
    },
    async "agents.deactivate"(actor) {
      const logins = createAgentLogins(server.database);
      const email = `${crypto.randomUUID()}@demo.test`;
      await logins.add(await newAgent(email, "Leaving", "agent", "demo", 4));
      const path = `/v1/agents/${await logins.idOf(email)}/deactivate`;
      return answered(await request(actor, path, { method: "POST", body: "{}" }));
    },
    async "insights.read"(actor) {
      return answered(await request(actor, "/v1/insights/overview?from=0&to=1"));
    },
    async "settings.read"(actor) {
      return answered(await request(actor, "/v1/sites"));
    },
    async "settings.change"(actor, _other, admin) {
      const path = `/v1/sites/${await siteOf(admin)}/policy`;
      const { version, privacy } = (await (await request(admin, path)).json()) as {
        version: number;
        privacy: unknown;
      };
      const body = JSON.stringify({ version, privacy });
      return answered(await request(actor, path, { method: "PUT", body }));
    },
    async "duty.get-new-conversations"(actor, other) {
      const customer = await connectCustomer(server);
      actor.desk.send({ type: "duty.set", away: false });
      const text = `hello ${crypto.randomUUID()}`;
      customer.send({ type: "message.send", clientId: crypto.randomUUID(), text });
      const find = () =>
        other.desk.received.findLast(
          ({ type, conversation: changed }) =>
            type === "conversation.changed" &&
            (changed as { lastEntry: { text?: string } | null }).lastEntry?.text === text,
        )?.["conversation"] as Known | undefined;
      await vi.waitFor(() => expect(find()).toBeDefined());
      actor.desk.send({ type: "duty.set", away: true });
      return find()?.owner?.id === actor.id ? "done" : "not-your-role";
    },
  };

async function transfer(actor: Person, other: Person, owner: Person): Promise<string> {
  const id = await conversation(other, owner);
  const to = owner === actor ? other.id : actor.id;
  const message = { type: "conversation.transfer", conversation: id, to };
  return tried(actor, message, () => known(other.desk, id)?.owner?.id === to);
}

async function requeue(actor: Person, other: Person, owner: Person): Promise<string> {
  const id = await conversation(other, owner);
  const message = { type: "conversation.requeue", conversation: id };
  return tried(actor, message, () => known(other.desk, id)?.owner === null);
}

async function close(actor: Person, other: Person, owner: Person): Promise<string> {
  const id = await conversation(other, owner);
  const message = { type: "conversation.close", conversation: id };
  return tried(actor, message, () => known(other.desk, id)?.status === "closed");
}

describe.each(ROLE_NAMES)("as %s", (role) => {
  it.each(ACTIONS)("%s is done or refused as the table has it", async (action) => {
    const [actor, other, admin] = [
      await person(EMAILS[role]),
      await person("agent2@demo.test"),
      await person(EMAILS.admin),
    ];
    // Nobody gets a new conversation by themselves, but where that is what is tried.
    for (const one of [actor, other, admin]) one.desk.send({ type: "duty.set", away: true });
    for (const one of [actor, other, admin]) {
      one.desk.send({ type: "ping" });
      await one.desk.heard("pong");
    }
    const outcome = await TRIES[action](actor, other, admin);
    if (may(role, action)) expect(outcome).toBe("done");
    else expect(["not-owner", "not-your-role"]).toContain(outcome);
    for (const one of [actor, other, admin]) one.desk.close();
  });
});

it("the table in the docs is the one in the code", () => {
  const doc = readFileSync(new URL("../../docs/roles.md", import.meta.url), "utf8");
  const rows = [...doc.matchAll(/^\| `([\w.-]+)` \| (\w+) \| (\w+) \| (\w+) \|$/gm)];
  const written = Object.fromEntries(
    rows.map(([, action, ...cells]) => [
      action,
      ROLE_NAMES.filter((_, index) => cells[index] === "yes"),
    ]),
  );
  expect(written).toEqual(ROLES);
});
