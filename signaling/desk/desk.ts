/** Conversations at work: who owns them, what is said in them, and who hears of it. */

import type { AgentProfile, Conversation } from "../../peer/protocol/agent-messages.ts";
import type { ServerToCustomer } from "../../peer/protocol/customer-messages.ts";
import type { Entry } from "../../peer/protocol/entries.ts";
import type { Fact } from "../../peer/protocol/facts.ts";
import type { Refusal } from "../../peer/protocol/refusals.ts";
import type { Presence } from "../broker/presence.ts";
import type { RunningSession } from "../broker/running-session.ts";
import type { Sessions } from "../broker/sessions.ts";
import type { Bus } from "../bus/bus.ts";
import { type Topics, viewerKey } from "../bus/topics.ts";
import type { EventLine } from "../ledger/event-lines.ts";
import type { ConversationRecord, ConversationStore } from "./conversation-store.ts";

export interface DeskOptions {
  store: ConversationStore;
  presence: Presence;
  bus: Bus<Topics>;
  sessions: Sessions;
  agentsOnDuty(): Promise<string[]>;
}

export type Desk = ReturnType<typeof createDesk>;

export function createDesk({ store, presence, bus, sessions, agentsOnDuty }: DeskOptions) {
  const describe = (record: ConversationRecord): Conversation => ({
    id: record.id,
    customerName: record.customerName,
    siteName: record.siteName,
    channel: record.channel,
    status: record.status,
    owner: record.owner,
    customerPresent: presence.isCustomerPresent(record.customerId),
    createdAt: record.createdAt,
    lastEntry: record.lastEntry,
    unreadCount: record.unreadCount,
    ownerHasWritten: record.ownerHasWritten,
    session: sessions.summary(record.id),
  });

  const agentOf = (record: ConversationRecord | undefined) => ({
    agentName: record?.owner?.name ?? null,
    agentPresent: record?.owner ? presence.isAgentPresent(record.owner.id) : false,
  });

  /** Tells every desk how a conversation stands now. */
  async function announce(conversationId: string): Promise<void> {
    const record = await store.byId(conversationId);
    if (!record) return;
    bus.publish("desks", "all", { type: "conversation.changed", conversation: describe(record) });
  }

  function tellCustomer(customerId: string, news: ServerToCustomer): void {
    bus.publish("customer", customerId, news);
  }

  function tellAgentChanged(record: ConversationRecord): void {
    tellCustomer(record.customerId, { type: "agent.changed", ...agentOf(record) });
  }

  function addToThread(record: { id: string; customerId: string }, entry: Entry): void {
    tellCustomer(record.customerId, { type: "entry.added", entry });
    bus.publish("conversation", record.id, {
      type: "entry.added",
      conversation: record.id,
      entry,
    });
  }

  /** The agent on duty with the fewest open conversations; nobody means the queue. */
  async function leastBusyAgent(): Promise<string | null> {
    const onDuty = await agentsOnDuty();
    const counts = await Promise.all(onDuty.map((agentId) => store.openCountOf(agentId)));
    const fewest = Math.min(...counts);
    return onDuty[counts.indexOf(fewest)] ?? null;
  }

  /** A customer's message; the first one opens a conversation. */
  async function customerWrites(
    customer: { customerId: string; siteId: string; name: string },
    message: { clientId: string; text: string },
  ): Promise<void> {
    const { customerId, siteId, name } = customer;
    let record = await store.openOf(customerId);
    const isFirst = record === undefined;
    if (!record) {
      const id = await store.create(customerId, siteId, await leastBusyAgent());
      record = await store.byId(id);
    }
    if (!record) throw new Error("the conversation was not stored");
    const { entry, isNew } = await store.addMessage(record.id, {
      author: "customer",
      authorName: name,
      ...message,
    });
    if (!isNew) return tellCustomer(customerId, { type: "entry.added", entry });
    addToThread(record, entry);
    await store.markRead(record.id, "customer", entry.id);
    if (isFirst) tellAgentChanged(record);
    await announce(record.id);
  }

  async function agentWrites(
    agent: AgentProfile,
    conversationId: string,
    message: { clientId: string; text: string },
  ): Promise<Refusal | undefined> {
    const record = await store.byId(conversationId);
    if (!record) return "unknown-conversation";
    // Answering in the queue takes the conversation.
    if (record.owner === null) await take(agent, conversationId);
    const owned = await store.byId(conversationId);
    if (owned?.owner?.id !== agent.id) return "not-owner";
    const { entry, isNew } = await store.addMessage(conversationId, {
      author: "agent",
      authorName: agent.name,
      ...message,
    });
    if (isNew) {
      await store.noteOwnerWrote(conversationId);
      await store.markRead(conversationId, "agent", entry.id);
    }
    addToThread(owned, entry);
    await announce(conversationId);
    return undefined;
  }

  async function take(agent: AgentProfile, conversationId: string): Promise<Refusal | undefined> {
    const isTaken = await store.take(conversationId, agent.id);
    const record = await store.byId(conversationId);
    if (!record) return "unknown-conversation";
    if (!isTaken && record.owner?.id !== agent.id) return "not-owner";
    if (isTaken) {
      tellAgentChanged(record);
      await announce(conversationId);
    }
    return undefined;
  }

  async function requestCobrowse(
    agent: AgentProfile,
    conversationId: string,
  ): Promise<Refusal | undefined> {
    const record = await store.byId(conversationId);
    if (!record) return "unknown-conversation";
    const session = await sessions.request(record, agent);
    if (typeof session === "string") return session;
    await addLine(session, { event: "cobrowse-requested" });
    // In turn: rules that change while they are read are told after them.
    await session.inTurn(async () =>
      tellCustomer(record.customerId, {
        type: "session.opened",
        session: await sessions.view(session, record, "customer"),
      }),
    );
    bus.publish("viewer", viewerKey(agent.id, conversationId), {
      type: "session.opened",
      session: await sessions.view(session, record, "agent"),
    });
    await announce(conversationId);
    return undefined;
  }

  async function endCobrowse(
    agent: AgentProfile,
    conversationId: string,
  ): Promise<Refusal | undefined> {
    const session = sessions.ofConversation(conversationId);
    if (!session) return "no-session";
    if (session.identity.agentId !== agent.id) return "not-owner";
    const { phase, requests } = session.state;
    if (phase === "requested" && requests.view) {
      session.write({ type: "grant.withdrawn", request: requests.view.id });
    } else {
      session.write({ type: "session.ended", reason: "agent-ended" });
    }
    return undefined;
  }

  async function addLine(session: RunningSession, line: EventLine): Promise<void> {
    const { id: sessionId, conversationId, customerId } = session.identity;
    const entry = await store.addEvent(conversationId, { ...line, sessionId });
    addToThread({ id: conversationId, customerId }, entry);
  }

  /** A fact counts: both sides hear of it, and the conversation gets its line. */
  async function factRecorded(
    session: RunningSession,
    fact: Fact,
    lines: readonly EventLine[],
  ): Promise<void> {
    const { id, conversationId, customerId, agentId } = session.identity;
    const news = { type: "fact.recorded", session: id, fact } as const;
    tellCustomer(customerId, news);
    bus.publish("viewer", viewerKey(agentId, conversationId), news);
    for (const line of lines) await addLine(session, line);
    await announce(conversationId);
  }

  /** The customer came or went, or their agent did. */
  async function customerPresenceChanged(customerId: string): Promise<void> {
    sessions.ofCustomer(customerId)?.customerIsHere(presence.isCustomerPresent(customerId));
    const record = await store.openOf(customerId);
    if (record) await announce(record.id);
  }

  async function agentPresenceChanged(agentId: string): Promise<void> {
    for (const record of await store.list()) {
      if (record.owner?.id === agentId) tellAgentChanged(record);
    }
  }

  return {
    describe,
    agentOf,
    announce,
    customerWrites,
    agentWrites,
    take,
    requestCobrowse,
    endCobrowse,
    factRecorded,
    customerPresenceChanged,
    agentPresenceChanged,
  };
}
