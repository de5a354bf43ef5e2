/** Searches a long text in pieces, and leaves out pictures and fonts that stand in it as base64. */
import { ASSET_BYTES } from "../../protocol/limits.ts";
import type { Found } from "./finder.ts";
import type { Range } from "./mask.ts";
import type { Search } from "./secret-search.ts";

/** What is longer is not checked, and so is masked. No sheet is. */
export const CHECKED_LENGTH = ASSET_BYTES;
/** A piece is a step by itself: the worst of texts takes it ten milliseconds. */
const PIECE_LENGTH = 4_000;
/** Read before and after a piece: for a word that says what follows, and for what is cut. */
const BEFORE_LENGTH = 100;
const AFTER_LENGTH = 600;
/** At the end of what is read a character that is written out may be cut itself. */
const CUT_LENGTH = 12;

/** What goes on with a token, also where it is written out; and with a key's lines. */
const TOKEN_SIGNS = /(?:[\\\w.+/=~%&#;-]|\s(?=[\w+/=\\]{16}))*/y;

/** The beginning of an address that holds a picture, a font, sound or film. */
const BYTES =
  /data:(?:image\/(?!svg)|font\/|audio\/|video\/|application\/(?:x-|vnd\.)?(?:font|ms-font))[\w.+-]{1,40}(?:;[\w=.-]{1,40}){0,3};base64,/gi;
const BASE64 = /[A-Za-z0-9+/=_-]*/y;
/** How their bytes begin: PNG, JPEG, GIF, WebP and WAV, AVIF and MP4, ICO, BMP, WOFF, WOFF2, TTF, OTF, OGG. */
const FIRST_BYTES =
  /iVBORw0K|\/9j\/|R0lGOD|UklGR|AAAA|AAABAA|Qk|d09GRg|d09GMg|AAEAAA|T1RUTw|T2dnUw/y;

/** @param onFound - is told of each once @returns steps; each searches one piece */
export function* searchLong(
  text: string,
  search: Search,
  onFound: (found: Found) => void,
): Generator<void, void> {
  for (const part of readable(text)) {
    let at = part.start;
    /** A find that was cut is read again from its beginning, once. */
    let isSecondLook = false;
    while (at < part.end) {
      const from = Math.max(part.start, at - BEFORE_LENGTH);
      const until = Math.min(part.end, at + PIECE_LENGTH);
      const to = Math.min(part.end, until + AFTER_LENGTH);
      let next = until;
      for (const { start, end, kind } of search(text.slice(from, to), at - from)) {
        const found = { start: from + start, end: from + end, kind };
        if (found.start >= until) continue;
        const isCut = found.end > to - CUT_LENGTH && to < part.end;
        if (isCut && found.start > at && !isSecondLook) {
          next = found.start;
          break;
        }
        if (isCut) found.end = afterToken(text, to);
        next = Math.max(next, found.end);
        onFound(found);
      }
      isSecondLook = next < until;
      at = next;
      yield;
    }
  }
}

function afterToken(text: string, from: number): number {
  TOKEN_SIGNS.lastIndex = from;
  TOKEN_SIGNS.exec(text);
  return TOKEN_SIGNS.lastIndex;
}

/** All of a text but such bytes. What only says that it is bytes is not among them. */
function* readable(text: string): Generator<Range> {
  let at = 0;
  if (text.includes("base64,")) {
    BYTES.lastIndex = 0;
    for (let found = BYTES.exec(text); found; found = BYTES.exec(text)) {
      const start = BYTES.lastIndex;
      FIRST_BYTES.lastIndex = start;
      if (!FIRST_BYTES.test(text)) continue;
      BASE64.lastIndex = start;
      BASE64.exec(text);
      yield { start: at, end: start };
      at = BASE64.lastIndex;
      BYTES.lastIndex = at;
    }
  }
  yield { start: at, end: text.length };
}
