/**
 * The page lane: text messages over one raw-deflate stream (L12), so that what was said before need
 * not be said again: a change takes a tenth of its text or less.
 *
 * A small message leaves at once, in the task that sends it. A large one is deflated in slices, with
 * the page's own work in between, and its chunks leave as they come.
 */
import { nextTask } from "../scheduling/next-task.ts";
import { createDeflateStream, type DeflateStream } from "./deflate-stream.ts";
import { createLaneWriter, type LaneChannel, type LaneWriterOptions } from "./lane-writer.ts";
import { LinkError } from "./link-error.ts";
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

/** Up to here, in UTF-16 code units, a message is small: 64 thousand take 1 to 2 ms to deflate. */
const SMALL_LENGTH = 64 * 1024;
/** Of a larger one, what is worked on in one go: 0.3 ms, or 2 where a computer is slow. */
const SLICE_LENGTH = 16 * 1024;
const LENGTH_BYTES = 4;

export function createPageLane(
  channel: LaneChannel,
  options: LaneWriterOptions & PageReaderOptions,
): PageLane {
  const { maxMessageBytes } = options;
  const encoder = new TextEncoder();
  const writer = createLaneWriter(channel, options);
  let stream: DeflateStream | undefined;

  async function sendText(text: string, streamOf: () => DeflateStream): Promise<void> {
    const slices: Uint8Array[] = [];
    for (const slice of slicesOf(text)) {
      if (slices.length > 0) await nextTask();
      slices.push(encoder.encode(slice));
    }
    const length = lengthOf(slices);
    if (length.value > maxMessageBytes) throw new LinkError("too-large");

    const current = streamOf();
    // Until all of it is sent: after one that failed, the other side cannot read this stream on.
    stream = undefined;
    for (const chunk of current.push(length.bytes)) await writer.write(chunk);
    for (const [index, slice] of slices.entries()) {
      if (index > 0) await nextTask();
      const isLast = index === slices.length - 1;
      const chunks = isLast ? current.finish(slice) : current.push(slice);
      for (const chunk of chunks) await writer.write(chunk);
    }
    stream = current;
  }

  function send(message: string, streamOf: () => DeflateStream): Promise<void> {
    // Every unit takes a byte at least; how many they take shows when all are encoded.
    if (message.length > maxMessageBytes) return Promise.reject(new LinkError("too-large"));
    return writer.inTurn(() => sendText(message, streamOf));
  }

  return {
    ...createPageReader(channel, options),
    send: (message) => send(message, () => stream ?? createDeflateStream()),
    sendAfresh: (message) => send(message, createDeflateStream),
  };
}

function* slicesOf(text: string): Generator<string> {
  if (text.length <= SMALL_LENGTH) return yield text;
  for (let from = 0, to = 0; from < text.length; from = to) {
    to = from + SLICE_LENGTH;
    const last = text.charCodeAt(to - 1);
    const isHalfOfPair = last >= 0xd800 && last <= 0xdbff;
    if (isHalfOfPair) to += 1;
    yield text.slice(from, to);
  }
}

function lengthOf(slices: Uint8Array[]): { value: number; bytes: Uint8Array } {
  const value = slices.reduce((length, slice) => length + slice.length, 0);
  const bytes = new Uint8Array(LENGTH_BYTES);
  new DataView(bytes.buffer).setUint32(0, value);
  return { value, bytes };
}
