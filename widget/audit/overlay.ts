/**
 * What the audit paints, in a closed shadow root of ours over everything else of the page: no node of
 * the page's is touched, and no recorder sees it.
 */
import styles from "./audit.css?inline";
import type { CoveredPart } from "./covered-parts.ts";
import { type Box, lookAt, type Seen } from "./visible-box.ts";

export interface Overlay {
  /** Those that are painted from now on. */
  paint(parts: readonly CoveredPart[]): void;
  /** The whole page is, instead. */
  cover(title: string, reason: string): void;
  /** Puts everything where it is now. */
  follow(): void;
  remove(): void;
}

interface Painted {
  seen: Seen;
  box: HTMLElement;
  /** Where it stands, as it was written last. */
  at: string;
}

export function createOverlay(root: ShadowRoot): Overlay {
  const holder = document.createElement("div");
  const inside = holder.attachShadow({ mode: "closed" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  inside.adoptedStyleSheets = [sheet];
  root.append(holder);
  let painted = new Map<Element, Painted>();
  let cover: HTMLElement | undefined;
  let modal: Element | undefined;

  /** In front of every dialog that is open: the one that was shown last is. */
  function raise(): void {
    if (!("popover" in holder)) return;
    holder.popover = "manual";
    if (holder.matches(":popover-open")) holder.hidePopover();
    holder.showPopover();
  }
  raise();

  function paintOne({ element, reason, leaves }: CoveredPart): Painted {
    const known = painted.get(element);
    const one = known ?? { seen: lookAt(element), box: document.createElement("div"), at: "" };
    one.box.dataset["leaves"] = leaves;
    const label = document.createElement("span");
    label.textContent = reason;
    one.box.replaceChildren(label);
    if (!known) inside.append(one.box);
    return one;
  }

  return {
    paint(parts) {
      cover?.remove();
      const before = painted;
      const now = new Map(parts.map((part) => [part.element, paintOne(part)]));
      for (const [element, { box }] of before) if (!now.has(element)) box.remove();
      painted = now;
    },
    cover(title, reason) {
      for (const { box } of painted.values()) box.remove();
      painted = new Map();
      cover?.remove();
      const card = document.createElement("section");
      const heading = document.createElement("b");
      heading.textContent = title;
      card.append(heading, reason);
      cover = document.createElement("div");
      cover.className = "page";
      cover.append(card);
      inside.append(cover);
    },
    follow() {
      const last = [...document.querySelectorAll(":modal")].at(-1);
      if (last !== modal) raise();
      modal = last;
      // First all that is read, then all that is written.
      const boxes = [...painted.values()].map((one) => [one, one.seen.box()] as const);
      for (const [one, box] of boxes) place(one, box);
    },
    remove: () => holder.remove(),
  };
}

/** In less than this a label would be cut off, and say less than nothing. */
const LABELLED_WIDTH_PX = 64;
const LABELLED_HEIGHT_PX = 14;

function place(painted: Painted, seen: Box | undefined): void {
  const at = seen ? `${seen.left} ${seen.top} ${seen.right} ${seen.bottom}` : "not seen";
  if (painted.at === at) return;
  painted.at = at;
  const { box } = painted;
  box.hidden = !seen;
  if (!seen) return;
  const [width, height] = [seen.right - seen.left, seen.bottom - seen.top];
  box.style.translate = `${seen.left}px ${seen.top}px`;
  box.style.width = `${width}px`;
  box.style.height = `${height}px`;
  box.classList.toggle("small", width < LABELLED_WIDTH_PX || height < LABELLED_HEIGHT_PX);
}
