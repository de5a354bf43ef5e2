/**
 * One WebRTC connection between a customer and an agent. The only module that knows simple-peer.
 *
 * Roles. simple-peer lets only its `initiator` make offers, so the customer always offers and the
 * agent always answers; offers cannot collide.
 *
 * Lifetime. A connection opens once and is lost once. It never comes back: `session-link.ts` makes
 * the next one.
 *
 * Sources: https://www.w3.org/TR/webrtc/ and simple-peer 9.11.1.
 */
import SimplePeer from "simple-peer";
import { SESSION_MESSAGE_BYTES } from "../protocol/limits.ts";
import { createFrameLane, type FrameLane } from "./frame-lane.ts";
import { LANE_NAMES, LANES, type LaneName, openLaneChannel } from "./lanes.ts";
import { LinkError, type LinkFailure } from "./link-error.ts";
import { createMessageLane, type MessageLane } from "./message-lane.ts";
import { createNewestLane, type NewestLane } from "./newest-lane.ts";
import { createPageLane, type PageLane } from "./page-lane.ts";
import { type RelayNews, watchRelay } from "./relay-watch.ts";
import { createRightOfWay } from "./right-of-way.ts";

/** The browser's WebRTC, or a package that offers the same in Node. */
export type WebRtc = Pick<
  typeof globalThis,
  "RTCPeerConnection" | "RTCSessionDescription" | "RTCIceCandidate"
>;

export interface PeerLinkOptions {
  role: "agent" | "customer";
  iceServers: RTCIceServer[];
  iceTransportPolicy: RTCIceTransportPolicy;
  webRtc: WebRtc;
}

export interface PeerLinkEvents {
  /** An offer, answer or candidate for the other side. Opaque; carry it as it is. */
  onSignal(signal: string): void;
  /** What becomes known of the way over the relay. */
  onRelay(news: RelayNews): void;
  onOpened(lanes: OpenLanes): void;
  onSessionMessage(text: string): void;
  /** At most once, and not after `close()`. */
  onLost(error: LinkError): void;
}

export interface OpenLanes {
  page: PageLane;
  control: MessageLane;
  asset: FrameLane;
  pointer: NewestLane;
}

export interface PeerLink {
  acceptSignal(signal: string): void;
  /** @returns false when the session lane is not open */
  sendOnSession(text: string): boolean;
  /** How the two are connected, once they are. */
  path(): Promise<"direct" | "relay" | undefined>;
  /**
   * How often the other side's network has answered ours, by WebRTC's own checks every few seconds:
   * it answers also while the page there is too busy to. Undefined where a browser does not tell.
   */
  responseCount(): Promise<number | undefined>;
  close(): void;
}

export function openPeerLink(options: PeerLinkOptions, events: PeerLinkEvents): PeerLink {
  const ended = new AbortController();
  let connection: RTCPeerConnection | undefined;

  /** simple-peer calls `new` on this, and gets a connection that is ours. */
  function OwnConnection(configuration: RTCConfiguration): RTCPeerConnection {
    connection = new options.webRtc.RTCPeerConnection(configuration);
    return connection;
  }

  const peer = new SimplePeer({
    initiator: options.role === "customer",
    objectMode: true, // text stays text on the session lane
    config: { iceServers: options.iceServers, iceTransportPolicy: options.iceTransportPolicy },
    wrtc: {
      ...globalsOf(options.webRtc),
      RTCPeerConnection: OwnConnection as unknown as typeof RTCPeerConnection,
    },
  });
  if (!connection) throw new Error("simple-peer made no connection");
  watchRelay(connection, options.iceServers, ended.signal, events.onRelay);
  const channels = new Map<LaneName, RTCDataChannel>();
  for (const name of LANE_NAMES) channels.set(name, openLaneChannel(connection, name));

  const lose = (failure: LinkFailure, cause?: unknown) => {
    if (ended.signal.aborted) return;
    ended.abort();
    peer.destroy();
    events.onLost(new LinkError(failure, cause === undefined ? undefined : { cause }));
  };

  peer.on("signal", (signal) => {
    if (!ended.signal.aborted) events.onSignal(JSON.stringify(signal));
  });
  peer.on("data", (text: unknown) => {
    if (typeof text !== "string") return lose("bad-message");
    if (text.length > SESSION_MESSAGE_BYTES) return lose("too-large");
    events.onSessionMessage(text);
  });
  let failure: unknown;
  peer.on("error", (error) => {
    failure = error;
  });
  // simple-peer emits `close` exactly once, after any `error`.
  peer.on("close", () => lose("connection-lost", failure));
  peer.on("connect", () => {
    void allOpen([...channels.values()], ended.signal).then(() => {
      if (!ended.signal.aborted) events.onOpened(lanesOf(channels, ended.signal, lose));
    });
  });

  return {
    acceptSignal(signal) {
      if (ended.signal.aborted) return;
      try {
        peer.signal(JSON.parse(signal) as SimplePeer.SignalData);
      } catch (error) {
        lose("bad-message", error);
      }
    },
    sendOnSession(text) {
      if (ended.signal.aborted || !peer.connected) return false;
      peer.send(text);
      return true;
    },
    path: async () => connection && (await readPair(connection))?.path,
    responseCount: async () => connection && (await readPair(connection))?.responseCount,
    close() {
      ended.abort();
      peer.destroy();
    },
  };
}

