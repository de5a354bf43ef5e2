/**
 * Who a conversation belongs to, and how it changes hands or ends. Whatever takes it from its owner
 * ends the session that runs in it: the customer has allowed it to that agent.
 */
import type { AgentProfile } from "../../peer/protocol/agent-messages.ts";
import type { EndReason } from "../../peer/protocol/facts.ts";
import type { Refusal } from "../../peer/protocol/refusals.ts";
import { may } from "../../peer/protocol/roles.ts";
import type { Sessions } from "../broker/sessions.ts";
import type { Absences } from "./absences.ts";
import type { ConversationNews } from "./conversation-news.ts";
import type { ConversationRecord, ConversationStore } from "./conversation-store.ts";
import type { Inactivity } from "./inactivity.ts";
import type { InTurn } from "./turns.ts";

export interface OwnershipOptions {
  store: ConversationStore;
  sessions: Sessions;
  news: ConversationNews;
  inTurn: InTurn;
  absences: Pick<Absences, "expect">;
  inactivity: Pick<Inactivity, "forget">;
  isAgent(id: string): Promise<boolean>;
}

type Answer = Promise<Refusal | undefined>;

export function createOwnership(options: OwnershipOptions) {
  const { store, sessions, news, inTurn, absences, inactivity } = options;

  /** Does something with a conversation as it is, while nothing else happens to it. */
  async function withConversation(id: string, act: (record: ConversationRecord) => Answer): Answer {
    return inTurn(id, async () => {
      const record = await store.byId(id);
      if (!record) return "unknown-conversation";
      if (record.status === "closed") return "conversation-closed";
      return act(record);
    });
  }

  async function handOver(
    { id, owner }: ConversationRecord,
    to: string | null,
    reason: EndReason,
  ): Answer {
    if (!(await store.changeOwner(id, owner?.id ?? null, to))) return "not-owner";
    await sessions.ofConversation(id)?.write({ type: "session.ended", reason });
    if (to !== null) absences.expect(to);
    await tell(id);
    return undefined;
  }

  async function tell(id: string): Promise<void> {
    const record = await store.byId(id);
    if (record) news.tellAgentChanged(record);
    await news.announce(id);
  }

  const isOwner = (agent: AgentProfile, record: ConversationRecord) =>
    record.owner?.id === agent.id;

  const mayDo = (
    agent: AgentProfile,
    record: ConversationRecord,
    what: "transfer" | "requeue" | "close",
  ) => may(agent.role, `conversation.${what}-${isOwner(agent, record) ? "own" : "any"}`);

  return {
    take: (agent: AgentProfile, id: string): Answer =>
      withConversation(id, async (record) => {
        if (isOwner(agent, record)) return undefined;
        if (!may(agent.role, "conversation.take")) return "not-your-role";
        if (!(await store.take(id, agent.id))) return "not-owner";
        absences.expect(agent.id);
        await tell(id);
        return undefined;
      }),

    transfer: (agent: AgentProfile, id: string, to: string): Answer =>
      withConversation(id, async (record) => {
        if (!mayDo(agent, record, "transfer")) return "not-owner";
        if (record.owner?.id === to) return undefined;
        if (!(await options.isAgent(to))) return "unknown-agent";
        return handOver(record, to, "transferred");
      }),

    requeue: (agent: AgentProfile, id: string): Answer =>
      withConversation(id, async (record) => {
        if (!mayDo(agent, record, "requeue")) return "not-owner";
        return record.owner === null ? undefined : handOver(record, null, "requeued");
      }),

    /** Whoever takes it becomes its owner. */
    takeAway: (agent: AgentProfile, id: string): Answer =>
      withConversation(id, async (record) => {
        if (!may(agent.role, "conversation.take-away")) return "not-your-role";
        return isOwner(agent, record) ? undefined : handOver(record, agent.id, "taken-away");
      }),

    close: (agent: AgentProfile, id: string): Answer =>
      withConversation(id, async (record) => {
        if (!mayDo(agent, record, "close")) return "not-owner";
        await store.changeStatus(id, ["open", "inactive"], "closed");
        inactivity.forget(id);
        await sessions
          .ofConversation(id)
          ?.write({ type: "session.ended", reason: "conversation-closed" });
        news.tellCustomer(record.customerId, {
          type: "agent.changed",
          agentName: null,
          agentPresent: false,
        });
        await news.announce(id);
        return undefined;
      }),

    /** Nobody has written for too long. A message makes it active again. */
    async becameInactive(id: string): Promise<void> {
      await inTurn(id, async () => {
        if (!(await store.changeStatus(id, ["open"], "inactive"))) return;
        await sessions
          .ofConversation(id)
          ?.write({ type: "session.ended", reason: "conversation-inactive" });
        await news.announce(id);
      });
    },

    /** The queue takes back what the agent has. */
    async agentGone(agentId: string): Promise<void> {
      for (const { id } of await store.owned(agentId)) {
        await withConversation(id, async (record) =>
          record.owner?.id === agentId ? handOver(record, null, "agent-gone") : undefined,
        );
      }
    },
  };
}
