/** The agent's page of the bench `latency`: shows the replica in one of the ways, and watches it. */
import { Replayer, ReplayerEvents } from "rrweb";
import { createMessageLane } from "../../../peer/link/message-lane.ts";
import { PAGE_MESSAGE_BYTES } from "../../../peer/protocol/limits.ts";
import { createAssetStore } from "../../../peer/replica/assets/asset-store.ts";
import { openLinkAssets } from "../../../peer/replica/assets/link-assets.ts";
import { createPageReplica } from "../../../peer/replica/page-replica.ts";
import type { LatencyWay } from "./latency-customer.ts";
import { createLinkedPage } from "./linked-page.ts";
import { openPromise } from "./open-promise.ts";
import { nowMs } from "./page-clock.ts";
import { sampleOf } from "./samples.ts";

/** From rrweb's documentation: its example of a buffer. */
const BUFFER_MS = 1_000;

const { page, link } = createLinkedPage("agent");
let stage = document.createElement("div");
let stop = () => {};
let shown = openPromise<void>();
/** When each sample, or each frame of the bare channel, was there first. */
let seenAtMs: number[] = [];
let seenCount = 0;

function note(sample: number): void {
  if (seenAtMs[sample] !== undefined) return;
  seenAtMs[sample] = nowMs();
  seenCount += 1;
}

const observer = new MutationObserver((records) => {
  for (const record of records) {
    const sample = sampleOf(record);
    if (sample !== undefined) note(sample);
  }
});

function watch(frame: HTMLIFrameElement | null): void {
  if (!frame?.contentDocument) throw new Error("the replica has no document");
  observer.disconnect();
  observer.observe(frame.contentDocument, {
    attributes: true,
    characterData: true,
    childList: true,
    subtree: true,
  });
  shown.resolve();
}

async function start(way: LatencyWay): Promise<void> {
  const { bench, lanes } = await link();
  stage = document.createElement("div");
  document.body.append(stage);
  shown = openPromise<void>();
  seenAtMs = [];
  seenCount = 0;

  switch (way) {
    case "ours": {
      const replica = createPageReplica(stage, {
        onDescribed() {},
        onResized() {},
        onShown: () => watch(stage.querySelector("iframe")),
        onIncomplete: () => reportError(new Error("the replica is incomplete")),
        onUnshowable: () => reportError(new Error("the replica cannot be shown")),
        onPrivacy() {},
      });
      const assets = openLinkAssets(lanes.asset, createAssetStore());
      replica.expectSnapshot(assets);
      lanes.page.read(
        (text) => replica.receive(text),
        () => replica.refused(),
      );
      stop = () => {
        replica.empty();
        assets.close();
      };
      return;
    }
    case "startLive":
    case "recipe": {
      // https://github.com/rrweb-io/rrweb/blob/master/docs/recipes/live-mode.md
      const replayer = new Replayer([], { root: stage, liveMode: true });
      if (way === "recipe") replayer.startLive(Date.now() - BUFFER_MS);
      else replayer.startLive();
      replayer.on(ReplayerEvents.FullsnapshotRebuilded, () => watch(replayer.iframe));
      const ended = new AbortController();
      const lane = createMessageLane(bench.baseline, {
        budgetBytes: 64 * 1024,
        maxMessageBytes: PAGE_MESSAGE_BYTES,
        ended: ended.signal,
        onFailure: reportError,
      });
      lane.read((text) => replayer.addEvent(JSON.parse(text)));
      stop = () => {
        ended.abort();
        replayer.destroy();
      };
      return;
    }
    case "bare":
    case "bareAtRest": {
      const listening = new AbortController();
      let frame = 0;
      const onFrame = () => {
        note(frame);
        frame += 1;
      };
      bench.bare.addEventListener("message", onFrame, { signal: listening.signal });
      stop = () => listening.abort();
      shown.resolve();
    }
  }
}

/** @returns whether the first snapshot was on the stage within that time */
function isShownWithin(waitMs: number): Promise<boolean> {
  const givenUp = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), waitMs));
  return Promise.race([shown.promise.then(() => true), givenUp]);
}

/** Waits for so many, but not for ever. @returns when each was seen, on this page's clock */
async function seen({ count, waitMs }: { count: number; waitMs: number }) {
  const giveUpAt = nowMs() + waitMs;
  while (seenCount < count && nowMs() < giveUpAt) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return Array.from({ length: count }, (_, sample) => seenAtMs[sample] ?? null);
}

function end(): void {
  observer.disconnect();
  stop();
  stop = () => {};
  stage.remove();
}

const bench = { ...page, start, isShownWithin, seen, end };
export type LatencyAgent = typeof bench;

Object.assign(globalThis, { bench });
