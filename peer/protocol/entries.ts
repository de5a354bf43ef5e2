/** What stands in a conversation: messages, and lines for what happened in a session. */
import * as v from "valibot";
import { EndReason } from "./facts.ts";
import { EpochMs, Ordinal, ShortText, Uuid, Version } from "./identifiers.ts";
import { CHAT_ENTRIES_COUNT } from "./limits.ts";

/** Event lines of a conversation. The words are the desk's; the chat has its own. */
export const EventName = v.picklist([
  "cobrowse-requested",
  "view-granted",
  "view-denied",
  "control-granted",
  "control-denied",
  "screen-granted",
  "screen-denied",
  "session-ended",
]);
export type EventName = v.InferOutput<typeof EventName>;

const entryStamp = { id: Ordinal, at: EpochMs };
export const Entry = v.variant("kind", [
  v.object({
    kind: v.literal("message"),
    ...entryStamp,
    author: v.picklist(["agent", "customer"]),
    authorName: ShortText,
    clientId: Uuid,
    text: v.string(),
  }),
  v.object({
    kind: v.literal("event"),
    ...entryStamp,
    event: EventName,
    session: Uuid,
    reason: v.optional(EndReason),
  }),
]);
export type Entry = v.InferOutput<typeof Entry>;

/** What one answer carries of a conversation. */
export const Entries = v.pipe(v.array(Entry), v.maxLength(CHAT_ENTRIES_COUNT));

/** Number of a message or event line; grows within a conversation. 0 means "none yet". */
export const EntryCursor = Version;
