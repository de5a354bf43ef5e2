/**
 * Where an element is seen, in CSS pixels of the page's own viewport: also one in a frame, and without
 * what its scrolling surroundings cut off.
 */
import { frameOf } from "../../peer/capture/redaction/containing-node.ts";

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The element, and what cuts it off: found once, and read at each frame. */
export interface Seen {
  /** @returns nothing if there is nothing of it to be seen */
  box(): Box | undefined;
}

export function lookAt(element: Element): Seen {
  const view = element.ownerDocument;
  const cutters = [...cuttersOf(element)];
  const frame = frameOf(view);
  const frameSeen = frame ? lookAt(frame) : undefined;

  return {
    box() {
      let box: Box | undefined = extentOf(element);
      for (const cutter of cutters) box = box && overlap(box, cutter.getBoundingClientRect());
      if (!view.defaultView) return undefined;
      const shown = box && overlap(box, viewportOf(view.defaultView));
      if (!shown || !frame) return shown;
      const seen = frameSeen?.box();
      return seen && overlap(inFrame(shown, frame as HTMLIFrameElement), seen);
    },
  };
}

/** One that has no box of its own has that of what is in it. */
function extentOf(element: Element): Box {
  const own = element.getBoundingClientRect();
  if (own.width > 0 || own.height > 0) return own;
  const range = element.ownerDocument.createRange();
  range.selectNodeContents(element);
  return range.getBoundingClientRect();
}

function* cuttersOf(element: Element): Generator<Element> {
  const { defaultView } = element.ownerDocument;
  if (!defaultView) return;
  for (let at: Element | null = element; at; at = parentOf(at)) {
    const { position, overflowX, overflowY } = defaultView.getComputedStyle(at);
    if (at !== element && `${overflowX} ${overflowY}` !== "visible visible" && !isRoot(at))
      yield at;
    // What stands still while the rest scrolls is not cut off by it.
    if (position === "fixed") return;
  }
}

function parentOf(element: Element): Element | null {
  const { parentElement } = element;
  return element.assignedSlot ?? parentElement ?? hostOf(element);
}

function hostOf(element: Element): Element | null {
  const root = element.getRootNode();
  return "host" in root ? (root as ShadowRoot).host : null;
}

/** What they cut off is scrolled by the window. */
const isRoot = ({ nodeName }: Element) => nodeName === "HTML" || nodeName === "BODY";

function inFrame(box: Box, frame: HTMLIFrameElement): Box {
  const { left, top, width } = frame.getBoundingClientRect();
  const scale = frame.offsetWidth > 0 ? width / frame.offsetWidth : 1;
  const { paddingLeft, paddingTop } = getComputedStyle(frame);
  const fromLeft = left + (frame.clientLeft + Number.parseFloat(paddingLeft)) * scale;
  const fromTop = top + (frame.clientTop + Number.parseFloat(paddingTop)) * scale;
  return {
    left: fromLeft + box.left * scale,
    top: fromTop + box.top * scale,
    right: fromLeft + box.right * scale,
    bottom: fromTop + box.bottom * scale,
  };
}

const viewportOf = ({ innerWidth, innerHeight }: Window): Box => ({
  left: 0,
  top: 0,
  right: innerWidth,
  bottom: innerHeight,
});

function overlap(one: Box, other: Box): Box | undefined {
  const box = {
    left: Math.max(one.left, other.left),
    top: Math.max(one.top, other.top),
    right: Math.min(one.right, other.right),
    bottom: Math.min(one.bottom, other.bottom),
  };
  return box.left < box.right && box.top < box.bottom ? box : undefined;
}
