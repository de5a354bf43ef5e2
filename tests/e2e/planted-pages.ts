/**
 * Pages that a hostile shop might show, and messages that a hostile customer might send: whatever
 * they plant must not reach the agent's browser.
 */
import type { Page } from "@playwright/test";
import type { PageMessage } from "../../peer/protocol/lane-messages.ts";
import { encodePageMessage } from "../../peer/protocol/relative-ids.ts";
import { BEGINS, deflated, streamOf, withLength } from "../support/page-stream.ts";

/** Where the planted addresses point; the tests listen there. */
export const ATTACKER_PORT = 18_766 + Number(process.env["TEST_PARALLEL_INDEX"] ?? 0);
const attacker = `http://127.0.0.1:${ATTACKER_PORT}`;

const widget = `<script async src="{{WIDGET_HOST}}/widget.js" data-site="{{SITE_KEY}}"></script>`;

export const PLANTED_PAGES: Record<string, string> = {
  "/planted": `<!doctype html>
<html lang="en">
  <head>
    <title>Planted</title>
    <link rel="prefetch" href="${attacker}/prefetch">
    <link rel="preconnect" href="${attacker}">
    <link rel="dns-prefetch" href="${attacker}">
    <link rel="preload" as="image" href="${attacker}/preload">
    <link rel="stylesheet" href="${attacker}/sheet.css">
    <link rel="icon" href="${attacker}/icon">
    <style>
      @import url("${attacker}/import.css");
      @font-face { font-family: planted; src: url("${attacker}/font.woff2"); }
      h1 { font-family: planted; background: url("${attacker}/background"); cursor: url("${attacker}/cursor"), auto; }
    </style>
    ${widget}
  </head>
  <body>
    <h1>Something planted</h1>
    <img src="${attacker}/image" srcset="${attacker}/image-2x 2x" alt="planted">
    <picture><source srcset="${attacker}/source"><img src="${attacker}/picture" alt=""></picture>
    <iframe src="${attacker}/frame" title="planted"></iframe>
    <object data="${attacker}/object"></object>
    <embed src="${attacker}/embed">
    <video src="${attacker}/video" poster="${attacker}/poster" autoplay></video>
    <audio src="${attacker}/audio" autoplay></audio>
    <svg width="10" height="10"><image href="${attacker}/svg-image" width="10" height="10"></image></svg>
    <input type="image" src="${attacker}/input" alt="planted">
    <p id="late"></p>
  </body>
</html>`,
};

/** What a customer's browser does that sends what it likes on the page lane. */
export interface Forger {
  /** Sends these as a stream of its own, and what the capture says no more until it begins one. */
  send(...messages: unknown[]): Promise<void>;
  /** The same with any bytes, each taken for one deflated message. */
  sendDeflated(...messages: Uint8Array[]): Promise<void>;
  /** Says these on the session lane, besides what is said there anyway. */
  say(...messages: unknown[]): Promise<void>;
  /** From the next page load on: whether the page's own capture says anything on the page lane. */
  setCapture(state: "silent" | "heard"): Promise<void>;
  /** Streams that the page's own capture has begun; it begins one with each snapshot. */
  ownStreamCount(): Promise<number>;
}

interface ForgingWindow {
  /** @param chunks - each in base64 */
  forge(chunks: string[]): void;
  say(text: string): void;
  ownStreamCount: number;
}

/** Takes hold of the page lane; the page is loaded again for it. */
export async function becomeForger(customer: Page): Promise<Forger> {
  await customer.addInitScript((BEGINS) => {
    const forging = window as unknown as ForgingWindow;
    forging.ownStreamCount = 0;
    const isSilent = sessionStorage.getItem("forger") === "silent";
    const others = ["control", "pointer", "asset"];
    const { createDataChannel } = RTCPeerConnection.prototype;
    RTCPeerConnection.prototype.createDataChannel = function (label, options) {
      const channel = createDataChannel.call(this, label, options);
      if (label !== "page" && !others.includes(label)) {
        forging.say = (text) => channel.send(text);
      }
      if (label !== "page") return channel;
      const send = channel.send.bind(channel) as (chunk: Uint8Array<ArrayBuffer>) => void;
      let isForged = false;
      channel.send = (data: unknown) => {
        const chunk = data as Uint8Array<ArrayBuffer>;
        if ((chunk[0] ?? 0) & BEGINS) {
          forging.ownStreamCount += 1;
          isForged = false;
        }
        if (!isForged && !isSilent) send(chunk);
      };
      forging.forge = (chunks) => {
        isForged = true;
        for (const chunk of chunks) {
          send(Uint8Array.from(atob(chunk), (letter) => letter.charCodeAt(0)));
        }
      };
      return channel;
    };
  }, BEGINS);
  await customer.reload();
  const sendDeflated = (...messages: Uint8Array[]) =>
    customer.evaluate(
      (chunks) => (window as unknown as ForgingWindow).forge(chunks),
      streamOf(...messages).map((chunk) => Buffer.from(chunk).toString("base64")),
    );
  return {
    send: (...messages) =>
      sendDeflated(
        ...messages.map((each) => deflated(withLength(encodePageMessage(each as PageMessage)))),
      ),
    sendDeflated,
    say: (...messages) =>
      customer.evaluate(
        (texts) => texts.forEach((window as unknown as ForgingWindow).say),
        messages.map((each) => JSON.stringify(each)),
      ),
    setCapture: (state) =>
      customer.evaluate((value) => sessionStorage.setItem("forger", value), state),
    ownStreamCount: () =>
      customer.evaluate(() => (window as unknown as ForgingWindow).ownStreamCount),
  };
}

/** Ids of the parts of a forged page that stand before its content. */
export const FORGED = { document: 1, html: 2, head: 3, body: 4 };

export const forgedElement = (
  id: unknown,
  tagName: unknown,
  attributes: object = {},
  childNodes: unknown[] = [],
) => ({ type: 2, id, tagName, attributes, childNodes });

export const forgedText = (id: number, textContent: string) => ({ type: 3, id, textContent });

export function forgedSnapshot(epoch: number, content: unknown[], more: unknown[] = []) {
  const html = forgedElement(FORGED.html, "html", {}, [
    forgedElement(FORGED.head, "head"),
    forgedElement(FORGED.body, "body", {}, content),
  ]);
  const node = { type: 0, id: FORGED.document, childNodes: [html, ...more] };
  const events = [
    { type: 4, timestamp: 1, data: { href: "", width: 1280, height: 800 } },
    { type: 2, timestamp: 1, data: { node, initialOffset: { top: 0, left: 0 } } },
  ];
  return {
    type: "page.snapshot",
    epoch,
    widthPx: 1280,
    heightPx: 800,
    colorScheme: "light",
    events,
  };
}

export const forgedChange = (epoch: number, seq: number, ...data: object[]) => ({
  type: "page.changed",
  epoch,
  seq,
  events: data.map((each) => ({ type: 3, timestamp: 2, data: each })),
});

export const forgedMutation = (changes: object) => ({
  source: 0,
  texts: [],
  attributes: [],
  removes: [],
  adds: [],
  ...changes,
});
