/** How a conversation stands, and who hears of it: every desk, its customer, and those who have it open. */
import type { Conversation } from "../../peer/protocol/agent-messages.ts";
import type { ServerToCustomer } from "../../peer/protocol/customer-messages.ts";
import type { Entry } from "../../peer/protocol/entries.ts";
import type { Presence } from "../broker/presence.ts";
import type { Sessions } from "../broker/sessions.ts";
import type { Bus } from "../bus/bus.ts";
import type { Topics } from "../bus/topics.ts";
import { featuresOf } from "../policy/site-policy.ts";
import type { ConversationRecord, ConversationStore } from "./conversation-store.ts";

interface ConversationNewsOptions {
  store: ConversationStore;
  presence: Presence;
  bus: Bus<Topics>;
  sessions: Sessions;
}

export type ConversationNews = ReturnType<typeof createConversationNews>;

function cobrowseForOf(record: ConversationRecord): Conversation["cobrowseFor"] {
  const { cobrowse, agents } = featuresOf(record);
  if (cobrowse === "chosen") return { who: "chosen", agents };
  return { who: cobrowse === "all" ? "everybody" : "nobody" };
}

export function createConversationNews(options: ConversationNewsOptions) {
  const { store, presence, bus, sessions } = options;

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
    deliveredUpTo: record.deliveredUpTo,
    seenUpTo: record.customerReadUpTo,
    ownerHasWritten: record.ownerHasWritten,
    cobrowseFor: cobrowseForOf(record),
    session: sessions.summary(record.id),
  });

  const agentOf = (record: ConversationRecord | undefined) => ({
    agentName: record?.owner?.name ?? null,
    agentPresent: record?.owner ? presence.isAgentPresent(record.owner.id) : false,
  });

  const tellCustomer = (customerId: string, news: ServerToCustomer) =>
    bus.publish("customer", customerId, news);

  return {
    describe,
    agentOf,
    tellCustomer,
    /** Tells every desk how a conversation stands now. */
    async announce(conversationId: string): Promise<void> {
      const record = await store.byId(conversationId);
      if (!record) return;
      bus.publish("desks", "all", { type: "conversation.changed", conversation: describe(record) });
    },
    /** Tells the customer who looks after them now. */
    tellAgentChanged(record: ConversationRecord): void {
      tellCustomer(record.customerId, { type: "agent.changed", ...agentOf(record) });
    },
    async entryAdded(record: { id: string; customerId: string }, entry: Entry): Promise<void> {
      tellCustomer(record.customerId, { type: "entry.added", entry });
      bus.publish("conversation", record.id, {
        type: "entry.added",
        conversation: record.id,
        entry,
      });
      if (presence.isCustomerPresent(record.customerId)) await store.markDelivered(record.id);
    },
  };
}
