/**
 * The strings that stand under one name, one after the other, as one text with seams: a number may be
 * parted among them. Of what has left already the end is kept, to know what goes on with it.
 */
import type { CatchKind } from "../../protocol/guard-catches.ts";
import type { Found } from "./finder.ts";
import { type Range, withMasked } from "./mask.ts";
import type { Branch } from "./message-walk.ts";
import { LEFT_SEAM, SEAM } from "./seams.ts";
import type { Search } from "./secret-search.ts";

/** A string of a message, and what of it is to be masked. */
export interface Place {
  branch: Branch;
  key: string | number;
  text: string;
  /** Only once there are some: most have none. */
  ranges?: Range[];
  /** What the message that it is in has come to. */
  findings: Findings;
}

export interface Findings {
  /** Each once, at the first string that it is in. */
  catches: Array<{ kind: CatchKind; branch: Branch; key: string | number }>;
  /** With ranges. */
  places: Set<Place>;
}

export interface StringRow {
  /**
   * @param part - only this of it, because the rest is searched by itself: then what is in one part
   *   alone is not told here
   */
  add(place: Place, part?: Range): void;
  /** Searches the rest, and tells how long it was. What comes next, comes after this. */
  end(): number;
  /** The same, and what comes next has nothing to do with it. */
  breakOff(): void;
}

/** What is searched at once; a seam's two sides, and no word of what was before, are in the next one too. */
const SEARCHED_LENGTH = 4_000;
const SEAM_LENGTH = 160;
const CONTEXT_LENGTH = 100;
/** Of what has left, so much is kept. */
const LEFT_LENGTH = 40;

interface Piece extends Range {
  place: Place;
  /** Where in the place's text the piece begins. */
  offset: number;
  isPart: boolean;
}

export function createStringRow(search: Search): StringRow {
  let text = "";
  let pieces: Piece[] = [];
  /** What begins before has been told. */
  let told = 0;

  function tell({ start, end, kind }: Found): void {
    const own = pieces.filter((piece) => piece.start < end && piece.end > start);
    const [first] = own;
    if (!first || (own.length === 1 && first.isPart)) return;
    for (const { place, offset, start: from, end: to } of own) {
      const range = { start: Math.max(start, from), end: Math.min(end, to) };
      addRange(place, { start: range.start - from + offset, end: range.end - from + offset });
    }
    addCatch(first.place, kind);
  }

  /** @param until - what begins later is left for the next search */
  function searchUntil(until: number): void {
    const found = search(text, told).filter(({ start }) => start < until);
    found.forEach(tell);
    text = withMasked(text, found);
  }

  function goOn(): void {
    const until = text.length - SEAM_LENGTH;
    searchUntil(until);
    pieces = pieces.filter(({ end }) => end > until - CONTEXT_LENGTH);
    const from = Math.min(pieces[0]?.start ?? until, until);
    for (const piece of pieces) {
      piece.start -= from;
      piece.end -= from;
    }
    text = text.slice(from);
    told = until - from;
  }

  const end = () => {
    const { length } = text;
    if (pieces.length === 0) return 0;
    searchUntil(length);
    text = text.slice(-LEFT_LENGTH).replaceAll(LEFT_SEAM, SEAM) + LEFT_SEAM;
    pieces = [];
    told = 0;
    return length;
  };

  return {
    add(place, part) {
      const { start, end } = part ?? { start: 0, end: place.text.length };
      if (pieces.length > 0) text += SEAM;
      const isPart = part !== undefined;
      const from = text.length;
      pieces.push({ place, offset: start, start: from, end: from + end - start, isPart });
      text += part ? place.text.slice(start, end) : place.text;
      if (text.length > SEARCHED_LENGTH) goOn();
    },
    end,
    breakOff() {
      end();
      text = "";
    },
  };
}

export function addRange(place: Place, range: Range): void {
  place.ranges ??= [];
  place.ranges.push(range);
  place.findings.places.add(place);
}

export function addCatch({ findings, branch, key }: Place, kind: CatchKind): void {
  findings.catches.push({ kind, branch, key });
}
