/**
 * Captures the customer's page onto the page lane for as long as it runs: one snapshot, then every
 * change as it happens. Nothing of it outlives `stop`.
 */
import type { RecorderEvent } from "../protocol/lane-messages.ts";
import { PAGE_LABEL_LENGTH } from "../protocol/limits.ts";
import { INCREMENTAL, INPUT, MUTATION } from "../protocol/recorder-events.ts";
import { createAdoptedSheets } from "./adopted-sheets.ts";
import { startAssetCapture } from "./assets/asset-capture.ts";
import type { AssetLane } from "./assets/asset-sender.ts";
import { startFieldCapture } from "./field-capture.ts";
import { prepareForLeaving } from "./outgoing-nodes.ts";
import { createPageOutbox, type PageSender } from "./page-outbox.ts";
import {
  isBoxed,
  isRedacted,
  recordedId,
  recordedNode,
  redactedParts,
  startRecorder,
} from "./recorder.ts";
import { takeOutRedacted } from "./redacted-changes.ts";
import { watchScrollbar } from "./scrollbar.ts";

export interface PageCapture {
  /** Sends the whole page again; at most once a second, so that it costs the customer little. */
  takeSnapshot(): void;
  stop(): void;
}

const SNAPSHOT_PAUSE_MS = 1_000;

export interface PageCaptureLanes {
  page: PageSender;
  asset: AssetLane;
}

export interface PageCaptureOptions {
  /** Origins besides the page's own that the site lets us read pictures and fonts from. */
  assetOrigins: readonly string[];
  /** The page does not fit into a message: the agent cannot be shown it. */
  onTooLarge(): void;
}

export function startPageCapture(
  lanes: PageCaptureLanes,
  { assetOrigins, onTooLarge }: PageCaptureOptions,
): PageCapture {
  const stopped = new AbortController();
  let epoch = 0;
  let seq = 0;
  let waiting: RecorderEvent[] = [];
  let described = "";
  let lastSnapshotAt = 0;
  let snapshotTimer: ReturnType<typeof setTimeout> | undefined;

  const likesDark = matchMedia("(prefers-color-scheme: dark)");
  const likesStill = matchMedia("(prefers-reduced-motion: reduce)");

  const outbox = createPageOutbox(lanes.page, {
    onSnapshotDue: () => takeSnapshot(),
    onTooLarge,
  });

  const describe = () => {
    const message = {
      type: "page.described" as const,
      host: location.host.slice(0, PAGE_LABEL_LENGTH),
      path: location.pathname.slice(0, PAGE_LABEL_LENGTH),
      title: document.title.slice(0, PAGE_LABEL_LENGTH),
    };
    const now = `${message.host} ${message.path} ${message.title}`;
    if (now === described) return;
    described = now;
    outbox.send(message);
  };

  const flush = () => {
    if (waiting.length === 0) return;
    const events = waiting;
    waiting = [];
    seq += 1;
    describe();
    outbox.send({ type: "page.changed", epoch, seq, events });
  };

  const queue = (event: RecorderEvent) => {
    if (waiting.length === 0) queueMicrotask(flush);
    waiting.push(event);
  };

  const assets = startAssetCapture(lanes.asset, {
    assetOrigins,
    nodeOf: recordedNode,
    idOf: recordedId,
    isBoxed,
    hidden: {
      isRedacted,
      isMasked: () => false,
      parts: redactedParts,
      roots: () => [document],
    },
    isPrivateByDefault: false,
    onSeen() {},
    checkText: (text) => text,
    onChange(id, attributes) {
      const changes = [{ id, attributes }];
      const data = { source: MUTATION, texts: [], attributes: changes, removes: [], adds: [] };
      queue({ type: INCREMENTAL, timestamp: Date.now(), data });
    },
  });

  const fields = startFieldCapture({ idOf: recordedId, isBoxed, onChange: queue });

  const scrollbar = watchScrollbar(() => takeSnapshot());
  const adoptedSheets = createAdoptedSheets();

  const recorder = startRecorder({
    onSnapshot(events, { widthPx, heightPx }) {
      // What was recorded before the snapshot is in it.
      waiting = [];
      fields.startAfresh();
      adoptedSheets.startAfresh();
      epoch += 1;
      seq = 0;
      prepareForLeaving(events[1], recordedNode, assets);
      describe();
      outbox.send({
        type: "page.snapshot",
        epoch,
        widthPx,
        heightPx,
        colorScheme: likesDark.matches ? "dark" : "light",
        reducedMotion: likesStill.matches ? "reduce" : "no-preference",
        scrollbarPx: scrollbar.startAfresh(),
        events,
      });
    },
    onChange(event) {
      if (event.data["source"] === INPUT)
        return fields.tell(recordedNode(Number(event.data["id"])));
      if (!takeOutRedacted(event, recordedNode, isRedacted)) return;
      prepareForLeaving(event, recordedNode, assets);
      queue(event);
      adoptedSheets.after(event).forEach(queue);
    },
  });

  for (const name of ["popstate", "hashchange", "visibilitychange"]) {
    window.addEventListener(name, describe, { signal: stopped.signal });
  }
  // `pushState` fires no event but this one, where there is one; else the next change tells.
  const { navigation } = window as { navigation?: EventTarget };
  navigation?.addEventListener("currententrychange", describe, { signal: stopped.signal });

  const takeSnapshot = () => {
    if (snapshotTimer !== undefined) return;
    const pauseMs = Math.max(0, lastSnapshotAt + SNAPSHOT_PAUSE_MS - Date.now());
    snapshotTimer = setTimeout(() => {
      snapshotTimer = undefined;
      lastSnapshotAt = Date.now();
      recorder.takeSnapshot();
    }, pauseMs);
  };
  for (const taste of [likesDark, likesStill]) {
    taste.addEventListener("change", takeSnapshot, { signal: stopped.signal });
  }

  return {
    takeSnapshot,
    stop() {
      stopped.abort();
      clearTimeout(snapshotTimer);
      waiting = [];
      assets.stop();
      fields.stop();
      scrollbar.stop();
      recorder.stop();
      outbox.close();
    },
  };
}