function globalsOf(webRtc: WebRtc) {
  const { RTCSessionDescription, RTCIceCandidate } = webRtc;
  return { RTCSessionDescription, RTCIceCandidate };
}

async function allOpen(channels: RTCDataChannel[], ended: AbortSignal): Promise<void> {
  await Promise.all(
    channels.map(
      (channel) =>
        new Promise<void>((resolve) => {
          if (channel.readyState === "open") return resolve();
          channel.addEventListener("open", () => resolve(), { once: true });
          ended.addEventListener("abort", () => resolve(), { once: true });
        }),
    ),
  );
}

function lanesOf(
  channels: ReadonlyMap<LaneName, RTCDataChannel>,
  ended: AbortSignal,
  lose: (failure: LinkFailure, cause?: unknown) => void,
): OpenLanes {
  const channelOf = (name: LaneName) => {
    const channel = channels.get(name);
    if (!channel) throw new Error(`no channel for lane ${name}`);
    return channel;
  };
  const rightOfWay = createRightOfWay(ended);
  const onFailure = (error: LinkError) => lose(error.failure);
  const goingFirst = (name: Exclude<LaneName, "asset">) => ({
    ...LANES[name],
    ended,
    onFailure,
    traffic: rightOfWay.goesFirst(channelOf(name)),
  });
  return {
    page: createPageLane(channelOf("page"), goingFirst("page")),
    control: createMessageLane(channelOf("control"), goingFirst("control")),
    pointer: createNewestLane(channelOf("pointer"), goingFirst("pointer")),
    asset: createFrameLane(channelOf("asset"), { ...LANES.asset, ended, onFailure, rightOfWay }),
  };
}

interface SelectedPair {
  path: "direct" | "relay";
  responseCount: number | undefined;
}

/** Reads the selected candidate pair; `undefined` while there is none. */
async function readPair(connection: RTCPeerConnection): Promise<SelectedPair | undefined> {
  const stats = new Map<string, Record<string, unknown>>();
  for (const [id, entry] of (await connection.getStats()).entries()) stats.set(id, entry);
  const entries = [...stats.values()];
  const pairId = entries.find((entry) => entry["type"] === "transport")?.[
    "selectedCandidatePairId"
  ];
  const pair =
    (typeof pairId === "string" ? stats.get(pairId) : undefined) ??
    entries.find((entry) => entry["type"] === "candidate-pair" && entry["selected"] === true);
  if (!pair) return undefined;
  const isRelay = [pair["localCandidateId"], pair["remoteCandidateId"]].some(
    (id) => typeof id === "string" && stats.get(id)?.["candidateType"] === "relay",
  );
  const responses = pair["responsesReceived"];
  return {
    path: isRelay ? "relay" : "direct",
    responseCount: typeof responses === "number" ? responses : undefined,
  };
}
