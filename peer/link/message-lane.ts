/**
 * Whole text messages over one ordered data channel: cut into chunks that every browser takes,
 * put together again at the other end, never more in flight than the lane's budget.
 *
 * A chunk is one byte (1: last of its message, 0: more follow) and up to 16 kB - 1 of UTF-8.
 */
import { LANE_CHUNK_BYTES } from "../protocol/limits.ts";
import { firstOf } from "./first-of.ts";
import { LinkError } from "./link-error.ts";

/** What a lane needs of an RTCDataChannel, so that tests can drive one. */
export type LaneChannel = Pick<
  RTCDataChannel,
  "bufferedAmount" | "bufferedAmountLowThreshold" | "readyState" | "send"
> &
  EventTarget;

export interface MessageLaneOptions {
  budgetBytes: number;
  maxMessageBytes: number;
  /** Ends waiting senders: a closed connection may fire no `close` at its channels. */
  ended: AbortSignal;
  onFailure(error: LinkError): void;
}

export interface MessageLane {
  /**
   * Sends after all that was sent before. Resolves once the channel has taken the last chunk.
   * @throws {LinkError} `closed` when the link is gone, `too-large` before anything was sent
   */
  send(message: string): Promise<void>;
  /** Takes over as the one reader; what came before waits for it. */
  read(onMessage: (message: string) => void): void;
}

const MORE = 0;
const LAST = 1;
const CHUNK_TEXT_BYTES = LANE_CHUNK_BYTES - 1;

export function createMessageLane(channel: LaneChannel, options: MessageLaneOptions): MessageLane {
  const { budgetBytes, maxMessageBytes, ended, onFailure } = options;
  const encoder = new TextEncoder();
  channel.bufferedAmountLowThreshold = budgetBytes / 4;

  let previous: Promise<void> = Promise.resolve();
  let reader: ((message: string) => void) | undefined;
  let unread: string[] = [];

  const assembler = createAssembler(maxMessageBytes);
  const onChunk = (event: Event) => {
    const taken = assembler.take((event as MessageEvent<unknown>).data);
    if (taken === "too-large" || taken === "bad-message") return onFailure(new LinkError(taken));
    if (taken === undefined) return;
    if (reader) reader(taken.text);
    else unread.push(taken.text);
  };
  channel.addEventListener("message", onChunk, { signal: ended });

  const isOpen = () => channel.readyState === "open" && !ended.aborted;

  async function sendChunks(bytes: Uint8Array): Promise<void> {
    for (let from = 0; from === 0 || from < bytes.length; from += CHUNK_TEXT_BYTES) {
      if (isOpen() && channel.bufferedAmount > budgetBytes) {
        await firstOf([channel, "bufferedamountlow"], [channel, "close"], [ended, "abort"]);
      }
      if (!isOpen()) throw new LinkError("closed");
      const text = bytes.subarray(from, from + CHUNK_TEXT_BYTES);
      const chunk = new Uint8Array(text.length + 1);
      chunk[0] = from + CHUNK_TEXT_BYTES >= bytes.length ? LAST : MORE;
      chunk.set(text, 1);
      channel.send(chunk);
    }
  }

  return {
    send(message) {
      const bytes = encoder.encode(message);
      if (bytes.length > maxMessageBytes) return Promise.reject(new LinkError("too-large"));
      const sent = previous.then(() => sendChunks(bytes));
      previous = sent.catch(() => {}); // one failed send must not block the next
      return sent;
    },
    read(onMessage) {
      reader = onMessage;
      const waiting = unread;
      unread = [];
      for (const message of waiting) onMessage(message);
    },
  };
}

type Taken = { text: string } | "too-large" | "bad-message" | undefined;

/** Puts the chunks of one message together. Keeps at most `maxMessageBytes`. */
export function createAssembler(maxMessageBytes: number): { take(chunk: unknown): Taken } {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let parts: Uint8Array[] = [];
  let partBytes = 0;

  return {
    take(chunk) {
      if (!(chunk instanceof ArrayBuffer) || chunk.byteLength === 0) return "bad-message";
      if (chunk.byteLength > LANE_CHUNK_BYTES) return "too-large";
      const bytes = new Uint8Array(chunk);
      const kind = bytes[0];
      if (kind !== MORE && kind !== LAST) return "bad-message";
      parts.push(bytes.subarray(1));
      partBytes += bytes.length - 1;
      if (partBytes > maxMessageBytes) return "too-large";
      if (kind === MORE) return undefined;

      const whole = new Uint8Array(partBytes);
      let offset = 0;
      for (const part of parts) {
        whole.set(part, offset);
        offset += part.length;
      }
      parts = [];
      partBytes = 0;
      try {
        return { text: decoder.decode(whole) };
      } catch {
        return "bad-message";
      }
    },
  };
}
