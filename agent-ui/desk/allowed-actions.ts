/** What an agent may do with a conversation, as far as the desk knows; the server decides. */
import type { AgentProfile, Conversation } from "../../peer/protocol/agent-messages.ts";
import { may } from "../../peer/protocol/roles.ts";

export type ConversationAction = "transfer" | "requeue" | "take-away" | "close";

export interface AllowedAction {
  action: ConversationAction;
  /** Why it cannot be done now; null when it can. */
  obstacle: string | null;
}

export function actionsOf(conversation: Conversation, me: AgentProfile): AllowedAction[] {
  const { owner, status } = conversation;
  const isClosed = status === "closed";
  const isMine = owner?.id === me.id;
  const ownerOnly = (what: "transfer" | "requeue" | "close") =>
    may(me.role, `conversation.${what}-${isMine ? "own" : "any"}`) ? null : "Only its owner can";
  const closed = isClosed ? "It is closed" : null;
  const actions: AllowedAction[] = [
    { action: "transfer", obstacle: closed ?? ownerOnly("transfer") },
    {
      action: "requeue",
      obstacle: closed ?? (owner === null ? "It is in the queue" : ownerOnly("requeue")),
    },
  ];
  if (may(me.role, "conversation.take-away")) {
    actions.push({
      action: "take-away",
      obstacle: closed ?? (isMine ? "It is yours" : null),
    });
  }
  actions.push({ action: "close", obstacle: closed ?? ownerOnly("close") });
  return actions;
}
