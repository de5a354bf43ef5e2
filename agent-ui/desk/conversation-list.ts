/** Which conversations the list shows, and in what order. */
import type { Conversation } from "../../peer/protocol/agent-messages.ts";
import type { Entry } from "../../peer/protocol/entries.ts";
import { eventWords } from "../look/words.ts";

export type Tab = "mine" | "queue" | "all";

export type StatusFilter = "any" | Conversation["status"];

export function inTab(conversation: Conversation, tab: Tab, me: string): boolean {
  switch (tab) {
    case "mine":
      return conversation.owner?.id === me;
    case "queue":
      return conversation.owner === null;
    case "all":
      return true;
  }
}

/** Without a filter, what is closed is among all of them only: it is nobody's work any more. */
export function hasStatus({ status }: Conversation, filter: StatusFilter, tab: Tab): boolean {
  return filter === "any" ? tab === "all" || status !== "closed" : status === filter;
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

/** Who speaks. An entry names its author by name alone, so that is what tells agents apart. */
export function speaker(
  { author, authorName }: Extract<Entry, { kind: "message" }>,
  myName: string,
): "me" | "colleague" | "customer" {
  if (author === "customer") return "customer";
  return authorName === myName ? "me" : "colleague";
}

export function lastWords(entry: Entry | null, myName: string): string {
  if (!entry) return "";
  if (entry.kind === "event") return eventWords(entry);
  switch (speaker(entry, myName)) {
    case "me":
      return `You: ${entry.text}`;
    case "colleague":
      return `${entry.authorName}: ${entry.text}`;
    case "customer":
      return entry.text;
  }
}

/** Unread messages that are this agent's to read: of their own, and of the queue. */
export function countUnread(conversations: readonly Conversation[], me: string): number {
  return conversations
    .filter(({ owner }) => owner === null || owner.id === me)
    .reduce((sum, { unreadCount }) => sum + unreadCount, 0);
}

/** Whether the site lets this agent ask at all; else there is nothing to press. */
export function isCobrowseOffered({ cobrowseFor }: Conversation, me: string): boolean {
  if (cobrowseFor.who === "chosen") return cobrowseFor.agents.includes(me);
  return cobrowseFor.who === "everybody";
}

/** Why a cobrowse cannot be requested now; null when it can. */
export function requestObstacle(conversation: Conversation, me: string): string | null {
  if (conversation.channel !== "web-chat") return "Web chat only";
  if (!isCobrowseOffered(conversation, me)) return "This site does not offer it to you";
  if (conversation.owner === null) return "Take it first";
  if (conversation.owner.id !== me) return "Only its owner can";
  if (conversation.status === "closed") return "It is closed";
  if (conversation.status === "inactive") return "Inactive: send a message first";
  if (!conversation.ownerHasWritten) return "Send a message first";
  if (!conversation.customerPresent) return "Customer is away";
  return null;
}

/** How far the agent's last message has come; null when somebody else spoke last, or nobody. */
export function receiptOf(
  { deliveredUpTo, seenUpTo }: Pick<Conversation, "deliveredUpTo" | "seenUpTo">,
  entries: readonly Entry[],
  myName: string,
): { entry: number; words: "Sent" | "Delivered" | "Seen" } | null {
  const last = entries.findLast((entry) => entry.kind === "message");
  if (last?.kind !== "message" || speaker(last, myName) !== "me") return null;
  if (last.id <= seenUpTo) return { entry: last.id, words: "Seen" };
  return { entry: last.id, words: last.id <= deliveredUpTo ? "Delivered" : "Sent" };
}

export const CHANNEL_NAMES: Record<Conversation["channel"], string> = {
  "web-chat": "Web chat",
  sms: "SMS",
  messenger: "Messenger",
  email: "Email",
};
