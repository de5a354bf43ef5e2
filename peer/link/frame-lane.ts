/**
 * Small frames, of text or of bytes, over one ordered data channel, never more of them buffered than
 * the lane's budget. What the frames mean is its users' business.
 */
import { LANE_CHUNK_BYTES } from "../protocol/limits.ts";
import { firstOf } from "./first-of.ts";
import { LinkError } from "./link-error.ts";
import type { LaneChannel } from "./message-lane.ts";

export interface FrameLane {
  /**
   * Sends after all that was sent before. Resolves once the channel has taken it.
   * @param frame - at most 16 kB
   * @throws {LinkError} `closed` when the link is gone, `too-large` before anything was sent
   */
  send(frame: string | Uint8Array<ArrayBuffer>): Promise<void>;
  /** Takes over as the one reader; what came before waits for it. */
  read(onFrame: (frame: string | Uint8Array<ArrayBuffer>) => void): void;
}

export interface FrameLaneOptions {
  budgetBytes: number;
  /** Ends waiting senders: a closed connection may fire no `close` at its channels. */
  ended: AbortSignal;
  onFailure(error: LinkError): void;
}

export function createFrameLane(channel: LaneChannel, options: FrameLaneOptions): FrameLane {
  const { budgetBytes, ended, onFailure } = options;
  const encoder = new TextEncoder();
  channel.bufferedAmountLowThreshold = budgetBytes / 4;
  let previous: Promise<void> = Promise.resolve();
  let reader: ((frame: string | Uint8Array<ArrayBuffer>) => void) | undefined;
  let unread: Array<string | Uint8Array<ArrayBuffer>> = [];

  const onFrame = (event: Event) => {
    const { data } = event as MessageEvent<unknown>;
    if (typeof data !== "string" && !(data instanceof ArrayBuffer)) {
      return onFailure(new LinkError("bad-message"));
    }
    const frame = typeof data === "string" ? data : new Uint8Array(data);
    if (frame.length > LANE_CHUNK_BYTES) return onFailure(new LinkError("too-large"));
    if (reader) reader(frame);
    else unread.push(frame);
  };
  channel.addEventListener("message", onFrame, { signal: ended });

  const isOpen = () => channel.readyState === "open" && !ended.aborted;

  async function sendFrame(frame: string | Uint8Array<ArrayBuffer>): Promise<void> {
    if (isOpen() && channel.bufferedAmount > budgetBytes) {
      await firstOf([channel, "bufferedamountlow"], [channel, "close"], [ended, "abort"]);
    }
    if (!isOpen()) throw new LinkError("closed");
    // Two signatures, and the compiler asks for one of them.
    if (typeof frame === "string") channel.send(frame);
    else channel.send(frame);
  }

  return {
    send(frame) {
      const size = typeof frame === "string" ? encoder.encode(frame).length : frame.length;
      if (size > LANE_CHUNK_BYTES) return Promise.reject(new LinkError("too-large"));
      const sent = previous.then(() => sendFrame(frame));
      previous = sent.catch(() => {}); // one failed send must not block the next
      return sent;
    },
    read(onFrame) {
      reader = onFrame;
      const waiting = unread;
      unread = [];
      for (const frame of waiting) onFrame(frame);
    },
  };
}
