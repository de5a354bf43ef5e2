/**
 * The link of one session between two seats, over as many connections as it takes. The customer's
 * side starts each attempt, and the next when one fails or falls silent; the agent's side follows
 * the newest attempt it hears of.
 *
 * A heartbeat on the session lane measures the round trip and notices a dead path sooner than
 * WebRTC does (the browser says `disconnected` after about 5 s, and nothing about a frozen tab).
 */
import { decode } from "../protocol/decode.ts";
import { AgentSessionMessage, CustomerSessionMessage } from "../protocol/lane-messages.ts";
import type { LinkTrouble } from "../protocol/link-trouble.ts";
import { PROTOCOL_VERSION } from "../protocol/version.ts";
import { LinkError } from "./link-error.ts";
import {
  type OpenLanes,
  openPeerLink,
  type PeerLink,
  type PeerLinkEvents,
  type PeerLinkOptions,
} from "./peer-link.ts";
import { startTroubleWatch } from "./trouble-watch.ts";

/** An attempt that has not opened by then is given up for the next one. */
const ATTEMPT_MS = 12_000;
const HEARTBEAT_MS = 1_000;
/** After this long the network is asked whether only the page is busy. WebRTC checks it every 5 s. */
const SILENCE_MS = 6_500;
/** From this silence on it is watched whether the network still answers. */
const DOUBT_MS = 1_500;
const RETRY_MS = 500;
/** Signals that may wait for an attempt whose credentials are on their way. An offer has about 10. */
const WAITING_SIGNALS_COUNT = 64;

type SessionMessage = {
  agent: AgentSessionMessage;
  customer: CustomerSessionMessage;
};

export interface SessionLinkOptions<Role extends "agent" | "customer">
  extends Omit<PeerLinkOptions, "iceServers"> {
  role: Role;
  /** The relays for the next attempt, with credentials that hold. Does not reject. */
  iceServers(): Promise<RTCIceServer[]>;
  seats: { customerTerm: number; agentTerm: number };
  /** Carries a signal of the named attempt to the other seat. */
  sendSignal(link: string, signal: string): void;
  onOpened(lanes: OpenLanes): void;
  /** After `onOpened`, at most once for each; another `onOpened` may follow. */
  onLost(error: LinkError): void;
  /** What the other side said on the session lane, hello and heartbeat apart. */
  onMessage(
    message: Exclude<
      SessionMessage[Role extends "agent" ? "customer" : "agent"],
      { type: "hello" | "heartbeat" | "heartbeat.answered" }
    >,
  ): void;
  /** The round trip of a heartbeat, in milliseconds. */
  onRoundTrip?(rttMs: number): void;
  /** Why the link is not there, as far as both sides know. `onOpened` ends it. */
  onTrouble(trouble: LinkTrouble): void;
}

export interface SessionLink<Role extends "agent" | "customer"> {
  acceptSignal(link: string, signal: string): void;
  /** @returns false while the link is not open */
  send(message: SessionMessage[Role]): boolean;
  path(): Promise<"direct" | "relay" | undefined>;
  /** Hears and tells nothing more from now on, and closes when what was sent had time to leave. */
  closeAfter(lingerMs: number): void;
  close(): void;
}

interface Attempt {
  number: number;
  /** Until the credentials for it are there, there is none. */
  peer: PeerLink | undefined;
  waiting: string[];
  isOpen: boolean;
  close(): void;
}

