/**
 * The page lane: text messages over one raw-deflate stream (L12), so that what was said before need
 * not be said again: a change takes a tenth of its text or less.
 *
 * A small message leaves at once, in the task that sends it. A large one is deflated in slices, with
 * the page's own work in between, and its chunks leave as they come.
 */
import { createDeflateStream, type DeflateStream } from "./deflate-stream.ts";
import { createLaneWriter, type LaneChannel, type LaneWriterOptions } from "./lane-writer.ts";
import { LinkError } from "./link-error.ts";
import { nextTask } from "./next-task.ts";
import { createPageReader, type PageReader, type PageReaderOptions } from "./page-reader.ts";

export interface PageLane extends PageReader {
  /**
   * Sends after all that was sent before. Resolves once the channel has taken the last chunk.
   * @throws {LinkError} `closed` when the link is gone, `too-large` before anything was sent
   */
  send(message: string): Promise<void>;
  /** The same, with a new stream: also who could not read the one before can read this. */
  sendAfresh(message: string): Promise<void>;
}

/** What is deflated in one go: of a page 64 kB take 1 to 2 ms, a few times as long on a phone. */
const SLICE_BYTES = 64 * 1024;
const LENGTH_BYTES = 4;

export function createPageLane(
  channel: LaneChannel,
  options: LaneWriterOptions & PageReaderOptions,
): PageLane {
  const encoder = new TextEncoder();
  const writer = createLaneWriter(channel, options);
  let stream: DeflateStream | undefined;

  async function sendBytes(bytes: Uint8Array, current: DeflateStream): Promise<void> {
    // Until it is through: after one that failed, the other side cannot read this stream any more.
    stream = undefined;
    for (let from = 0; from < bytes.length; from += SLICE_BYTES) {
      if (from > 0) await nextTask();
      const slice = bytes.subarray(from, from + SLICE_BYTES);
      const isLast = from + SLICE_BYTES >= bytes.length;
      const chunks = isLast ? current.finish(slice) : current.push(slice);
      for (const chunk of chunks) await writer.write(chunk);
    }
    stream = current;
  }

  function send(message: string, streamOf: () => DeflateStream): Promise<void> {
    const text = encoder.encode(message);
    if (text.length > options.maxMessageBytes) return Promise.reject(new LinkError("too-large"));
    const bytes = new Uint8Array(LENGTH_BYTES + text.length);
    new DataView(bytes.buffer).setUint32(0, text.length);
    bytes.set(text, LENGTH_BYTES);
    return writer.inTurn(() => sendBytes(bytes, streamOf()));
  }

  return {
    ...createPageReader(channel, options),
    send: (message) => send(message, () => stream ?? createDeflateStream()),
    sendAfresh: (message) => send(message, createDeflateStream),
  };
}
