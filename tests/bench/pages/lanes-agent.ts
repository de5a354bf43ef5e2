/** The agent's page of the bench `lanes`: notes when what arrived. */
import type { Transfer } from "./lanes-customer.ts";
import { createLinkedPage } from "./linked-page.ts";
import { nowMs } from "./page-clock.ts";

const { page, link } = createLinkedPage("agent");
let arrivedAtMs: number | undefined;
let smallSeenAtMs: number[] = [];

async function expect({ way, frameCount }: Transfer): Promise<void> {
  const { bench, lanes } = await link();
  let missingCount = frameCount;
  arrivedAtMs = undefined;
  smallSeenAtMs = [];
  const noteSmall = () => smallSeenAtMs.push(nowMs());
  const noteFrame = () => {
    missingCount -= 1;
    if (missingCount > 0) return;
    arrivedAtMs = nowMs();
    bench.progress.send("all");
  };
  lanes.asset.read(noteFrame);
  lanes.control.read(noteSmall);
  bench.baseline.onmessage = ({ data }: MessageEvent) =>
    typeof data === "string" ? noteSmall() : noteFrame();
  if (way === "ours") bench.baseline.onmessage = null;
}

/** Waits for so many small messages. @returns times on this page's clock */
async function seen({ smallCount, waitMs }: { smallCount: number; waitMs: number }) {
  const giveUpAt = nowMs() + waitMs;
  while (smallSeenAtMs.length < smallCount && nowMs() < giveUpAt) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  if (arrivedAtMs === undefined) throw new Error("not all has arrived");
  return { arrivedAtMs, smallSeenAtMs };
}

const bench = { ...page, expect, seen };
export type LanesAgent = typeof bench;

Object.assign(globalThis, { bench });
