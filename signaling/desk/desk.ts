/** Conversations at work: what is said in them, and the sessions that run in them. */

import type { AgentProfile, Colleague } from "../../peer/protocol/agent-messages.ts";
import type { Entry } from "../../peer/protocol/entries.ts";
import type { Fact } from "../../peer/protocol/facts.ts";
import type { Refusal } from "../../peer/protocol/refusals.ts";
import type { Presence } from "../broker/presence.ts";
import type { RunningSession } from "../broker/running-session.ts";
import type { Sessions } from "../broker/sessions.ts";
import type { Bus } from "../bus/bus.ts";
import { type Topics, viewerKey } from "../bus/topics.ts";
import type { EventLine } from "../ledger/event-lines.ts";
import { createAbsences } from "./absences.ts";
import { createConversationNews } from "./conversation-news.ts";
import type { ConversationRecord, ConversationStore } from "./conversation-store.ts";
import { createInactivity } from "./inactivity.ts";
import { createOwnership } from "./ownership.ts";
import { createTurns } from "./turns.ts";

export interface DeskOptions {
  store: ConversationStore;
  presence: Presence;
  bus: Bus<Topics>;
  sessions: Sessions;
  agentsOnDuty(): Promise<string[]>;
  everybody(): Promise<AgentProfile[]>;
  /** How long a conversation of the site may be without a message; milliseconds. */
  inactiveAfterMs(siteId: string): Promise<number>;
  onFailure(error: unknown): void;
}

export type Desk = ReturnType<typeof createDesk>;

