import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { AGENT_GONE_MS } from "../../peer/protocol/limits.ts";
import { DEFAULT_FEATURES } from "../../peer/protocol/site-features.ts";
import { raceForConversation } from "../support/claim-race.ts";
import { startServer, type TestServer } from "../support/server.ts";
import {
  connectDesk,
  factTypes,
  latestOf,
  logIn,
  type RawClient,
  startConversation,
  startSession,
} from "../support/signaling-client.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
afterEach(() => {
  vi.useRealTimers();
});

/** Timers alone: what the database and the sockets do takes its own time. */
const holdTimers = () => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });

interface Known {
  owner: { id: string; name: string } | null;
  status: string;
  ownerHasWritten: boolean;
  session: { id: string } | null;
}
const known = (desk: RawClient, id: string) => latestOf(desk, id) as unknown as Known | undefined;

async function colleague(email: string) {
  const desk = await connectDesk(server, await logIn(server, email));
  const { agent } = (await desk.heard("welcome")) as { agent: { id: string } };
  return { desk, id: agent.id };
}

/** Why the session ended, as both sides were told. */
function endReason(client: RawClient): unknown {
  const ends = client.received.filter(
    ({ type, fact }) =>
      type === "fact.recorded" &&
      (fact as { body: { type: string } }).body.type === "session.ended",
  );
  return (ends.at(-1)?.["fact"] as { body: { reason: string } } | undefined)?.body.reason;
}

function eventLines(client: RawClient): string[] {
  return client.received
    .filter(
      ({ type, entry }) => type === "entry.added" && (entry as { kind: string }).kind === "event",
    )
    .map(({ entry }) => {
      const { event, reason } = entry as { event: string; reason?: string };
      return reason ? `${event}: ${reason}` : event;
    });
}

describe("what takes a conversation from its owner", () => {
  it("transfer gives it to the named agent, ends the session, and the new owner has to write first", async () => {
    const { desk, customer, viewer, conversation } = await startSession(server);
    const other = await colleague("agent2@demo.test");
    desk.send({ type: "conversation.transfer", conversation, to: other.id });
    await vi.waitFor(() => expect(known(other.desk, conversation)?.owner?.id).toBe(other.id));
    for (const side of [customer, viewer]) {
      await vi.waitFor(() => expect(endReason(side)).toBe("transferred"));
    }
    expect(eventLines(customer)).toContain("session-ended: transferred");
    await customer.heard("agent.changed", { agentName: "Agent Two" });
    await vi.waitFor(() => expect(known(other.desk, conversation)?.session).toBeNull());
    expect(known(other.desk, conversation)?.ownerHasWritten).toBe(false);
    other.desk.send({ type: "cobrowse.request", conversation });
    await other.desk.heard("refused", { reason: "message-first" });
    // The one who had it can ask no more.
    desk.send({ type: "cobrowse.request", conversation });
    await desk.heard("refused", { reason: "not-owner" });
    for (const client of [desk, viewer, customer, other.desk]) client.close();
  });

  it("return to queue leaves it without an owner and ends the session", async () => {
    const { desk, customer, viewer, conversation } = await startSession(server);
    desk.send({ type: "conversation.requeue", conversation });
    await vi.waitFor(() => expect(known(desk, conversation)?.owner).toBeNull());
    await vi.waitFor(() => expect(endReason(viewer)).toBe("requeued"));
    await customer.heard("agent.changed", { agentName: null });
    for (const client of [desk, viewer, customer]) client.close();
  });

  it("a manager takes it away and owns it; an agent may not", async () => {
    const { desk, customer, viewer, conversation } = await startSession(server);
    const other = await colleague("agent2@demo.test");
    other.desk.send({ type: "conversation.take-away", conversation });
    await other.desk.heard("refused", { reason: "not-your-role" });
    const manager = await colleague("manager@demo.test");
    manager.desk.send({ type: "conversation.take-away", conversation });
    await vi.waitFor(() => expect(known(desk, conversation)?.owner?.id).toBe(manager.id));
    await vi.waitFor(() => expect(endReason(viewer)).toBe("taken-away"));
    for (const client of [desk, viewer, customer, other.desk, manager.desk]) client.close();
  });

  it("closing ends the session; what is said later opens a new conversation", async () => {
    const { desk, customer, viewer, conversation } = await startSession(server);
    desk.send({ type: "conversation.close", conversation });
    await vi.waitFor(() => expect(known(desk, conversation)?.status).toBe("closed"));
    await vi.waitFor(() => expect(endReason(viewer)).toBe("conversation-closed"));
    desk.send({
      type: "message.send",
      conversation,
      clientId: crypto.randomUUID(),
      text: "too late",
    });
    await desk.heard("refused", { reason: "conversation-closed" });
    const text = `again ${crypto.randomUUID()}`;
    customer.send({ type: "message.send", clientId: crypto.randomUUID(), text });
    const opened = () =>
      desk.received.find(
        ({ type, conversation: changed }) =>
          type === "conversation.changed" &&
          (changed as { lastEntry: { text?: string } | null }).lastEntry?.text === text,
      )?.["conversation"] as { id: string } | undefined;
    await vi.waitFor(() => expect(opened()).toBeDefined());
    expect(opened()?.id).not.toBe(conversation);
    for (const client of [desk, viewer, customer]) client.close();
  });

  it("nobody but the owner and those who run the desk may transfer, return or close it", async () => {
    const { desk, customer, conversation } = await startConversation(server);
    const other = await colleague("agent2@demo.test");
    const tries = [
      { type: "conversation.transfer", conversation, to: other.id },
      { type: "conversation.requeue", conversation },
      { type: "conversation.close", conversation },
    ];
    for (const message of tries) {
      other.desk.send(message);
      await other.desk.heard("refused", { reason: "not-owner", request: message.type });
    }
    desk.send({ type: "conversation.transfer", conversation, to: crypto.randomUUID() });
    await desk.heard("refused", { reason: "unknown-agent" });
    expect(known(desk, conversation)).toMatchObject({
      owner: { name: "Agent One" },
      status: "open",
    });
    for (const client of [desk, customer, other.desk]) client.close();
  });

  it("the queue takes back what an agent had who is gone, and the session ends with it", async () => {
    const { desk, customer, viewer, conversation } = await startSession(server);
    const manager = await colleague("manager@demo.test");
    holdTimers();
    desk.close();
    viewer.close();
    // A reload is no absence: until the time is over nothing changes.
    await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThan(0));
    await vi.advanceTimersByTimeAsync(AGENT_GONE_MS + 1_000);
    await vi.waitFor(() => expect(endReason(customer)).toBe("agent-gone"));
    await vi.waitFor(() => expect(known(manager.desk, conversation)?.owner).toBeNull());
    for (const client of [customer, manager.desk]) client.close();
  });

  it("a conversation without a message becomes inactive, and cannot be asked until somebody writes", async () => {
    holdTimers();
    const { desk, customer, viewer, conversation } = await startSession(server);
    await vi.advanceTimersByTimeAsync(DEFAULT_FEATURES.inactiveMinutes * 60_000 + 1_000);
    await vi.waitFor(() => expect(known(desk, conversation)?.status).toBe("inactive"));
    vi.useRealTimers();
    await vi.waitFor(() => expect(endReason(viewer)).toBe("conversation-inactive"));
    desk.send({ type: "cobrowse.request", conversation });
    await desk.heard("refused", { reason: "conversation-inactive" });
    customer.send({ type: "message.send", clientId: crypto.randomUUID(), text: "still here" });
    await vi.waitFor(() => expect(known(desk, conversation)?.status).toBe("open"));
    desk.send({ type: "cobrowse.request", conversation });
    await vi.waitFor(() => expect(known(desk, conversation)?.session).not.toBeNull());
    for (const client of [desk, viewer, customer]) client.close();
  });

  it("logging out ends the sessions of all conversations that the agent owns", async () => {
    const first = await startSession(server);
    const second = await startSession(server);
    await fetch(`${server.origin}/v1/logout`, {
      method: "POST",
      headers: { cookie: second.cookie, origin: server.origin },
    });
    for (const { customer } of [first, second]) {
      await vi.waitFor(() => expect(endReason(customer)).toBe("agent-logged-out"));
    }
    expect(factTypes(first.viewer)).toContain("session.ended");
    for (const side of [first, second])
      for (const end of [side.desk, side.viewer, side.customer]) end.close();
  });
});

