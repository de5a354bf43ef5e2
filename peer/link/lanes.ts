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
 * What may be buffered is what a small message on another lane may have before it: a browser sends
 * the lanes by turns, a chunk of each. Measured in Chromium on loopback, where a message and its
 * answer take 0.6 ms with nothing else on the way.
 */
export const LANES: Record<LaneName, LaneOptions> = {
  // Two chunks ahead keep the wire busy. While a large page is on its way a control message is
  // answered after 5 ms; 64 kB are no faster and make it 6, 128 kB 9.
  page: {
    id: 10,
    isReliable: true,
    budgetBytes: 32 * 1024,
    maxMessageBytes: PAGE_MESSAGE_BYTES,
  },
  // One message of the largest size. Those that people cause never come near it.
  control: {
    id: 12,
    isReliable: true,
    budgetBytes: 32 * 1024,
    maxMessageBytes: SESSION_MESSAGE_BYTES,
  },
  // A few positions. What waits longer is out of date, and a newer one takes its place.
  pointer: {
    id: 14,
    isReliable: false,
    budgetBytes: 2 * 1024,
    maxMessageBytes: POINTER_MESSAGE_BYTES,
  },
  // One frame at a time: 110 to 130 Mbit/s, and a small message is answered after 2 ms. With 32 kB
  // ahead these are 130 to 200 and 4 ms, with 64 kB the rate is the same and it takes 10.
  asset: {
    id: 16,
    isReliable: true,
    budgetBytes: 0,
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
