/**
 * What redacted parts show by CSS, as the browser has computed it, wherever it was said: their
 * pictures, and the texts around them. Rules say such things of an element by its class; variables,
 * and what is inherited, say them far from it.
 *
 * To look takes a moment for each element; so it is done in slices, and again only after a while.
 * What was seen once counts for as long as the page lives, and what was not looked at yet counts as
 * seen: a caller who can wait waits, and one who cannot takes it for redacted.
 */
import { nextTask } from "../../scheduling/next-task.ts";
import { replaceAddresses } from "../../styles/css-addresses.ts";
import { valueTokens } from "../../styles/css-values.ts";
import { hasLetters } from "./blanked-css.ts";
import type { HiddenParts } from "./hidden-parts.ts";
import {
  elementsIn,
  getAttribute,
  isElement,
  localName,
  ownerDocument,
  shadowRoot,
} from "./native-dom.ts";

export interface RedactedLooks {
  /** @param address - absolute, without a fragment */
  hasPicture(address: string): boolean;
  /** Looks on for a moment, if that is due. @returns true also as long as not all was looked at */
  mayShow(text: string): boolean;
  /** The page has changed: older looks know nothing of it. */
  changed(): void;
  /** The same two, for what has just changed: nothing of it was seen before. */
  ofNow: Pick<RedactedLooks, "mayShow" | "mayCountInWords">;
  /** Whether they count in words of the page's own. */
  mayCountInWords(): boolean;
  /**
   * Resolves when all was looked at a short while ago.
   * @param since - but not before this, as of `performance.now()`
   */
  looked(since: number): Promise<void>;
}

export interface RedactedLooksOptions {
  hidden: Pick<HiddenParts, "parts" | "roots" | "isRedacted">;
  /** A text that a redacted part shows. */
  onSeen(text: string): void;
  ended: AbortSignal;
}

const PSEUDO_ELEMENTS = [null, "::before", "::after", "::marker"];
const PICTURES = [
  "background-image",
  "border-image-source",
  "content",
  "cursor",
  "list-style-image",
  "mask-image",
];
const PICTURE_ATTRIBUTES: Record<string, readonly string[]> = {
  image: ["href", "xlink:href"],
  img: ["src"],
  input: ["src"],
  video: ["poster"],
};
const TEXTS = ["content", "list-style-type", "quotes"];
/** Names of ways to count that browsers have themselves. Ones in words of a language are not among them. */
const COUNTED_PLAINLY =
  /^(?:|".*"|none|disc|circle|square|disclosure-(?:open|closed)|decimal(?:-leading-zero)?|(?:lower|upper)-(?:alpha|latin|roman|greek))$/;

const SLICE_MS = 5;
const MOMENTS_APART_MS = 30;
/** What was looked at is known for so long, or for some times as long as it took. */
const KNOWN_MS = 200;
const KNOWN_TIMES = 5;
/** What is remembered, in UTF-16 code units. With more, everything counts as seen. */
const REMEMBERED_LENGTH = 4 * 1024 * 1024;

