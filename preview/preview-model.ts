/** What the window shows: what the agent sees, made of what the agent is sent. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { PreviewMessage } from "../peer/protocol/preview-messages.ts";
import { createAssetStore } from "../peer/replica/assets/asset-store.ts";
import {
  type AssetLane,
  type LinkAssets,
  openLinkAssets,
} from "../peer/replica/assets/link-assets.ts";
import { createPageReplica } from "../peer/replica/page-replica.ts";
import { type OpenedWindow, openPort } from "./port.ts";

/** How often the parts are counted that are private, or cannot be shown here, in milliseconds. */
const COUNTED_EVERY_MS = 1_000;

export type PreviewState =
  /** Nobody has opened this window, or its page may not be known, or does not answer. */
  | "alone"
  | "waiting"
  | "live"
  | "private"
  | "unshowable"
  /** The agent has the picture that is here, and gets no other. */
  | "lost"
  | "ended"
  /** The customer is on another page, or has closed this one. */
  | "left";

export interface PreviewModel {
  readonly state: ReadonlySignal<PreviewState>;
  readonly agentName: ReadonlySignal<string>;
  readonly page: ReadonlySignal<{ host: string; path: string; title: string } | null>;
  readonly size: ReadonlySignal<{ widthPx: number; heightPx: number } | null>;
  readonly privateCount: ReadonlySignal<number>;
  /** Pictures and the like that are not here; the agent may have them. */
  readonly missingCount: ReadonlySignal<number>;
  /** Holds the replica's frame. */
  readonly container: HTMLElement;
}

export function createPreviewModel(opened: OpenedWindow): PreviewModel {
  const container = document.createElement("div");
  const agentName = signal("");
  const page = signal<PreviewModel["page"]["value"]>(null);
  const size = signal<PreviewModel["size"]["value"]>(null);
  const privateCount = signal(0);
  const missingCount = signal(0);
  const isAnswered = signal(true);
  const isLinked = signal(true);
  const shown = signal<"nothing" | "page" | "private" | "unshowable">("nothing");
  const last = signal<"alone" | "ended" | "left" | null>(null);
  const store = createAssetStore();
  let assets: LinkAssets | undefined;
  let giveFrame: Parameters<AssetLane["read"]>[0] = () => {};

  const replica = createPageReplica(container, {
    onDescribed: ({ host, path, title }) => {
      page.value = { host, path, title };
    },
    onResized: (next) => {
      size.value = next;
      // A page that is smaller, or built otherwise, has come.
      if (shown.value === "unshowable") shown.value = "page";
    },
    onShown() {
      if (shown.value !== "private") shown.value = "page";
      count();
    },
    onPrivacy(now) {
      shown.value = now === "private" ? "private" : "page";
      if (now === "private") page.value = null;
      count();
    },
    // Nobody is asked: what cannot be shown here cannot be shown to the agent either.
    onIncomplete() {},
    onUnshowable() {
      shown.value = "unshowable";
    },
  });

  function count(): void {
    privateCount.value = replica.privateCount();
    const missing = Object.values(replica.missingParts());
    missingCount.value = missing.reduce((sum, each) => sum + each, 0);
  }
  const countTimer = setInterval(count, COUNTED_EVERY_MS);

  function openLink(): void {
    assets?.close();
    isLinked.value = true;
    const lane: AssetLane = {
      // Nothing goes back.
      send: () => Promise.resolve(),
      read(onFrame) {
        giveFrame = onFrame;
      },
    };
    assets = openLinkAssets(lane, store);
    replica.expectSnapshot(assets);
  }

  /** Nothing of the page is left here. */
  function finish(why: "alone" | "ended" | "left"): void {
    last.value = why;
    clearInterval(countTimer);
    replica.empty();
    assets?.close();
    store.clear();
    page.value = null;
    privateCount.value = 0;
    missingCount.value = 0;
    if (stop) stop();
  }

  function receive(message: PreviewMessage): void {
    switch (message.type) {
      case "preview.began":
        isAnswered.value = true;
        agentName.value = message.agentName;
        return;
      case "link.opened":
        return openLink();
      case "link.lost":
        isLinked.value = false;
        return;
      case "page.sent":
        return replica.receive(message.text);
      case "asset.sent":
        return giveFrame(message.frame as string | Uint8Array<ArrayBuffer>);
      case "page.private":
        return replica.keepPrivate(message.afterEpoch);
      case "page.unsendable":
        shown.value = "unshowable";
        return;
      case "session.ended":
        return finish("ended");
      case "page.left":
        return finish("left");
    }
    message satisfies never;
  }

  const stop = openPort(opened, {
    onMessage: receive,
    onUnanswered() {
      isAnswered.value = false;
    },
    onGone: () => finish("left"),
  });
  if (!stop) finish("alone");

  return {
    state: computed(() => {
      if (last.value) return last.value;
      if (!isAnswered.value) return "alone";
      if (!isLinked.value) return "lost";
      if (shown.value === "nothing") return "waiting";
      return shown.value === "page" ? "live" : shown.value;
    }),
    agentName,
    page,
    size,
    privateCount,
    missingCount,
    container,
  };
}
