/**
 * The reading end of the page lane: stream after stream, chunk after chunk. What cannot be read is
 * refused, and all that comes is dropped until a new stream begins (L13).
 */
import { LANE_CHUNK_BYTES, PAGE_WAITING_CHUNKS_COUNT } from "../protocol/limits.ts";
import { BEGINS, LAST } from "./chunk-kind.ts";
import { type InflateStream, openInflateStream } from "./inflate-stream.ts";
import { LinkError } from "./link-error.ts";
import type { PageRefusal } from "./message-reader.ts";

export interface PageReaderOptions {
  maxMessageBytes: number;
  ended: AbortSignal;
  /** The other side does not keep to the protocol: the connection has to end. */
  onFailure(error: LinkError): void;
}

export interface PageReader {
  /**
   * Takes over as the one reader; what came before waits for it.
   * @param onRefused - something could not be read, nor will anything before a new stream begins
   */
  read(onMessage: (message: string) => void, onRefused: (reason: PageRefusal) => void): void;
}

export function createPageReader(channel: EventTarget, options: PageReaderOptions): PageReader {
  const { maxMessageBytes, ended, onFailure } = options;
  let waiting: Uint8Array<ArrayBuffer>[] = [];
  let tell: { message(text: string): void; refused(reason: PageRefusal): void } | undefined;
  let stream: InflateStream | undefined;
  let isRefused = false;
  let isReading = false;

  const refuse = (reason: PageRefusal) => {
    stream?.stop();
    stream = undefined;
    if (isRefused) return;
    isRefused = true;
    tell?.refused(reason);
  };

  const open = () => {
    isRefused = false;
    return openInflateStream(maxMessageBytes, {
      onMessage: (text) => tell?.message(text),
      onRefused: refuse,
    });
  };

  async function readWaiting(): Promise<void> {
    if (isReading || !tell) return;
    isReading = true;
    for (let chunk = waiting.shift(); chunk; chunk = waiting.shift()) {
      const kind = chunk[0] ?? 0;
      if (kind & BEGINS) {
        await stream?.finish();
        if (ended.aborted) return;
        stream = open();
      }
      if (!stream) refuse("bad-message");
      await stream?.take(chunk.subarray(1), kind & LAST ? "last-of-message" : "more");
    }
    isReading = false;
  }

  const onChunk = (event: Event) => {
    const { data } = event as MessageEvent<unknown>;
    if (!(data instanceof ArrayBuffer)) return onFailure(new LinkError("bad-message"));
    if (data.byteLength > LANE_CHUNK_BYTES) return onFailure(new LinkError("too-large"));
    const chunk = new Uint8Array(data);
    // Also an empty chunk has no kind.
    if ((chunk[0] ?? 0xff) & ~(LAST | BEGINS)) return onFailure(new LinkError("bad-message"));
    waiting.push(chunk);
    if (waiting.length > PAGE_WAITING_CHUNKS_COUNT) {
      waiting = [];
      refuse("too-large");
    }
    void readWaiting();
  };
  channel.addEventListener("message", onChunk, { signal: ended });
  ended.addEventListener(
    "abort",
    () => {
      waiting = [];
      stream?.stop();
    },
    { once: true },
  );

  return {
    read(onMessage, onRefused) {
      tell = { message: onMessage, refused: onRefused };
      void readWaiting();
    },
  };
}
