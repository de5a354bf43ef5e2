/** The agent's page of the bench `assets`: shows the replica, and says when it is complete. */
import { Replayer } from "rrweb";
import { LANES } from "../../../peer/link/lanes.ts";
import { createMessageLane } from "../../../peer/link/message-lane.ts";
import { createPageLane } from "../../../peer/link/page-lane.ts";
import { createAssetStore } from "../../../peer/replica/assets/asset-store.ts";
import { openLinkAssets } from "../../../peer/replica/assets/link-assets.ts";
import { createPageReplica } from "../../../peer/replica/page-replica.ts";
import { isPictureBox } from "../../../peer/replica/picture-box.ts";
import type { AssetsWay } from "./assets-customer.ts";
import { createLinkedPage } from "./linked-page.ts";
import { backgroundsOf, isAlike, isAlikePicture, type Looks, looksOf } from "./looks.ts";
import { watchSending } from "./own-connection.ts";
import { nowMs, pause } from "./page-clock.ts";

const { page, link } = createLinkedPage("agent");
/** What the agent's tab keeps of a site; empty for a cold start. */
let store = createAssetStore();
let stage = document.createElement("div");
let shownFrame = (): HTMLIFrameElement | null => null;
let areBackgroundsSent = false;
let sentBytes = 0;
let stop = () => {};

async function start({ way, store: which }: { way: AssetsWay; store: "empty" | "filled" }) {
  const { bench, laneChannels, lanes } = await link();
  if (which === "empty") {
    store.clear();
    store = createAssetStore();
  }
  stage = document.createElement("div");
  document.body.append(stage);
  sentBytes = 0;
  for (const name of ["page", "asset"]) {
    const channel = laneChannels.get(name);
    if (!channel) throw new Error("a channel is missing");
    watchSending(channel, (frame) => {
      sentBytes += frame.length;
    });
  }
  areBackgroundsSent = way === "ours";
  if (way === "ours") {
    let isShown = false;
    const replica = createPageReplica(stage, {
      onDescribed() {},
      onResized() {},
      onShown() {
        isShown = true;
      },
      onIncomplete: () => reportError(new Error("the replica is incomplete")),
      onUnshowable: () => reportError(new Error("the replica cannot be shown")),
      onPrivacy() {},
    });
    const assets = openLinkAssets(lanes.asset, store);
    replica.expectSnapshot(assets);
    lanes.page.read(
      (text) => replica.receive(text),
      () => replica.refused(),
    );
    shownFrame = () => (isShown ? stage.querySelector("iframe") : null);
    stop = () => {
      replica.empty();
      assets.close();
    };
    return;
  }
  const ended = new AbortController();
  const options = { ...LANES.page, ended: ended.signal, onFailure: reportError };
  const replayer = new Replayer([], { root: stage, liveMode: true });
  replayer.startLive();
  const show = (text: string) => replayer.addEvent(JSON.parse(text));
  if (way === "inline") createMessageLane(bench.baseline, options).read(show);
  else
    createPageLane(bench.baseline, options).read(show, (reason) => reportError(new Error(reason)));
  shownFrame = () => replayer.iframe;
  stop = () => {
    ended.abort();
    replayer.destroy();
  };
}

/** Waits until the replica looks like the page. @returns when it did, on this page's clock */
async function complete({ expected, waitMs }: { expected: Looks; waitMs: number }) {
  const giveUpAt = nowMs() + waitMs;
  while (nowMs() < giveUpAt) {
    const lookedAtMs = nowMs();
    const shown = shownFrame()?.contentDocument;
    if (shown && isDrawn(shown, expected) && isAlike(looksOf(shown), expected)) return lookedAtMs;
    await pause(4);
  }
  const shown = shownFrame()?.contentDocument;
  throw new Error(`not complete: ${JSON.stringify(shown && whatIsMissing(shown, expected))}`);
}

/** Quickly told, so that looking takes no time from what is looked at. */
function isDrawn(shown: Document, expected: Looks): boolean {
  const images = [...shown.images];
  return (
    images.length === expected.pictures.length &&
    images.every(
      (image) => image.complete && image.naturalWidth > 0 && !isPictureBox(image.currentSrc),
    ) &&
    (!areBackgroundsSent || backgroundsOf(shown).filter(isHere).length >= expected.backgroundCount)
  );
}

const isHere = (image: string) => image.includes('url("blob:') || image.includes('url("data:');

/** For whoever has to find out why. */
function whatIsMissing(shown: Document, expected: Looks) {
  const looks = looksOf(shown);
  return {
    pictureCounts: [looks.pictures.length, expected.pictures.length],
    boxCount: [...shown.images].filter((image) => isPictureBox(image.currentSrc)).length,
    unlikePictures: looks.pictures.filter(
      (picture, index) => !isAlikePicture(picture, expected.pictures[index]),
    ).length,
    backgroundCounts: [backgroundsOf(shown).filter(isHere).length, expected.backgroundCount],
    unlikeStyles: looks.styles.filter((style, index) => style !== expected.styles[index]).length,
  };
}

function end(): void {
  stop();
  stop = () => {};
  stage.remove();
}

const bench = { ...page, start, complete, sentBytes: () => sentBytes, end };
export type AssetsAgent = typeof bench;

Object.assign(globalThis, { bench });
