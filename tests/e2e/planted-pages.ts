/**
 * Pages that a hostile shop might show, and messages that a hostile customer might send: whatever
 * they plant must not reach the agent's browser.
 */
import type { Page } from "@playwright/test";

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
  send(...messages: unknown[]): Promise<void>;
  /** Snapshots that the page's own capture has sent so far. */
  ownSnapshotCount(): Promise<number>;
}

interface ForgingWindow {
  forgePage(message: unknown): void;
  ownSnapshotCount: number;
}

/** Takes hold of the page lane; the page is loaded again for it. */
export async function becomeForger(customer: Page): Promise<Forger> {
  await customer.addInitScript(() => {
    const forging = window as unknown as ForgingWindow;
    forging.ownSnapshotCount = 0;
    const { createDataChannel } = RTCPeerConnection.prototype;
    RTCPeerConnection.prototype.createDataChannel = function (label, options) {
      const channel = createDataChannel.call(this, label, options);
      if (label !== "page") return channel;
      const send = channel.send.bind(channel) as (chunk: Uint8Array<ArrayBuffer>) => void;
      channel.send = (chunk: unknown) => {
        const text = new TextDecoder().decode(chunk as Uint8Array).slice(1);
        if (text.startsWith('{"type":"page.snapshot"')) forging.ownSnapshotCount += 1;
        send(chunk as Uint8Array<ArrayBuffer>);
      };
      forging.forgePage = (message) => {
        const bytes = new TextEncoder().encode(JSON.stringify(message));
        const chunkBytes = 16 * 1024 - 1;
        for (let from = 0; from < bytes.length; from += chunkBytes) {
          const part = bytes.subarray(from, from + chunkBytes);
          const chunk = new Uint8Array(part.length + 1);
          chunk[0] = from + chunkBytes >= bytes.length ? 1 : 0;
          chunk.set(part, 1);
          send(chunk);
        }
      };
      return channel;
    };
  });
  await customer.reload();
  return {
    async send(...messages) {
      await customer.evaluate((forged) => {
        const forging = window as unknown as ForgingWindow;
        for (const message of forged) forging.forgePage(message);
      }, messages);
    },
    ownSnapshotCount: () =>
      customer.evaluate(() => (window as unknown as ForgingWindow).ownSnapshotCount),
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