export function createDesk(options: DeskOptions) {
  const { store, presence, bus, sessions, agentsOnDuty, everybody, onFailure } = options;
  const inTurn = createTurns();
  const news = createConversationNews({ store, presence, bus, sessions });
  const { announce, tellCustomer, tellAgentChanged } = news;
  const inactivity = createInactivity({
    inactiveAfterMs: options.inactiveAfterMs,
    onInactive: (id) => ownership.becameInactive(id),
    onFailure,
  });
  const absences = createAbsences({
    isConnected: (agentId) => presence.isAgentConnected(agentId),
    onGone: (agentId) => ownership.agentGone(agentId),
    onFailure,
  });
  const ownership = createOwnership({
    store,
    sessions,
    news,
    inTurn,
    absences,
    inactivity,
    isAgent: async (id) => (await everybody()).some((agent) => agent.id === id),
  });

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
    await inTurn(customerId, async () => {
      const open = await store.openOf(customerId);
      const id = open?.id ?? (await openConversation(customerId, siteId, "web-chat"));
      const isFirst = open === undefined;
      await inTurn(id, async () => {
        const record = await store.byId(id);
        if (!record) throw new Error("the conversation was not stored");
        await addOfCustomer(record, name, message);
        if (isFirst) tellAgentChanged(record);
      });
    });
  }

  async function openConversation(
    customerId: string,
    siteId: string,
    channel: ConversationRecord["channel"],
  ): Promise<string> {
    return store.create({ customerId, siteId, channel, ownerId: await leastBusyAgent() });
  }

  async function addOfCustomer(
    record: ConversationRecord,
    authorName: string,
    message: { clientId: string; text: string },
  ): Promise<Entry> {
    const { id, customerId } = record;
    const { entry, isNew } = await store.addMessage(id, {
      author: "customer",
      authorName,
      ...message,
    });
    if (!isNew) {
      tellCustomer(customerId, { type: "entry.added", entry });
      return entry;
    }
    await messageAdded(record, entry);
    await store.markRead(id, "customer", entry.id);
    await announce(id);
    return entry;
  }

  /** A message that came by another channel than our own chat. */
  async function channelWrites(
    conversationId: string,
    message: { clientId: string; text: string },
  ): Promise<Entry | Refusal> {
    return inTurn(conversationId, async () => {
      const record = await store.byId(conversationId);
      if (!record) return "unknown-conversation";
      if (record.channel === "web-chat") return "not-this-channel";
      if (record.status === "closed") return "conversation-closed";
      return addOfCustomer(record, record.customerName, message);
    });
  }

  async function agentWrites(
    agent: AgentProfile,
    conversationId: string,
    message: { clientId: string; text: string },
  ): Promise<Refusal | undefined> {
    const found = await store.byId(conversationId);
    // Answering in the queue takes the conversation.
    if (found?.owner === null) await ownership.take(agent, conversationId);
    return inTurn(conversationId, async () => {
      const record = await store.byId(conversationId);
      if (!record) return "unknown-conversation";
      if (record.owner?.id !== agent.id) return "not-owner";
      if (record.status === "closed") return "conversation-closed";
      const { entry, isNew } = await store.addMessage(conversationId, {
        author: "agent",
        authorName: agent.name,
        ...message,
      });
      if (isNew) {
        await store.noteOwnerWrote(conversationId);
        await store.markRead(conversationId, "agent", entry.id);
        await messageAdded(record, entry);
      } else {
        bus.publish("conversation", conversationId, {
          type: "entry.added",
          conversation: conversationId,
          entry,
        });
      }
      await announce(conversationId);
      return undefined;
    });
  }

  /** A message keeps a conversation active, or makes it so again. */
  async function messageAdded(record: ConversationRecord, entry: Entry): Promise<void> {
    await store.changeStatus(record.id, ["inactive"], "open");
    inactivity.messageWritten(record.id, record.siteId, entry.at);
    await news.entryAdded(record, entry);
  }

  async function requestCobrowse(
    agent: AgentProfile,
    conversationId: string,
  ): Promise<Refusal | undefined> {
    return inTurn(conversationId, () => askInTurn(agent, conversationId));
  }

  async function askInTurn(
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
    await news.entryAdded({ id: conversationId, customerId }, entry);
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

  /** A desk or a viewer of theirs came or went. */
  function agentConnectionChanged(agentId: string): void {
    if (presence.isAgentConnected(agentId)) absences.came(agentId);
    else absences.expect(agentId);
  }

  /** An agent is at a desk, is not any more, or is away: their customers hear of it, and the other desks. */
  async function agentPresenceChanged(agentId: string): Promise<void> {
    for (const { id, customerId } of await store.owned(agentId)) {
      if (!presence.isCustomerPresent(customerId)) continue;
      const record = await store.byId(id);
      if (record) tellAgentChanged(record);
    }
    bus.publish("desks", "all", { type: "agents.changed", agents: await colleagues() });
  }

  async function colleagues(): Promise<Colleague[]> {
    return (await everybody()).map((agent) => ({ ...agent, presence: presenceOf(agent.id) }));
  }

  function presenceOf(agentId: string): Colleague["presence"] {
    if (presence.isAgentPresent(agentId)) return "available";
    return presence.hasDesk(agentId) ? "away" : "offline";
  }

  /** Other times may hold for its conversations, and other agents may ask. */
  async function policyChanged(siteId: string): Promise<void> {
    await inactivity.siteChanged(siteId);
    const ofSite = (await store.list()).filter((record) => record.siteId === siteId);
    for (const record of ofSite) {
      bus.publish("desks", "all", {
        type: "conversation.changed",
        conversation: news.describe(record),
      });
    }
  }

  /** Waits again for what was waited for when the server stopped. */
  async function restore(): Promise<void> {
    for (const { ownerId } of await store.owned()) absences.expect(ownerId);
    for (const { id, siteId, lastMessageAt } of await store.active()) {
      inactivity.messageWritten(id, siteId, lastMessageAt);
    }
  }

  return {
    describe: news.describe,
    agentOf: news.agentOf,
    announce,
    colleagues,
    customerWrites,
    openConversation,
    channelWrites,
    agentWrites,
    take: ownership.take,
    transfer: ownership.transfer,
    requeue: ownership.requeue,
    takeAway: ownership.takeAway,
    close: ownership.close,
    agentGone: ownership.agentGone,
    requestCobrowse,
    endCobrowse,
    factRecorded,
    customerPresenceChanged,
    agentConnectionChanged,
    agentPresenceChanged,
    policyChanged,
    restore,
    stop(): void {
      inactivity.stop();
      absences.stop();
    },
  };
}
