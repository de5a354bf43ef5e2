/**
 * The customer's page as the agent sees it: fed by the page lane, one replayer for each snapshot.
 * A new snapshot is built beside the old one, out of sight, and takes its place when its style
 * sheets are in, so that nothing flickers and no page is seen without its looks.
 */
import { decode } from "../protocol/decode.ts";
import { PageMessage } from "../protocol/lane-messages.ts";
import { withOwnIds } from "../protocol/relative-ids.ts";
import type { LinkAssets } from "./assets/link-assets.ts";
import type { MissingParts } from "./assets/missing-parts.ts";
import { createEpochs } from "./epochs.ts";
import { shownChanges, sizeAfter, snapshotEvents } from "./page-changes.ts";
import { createReplayer, PAGE_TITLE, type PageReplayer } from "./replayer.ts";

export interface PageReplicaListener {
  /** Where the customer is: never a query, never a fragment. */
  onDescribed(page: { host: string; path: string; title: string }): void;
  onResized(size: { widthPx: number; heightPx: number }): void;
  /** The first snapshot of a link is on the stage, or its page is private. */
  onShown(): void;
  /** Private: nothing of the page is here, nor its address. Open: it is on the stage again. */
  onPrivacy(page: "private" | "open"): void;
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
  /**
   * A new link: what comes next starts with a snapshot. The last picture stays.
   * @param assets - what the names on this link stand for
   */
  expectSnapshot(assets: LinkAssets): void;
  /**
   * The customer is on a page that is kept to them: empties the stage at once, and leaves it empty
   * until a snapshot of a later epoch is there (L17).
   */
  keepPrivate(afterEpoch: number): void;
  /** Parts of the page that came as empty boxes: what the customer keeps to themselves. */
  privateCount(): number;
  /** Parts of the page that cannot be shown, though the customer sees them. */
  missingParts(): MissingParts;
  empty(): void;
}

/** How often one link is asked again for a page that could not be rebuilt. */
const REBUILDS_COUNT = 3;
/** How long a page waits for its style sheets: a slow one must not keep the agent from seeing. */
const STYLED_WITHIN_MS = 3_000;
/** How long a styled page waits for pictures and fonts that are here already: a few frames. */
const DRAWABLE_WITHIN_MS = 150;

type Description = Extract<PageMessage, { type: "page.described" }>;
type Size = { widthPx: number; heightPx: number };

export function createPageReplica(
  container: HTMLElement,
  listener: PageReplicaListener,
): PageReplica {
  let assets: LinkAssets | undefined;
  let shown: PageReplayer | undefined;
  /** Out of sight, while the one before is still shown. */
  let next: { replayer: PageReplayer; size: Size } | undefined;
  let showTimer: ReturnType<typeof setTimeout> | undefined;
  let hasShown = false;
  const epochs = createEpochs();
  /** In the place of a private page. */
  let blank: HTMLElement | undefined;
  /** The latest; while a page is private it waits for the next one. */
  let described: Description | undefined;
  let failedCount = 0;

  /** Built to break us, or a page that we cannot rebuild: either way the picture is not whole. */
  const askAgain = () => {
    failedCount += 1;
    if (failedCount <= REBUILDS_COUNT) listener.onIncomplete();
    else listener.onUnshowable();
  };

  const dropNext = () => {
    clearTimeout(showTimer);
    showTimer = undefined;
    next?.replayer.destroy();
    next = undefined;
  };

  const takeSnapshot = (message: Extract<PageMessage, { type: "page.snapshot" }>) => {
    if (!assets || !epochs.mayBegin(message.epoch)) return;
    const { widthPx, heightPx } = message;
    const replayer = createReplayer(container, {
      taste: message,
      scrollbarPx: message.scrollbarPx ?? 0,
      assets,
      onStyled: () => {
        if (next?.replayer === replayer) showWhenDrawable(replayer);
      },
      onLost: askAgain,
    });
    try {
      replayer.apply(snapshotEvents(message));
    } catch (error) {
      replayer.destroy();
      throw error;
    }
    epochs.begin(message.epoch);
    next?.replayer.destroy();
    next = { replayer, size: { widthPx, heightPx } };
    // A page that is asked for again and again waits no longer than the first of them.
    if (replayer.isStyled()) showWhenDrawable(replayer);
    else showTimer ??= setTimeout(showNext, STYLED_WITHIN_MS);
  };

  function showWhenDrawable(replayer: PageReplayer): void {
    const drawable = replayer.whenDrawable();
    if (!drawable) return showNext();
    clearTimeout(showTimer);
    showTimer = setTimeout(showNext, DRAWABLE_WITHIN_MS);
    void drawable.then(() => {
      if (next?.replayer === replayer) showNext();
    });
  }

  function showNext(): void {
    clearTimeout(showTimer);
    showTimer = undefined;
    if (!next) return;
    const { replayer, size } = next;
    next = undefined;
    shown?.destroy();
    shown = replayer;
    replayer.show();
    listener.onResized(size);
    if (blank) {
      blank.remove();
      blank = undefined;
      listener.onPrivacy("open");
      if (described) listener.onDescribed(described);
    }
    tellShown();
  }

  function tellShown(): void {
    if (hasShown) return;
    hasShown = true;
    queueMicrotask(() => listener.onShown());
  }

  const applyChange = (message: Extract<PageMessage, { type: "page.changed" }>) => {
    const replayer = next?.replayer ?? shown;
    const taken = epochs.take(message.epoch, message.seq);
    if (taken === "of-another-epoch" || !replayer) return;
    if (taken === "after-a-gap") return listener.onIncomplete();
    const changes = shownChanges(message.events);
    const size = sizeAfter(changes);
    if (size && next) next.size = size;
    else if (size) listener.onResized(size);
    const wasStyled = replayer.isStyled();
    replayer.apply(changes);
    // What was awaited has been taken out.
    if (next && !wasStyled && replayer.isStyled()) showWhenDrawable(replayer);
  };

  function take(message: PageMessage): void {
    switch (message.type) {
      case "page.described":
        described = message;
        if (!blank) listener.onDescribed(message);
        return;
      case "page.snapshot":
        takeSnapshot(message);
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
        take(withOwnIds(decoded.message));
      } catch {
        askAgain();
      }
    },
    refused: askAgain,
    expectSnapshot(linkAssets) {
      // Its names are those of a link that is gone.
      dropNext();
      assets = linkAssets;
      hasShown = false;
      described = undefined;
      epochs.startAfresh();
      failedCount = 0;
    },
    keepPrivate(afterEpoch) {
      if (!assets || !epochs.endWith(afterEpoch)) return;
      clear();
      blank ??= addBlank(container);
      listener.onPrivacy("private");
      tellShown();
    },
    privateCount: () => shown?.privateCount() ?? 0,
    missingParts: () => shown?.missingParts() ?? {},
    empty() {
      clear();
      blank?.remove();
      blank = undefined;
      described = undefined;
      // What still comes is of a link that nobody looks at.
      assets = undefined;
      epochs.startAfresh();
    },
  };

  function clear(): void {
    dropNext();
    shown?.destroy();
    shown = undefined;
  }
}

/** A frame as the replica's, with nothing in it. */
function addBlank(container: HTMLElement): HTMLElement {
  const frame = document.createElement("iframe");
  frame.title = PAGE_TITLE;
  frame.tabIndex = -1;
  frame.setAttribute("sandbox", "allow-same-origin");
  Object.assign(frame.style, { width: "100%", height: "100%" });
  container.append(frame);
  return frame;
}
