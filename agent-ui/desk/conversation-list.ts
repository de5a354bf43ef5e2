/** Which conversations the list shows, and in what order. */
import type { Conversation } from "../../peer/protocol/agent-messages.ts";

export type Tab = "mine" | "queue" | "all";

export function inTab(conversation: Conversation, tab: Tab, me: string): boolean {
  switch (tab) {
    case "mine":
      return conversation.owner?.id === me && conversation.status !== "closed";
    case "queue":
      return conversation.owner === null && conversation.status !== "closed";
    case "all":
      return true;
  }
}

export function newestFirst(conversations: Conversation[]): Conversation[] {
  return conversations.sort((a, b) => (b.lastEntry?.id ?? 0) - (a.lastEntry?.id ?? 0));
}

export function matches(conversation: Conversation, search: string): boolean {
  const wanted = search.trim().toLocaleLowerCase();
  if (wanted === "") return true;
  const { customerName, lastEntry } = conversation;
  const text = lastEntry?.kind === "message" ? lastEntry.text : "";
  return `${customerName} ${text}`.toLocaleLowerCase().includes(wanted);
}

/** Unread messages that are this agent's to read: of their own, and of the queue. */
export function countUnread(conversations: readonly Conversation[], me: string): number {
  return conversations
    .filter(({ owner }) => owner === null || owner.id === me)
    .reduce((sum, { unreadCount }) => sum + unreadCount, 0);
}

/** Why a cobrowse cannot be requested now; null when it can. */
export function requestObstacle(conversation: Conversation, me: string): string | null {
  if (conversation.channel !== "web-chat") return "Web chat only";
  if (conversation.owner === null) return "Take it first";
  if (conversation.owner.id !== me) return "Only its owner can";
  if (!conversation.ownerHasWritten) return "Send a message first";
  if (!conversation.customerPresent) return "Customer is away";
  return null;
}

export const CHANNEL_NAMES: Record<Conversation["channel"], string> = {
  "web-chat": "Web chat",
  sms: "SMS",
  messenger: "Messenger",
  email: "Email",
};
