/**
 * Small frames, of text or of bytes, over one ordered data channel that yields to all others (L14).
 * What the frames mean is its users' business.
 */
import { LANE_CHUNK_BYTES } from "../protocol/limits.ts";
import { createLaneWriter, type LaneChannel, type LaneWriterOptions } from "./lane-writer.ts";
import { LinkError } from "./link-error.ts";
import type { RightOfWay } from "./right-of-way.ts";

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

export interface FrameLaneOptions extends LaneWriterOptions {
  rightOfWay: Pick<RightOfWay, "turn">;
  onFailure(error: LinkError): void;
}

export function createFrameLane(channel: LaneChannel, options: FrameLaneOptions): FrameLane {
  const { rightOfWay, ended, onFailure } = options;
  const encoder = new TextEncoder();
  const writer = createLaneWriter(channel, options);
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

  return {
    send(frame) {
      const size = typeof frame === "string" ? encoder.encode(frame).length : frame.length;
      if (size > LANE_CHUNK_BYTES) return Promise.reject(new LinkError("too-large"));
      return writer.inTurn(async () => {
        // Room first: who has the right of way is asked last, just before the frame goes.
        await writer.room();
        await rightOfWay.turn(size);
        await writer.write(frame);
      });
    },
    read(onFrame) {
      reader = onFrame;
      const waiting = unread;
      unread = [];
      for (const frame of waiting) onFrame(frame);
    },
  };
}
