/**
 * The viewer's side of one session: holder, replica and the customer's cursor, as signals. A new
 * session of the same conversation gets a new one of these.
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import {
  createSessionHolder,
  type HolderState,
  type SessionHolder,
} from "../../peer/holder/session-holder.ts";
import type { OpenLanes } from "../../peer/link/peer-link.ts";
import type { AgentMessage, ServerToAgent } from "../../peer/protocol/agent-messages.ts";
import { decode } from "../../peer/protocol/decode.ts";
import { CustomerPointerMessage } from "../../peer/protocol/lane-messages.ts";
import type { SessionView as SessionDescription } from "../../peer/protocol/session-messages.ts";
import { createAssetStore } from "../../peer/replica/assets/asset-store.ts";
import { type LinkAssets, openLinkAssets } from "../../peer/replica/assets/link-assets.ts";
import type { MissingParts } from "../../peer/replica/assets/missing-parts.ts";
import { createPageReplica, type PageReplica } from "../../peer/replica/page-replica.ts";

/** How often the way of the connection is read, in milliseconds. Reading costs about 1 ms. */
const PATH_EVERY_MS = 4_000;
/** Of so many round trips, one each second, the middle one is shown. */
const ROUND_TRIPS_COUNT = 5;
/** How often the parts of the replica that are not shown are counted, in milliseconds. */
const COUNTED_EVERY_MS = 1_000;

export interface Milestones {
  requestedAt: number;
  grantedAt: number | null;
  linkedAt: number | null;
  liveAt: number | null;
  lostAt: number | null;
  endedAt: number | null;
}

export interface SessionSide {
  readonly id: string;
  /** Milliseconds that a request waits for an answer. */
  readonly answerWithinMs: number;
  readonly holder: ReadonlySignal<HolderState>;
  readonly milestones: ReadonlySignal<Milestones>;
  readonly page: ReadonlySignal<{ host: string; path: string; title: string } | null>;
  readonly viewport: ReadonlySignal<{ widthPx: number; heightPx: number } | null>;
  /** The two connect over the relay, or not at all. */
  readonly isRelayOnly: boolean;
  readonly privateCount: ReadonlySignal<number>;
  readonly missingParts: ReadonlySignal<MissingParts>;
  readonly lastPath: ReadonlySignal<"direct" | "relay" | null>;
  readonly quality: ReadonlySignal<{ path: "direct" | "relay"; rttMs: number } | null>;
  readonly cursor: ReadonlySignal<{ x: number; y: number; pressedCount: number } | null>;
  /** The page is too large to be sent, or cannot be rebuilt. */
  readonly isUnshowable: ReadonlySignal<boolean>;
  /** The customer is on a page that is kept to them: nothing of it is here. */
  readonly isPrivate: ReadonlySignal<boolean>;
  readonly isSuperseded: ReadonlySignal<boolean>;
  receive(message: ServerToAgent): void;
  connected(session: SessionDescription): void;
  end(): void;
  stop(): void;
}

