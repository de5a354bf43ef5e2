/**
 * The customer's page as the agent sees it: fed by the page lane, one replayer for each snapshot.
 * A new snapshot is built beside the old one and then takes its place, so that nothing flickers.
 */
import { decode } from "../protocol/decode.ts";
import { PageMessage } from "../protocol/lane-messages.ts";
import { createReplayer, type PageReplayer } from "./replayer.ts";

export interface PageReplicaListener {
  /** Where the customer is: never a query, never a fragment. */
  onDescribed(page: { host: string; path: string; title: string }): void;
  onResized(size: { widthPx: number; heightPx: number }): void;
  /** The first snapshot of a link is on the stage. */
  onShown(): void;
  /** Something is missing: the whole page has to come again. */
  onIncomplete(): void;
}

export interface PageReplica {
  /** Takes one message of the page lane. Never throws: the other side is not trusted. */
  receive(text: string): void;
  /** A new link: what comes next starts with a snapshot. The last picture stays. */
  expectSnapshot(): void;
  /** Parts of the page that came as empty boxes: what the customer keeps to themselves. */
  privateCount(): number;
  empty(): void;
}

const INCREMENTAL = 3;
const VIEWPORT_RESIZED = 4;

export function createPageReplica(
  container: HTMLElement,
  listener: PageReplicaListener,
): PageReplica {
  let shown: PageReplayer | undefined;
  let epoch = 0;
  let seq = 0;

  const showSnapshot = (message: Extract<PageMessage, { type: "page.snapshot" }>) => {
    const previous = shown;
    const isFirst = epoch === 0;
    epoch = message.epoch;
    seq = 0;
    shown = createReplayer(container, message.colorScheme);
    shown.apply(message.events);
    listener.onResized(message);
    // The replayer applies in microtasks; one later the new page stands.
    void Promise.resolve()
      .then(() => {})
      .then(() => {
        previous?.destroy();
        if (isFirst) listener.onShown();
      });
  };

  const applyChange = (message: Extract<PageMessage, { type: "page.changed" }>) => {
    if (message.epoch !== epoch || !shown) return;
    if (message.seq !== seq + 1) {
      listener.onIncomplete();
      return;
    }
    seq = message.seq;
    for (const { type, data } of message.events) {
      if (type !== INCREMENTAL || data["source"] !== VIEWPORT_RESIZED) continue;
      const [widthPx, heightPx] = [Number(data["width"]), Number(data["height"])];
      if (widthPx > 0 && heightPx > 0) listener.onResized({ widthPx, heightPx });
    }
    shown.apply(message.events);
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
      if (!decoded.ok) {
        listener.onIncomplete();
        return;
      }
      try {
        take(decoded.message);
      } catch {
        // Built to break us, or a page that we cannot rebuild: either way the picture is not whole.
        listener.onIncomplete();
      }
    },
    expectSnapshot() {
      epoch = 0;
      seq = 0;
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
