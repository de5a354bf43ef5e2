/**
 * The lanes of a link: one data channel each, with one purpose, so that nothing waits behind what
 * it does not need. The session lane is simple-peer's own channel; the others are negotiated, with
 * fixed ids that both ends know, so they cost no round trip.
 */
import {
  LANE_CHUNK_BYTES,
  PAGE_MESSAGE_BYTES,
  POINTER_MESSAGE_BYTES,
  SESSION_MESSAGE_BYTES,
} from "../protocol/limits.ts";

export type LaneName = "page" | "control" | "pointer" | "asset";

interface LaneOptions {
  /** Even and from 10 on: below lie the ids that a browser hands out for in-band channels. */
  id: number;
  isReliable: boolean;
  /** Senders wait above this many buffered bytes, and go on at a quarter of it. */
  budgetBytes: number;
  /** A larger message ends the link: the other side does not keep to the protocol. */
  maxMessageBytes: number;
}

/**
 * 64 kB ahead on the page and asset lanes keeps the wire busy, and a small message on another lane
 * waits for about 6 ms behind it (measured on loopback; with all queued at once it was 141 ms).
 */
export const LANES: Record<LaneName, LaneOptions> = {
  page: {
    id: 10,
    isReliable: true,
    budgetBytes: 64 * 1024,
    maxMessageBytes: PAGE_MESSAGE_BYTES,
  },
  control: {
    id: 12,
    isReliable: true,
    budgetBytes: 64 * 1024,
    maxMessageBytes: SESSION_MESSAGE_BYTES,
  },
  pointer: {
    id: 14,
    isReliable: false,
    budgetBytes: 2 * 1024,
    maxMessageBytes: POINTER_MESSAGE_BYTES,
  },
  asset: {
    id: 16,
    isReliable: true,
    budgetBytes: 32 * 1024,
    maxMessageBytes: LANE_CHUNK_BYTES,
  },
};

export const LANE_NAMES = Object.keys(LANES) as LaneName[];

export function openLaneChannel(connection: RTCPeerConnection, name: LaneName): RTCDataChannel {
  const { id, isReliable } = LANES[name];
  const channel = connection.createDataChannel(name, {
    negotiated: true,
    id,
    ordered: isReliable,
    ...(!isReliable && { maxRetransmits: 0 }),
  });
  channel.binaryType = "arraybuffer";
  return channel;
}
