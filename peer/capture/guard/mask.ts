/**
 * How a caught text leaves: a dot for each letter, digit and accent, all else as it stands. So it keeps
 * its length, its lines, and the syntax of a sheet or a drawing around it.
 */
const SHOWN = /[\p{L}\p{N}\p{M}]/gu;
/** Of those, what takes two units of a string. */
const WIDE = /(?=[\u{10000}-\u{10ffff}])[\p{L}\p{N}\p{M}]/gu;

export const DOT = "•";

/** Units of a string, the end not among them. */
export interface Range {
  start: number;
  end: number;
}

function masked(text: string): string {
  return text.replace(WIDE, DOT + DOT).replace(SHOWN, DOT);
}

/** @param ranges - in any order; they may overlap */
export function withMasked(text: string, ranges: readonly Range[]): string {
  let done = "";
  let at = 0;
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    const from = Math.max(at, isInside(text, start) ? start - 1 : start);
    const to = isInside(text, end) ? end + 1 : end;
    if (to <= from) continue;
    done += text.slice(at, from) + masked(text.slice(from, to));
    at = to;
  }
  return done + text.slice(at);
}

/** Whether a cut here would part the two halves of one character. */
function isInside(text: string, at: number): boolean {
  return isHalf(text.charCodeAt(at), 0xdc00) && isHalf(text.charCodeAt(at - 1), 0xd800);
}

const isHalf = (code: number, first: number) => code >= first && code < first + 0x400;
