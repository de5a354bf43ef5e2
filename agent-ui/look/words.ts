/** What happened, in the words of the desk. Other programs read the event lines: word for word. */

import type { Entry } from "../../peer/protocol/entries.ts";
import type { EndReason } from "../../peer/protocol/facts.ts";
import type { Refusal } from "../../peer/protocol/refusals.ts";

export const END_WORDS: Record<EndReason, string> = {
  denied: "customer said no",
  "request-timed-out": "customer did not answer",
  "request-cancelled": "request taken back",
  "agent-ended": "agent ended it",
  "customer-ended": "customer ended it",
  "agent-logged-out": "agent logged out",
  "conversation-closed": "conversation closed",
  "conversation-inactive": "conversation inactive",
  transferred: "transferred",
  requeued: "returned to queue",
  "taken-away": "taken away",
  "agent-gone": "agent left",
  "customer-gone": "customer left",
  "policy-changed": "not allowed any more",
  error: "connection failed",
};

type EventEntry = Extract<Entry, { kind: "event" }>;

const EVENT_WORDS: Record<EventEntry["event"], string> = {
  "cobrowse-requested": "agent requested a cobrowse session",
  "view-granted": "customer granted permission to cobrowse",
  "view-denied": "customer denied permission to cobrowse",
  "control-granted": "customer granted remote control permission",
  "control-denied": "customer denied remote control permission",
  "screen-granted": "customer granted extended screen access permission",
  "screen-denied": "customer (or their device) denied extended screen access permission",
  "session-ended": "cobrowse session ended",
};

export function eventWords({ event, reason }: EventEntry): string {
  const words = EVENT_WORDS[event];
  return event === "session-ended" && reason ? `${words}: ${END_WORDS[reason]}` : words;
}

/**
 * How a session ended, as a sentence for the agent who held it.
 * @param waitedSeconds - how long its request could wait
 */
export function endedSentence(reason: EndReason, waitedSeconds: number): string {
  const sentences: Partial<Record<EndReason, string>> = {
    denied: "The customer said no. Ask in chat before you request again.",
    "request-timed-out": `The customer did not answer in ${waitedSeconds} seconds. They may be in another tab.`,
    "request-cancelled": "The request was taken back before the customer answered.",
    "agent-ended": "You ended it.",
    "customer-ended": "The customer ended it.",
    "customer-gone": "The customer closed their last page of this site.",
    "agent-gone": "This viewer was closed for too long.",
    "agent-logged-out": "You logged out.",
    "conversation-closed": "The conversation was closed.",
    "conversation-inactive":
      "Nobody has written for a while. It can be asked again after a message.",
    transferred: "The conversation was transferred to another agent.",
    requeued: "The conversation was returned to the queue.",
    "taken-away": "A manager took the conversation.",
    "policy-changed": "This site does not allow it any more.",
    error: "The connection did not come back in time.",
  };
  return sentences[reason] ?? `Reason: ${END_WORDS[reason]}.`;
}

/** Why the server did not do what was asked: what happened, and what to do. */
export function refusalWords(reason: Refusal): string {
  const words: Partial<Record<Refusal, string>> = {
    "not-owner": "This conversation belongs to another agent.",
    "message-first": "Send a message first, so that the customer knows who asks.",
    "already-running": "A cobrowse is running in this conversation already.",
    "conversation-closed": "This conversation is closed.",
    "conversation-inactive": "This conversation is inactive. Send a message first.",
    "not-web-chat": "Cobrowse is for web chat alone.",
    "unknown-agent": "This agent is not here any more. Choose another one.",
    "not-your-role": "Your login may not do that. Ask a manager.",
    "not-allowed": "This site does not let you ask for a cobrowse. Ask a manager.",
    "customer-away": "The customer has left the site. Ask again when they are back.",
    "asked-too-often": "You have asked three times in a minute. Wait a moment, then ask again.",
    "too-many": "That was too fast for the server. Wait a moment, then try again.",
    "unknown-conversation": "This conversation is not here any more.",
    "protocol-mismatch": "This page is of another version than the server. Reload it.",
  };
  return words[reason] ?? `The server did not accept that. Reload the page. (${reason})`;
}
