/**
 * Reads messages out of one raw-deflate stream as its pieces come. What the other side sends is not
 * trusted: a few bytes can unpack to a thousand times as many. The browser unpacks a piece whole, so
 * 16 kB of it are 17 MB at most, and takes the next when these are read; at the first byte too many
 * the stream is dropped.
 *
 * Source: https://compression.spec.whatwg.org
 */
import { createMessageReader, type PageRefusal } from "./message-reader.ts";

export interface InflateStreamListener {
  onMessage(text: string): void;
  /** At most once; nothing more is read. */
  onRefused(reason: PageRefusal): void;
}

export interface InflateStream {
  /**
   * Takes the next piece. Resolves when the one after it may come. Never rejects.
   * @param piece - at most 16 kB
   */
  take(piece: Uint8Array<ArrayBuffer>, end: "more" | "last-of-message"): Promise<void>;
  /** Resolves when all that was taken is read. What cannot be read any more is not refused. */
  finish(): Promise<void>;
  /** Reads nothing any more. */
  stop(): void;
}

/** An empty last block: with it a stream that was flushed is complete. */
const LAST_BLOCK = new Uint8Array([0x01, 0x00, 0x00, 0xff, 0xff]);

export function openInflateStream(
  maxMessageBytes: number,
  listener: InflateStreamListener,
): InflateStream {
  const { readable, writable } = new DecompressionStream("deflate-raw");
  const packed = writable.getWriter();
  const unpacked = readable.getReader();
  let state: "reading" | "finishing" | "over" = "reading";
  let isBetweenMessages = true;
  const messages = createMessageReader(maxMessageBytes, (text) => {
    if (state !== "over") listener.onMessage(text);
  });

  const stop = () => {
    state = "over";
    // Lets both ends go, with all that is buffered between them.
    unpacked.cancel().catch(() => {});
  };
  const refuse = (reason: PageRefusal) => {
    const wasReading = state === "reading";
    stop();
    if (wasReading) listener.onRefused(reason);
  };

  /** Data that cannot be unpacked fails here, and so does a stream that says that it is complete. */
  const nextPart = () =>
    unpacked.read().then(
      ({ value }) => value,
      () => undefined,
    );

  async function readAll(): Promise<void> {
    for (let part = await nextPart(); state !== "over"; part = await nextPart()) {
      const refusal = part ? messages.read(part) : "bad-message";
      if (refusal) return refuse(refusal);
    }
  }
  const reading = readAll();

  return {
    async take(piece, end) {
      if (isBetweenMessages) messages.expectOne();
      isBetweenMessages = end === "last-of-message";
      // Fails when reading does, which tells why.
      await packed.write(piece).catch(() => {});
    },
    async finish() {
      if (state !== "reading") return;
      state = "finishing";
      packed.write(LAST_BLOCK).catch(() => {});
      packed.close().catch(() => {});
      await reading;
    },
    stop,
  };
}
