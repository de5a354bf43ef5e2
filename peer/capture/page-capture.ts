/**
 * Captures the customer's page onto the page lane for as long as it runs: one snapshot, then every
 * change as it happens. Of a page that the site keeps private nothing is recorded; the capture waits
 * there for the next one. Nothing of it outlives `stop`.
 */
import type { GuardCatch } from "../protocol/guard-catches.ts";
import type { PageMessage } from "../protocol/lane-messages.ts";
import type { PrivacyRules } from "../protocol/privacy-rules.ts";
import { afterNextFrame } from "../scheduling/next-frame.ts";
import { afterNextTask } from "../scheduling/next-task.ts";
import { startAssetCapture } from "./assets/asset-capture.ts";
import type { AssetLane } from "./assets/asset-sender.ts";
import { createGuardedExit } from "./guarded-exit.ts";
import { createPageOutbox, type PageSender } from "./page-outbox.ts";
import { type PageRecording, startPageRecording } from "./page-recording.ts";
import { isOwnPart, recordedId, recordedNode } from "./recorder.ts";
import { createDescriber } from "./redaction/page-description.ts";
import { isPrivatePage } from "./redaction/private-page.ts";
import { createRedaction, type Redaction } from "./redaction/redaction.ts";
import { watchScrollbar } from "./scrollbar.ts";

export interface PageCapture {
  /** Sends the whole page again; at most once a second, so that it costs the customer little. */
  takeSnapshot(): void;
  /** The site has other rules from now on; they hold at once. */
  setRules(rules: PrivacyRules | null): void;
  /** Whether a node of the page is in a part that stays with the customer. */
  isRedacted(node: Node): boolean;
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
  /** None: they cannot be read, and every page is private. */
  rules: PrivacyRules | null;
  /** The page does not fit into a message: the agent cannot be shown it. */
  onTooLarge(): void;
  /**
   * The page is private, or is not any more.
   * @param epoch - of the last snapshot that was sent; what is under way of it is void
   */
  onPrivate(isPrivate: boolean, epoch: number): void;
  /** The guard has found, and masked, what redaction let through. */
  onCaught(catches: GuardCatch[]): void;
}

