/**
 * Who goes first on a link (L14): the lane that yields sends while no other lane has anything to
 * send, and else one byte for nine of theirs. So it stands in nobody's way and never stands still.
 */
import { LANE_CHUNK_BYTES } from "../protocol/limits.ts";

/** Bytes of the others for one byte of the lane that yields, while they have something to send. */
const SHARE = 9;

/** What a lane that goes first tells of what it does. */
export interface Traffic {
  /** A message is to be sent; `ended` follows, also when it fails. */
  began(): void;
  sent(bytes: number): void;
  ended(): void;
}

type WatchedChannel = Pick<RTCDataChannel, "bufferedAmount" | "bufferedAmountLowThreshold"> &
  EventTarget;

export interface RightOfWay {
  /** A lane that goes first, over this channel. */
  goesFirst(channel: WatchedChannel): Traffic;
  /** Resolves when the lane that yields may send so many bytes, or the link has ended. */
  turn(bytes: number): Promise<void>;
}

export function createRightOfWay(ended: AbortSignal): RightOfWay {
  const first: WatchedChannel[] = [];
  let underWayCount = 0;
  let earnedBytes = 0;
  let waiting: { bytes: number; go(): void } | undefined;

  const isFree = () =>
    underWayCount === 0 &&
    first.every((channel) => channel.bufferedAmount <= channel.bufferedAmountLowThreshold);

  const look = () => {
    if (!waiting) return;
    const { bytes, go } = waiting;
    if (!ended.aborted && earnedBytes < bytes && !isFree()) return;
    waiting = undefined;
    earnedBytes = Math.max(0, earnedBytes - bytes);
    go();
  };
  ended.addEventListener("abort", look, { once: true });

  return {
    goesFirst(channel) {
      first.push(channel);
      channel.addEventListener("bufferedamountlow", look, { signal: ended });
      return {
        began() {
          underWayCount += 1;
        },
        sent(bytes) {
          // Not more than one chunk's worth: what was not used is not saved up for a burst.
          earnedBytes = Math.min(earnedBytes + bytes / SHARE, LANE_CHUNK_BYTES);
          look();
        },
        ended() {
          underWayCount -= 1;
          look();
        },
      };
    },
    turn(bytes) {
      return new Promise((go) => {
        waiting = { bytes, go };
        look();
      });
    },
  };
}
