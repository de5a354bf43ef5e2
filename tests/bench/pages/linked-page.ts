/** What both pages of a bench with a link begin with: the link itself, and a common clock. */
import type { OpenLanes } from "../../../peer/link/peer-link.ts";
import { openSessionLink, type SessionLink } from "../../../peer/link/session-link.ts";
import { openPromise } from "./open-promise.ts";
import { type OpenedConnection, ownWebRtc } from "./own-connection.ts";
import { nowMs } from "./page-clock.ts";

declare const sendSignal: (link: string, signal: string) => Promise<void>;

export interface OpenedLink extends OpenedConnection {
  lanes: OpenLanes;
}

export interface LinkedPage {
  /** Begins a link; the one before has to be closed. */
  startLink(): void;
  linkOpened(): Promise<void>;
  acceptSignal(link: string, signal: string): void;
  /** The link may be lost from now on: the other side closes it. */
  letGo(): void;
  closeLink(): void;
}

export interface ClockDifference {
  /** What the agent's clock shows more than the customer's. */
  differenceMs: number;
  /** Half of the shortest round trip: by so much it may be wrong. */
  uncertaintyMs: number;
}

export function createLinkedPage(role: "agent" | "customer") {
  let opened = openPromise<OpenedLink>();
  let link: SessionLink<"agent" | "customer"> | undefined;
  let isNeeded = false;

  const page: LinkedPage = {
    startLink() {
      let connection: OpenedConnection | undefined;
      const own = openPromise<OpenedLink>();
      opened = own;
      isNeeded = true;
      link = openSessionLink({
        role,
        seats: { customerTerm: 1, agentTerm: 1 },
        iceServers: async () => [],
        iceTransportPolicy: "all",
        webRtc: ownWebRtc((made) => {
          connection = made;
        }),
        sendSignal: (attempt, signal) => void sendSignal(attempt, signal),
        onOpened(lanes) {
          if (connection) own.resolve({ ...connection, lanes });
        },
        onLost(error) {
          // Whatever was under way is no measurement any more.
          if (isNeeded) reportError(error);
        },
        onTrouble() {},
        onMessage() {},
      });
    },
    async linkOpened() {
      const { bench } = await opened.promise;
      await Promise.all(Object.values(bench).map(channelOpened));
      if (role === "agent") answerClock(bench.clock);
    },
    acceptSignal: (attempt, signal) => link?.acceptSignal(attempt, signal),
    letGo() {
      isNeeded = false;
    },
    closeLink() {
      isNeeded = false;
      link?.close();
    },
  };
  return { page, link: () => opened.promise };
}

function channelOpened(channel: RTCDataChannel): Promise<void> {
  return new Promise((resolve) => {
    if (channel.readyState === "open") return resolve();
    channel.addEventListener("open", () => resolve(), { once: true });
  });
}

function answerClock(channel: RTCDataChannel): void {
  channel.addEventListener("message", () => channel.send(String(nowMs())));
}

/** The customer's page asks for the agent's time; the quickest answer tells it best. */
export async function compareClocks(
  channel: RTCDataChannel,
  pingCount: number,
): Promise<ClockDifference> {
  let best: ClockDifference = { differenceMs: 0, uncertaintyMs: Number.POSITIVE_INFINITY };
  for (let ping = 0; ping < pingCount; ping += 1) {
    const askedAt = nowMs();
    channel.send("");
    const agentMs = await new Promise<number>((resolve) => {
      const onAnswer = ({ data }: MessageEvent) => resolve(Number(data));
      channel.addEventListener("message", onAnswer, { once: true });
    });
    const roundTripMs = nowMs() - askedAt;
    if (roundTripMs / 2 < best.uncertaintyMs) {
      best = {
        differenceMs: agentMs - (askedAt + roundTripMs / 2),
        uncertaintyMs: roundTripMs / 2,
      };
    }
  }
  return best;
}
