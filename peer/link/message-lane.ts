/**
 * Whole text messages over one ordered data channel: cut into chunks that every browser takes,
 * put together again at the other end, never more in flight than the lane's budget.
 *
 * A chunk is one byte (1: last of its message, 0: more follow) and up to 16 kB - 1 of UTF-8.
 */
import { LANE_CHUNK_BYTES } from "../protocol/limits.ts";
import { LAST, MORE } from "./chunk-kind.ts";
import { createLaneWriter, type LaneChannel, type LaneWriterOptions } from "./lane-writer.ts";
import { LinkError } from "./link-error.ts";

export interface MessageLaneOptions extends LaneWriterOptions {
  maxMessageBytes: number;
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

const CHUNK_TEXT_BYTES = LANE_CHUNK_BYTES - 1;

export function createMessageLane(channel: LaneChannel, options: MessageLaneOptions): MessageLane {
  const { maxMessageBytes, ended, onFailure } = options;
  const encoder = new TextEncoder();
  const writer = createLaneWriter(channel, options);
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

  async function sendChunks(bytes: Uint8Array): Promise<void> {
    for (let from = 0; from === 0 || from < bytes.length; from += CHUNK_TEXT_BYTES) {
      const text = bytes.subarray(from, from + CHUNK_TEXT_BYTES);
      const chunk = new Uint8Array(text.length + 1);
      chunk[0] = from + CHUNK_TEXT_BYTES >= bytes.length ? LAST : MORE;
      chunk.set(text, 1);
      await writer.write(chunk);
    }
  }

  return {
    send(message) {
      const bytes = encoder.encode(message);
      if (bytes.length > maxMessageBytes) return Promise.reject(new LinkError("too-large"));
      return writer.inTurn(() => sendChunks(bytes));
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
