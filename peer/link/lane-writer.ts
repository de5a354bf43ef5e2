/** Writes to one data channel, message after message, never more buffered than the lane's budget. */
import { firstOf } from "./first-of.ts";
import { LinkError } from "./link-error.ts";
import type { Traffic } from "./right-of-way.ts";

/** What a lane needs of an RTCDataChannel, so that tests can drive one. */
export type LaneChannel = Pick<
  RTCDataChannel,
  "bufferedAmount" | "bufferedAmountLowThreshold" | "readyState" | "send"
> &
  EventTarget;

export interface LaneWriterOptions {
  budgetBytes: number;
  /** Ends waiting senders: a closed connection may fire no `close` at its channels. */
  ended: AbortSignal;
  /** For a lane that goes first. */
  traffic?: Traffic;
}

export interface LaneWriter {
  /** Sends one message after all before it; at once, if they are gone. One that fails stops no other. */
  inTurn(send: () => Promise<void>): Promise<void>;
  /** Resolves when there is room for a chunk, or the link has ended. */
  room(): Promise<void>;
  /**
   * Writes a chunk: before it returns, if there is room.
   * @throws {LinkError} `closed` when the link is gone
   */
  write(chunk: string | Uint8Array<ArrayBuffer>): Promise<void>;
}

export function createLaneWriter(channel: LaneChannel, options: LaneWriterOptions): LaneWriter {
  const { budgetBytes, ended, traffic } = options;
  channel.bufferedAmountLowThreshold = budgetBytes / 4;
  let previous: Promise<void> | undefined;

  const isOpen = () => channel.readyState === "open" && !ended.aborted;
  const isFull = () => isOpen() && channel.bufferedAmount > budgetBytes;

  const room = async () => {
    if (isFull()) {
      await firstOf([channel, "bufferedamountlow"], [channel, "close"], [ended, "abort"]);
    }
  };

  return {
    inTurn(send) {
      traffic?.began();
      const sent = previous ? previous.then(send) : send();
      const settled = sent
        .catch(() => {})
        .then(() => {
          if (previous === settled) previous = undefined;
          traffic?.ended();
        });
      previous = settled;
      return sent;
    },
    room,
    async write(chunk) {
      if (isFull()) await room();
      if (!isOpen()) throw new LinkError("closed");
      // Two signatures, and the compiler asks for one of them.
      if (typeof chunk === "string") channel.send(chunk);
      else channel.send(chunk);
      traffic?.sent(chunk.length);
    },
  };
}
