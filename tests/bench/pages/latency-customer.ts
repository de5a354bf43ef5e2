/** The customer's page of the bench `latency`: changes itself, and records that in one of the ways. */
import { record } from "rrweb";
import { startPageCapture } from "../../../peer/capture/page-capture.ts";
import { createMessageLane } from "../../../peer/link/message-lane.ts";
import { PAGE_MESSAGE_BYTES } from "../../../peer/protocol/limits.ts";
import { NO_RULES } from "../../../peer/protocol/privacy-rules.ts";
import { createRandom } from "../random.ts";
import { compareClocks, createLinkedPage } from "./linked-page.ts";
import { watchSending } from "./own-connection.ts";
import { nowMs, pause } from "./page-clock.ts";
import { changeSample, createSamples } from "./samples.ts";
import { drawShopWindow } from "./shop-window.ts";

/**
 * Ours; rrweb's live mode, without and with the documented buffer; the bytes of ours alone, while the
 * page makes the same changes and nobody records them; and the same while the page rests.
 */
export type LatencyWay = "ours" | "startLive" | "recipe" | "bare" | "bareAtRest";

export interface LatencyBlock {
  way: LatencyWay;
  changeCount: number;
  seed: number;
  /** By so much this page's `Date.now` is ahead of the time. */
  clockAheadMs: number;
  /** So long the first snapshot is held back, and what follows behind it. */
  snapshotDelayMs: number;
}

/** Not in step with the frames of a screen, which come every 16.7 ms. */
const PAUSE_MS = { least: 14, most: 34 };

declare global {
  interface Window {
    /** Added to `Date.now`, by a script that runs before all others. */
    clockAheadMs: number;
  }
}

const { page, link } = createLinkedPage("customer");
let samples: HTMLElement | undefined;
let stop = () => {};
/** What ours put on the page lane's channel for each change of its last block. */
let lastFrames: Array<Array<Uint8Array<ArrayBuffer>>> = [];

async function start(block: LatencyBlock): Promise<void> {
  const { bench, laneChannels, lanes } = await link();
  window.clockAheadMs = block.clockAheadMs;
  samples = createSamples(block.changeCount);
  document.body.prepend(samples);
  const held = block.snapshotDelayMs > 0 ? pause(block.snapshotDelayMs) : undefined;
  const late = (send: (text: string) => Promise<void>) => (text: string) =>
    held ? held.then(() => send(text)) : send(text);

  switch (block.way) {
    case "ours": {
      const channel = laneChannels.get("page");
      if (!channel) throw new Error("no channel of the page lane");
      lastFrames = [];
      const unwatch = watchSending(channel, (frame) => lastFrames.at(-1)?.push(frame));
      const pageLane = { send: late(lanes.page.send), sendAfresh: late(lanes.page.sendAfresh) };
      const capture = startPageCapture(
        { page: pageLane, asset: lanes.asset },
        {
          assetOrigins: [],
          rules: NO_RULES,
          onPrivate() {},
          onCaught() {},
          onTooLarge: () => reportError(new Error("a page too large")),
        },
      );
      stop = () => {
        capture.stop();
        unwatch();
      };
      return;
    }
    case "startLive":
    case "recipe": {
      const ended = new AbortController();
      const lane = createMessageLane(bench.baseline, {
        budgetBytes: 64 * 1024,
        maxMessageBytes: PAGE_MESSAGE_BYTES,
        ended: ended.signal,
        onFailure: reportError,
      });
      const send = late(lane.send);
      // As the recipe has it: each event to the other side as it comes.
      const stopRecording = record({ emit: (event) => void send(JSON.stringify(event)) });
      stop = () => {
        stopRecording?.();
        ended.abort();
      };
      return;
    }
    case "bare":
    case "bareAtRest":
  }
}

/** @returns when each change was made, on this page's clock, and in how many frames it left */
async function change({ way, changeCount, seed }: LatencyBlock) {
  const { bench } = await link();
  const random = createRandom(seed);
  const changedAtMs: number[] = [];
  const frameCounts: number[] = [];
  const frames = lastFrames;
  for (let sample = 0; sample < changeCount; sample += 1) {
    await pause(PAUSE_MS.least + random() * (PAUSE_MS.most - PAUSE_MS.least));
    if (way === "ours") lastFrames.push([]);
    if (samples && way !== "bareAtRest") changeSample(samples, sample);
    changedAtMs.push(nowMs());
    if (way !== "bare" && way !== "bareAtRest") continue;
    const own = frames[sample % frames.length] ?? [];
    for (const frame of own) bench.bare.send(frame);
    frameCounts.push(own.length);
  }
  return { changedAtMs, frameCounts };
}

function end(): void {
  stop();
  stop = () => {};
  samples?.remove();
  window.clockAheadMs = 0;
}

const bench = {
  ...page,
  compareClocks: async (pingCount: number) => compareClocks((await link()).bench.clock, pingCount),
  start,
  change,
  end,
};
export type LatencyCustomer = typeof bench;

drawShopWindow();
Object.assign(globalThis, { bench });
