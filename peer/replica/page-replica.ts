/**
 * The customer's page as the agent sees it: fed by the page lane, one replayer for each snapshot.
 * A new snapshot is built beside the old one and then takes its place, so that nothing flickers.
 */
import { decode } from "../protocol/decode.ts";
import { PageMessage } from "../protocol/lane-messages.ts";
import { shownChanges, sizeAfter, snapshotEvents } from "./page-changes.ts";
import { createReplayer, type PageReplayer } from "./replayer.ts";

export interface PageReplicaListener {
  /** Where the customer is: never a query, never a fragment. */
  onDescribed(page: { host: string; path: string; title: string }): void;
  onResized(size: { widthPx: number; heightPx: number }): void;
  /** The first snapshot of a link is on the stage. */
  onShown(): void;
  /** Something is missing: the whole page has to come again. */
  onIncomplete(): void;
  /** The page cannot be rebuilt, however often it comes. What is on the stage is older. */
  onUnshowable(): void;
}

export interface PageReplica {
  /** Takes one message of the page lane. Never throws: the other side is not trusted. */
  receive(text: string): void;
  /** Something on the page lane could not be read: the page has to come again. */
  refused(): void;
  /** A new link: what comes next starts with a snapshot. The last picture stays. */
  expectSnapshot(): void;
  /** Parts of the page that came as empty boxes: what the customer keeps to themselves. */
  privateCount(): number;
  empty(): void;
}

/** How often one link is asked again for a page that could not be rebuilt. */
const REBUILDS_COUNT = 3;

export function createPageReplica(
  container: HTMLElement,
  listener: PageReplicaListener,
): PageReplica {
  let shown: PageReplayer | undefined;
  let epoch = 0;
  let seq = 0;
  let failedCount = 0;

  /** Built to break us, or a page that we cannot rebuild: either way the picture is not whole. */
  const askAgain = () => {
    failedCount += 1;
    if (failedCount <= REBUILDS_COUNT) listener.onIncomplete();
    else listener.onUnshowable();
  };

  const showSnapshot = (message: Extract<PageMessage, { type: "page.snapshot" }>) => {
    const next = createReplayer(container, {
      taste: message,
      scrollbarPx: message.scrollbarPx ?? 0,
      onLost: askAgain,
    });
    try {
      next.apply(snapshotEvents(message));
    } catch (error) {
      next.destroy();
      throw error;
    }
    const isFirst = epoch === 0;
    epoch = message.epoch;
    seq = 0;
    shown?.destroy();
    shown = next;
    listener.onResized(message);
    if (isFirst) queueMicrotask(() => listener.onShown());
  };

  const applyChange = (message: Extract<PageMessage, { type: "page.changed" }>) => {
    if (message.epoch !== epoch || !shown) return;
    if (message.seq !== seq + 1) {
      listener.onIncomplete();
      return;
    }
    seq = message.seq;
    const changes = shownChanges(message.events);
    const size = sizeAfter(changes);
    if (size) listener.onResized(size);
    shown.apply(changes);
  };

  function take(message: PageMessage): void {
    switch (message.type) {
      case "page.described":
        listener.onDescribed(message);
        return;
      case "page.snapshot":
        showSnapshot(message);
        return;
      case "page.changed":
        applyChange(message);
        return;
    }
    message satisfies never;
  }

  return {
    receive(text) {
      const decoded = decode(PageMessage, text);
      if (!decoded.ok) return askAgain();
      try {
        take(decoded.message);
      } catch {
        askAgain();
      }
    },
    refused: askAgain,
    expectSnapshot() {
      epoch = 0;
      seq = 0;
      failedCount = 0;
    },
    privateCount: () => shown?.privateCount() ?? 0,
    empty() {
      shown?.destroy();
      shown = undefined;
      epoch = 0;
      seq = 0;
    },
  };
}
