/**
 * Rebuilds one snapshot and applies what follows, at once. The only module that knows rrweb's
 * replayer. Events do not pass through its list, which it never shortens and reads a microtask
 * later, when nobody is left to catch what it throws: each is cast on arrival, as the replayer
 * itself casts those of the past, without a timer, a frame to wait for, or either side's clock.
 * The virtual DOM would hold changes back for ever on this path, so it is off.
 */
import { Replayer } from "@rrweb/replay";
import type { RecorderEvent } from "../protocol/lane-messages.ts";
import { LOADED } from "../protocol/recorder-events.ts";
import { INDETERMINATE_ATTRIBUTE } from "../protocol/wire-attributes.ts";
import type { LinkAssets } from "./assets/link-assets.ts";
import type { MissingParts } from "./assets/missing-parts.ts";
import { createReplicaAssets } from "./assets/replica-assets.ts";
import { type CustomerTaste, withTaste } from "./customer-media.ts";
import { makeHarmless, type ReplicaContext } from "./harmless-nodes.ts";
import { type NameAsset, withoutAddresses } from "./harmless-styles.ts";
import { createPrivateBoxes, PRIVATE_RULES } from "./private-boxes.ts";

/** By which a screen reader names the frame. */
export const PAGE_TITLE = "Customer page";

const LATER_THAN_ANY_EVENT = 9e15;

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

/** A page is where the customer is; on its way there it would lag behind them. */
const NO_SMOOTH_SCROLLING = "*, :root { scroll-behavior: auto !important }";

/** As wide as the customer's, whatever the agent's is like; a page's own rules win over these. */
function scrollbarOf(widthPx: number): string[] {
  if (widthPx === 0) return [];
  return [
    `::-webkit-scrollbar { width: ${widthPx}px; height: ${widthPx}px; background: #f1f1f1 }`,
    "::-webkit-scrollbar-thumb { border: 2px solid #f1f1f1; border-radius: 6px; background: #c1c1c1 }",
  ];
}

export interface PageReplayer {
  apply(events: readonly RecorderEvent[]): void;
  /** Whether no style sheet of the page is awaited any more. */
  isStyled(): boolean;
  /** Resolves when what is here can be drawn; nothing if it can be now. */
  whenDrawable(): Promise<unknown> | undefined;
  /** Puts it on the stage, where it has been built out of sight. */
  show(): void;
  privateCount(): number;
  missingParts(): MissingParts;
  destroy(): void;
}

/** Private in its types; the replayer's own way to apply what is past. */
interface Casting {
  getCastFn(event: RecorderEvent, isPast: true): () => void;
}

export interface ReplayerOptions {
  taste: CustomerTaste;
  /** Width of the customer's scrollbar; 0 if it takes no room. */
  scrollbarPx: number;
  /** What the names in this page stand for. */
  assets: LinkAssets;
  /** The last style sheet that was awaited is in, or will never be. */
  onStyled(): void;
  /** The page is not in its frame any more. */
  onLost(): void;
}

/** @param container - in the document; the replica's frame is put at its end */
export function createReplayer(
  container: HTMLElement,
  { taste, scrollbarPx, assets: linkAssets, onStyled, onLost }: ReplayerOptions,
): PageReplayer {
  let hasFailed = false;
  const privateBoxes = createPrivateBoxes();
  const drawAgain = (node: Node | null) => {
    markIndeterminate(node);
    privateBoxes.draw(node);
  };
  // It reads the time of its first event, so there has to be one.
  const replayer = new Replayer([{ type: LOADED, data: {}, timestamp: 0 }], {
    root: container,
    liveMode: true,
    useVirtualDom: false,
    mouseTail: false,
    triggerFocus: false,
    pauseAnimation: false,
    insertStyleRules: [
      ...PRIVATE_RULES,
      ...CANVAS_BOX,
      NO_SMOOTH_SCROLLING,
      ...scrollbarOf(scrollbarPx),
    ],
    plugins: [
      {
        onBuild(node, { id }) {
          drawAgain(node as Node);
          assets.built(id, node as Node);
        },
      },
    ],
    // It catches what a change throws, and tells of it nowhere else.
    showWarning: true,
    logger: {
      log() {},
      warn(_prefix: string, text: unknown) {
        if (String(text).startsWith("Exception in mutation")) hasFailed = true;
      },
    },
  });
  const { iframe: frame, wrapper } = replayer;
  // There, so that it is laid out and can be scrolled, but neither seen nor read yet.
  wrapper.style.visibility = "hidden";
  // To be read, by a screen reader too; not to be stepped into by keyboard.
  frame.tabIndex = -1;
  // The replayer's frame has none, and a page that has one is narrower.
  if (scrollbarPx > 0) frame.setAttribute("scrolling", "auto");
  // Behind a page without a background of its own.
  frame.style.colorScheme = taste.colorScheme;
  frame.style.background = "Canvas";
  wrapper.querySelector(".replayer-mouse")?.remove();
  replayer.startLive(LATER_THAN_ANY_EVENT);
  // The replayer makes no frame without one.
  const page = frame.contentDocument as Document;
  const mirror = replayer.getMirror();
  const nodeOf = (id: number) => mirror.getNode(id);
  const styled = (css: string, nameAsset: NameAsset) =>
    withTaste(withoutAddresses(css, nameAsset), taste);
  const cast = (event: RecorderEvent) => (replayer as unknown as Casting).getCastFn(event, true)();
  const assets = createReplicaAssets({
    assets: linkAssets,
    page,
    nodeOf,
    styled,
    apply: cast,
    onStyled,
  });
  const context: ReplicaContext = { nodeOf, styled: (css) => styled(css, assets.nameAsset) };

  const isLost = () => frame.contentDocument !== page;
  frame.addEventListener("load", () => {
    if (isLost()) onLost();
  });

  const applyEvent = (event: RecorderEvent) => {
    if (isLost()) throw new Error("another document is in the frame");
    makeHarmless(event, context);
    if (assets.takeBefore(event)) return;
    cast(event);
    if (hasFailed) throw new Error("a change could not be built");
    assets.takeAfter(event);
    const { attributes } = event.data as { attributes?: Array<{ id: number }> };
    for (const { id } of attributes ?? []) drawAgain(mirror.getNode(id));
  };

  return {
    apply(events) {
      hasFailed = false;
      for (const event of events) applyEvent(event);
      privateBoxes.finish();
      assets.write();
    },
    isStyled: assets.isStyled,
    whenDrawable: assets.whenDrawable,
    show() {
      frame.title = PAGE_TITLE;
      wrapper.style.visibility = "";
    },
    privateCount: privateBoxes.count,
    missingParts: assets.missingParts,
    destroy() {
      assets.close();
      replayer.destroy();
    },
  };
}

/** No attribute of a browser says it. */
function markIndeterminate(node: Node | null): void {
  if (node?.nodeName !== "INPUT") return;
  const box = node as HTMLInputElement;
  box.indeterminate = box.hasAttribute(INDETERMINATE_ATTRIBUTE);
}
