/** A lane on which only the newest message matters: any may be lost, none is waited for. */
import type { LaneChannel } from "./lane-writer.ts";
import type { Traffic } from "./right-of-way.ts";

export interface NewestLane {
  /** Sends if there is room. Otherwise the message waits alone, until a newer one replaces it. */
  send(message: string): void;
  read(onMessage: (message: string) => void): void;
}

export function createNewestLane(
  channel: LaneChannel,
  options: {
    budgetBytes: number;
    maxMessageBytes: number;
    ended: AbortSignal;
    traffic?: Pick<Traffic, "sent">;
  },
): NewestLane {
  const { budgetBytes, maxMessageBytes, ended, traffic } = options;
  let waiting: string | undefined;
  let reader: ((message: string) => void) | undefined;
  channel.bufferedAmountLowThreshold = budgetBytes / 4;

  const sendWaiting = () => {
    if (waiting === undefined || ended.aborted || channel.readyState !== "open") return;
    if (channel.bufferedAmount > budgetBytes) return;
    channel.send(waiting);
    traffic?.sent(waiting.length);
    waiting = undefined;
  };
  channel.addEventListener("bufferedamountlow", sendWaiting, { signal: ended });
  channel.addEventListener(
    "message",
    (event) => {
      const { data } = event as MessageEvent<unknown>;
      // Too large or binary is not of the protocol; on a lane that may lose, it is lost.
      if (typeof data === "string" && data.length <= maxMessageBytes) reader?.(data);
    },
    { signal: ended },
  );

  return {
    send(message) {
      waiting = message;
      sendWaiting();
    },
    read(onMessage) {
      reader = onMessage;
    },
  };
}
