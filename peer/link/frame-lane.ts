/**
 * Small frames, of text or of bytes, over one ordered data channel that yields to all others (L14).
 * What the frames mean is its users' business.
 */
import { LANE_CHUNK_BYTES } from "../protocol/limits.ts";
import { createInbox } from "./inbox.ts";
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
  /** Takes over as the one reader; what came before waits for it, up to a bound. */
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
  const inbox = createInbox<string | Uint8Array<ArrayBuffer>>(onFailure);

  const onFrame = (event: Event) => {
    const { data } = event as MessageEvent<unknown>;
    if (typeof data !== "string" && !(data instanceof ArrayBuffer)) {
      return onFailure(new LinkError("bad-message"));
    }
    const frame = typeof data === "string" ? data : new Uint8Array(data);
    if (frame.length > LANE_CHUNK_BYTES) return onFailure(new LinkError("too-large"));
    inbox.put(frame);
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
    read: inbox.read,
  };
}