export function startPageCapture(
  lanes: PageCaptureLanes,
  options: PageCaptureOptions,
): PageCapture {
  const stopped = new AbortController();
  let { rules } = options;
  let redaction: Redaction | undefined;
  let recording: PageRecording | undefined;
  let isPrivate = false;
  /** A page that is not private any more, but may not show itself yet. */
  let opening = new AbortController();
  opening.abort();
  let address = location.href;
  let epoch = 0;
  let seq = 0;
  let lastSnapshotAt = 0;
  let snapshotTimer: ReturnType<typeof setTimeout> | undefined;

  const likesDark = matchMedia("(prefers-color-scheme: dark)");
  const likesStill = matchMedia("(prefers-reduced-motion: reduce)");

  const outbox = createPageOutbox(lanes.page, {
    onSnapshotDue: () => takeSnapshot(),
    onTooLarge: options.onTooLarge,
  });
  const exit = createGuardedExit({ nodeOf: recordedNode, onCaught: options.onCaught });
  /** What the guard needs time for may not leave any more when it is done. */
  function send(message: PageMessage): Promise<void> | void {
    const sent = recording;
    const passing = exit.pass(message);
    if (!passing) return outbox.send(message);
    return passing.then(() => {
      look();
      if (recording === sent) outbox.send(message);
    });
  }
  const isRedacted = (node: Node) => redaction?.isRedacted(node) ?? true;
  const assets = startAssetCapture(lanes.asset, {
    assetOrigins: options.assetOrigins,
    nodeOf: recordedNode,
    idOf: recordedId,
    isBoxed: (node) => isOwnPart(node) || isRedacted(node),
    hidden: {
      isRedacted,
      isMasked: (node) => redaction?.isMasked(node) ?? true,
      parts: () => redaction?.parts() ?? [],
      roots: () => redaction?.roots() ?? [],
    },
    mayLeave: () => recording !== undefined,
    onSeen: exit.remember,
    checkText: exit.passText,
    onChange: (id, attributes) => recording?.tellAttributes(id, attributes),
  });
  const scrollbar = watchScrollbar(() => takeSnapshot());
  const describer = createDescriber();

  function describe(): void {
    if (!rules || !redaction || isPrivate) return;
    const description = describer.news(rules, redaction);
    if (description) send(description);
  }

  function startRecording(inForce: PrivacyRules, watching: Redaction): PageRecording {
    return startPageRecording({
      rules: inForce,
      redaction: watching,
      assets,
      onSeen: exit.remember,
      mayLeave: () => {
        look();
        return recording !== undefined;
      },
      onSnapshot({ events, widthPx, heightPx }) {
        epoch += 1;
        seq = 0;
        describe();
        return send({
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
      onChanges(events) {
        seq += 1;
        describe();
        return send({ type: "page.changed", epoch, seq, events });
      },
      onSnapshotDue: () => takeSnapshot(),
    });
  }

  /** Whatever the page does, what leaves is what may leave of the page that it is now. */
  function look(): void {
    if (location.href === address) return;
    address = location.href;
    decide();
    describe();
  }

  function decide(): void {
    const wasPrivate = isPrivate;
    isPrivate = !redaction || isPrivatePage(rules);
    if (isPrivate) {
      opening.abort();
      recording?.stop();
      recording = undefined;
      outbox.giveUpWaiting();
      // A site often changes the address first, and what it shows a moment later.
    } else if (wasPrivate) open(afterNextFrame);
    else if (opening.signal.aborted) record();
    if (isPrivate !== wasPrivate) options.onPrivate(isPrivate, epoch);
  }

  function record(): void {
    if (!recording && rules && redaction) recording = startRecording(rules, redaction);
  }

  /** @param wait - until the page may show itself, unless it becomes private meanwhile */
  function open(wait: (ended: AbortSignal, work: () => void) => void): void {
    opening.abort();
    opening = new AbortController();
    const { signal } = opening;
    wait(signal, () => {
      opening.abort();
      look();
      if (!isPrivate) record();
    });
  }

  function obey(): void {
    recording?.stop();
    recording = undefined;
    redaction?.stop();
    if (rules) exit.obey(rules);
    redaction = rules ? watch(rules) : undefined;
    // What is private has been looked for; the snapshot is a task of its own, or both would hold up the page.
    open(afterNextTask);
    decide();
  }

  /** @returns nothing for rules that this browser cannot read: then every page is private */
  function watch(rules: PrivacyRules): Redaction | undefined {
    try {
      const watching = createRedaction(rules, {
        onRedacted: (element) => recording?.onRedacted(element),
        onChanged: (element) => recording?.onRedactedChanged(element),
        onOpened: () => takeSnapshot(),
        onSeen: exit.remember,
      });
      watching.lookAfter(document);
      return watching;
    } catch {
      return undefined;
    }
  }

  for (const name of ["popstate", "hashchange", "visibilitychange"]) {
    window.addEventListener(name, look, { signal: stopped.signal });
  }
  // `pushState` fires no event but this one, where there is one; else the next change tells.
  const { navigation } = window as { navigation?: EventTarget };
  navigation?.addEventListener("currententrychange", look, { signal: stopped.signal });

  const takeSnapshot = () => {
    if (snapshotTimer !== undefined) return;
    const pauseMs = Math.max(0, lastSnapshotAt + SNAPSHOT_PAUSE_MS - Date.now());
    snapshotTimer = setTimeout(() => {
      snapshotTimer = undefined;
      lastSnapshotAt = Date.now();
      recording?.takeSnapshot();
    }, pauseMs);
  };
  for (const taste of [likesDark, likesStill]) {
    taste.addEventListener("change", takeSnapshot, { signal: stopped.signal });
  }
  obey();

  return {
    takeSnapshot,
    setRules(next) {
      rules = next;
      assets.startSheetsAfresh();
      obey();
    },
    isRedacted,
    stop() {
      stopped.abort();
      opening.abort();
      clearTimeout(snapshotTimer);
      assets.stop();
      scrollbar.stop();
      recording?.stop();
      redaction?.stop();
      exit.stop();
      outbox.close();
    },
  };
}
