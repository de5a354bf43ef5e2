/**
 * What the guard has caught, for the site's admin: what it was and where in the page it stood, by names
 * of elements and their turn alone. Told now and then, however often it happens.
 */
import type { GuardCatch } from "../protocol/guard-catches.ts";
import { CATCH_REPORTS_PER_MINUTE, CATCHES_COUNT, PAGE_LABEL_LENGTH } from "../protocol/limits.ts";
import { childNodes, isElement, localName, parentElement } from "./redaction/native-dom.ts";

export interface CatchReport {
  /** @param place - the element it stood in, or a word for what is no element */
  add(kind: GuardCatch["kind"], place: Element | string): void;
  /** Tells what has not been told. */
  stop(): void;
}

const PAUSE_MS = 60_000 / CATCH_REPORTS_PER_MINUTE;
const LEVELS_COUNT = 6;

/** @param leavingPath - the page's path, as it may leave */
export function createCatchReport(
  tell: (catches: GuardCatch[]) => void,
  leavingPath: () => string,
): CatchReport {
  const waiting = new Map<string, GuardCatch>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const tellWaiting = () => {
    timer = undefined;
    const catches = [...waiting.values()];
    waiting.clear();
    if (catches.length > 0) tell(catches);
  };

  return {
    add(kind, at) {
      const path = leavingPath().slice(0, PAGE_LABEL_LENGTH);
      const place = typeof at === "string" ? at : placeOf(at);
      const key = `${kind} ${place} ${path}`;
      const known = waiting.get(key);
      if (known) known.count += 1;
      else if (waiting.size < CATCHES_COUNT) waiting.set(key, { kind, path, place, count: 1 });
      timer ??= setTimeout(tellWaiting, PAUSE_MS);
    },
    stop() {
      clearTimeout(timer);
      tellWaiting();
    },
  };
}

function placeOf(element: Element): string {
  const names: string[] = [];
  for (
    let at: Element | null = element;
    at && names.length < LEVELS_COUNT;
    at = parentElement(at)
  ) {
    names.unshift(nameOf(at));
  }
  return names.join(" > ");
}

function nameOf(element: Element): string {
  // A page gives its own elements any name.
  if (localName(element).includes("-")) return "custom-element";
  const name = localName(element)
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, "")
    .slice(0, 20);
  // Not by `children`: a form may have a field that is called so.
  const parent = parentElement(element);
  const alike = (parent ? [...childNodes(parent)] : []).filter(
    (node) => isElement(node) && localName(node) === localName(element),
  );
  return alike.length < 2 ? name : `${name}:nth-of-type(${alike.indexOf(element) + 1})`;
}
