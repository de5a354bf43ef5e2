/**
 * Rebuilds one snapshot and applies what follows, at once. The only module that knows rrweb's
 * replayer. A baseline later than any event's time makes it apply each event on arrival, without
 * a timer, a frame to wait for, or either side's clock; the virtual DOM would hold changes back
 * for ever on this path, so it is off.
 */
import { Replayer } from "@rrweb/replay";
import type { RecorderEvent } from "../protocol/lane-messages.ts";
import { type ColorScheme, withColorScheme } from "./customer-media.ts";
import { makeHarmless, PRIVATE, type ReplicaContext } from "./harmless-nodes.ts";
import { withoutAddresses } from "./harmless-styles.ts";

const LATER_THAN_ANY_EVENT = 9e15;

const LOCK = `url("data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20" fill="none" stroke="#39424f" stroke-width="1.75" stroke-linejoin="round">' +
    '<rect x="4.25" y="8.75" width="11.5" height="7.5" rx="1.75"/><path d="M6.75 8.5V6.25a3.25 3.25 0 0 1 6.5 0V8.5"/></svg>',
)}")`;

/** What never left the customer's page: a hatch with a dashed edge, of the size of what it hides. */
const PRIVATE_BOX = [
  `[${PRIVATE}] {
    box-sizing: border-box !important;
    display: grid;
    place-items: center;
    overflow: hidden;
    border: 1px dashed #7d8796 !important;
    border-radius: 6px;
    background: repeating-linear-gradient(-45deg, #e5e8ed 0 6px, #d5dae2 6px 12px) !important;
  }`,
  `[${PRIVATE}]::before {
    content: "Private";
    padding: 2px 8px 2px 24px;
    border-radius: 999px;
    background: #e5e8ed ${LOCK} no-repeat 7px 50% / 13px;
    color: #39424f;
    font: 600 12px/16px sans-serif;
  }`,
];

/**
 * A frame without scripting shows what is inside a `canvas` instead of the canvas: so it gets the
 * size that it has at the customer, by rules that any rule of the page wins over.
 */
const CANVAS_BOX = [
  `:where(canvas) {
    display: inline-grid;
    place-items: center;
    contain: size;
    contain-intrinsic-size: attr(width px, 300px) attr(height px, 150px);
    width: max-content;
    aspect-ratio: auto attr(width type(<number>), 300) / attr(height type(<number>), 150);
    background: #eceef2;
  }`,
  "canvas { font-size: 0 !important; overflow: hidden }",
  "canvas > * { display: none !important }",
  `canvas::before {
    content: "Drawing";
    content: attr(aria-label, "Drawing");
    color: #596372;
    font: 14px sans-serif;
  }`,
];

export interface PageReplayer {
  readonly frame: HTMLIFrameElement;
  apply(events: readonly RecorderEvent[]): void;
  privateCount(): number;
  destroy(): void;
}

/** @param container - in the document; the replica's frame is put at its end */
export function createReplayer(container: HTMLElement, colorScheme: ColorScheme): PageReplayer {
  const replayer = new Replayer([], {
    root: container,
    liveMode: true,
    useVirtualDom: false,
    mouseTail: false,
    triggerFocus: false,
    showWarning: false,
    pauseAnimation: false,
    insertStyleRules: [...PRIVATE_BOX, ...CANVAS_BOX],
    logger: { log: ignore, warn: ignore },
  });
  replayer.iframe.title = "Customer page";
  replayer.iframe.tabIndex = -1;
  replayer.wrapper.querySelector(".replayer-mouse")?.remove();
  replayer.startLive(LATER_THAN_ANY_EVENT);
  const mirror = replayer.getMirror();
  const context: ReplicaContext = {
    nodeOf: (id) => mirror.getNode(id),
    styled: (css) => withColorScheme(withoutAddresses(css), colorScheme),
  };

  return {
    frame: replayer.iframe,
    apply(events) {
      for (const event of events) {
        makeHarmless(event, context);
        replayer.addEvent(event as never);
      }
    },
    privateCount: () =>
      replayer.iframe.contentDocument?.querySelectorAll(`[${PRIVATE}]`).length ?? 0,
    destroy: () => replayer.destroy(),
  };
}

function ignore(): void {}
