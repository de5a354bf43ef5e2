/**
 * Hands what comes on a lane to its one reader. What comes before there is one waits for it, but not
 * without bound: perhaps nobody ever reads, and the other side would fill this one's memory.
 */
import { UNREAD_BYTES, UNREAD_COUNT } from "../protocol/limits.ts";
import { LinkError } from "./link-error.ts";

export interface Inbox<Message> {
  put(message: Message): void;
  /** Takes over as the one reader; what came before is handed over at once. */
  read(onMessage: (message: Message) => void): void;
}

/** @param onFull - too much waits; what comes from now on is dropped */
export function createInbox<Message extends string | Uint8Array>(
  onFull: (error: LinkError) => void,
): Inbox<Message> {
  let reader: ((message: Message) => void) | undefined;
  let unread: Message[] = [];
  let unreadBytes = 0;

  return {
    put(message) {
      if (reader) return reader(message);
      unreadBytes += message.length;
      if (unread.length === UNREAD_COUNT || unreadBytes > UNREAD_BYTES) {
        onFull(new LinkError("too-large"));
      } else unread.push(message);
    },
    read(onMessage) {
      reader = onMessage;
      const waiting = unread;
      unread = [];
      for (const message of waiting) onMessage(message);
    },
  };
}
