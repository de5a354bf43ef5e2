/** In every page of the customer in the bench `assets`: sends the page in one of the ways. */
import { record } from "rrweb";
import { startPageCapture } from "../../../peer/capture/page-capture.ts";
import { LANES } from "../../../peer/link/lanes.ts";
import { createMessageLane } from "../../../peer/link/message-lane.ts";
import { createPageLane } from "../../../peer/link/page-lane.ts";
import { NO_RULES } from "../../../peer/protocol/privacy-rules.ts";
import { compareClocks, createLinkedPage } from "./linked-page.ts";
import { type Looks, looksOf } from "./looks.ts";
import { watchSending } from "./own-connection.ts";
import { nowMs, pause } from "./page-clock.ts";

/** Ours; or everything inside one message, as it is or deflated as on our page lane. */
export type AssetsWay = "ours" | "inline" | "inlineDeflated";

const { page, link } = createLinkedPage("customer");
let sentBytes = 0;
let stop = () => {};

/** @returns when it began, on this page's clock */
async function start(way: AssetsWay): Promise<number> {
  const { bench, laneChannels, lanes } = await link();
  const channels = [bench.baseline, laneChannels.get("page"), laneChannels.get("asset")];
  for (const channel of channels) {
    if (!channel) throw new Error("a channel is missing");
    watchSending(channel, (frame) => {
      sentBytes += frame.length;
    });
  }
  const ended = new AbortController();
  const startedAtMs = nowMs();
  if (way === "ours") {
    const capture = startPageCapture(
      { page: lanes.page, asset: lanes.asset },
      {
        assetOrigins: [],
        rules: NO_RULES,
        onPrivate() {},
        onCaught() {},
        onTooLarge: () => reportError(new Error("a page too large")),
      },
    );
    stop = () => capture.stop();
    return startedAtMs;
  }
  const options = { ...LANES.page, ended: ended.signal, onFailure: reportError };
  const lane =
    way === "inline"
      ? createMessageLane(bench.baseline, options)
      : createPageLane(bench.baseline, options);
  // https://github.com/rrweb-io/rrweb/blob/master/guide.md: its options to take all along.
  const stopRecording = record({
    emit: (event) => void lane.send(JSON.stringify(event)),
    inlineStylesheet: true,
    inlineImages: true,
    collectFonts: true,
  });
  stop = () => {
    stopRecording?.();
    ended.abort();
  };
  return startedAtMs;
}

/** The page as it is to be shown: with the pictures too that a browser loads when it has time. */
async function looks(waitMs: number): Promise<Looks> {
  const giveUpAt = nowMs() + waitMs;
  const isLoaded = (image: HTMLImageElement) => image.complete && image.naturalWidth > 0;
  while (![...document.images].every(isLoaded)) {
    if (nowMs() > giveUpAt) throw new Error("the page has not loaded all of its pictures");
    await pause(10);
  }
  return looksOf(document);
}

const bench = {
  ...page,
  compareClocks: async (pingCount: number) => compareClocks((await link()).bench.clock, pingCount),
  looks,
  start,
  sentBytes: () => sentBytes,
  end: () => stop(),
};
export type AssetsCustomer = typeof bench;

Object.assign(globalThis, { bench });