it("of fifty agents who take a conversation at once, one has it and all others are told", async () => {
  const { notRefused, answered } = await raceForConversation([server], 50);
  expect(notRefused).toHaveLength(1);
  expect(answered).toEqual(notRefused);
});

describe("what the desks are told", () => {
  it("a message is delivered once a browser of the customer has it, and seen once it is read", async () => {
    const { desk, customer, conversation } = await startConversation(server);
    const marks = () =>
      latestOf(desk, conversation) as unknown as {
        deliveredUpTo: number;
        seenUpTo: number;
        lastEntry: { id: number };
      };
    await vi.waitFor(() => expect(marks().deliveredUpTo).toBe(marks().lastEntry.id));
    expect(marks().seenUpTo).toBeLessThan(marks().lastEntry.id);
    customer.send({ type: "entries.read", upTo: marks().lastEntry.id });
    await vi.waitFor(() => expect(marks().seenUpTo).toBe(marks().lastEntry.id));
    customer.close();
    await vi.waitFor(() => expect(latestOf(desk, conversation)?.customerPresent).toBe(false));
    desk.send({ type: "message.send", conversation, clientId: crypto.randomUUID(), text: "later" });
    await vi.waitFor(() => expect(marks().lastEntry.id).toBeGreaterThan(marks().deliveredUpTo));
    desk.close();
  });

  it("who is at a desk, who is away, and who is not there", async () => {
    const one = await colleague("agent@demo.test");
    const other = await colleague("agent2@demo.test");
    const presence = () => {
      const heard = one.desk.received.findLast(({ type }) => type === "agents.changed");
      const agents = heard?.["agents"] as Array<{ id: string; presence: string }> | undefined;
      return agents?.find(({ id }) => id === other.id)?.presence;
    };
    await vi.waitFor(() => expect(presence()).toBe("available"));
    other.desk.send({ type: "duty.set", away: true });
    await vi.waitFor(() => expect(presence()).toBe("away"));
    other.desk.close();
    await vi.waitFor(() => expect(presence()).toBe("offline"));
    one.desk.close();
  });
});