export function openSessionLink<Role extends "agent" | "customer">(
  options: SessionLinkOptions<Role>,
): SessionLink<Role> {
  const { role, seats } = options;
  const IncomingMessage = role === "agent" ? CustomerSessionMessage : AgentSessionMessage;
  let attempt: Attempt | undefined;
  let latestNumber = 0;
  let isClosed = false;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  const trouble = startTroubleWatch({
    iceTransportPolicy: options.iceTransportPolicy,
    onTrouble: options.onTrouble,
    sendSignal: (signal) => options.sendSignal(linkId(latestNumber), signal),
  });

  function start(number: number): void {
    latestNumber = number;
    let lastHeardAt = Date.now();
    let heartbeat: ReturnType<typeof setInterval> | undefined;
    let heartbeatNumber = 0;
    let heartbeatSentAt = 0;
    let lastBeatAt = Date.now();
    let responseCount: number | undefined;
    let lanes: OpenLanes | undefined;
    let hasGreeted = false;

    const post = (message: SessionMessage["agent"] | SessionMessage["customer"]) =>
      current.peer?.sendOnSession(JSON.stringify(message));

    const fail = (error: LinkError) => {
      const wasOpen = current.isOpen;
      current.close();
      if (attempt !== current || isClosed) return;
      attempt = undefined;
      if (wasOpen) lost(error);
      if (role === "customer") retryTimer = setTimeout(() => start(number + 1), RETRY_MS);
    };

    const events: PeerLinkEvents = {
      onRelay: trouble.noteRelay,
      onSignal: (signal) => options.sendSignal(linkId(number), signal),
      onOpened(opened) {
        lanes = opened;
        post({ type: "hello", protocol: PROTOCOL_VERSION });
        lastHeardAt = Date.now();
        beat();
        heartbeat = setInterval(beat, HEARTBEAT_MS);
        becomeOpen();
      },
      onSessionMessage(text) {
        lastHeardAt = Date.now();
        const decoded = decode(IncomingMessage, text);
        if (!decoded.ok) return fail(new LinkError("bad-message"));
        const { message } = decoded;
        switch (message.type) {
          case "hello":
            if (message.protocol !== PROTOCOL_VERSION)
              return fail(new LinkError("protocol-mismatch"));
            hasGreeted = true;
            return becomeOpen();
          case "heartbeat":
            post({ type: "heartbeat.answered", number: message.number });
            return;
          case "heartbeat.answered":
            if (message.number === heartbeatNumber) {
              options.onRoundTrip?.(performance.now() - heartbeatSentAt);
            }
            return;
          default:
            if (current.isOpen && !isClosed) options.onMessage(message as never);
        }
      },
      onLost: fail,
    };

    /** Open means: all lanes are, and the other side has said a hello that fits. */
    const becomeOpen = () => {
      if (current.isOpen || !lanes || !hasGreeted) return;
      clearTimeout(deadline);
      current.isOpen = true;
      trouble.linkOpened();
      options.onOpened(lanes);
    };

    const beat = () => {
      const now = Date.now();
      // We were busy ourselves: what has come meanwhile is read after this.
      if (now - lastBeatAt > 2 * HEARTBEAT_MS) lastHeardAt = now;
      lastBeatAt = now;
      if (now - lastHeardAt > DOUBT_MS) void watchSilence();
      else responseCount = undefined;
      heartbeatNumber += 1;
      heartbeatSentAt = performance.now();
      post({ type: "heartbeat", number: heartbeatNumber });
    };

    /** A page that is busy, or has a question open, says nothing while its network answers. */
    const watchSilence = async () => {
      const answered = await current.peer?.responseCount().catch(() => undefined);
      if (attempt !== current) return;
      const isAnswering =
        answered !== undefined && responseCount !== undefined && answered > responseCount;
      responseCount ??= answered;
      if (Date.now() - lastHeardAt <= SILENCE_MS) return;
      if (!isAnswering) return fail(new LinkError("silent"));
      responseCount = answered;
      lastHeardAt = Date.now();
    };

    const deadline = setTimeout(() => fail(new LinkError("no-path")), ATTEMPT_MS);
    const current: Attempt = {
      number,
      peer: undefined,
      waiting: [],
      isOpen: false,
      close() {
        clearTimeout(deadline);
        clearInterval(heartbeat);
        current.isOpen = false;
        current.peer?.close();
      },
    };
    attempt = current;
    trouble.attemptStarted();
    const open = (iceServers: RTCIceServer[]) => {
      if (attempt !== current) return;
      current.peer = openPeerLink({ ...options, iceServers }, events);
      for (const signal of current.waiting) current.peer.acceptSignal(signal);
    };
    options
      .iceServers()
      .then(open)
      // An address that the browser cannot read.
      .catch((cause) => fail(new LinkError("no-path", { cause })));
  }

  function lost(error: LinkError): void {
    trouble.linkLost();
    options.onLost(error);
  }

  const linkId = (number: number) => `${seats.customerTerm}.${seats.agentTerm}.${number}`;

  if (role === "customer") start(1);

  return {
    acceptSignal(link, signal) {
      if (isClosed) return;
      const number = attemptOf(link, seats);
      if (number === undefined || trouble.takeSignal(signal)) return;
      if (role === "agent" && number > latestNumber) {
        const replaced = attempt;
        const wasOpen = replaced?.isOpen ?? false;
        replaced?.close();
        if (wasOpen) lost(new LinkError("connection-lost"));
        start(number);
      }
      if (attempt?.number !== number) return;
      const { peer, waiting } = attempt;
      if (peer) peer.acceptSignal(signal);
      else if (waiting.length < WAITING_SIGNALS_COUNT) waiting.push(signal);
    },
    send: (message) =>
      attempt?.isOpen === true && attempt.peer?.sendOnSession(JSON.stringify(message)) === true,
    path: () => attempt?.peer?.path() ?? Promise.resolve(undefined),
    closeAfter(lingerMs) {
      isClosed = true;
      clearTimeout(retryTimer);
      trouble.stop();
      const last = attempt;
      attempt = undefined;
      if (last?.isOpen) setTimeout(() => last.close(), lingerMs);
      else last?.close();
    },
    close() {
      isClosed = true;
      clearTimeout(retryTimer);
      trouble.stop();
      attempt?.close();
      attempt = undefined;
    },
  };
}

/** The attempt that a link id names, if it joins these two seats. */
function attemptOf(
  link: string,
  seats: { customerTerm: number; agentTerm: number },
): number | undefined {
  const [customerTerm, agentTerm, number] = link.split(".").map(Number);
  const isOurs = customerTerm === seats.customerTerm && agentTerm === seats.agentTerm;
  return isOurs ? number : undefined;
}