export function openSessionSide(options: {
  session: SessionDescription;
  load: string;
  container: HTMLElement;
  send(message: AgentMessage): boolean;
}): SessionSide {
  const { session, load, send } = options;
  const page = signal<SessionSide["page"]["value"]>(null);
  const viewport = signal<SessionSide["viewport"]["value"]>(null);
  const quality = signal<SessionSide["quality"]["value"]>(null);
  const cursor = signal<SessionSide["cursor"]["value"]>(null);
  const privateCount = signal(0);
  const missingParts = signal<MissingParts>({});
  const lastPath = signal<SessionSide["lastPath"]["value"]>(null);
  const isUnshowable = signal(false);
  const isPrivate = signal(false);
  const isSuperseded = signal(false);
  const now = Date.now();
  const milestones = signal<Milestones>({
    requestedAt: now,
    grantedAt: null,
    linkedAt: null,
    liveAt: null,
    lostAt: null,
    endedAt: null,
  });
  /** For all pages and links of this session, and no longer: it is the customer's page. */
  const store = createAssetStore();
  let assets: LinkAssets | undefined;
  let onShown = () => {};
  let roundTripsMs: number[] = [];

  const replica: PageReplica = createPageReplica(options.container, {
    onDescribed: ({ host, path, title }) => {
      page.value = { host, path, title };
    },
    onResized: ({ widthPx, heightPx }) => {
      viewport.value = { widthPx, heightPx };
    },
    onShown() {
      isUnshowable.value = false;
      onShown();
    },
    onUnshowable() {
      isUnshowable.value = true;
    },
    onPrivacy(now) {
      isPrivate.value = now === "private";
      if (!isPrivate.value) return;
      isUnshowable.value = false;
      page.value = null;
      cursor.value = null;
      count();
    },
    onIncomplete: () => {
      holder.tell({ type: "snapshot.request" });
    },
  });

  const holder: SessionHolder<"agent"> = createSessionHolder({
    role: "agent",
    view: session,
    load,
    webRtc: window,
    send,
    runPage(lanes, shown) {
      onShown = shown;
      isUnshowable.value = false;
      const linkAssets = openLinkAssets(lanes.asset, store);
      assets = linkAssets;
      replica.expectSnapshot(linkAssets);
      lanes.page.read(
        (text) => replica.receive(text),
        () => replica.refused(),
      );
      readCursor(lanes);
      const readPath = () =>
        void holder.path().then((found) => {
          if (found) lastPath.value = found;
          showQuality();
        });
      readPath();
      const pathTimer = setInterval(readPath, PATH_EVERY_MS);
      const countTimer = setInterval(count, COUNTED_EVERY_MS);
      return () => {
        linkAssets.close();
        clearInterval(pathTimer);
        clearInterval(countTimer);
        cursor.value = null;
        quality.value = null;
        roundTripsMs = [];
        onShown = () => {};
      };
    },
    onRoundTrip(latestMs) {
      roundTripsMs = [...roundTripsMs, latestMs].slice(-ROUND_TRIPS_COUNT);
      showQuality();
    },
    onMessage(message) {
      if (message.type === "page.unsendable") isUnshowable.value = true;
      else if (message.type === "page.private") replica.keepPrivate(message.afterEpoch);
    },
    onChange: changed,
    onSuperseded() {
      isSuperseded.value = true;
      stop();
    },
  });
  const state = signal(holder.state());

  function count(): void {
    privateCount.value = replica.privateCount();
    const missing = replica.missingParts();
    if (!isSame(missing, missingParts.value)) missingParts.value = missing;
  }

  function showQuality(): void {
    const path = lastPath.value;
    // The median: one that a busy page made long says nothing of the network.
    const middle = Math.floor((roundTripsMs.length - 1) / 2);
    const rttMs = roundTripsMs.toSorted((a, b) => a - b)[middle];
    if (path && rttMs !== undefined) quality.value = { path, rttMs };
  }

  function readCursor(lanes: OpenLanes): void {
    let newest = 0;
    let pressedCount = 0;
    lanes.pointer.read((text) => {
      const decoded = decode(CustomerPointerMessage, text);
      // Unordered: an older position must not pull the cursor back.
      if (!decoded.ok || decoded.message.number <= newest) return;
      const { message } = decoded;
      newest = message.number;
      if (message.type === "cursor.left" || isPrivate.value) cursor.value = null;
      else {
        if (message.type === "cursor.pressed") pressedCount += 1;
        cursor.value = { x: message.x, y: message.y, pressedCount };
      }
    });
  }

  let reported = "";
  function changed(next: HolderState): void {
    state.value = next;
    const at = Date.now();
    const past = milestones.value;
    const isGranted = next.session.phase === "granted";
    milestones.value = {
      ...past,
      grantedAt: past.grantedAt ?? (isGranted ? at : null),
      linkedAt: past.linkedAt ?? (next.link === "loading" || next.link === "live" ? at : null),
      liveAt: past.liveAt ?? (next.link === "live" ? at : null),
      lostAt: next.link === "reconnecting" ? (past.lostAt ?? at) : null,
      endedAt: past.endedAt ?? (next.session.phase === "ended" ? at : null),
    };
    if (next.session.phase === "ended") forgetPage();
    const link = next.link === "loading" ? "connecting" : next.link;
    if (link === "none" || reported === `${link} ${next.trouble}`) return;
    reported = `${link} ${next.trouble}`;
    send({ type: "link.report", session: session.id, state: link, trouble: next.trouble });
  }

  function stop(): void {
    holder.stop();
    forgetPage();
  }

  function forgetPage(): void {
    replica.empty();
    // What is being checked just now must not be kept.
    assets?.close();
    store.clear();
  }

  changed(holder.state());
  holder.takeSeat();

  return {
    id: session.id,
    answerWithinMs: session.answerWithinMs,
    isRelayOnly: session.iceTransportPolicy === "relay",
    privateCount,
    missingParts,
    lastPath,
    holder: state,
    milestones,
    page,
    viewport,
    quality,
    cursor,
    isUnshowable,
    isPrivate,
    isSuperseded,
    receive(message) {
      if (message.type === "fact.recorded" && message.session === session.id) {
        holder.record(message.fact);
      }
      if (message.type === "signal.received" && message.session === session.id) {
        holder.acceptSignal(message.link, message.signal);
      }
      if (message.type === "relay.renewed" && message.session === session.id) {
        holder.relayRenewed(message.iceServers);
      }
      if (message.type === "refused") holder.refused(message.reason);
    },
    connected(latest) {
      for (const fact of latest.facts) holder.record(fact);
      reported = "";
      holder.relayRenewed(latest.iceServers);
      holder.connected();
      changed(holder.state());
    },
    end() {
      const { phase, requests } = holder.state().session;
      if (phase === "granted") holder.write({ type: "session.ended", reason: "agent-ended" });
      else if (phase === "requested" && requests.view) {
        holder.write({ type: "grant.withdrawn", request: requests.view.id });
      }
    },
    stop,
  };
}

function isSame(some: MissingParts, others: MissingParts): boolean {
  return JSON.stringify(some) === JSON.stringify(others);
}
