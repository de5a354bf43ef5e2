/** The customer's page of the bench `lanes`: sends much, and small messages meanwhile. */
import { LANE_CHUNK_BYTES } from "../../../peer/protocol/limits.ts";
import { createRandom } from "../random.ts";
import { compareClocks, createLinkedPage } from "./linked-page.ts";
import { nowMs, pause } from "./page-clock.ts";

/** Ours: much on the asset lane, small messages on the control lane. Else all on one channel. */
export type LanesWay = "ours" | "oneChannel";

export interface Transfer {
  way: LanesWay;
  frameCount: number;
  seed: number;
}

/** Between two small messages; the first one leaves when much has been queued. */
const PAUSE_MS = { least: 8, most: 24 };
export const SMALL_MESSAGE_BYTES = 200;

const { page, link } = createLinkedPage("customer");

/** @returns when it began and when each small message was sent, on this page's clock */
async function transfer({ way, frameCount, seed }: Transfer) {
  const { bench, lanes } = await link();
  const random = createRandom(seed);
  const frames = Array.from({ length: frameCount }, () => randomFrame(random));
  let isArrived = false;
  const arrived = new Promise<void>((resolve) => {
    bench.progress.addEventListener("message", () => resolve(), { once: true });
  }).then(() => {
    isArrived = true;
  });

  const smallSentAtMs: number[] = [];
  const startedAtMs = nowMs();
  if (way === "oneChannel") for (const frame of frames) bench.baseline.send(frame);
  const sending = way === "ours" ? sendAll(frames) : Promise.resolve();
  while (!isArrived) {
    await pause(PAUSE_MS.least + random() * (PAUSE_MS.most - PAUSE_MS.least));
    const message = String(smallSentAtMs.length).padStart(SMALL_MESSAGE_BYTES, "0");
    smallSentAtMs.push(nowMs());
    if (way === "ours") await lanes.control.send(message);
    else bench.baseline.send(message);
  }
  await Promise.all([sending, arrived]);
  return { startedAtMs, smallSentAtMs };

  async function sendAll(all: Array<Uint8Array<ArrayBuffer>>): Promise<void> {
    for (const frame of all) await lanes.asset.send(frame);
  }
}

/** As little to be packed as a picture. */
function randomFrame(random: () => number): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(LANE_CHUNK_BYTES / 4);
  for (let word = 0; word < words.length; word += 1) words[word] = random() * 2 ** 32;
  return new Uint8Array(words.buffer);
}

const bench = {
  ...page,
  compareClocks: async (pingCount: number) => compareClocks((await link()).bench.clock, pingCount),
  transfer,
};
export type LanesCustomer = typeof bench;

Object.assign(globalThis, { bench });