export function createRedactedLooks({
  hidden,
  onSeen,
  ended,
}: RedactedLooksOptions): RedactedLooks {
  const pictures = new Set<string>();
  const texts = new Set<string>();
  /** All of them, one after the other. */
  let shown = "";
  let rememberedLength = 0;
  let countsInWords = false;
  /** The look that is under way, and the last one that was finished. */
  let looking:
    | { began: number; spentMs: number; steps: Iterator<void>; whole: Promise<void> }
    | undefined;
  let nextMomentAt = 0;
  let changedAt = Number.NEGATIVE_INFINITY;
  let last = { began: Number.NEGATIVE_INFINITY, knownUntil: Number.NEGATIVE_INFINITY };

  function remember(seen: Set<string>, text: string): boolean {
    if (seen.has(text) || rememberedLength > REMEMBERED_LENGTH) return false;
    rememberedLength += text.length;
    seen.add(text);
    return true;
  }
  const isFull = () => rememberedLength > REMEMBERED_LENGTH;

  function lookAt(element: Element): void {
    const view = ownerDocument(element)?.defaultView;
    for (const address of ownPictures(element)) remember(pictures, withoutFragment(address));
    for (const pseudo of view ? PSEUDO_ELEMENTS : []) {
      // Firefox has none in a frame that is not shown.
      const style = view?.getComputedStyle(element, pseudo) as CSSStyleDeclaration | null;
      if (!style) continue;
      for (const name of PICTURES) lookForPictures(style.getPropertyValue(name));
      for (const name of TEXTS) lookForTexts(style.getPropertyValue(name));
      countsInWords ||= !COUNTED_PLAINLY.test(style.listStyleType);
      countsInWords ||= /counters?\([^)]*,\s*[a-z][\w-]*\)/i.test(style.content);
    }
  }

  function lookForPictures(value: string): void {
    if (!value.includes("url(")) return;
    replaceAddresses(value, {
      onAddress(address) {
        remember(pictures, withoutFragment(address));
        return undefined;
      },
      onImport: "keep",
    });
  }

  function lookForTexts(value: string): void {
    if (!/["']/.test(value)) return;
    for (const { what, plain } of valueTokens(value)) {
      if (what === "string" && hasLetters(plain)) addText(plain);
    }
  }

  function addText(text: string): void {
    if (!remember(texts, text)) return;
    shown += `${text}\n`;
    onSeen(text);
  }

  /** Chromium tells strings that stand side by side as one. */
  function isShown(text: string): boolean {
    if (!shown.includes(text)) return false;
    addText(text);
    return true;
  }

  function* steps(): Generator<void> {
    const roots = [...hidden.roots()].filter((root) => hidden.isRedacted(root));
    for (const element of elementsWithin([...hidden.parts(), ...roots])) {
      lookAt(element);
      yield;
    }
  }

  /** @returns the look that is under way, a new one if there is none */
  function current(): Promise<void> {
    if (looking) return looking.whole;
    const began = performance.now();
    const whole = nextTask().then(goOnToEnd);
    looking = { began, spentMs: 0, steps: steps(), whole };
    return whole;
  }

  function goOnForAMoment(): void {
    if (!looking) return;
    const began = performance.now();
    let isDone: boolean | undefined = false;
    let now = began;
    while (!isDone && now - began < SLICE_MS) {
      isDone = looking.steps.next().done;
      now = performance.now();
    }
    looking.spentMs += now - began;
    if (!isDone) return;
    const knownMs = Math.max(KNOWN_MS, KNOWN_TIMES * looking.spentMs);
    last = { began: looking.began, knownUntil: now + knownMs };
    looking = undefined;
  }

  async function goOnToEnd(): Promise<void> {
    const own = looking;
    while (looking && looking === own && !ended.aborted) {
      goOnForAMoment();
      if (looking === own) await nextTask();
    }
  }

  const isKnown = () => performance.now() < last.knownUntil;
  const isKnownOfNow = () => isKnown() && last.began >= changedAt;

  /** @returns whether all is known */
  function lookNow(isEnough: () => boolean): boolean {
    if (isEnough()) return true;
    void current();
    // Asked often, it would hold the page up.
    if (performance.now() < nextMomentAt) return false;
    goOnForAMoment();
    nextMomentAt = performance.now() + MOMENTS_APART_MS;
    return isEnough();
  }
  const answers = (isEnough: () => boolean): RedactedLooks["ofNow"] => ({
    mayShow: (text) => !lookNow(isEnough) || isFull() || isShown(text),
    mayCountInWords: () => !lookNow(isEnough) || countsInWords,
  });

  return {
    changed() {
      changedAt = performance.now();
    },
    hasPicture: (address) => isFull() || pictures.has(withoutFragment(address)),
    ...answers(isKnown),
    ofNow: answers(isKnownOfNow),
    async looked(since) {
      while (!ended.aborted && !(isKnown() && last.began >= since)) await current();
    },
  };
}

/** Also in components and frames, as far as they can be read. */
function* elementsWithin(places: Iterable<Element | Document | ShadowRoot>): Generator<Element> {
  const seen = new Set<Node>();
  const waiting = [...places];
  for (let place = waiting.pop(); place; place = waiting.pop()) {
    if (seen.has(place)) continue;
    seen.add(place);
    const elements = isElement(place)
      ? [place, ...elementsIn(place, "*")]
      : place.querySelectorAll("*");
    for (const element of elements) {
      yield element;
      const inner = shadowRoot(element) ?? (element as Partial<HTMLIFrameElement>).contentDocument;
      if (inner) waiting.push(inner);
    }
  }
}

function* ownPictures(element: Element): Generator<string> {
  const { currentSrc } = element as Partial<HTMLImageElement>;
  if (currentSrc) yield currentSrc;
  for (const name of PICTURE_ATTRIBUTES[localName(element)] ?? []) {
    const written = getAttribute(element, name);
    if (written && URL.canParse(written, element.baseURI)) {
      yield new URL(written, element.baseURI).href;
    }
  }
}

const withoutFragment = (address: string) =>
  /^data:/i.test(address) ? address : address.replace(/#.*$/s, "");
