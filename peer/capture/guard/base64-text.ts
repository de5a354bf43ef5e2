/**
 * Text inside base64 and base64url. Nobody says where it begins: a token may stand behind a slash or a
 * name that would be base64 too, so each run is read from its first four characters on, and what is no
 * text is left alone.
 */
import { addBytes, createViewBuilder, lengthInBytes, type View } from "./view.ts";

const RUN = /[A-Za-z0-9+/_-]{8,}/g;
/** Less is not looked for in a text either. */
const LEAST_BYTES = 6;
/** One letter of Latin-1 in so many, which other bytes are by chance. */
const LATIN_PAUSE = 4;

const SEXTETS = new Uint8Array(128);
[..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"].forEach((sign, value) => {
  SEXTETS[sign.charCodeAt(0)] = value;
});
SEXTETS["-".charCodeAt(0)] = 62;
SEXTETS["_".charCodeAt(0)] = 63;

/** What a byte may be of a text: nothing, ASCII, a later byte, the first of so many, Latin-1. */
const [NO_TEXT, ASCII, LATER] = [0, 1, 5];
const KINDS = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x20 && byte < 0x7f) return ASCII;
  if (byte === 9 || byte === 10 || byte === 13) return ASCII;
  if (byte < 0x80) return NO_TEXT;
  if (byte < 0xc0) return LATER;
  const length = lengthInBytes(byte);
  return length === 1 ? NO_TEXT : length;
});

export function findBase64Texts(text: string, onText: (view: View) => void): void {
  for (const { 0: run, index } of text.matchAll(RUN)) {
    if (!/[A-Z]/.test(run) && !hasAscii(run)) continue;
    const bytes = new Uint8Array(Math.ceil((run.length * 3) / 4));
    for (let shift = 0; shift < 4; shift += 1) {
      const count = decode(run, shift, bytes);
      /** Where the sign stands that holds a byte's first bits. */
      const atOf = (byte: number) => index + shift + byte + Math.floor(byte / 3);
      eachText(bytes, count, (from, to) => {
        const view = createViewBuilder(text);
        addBytes(view, bytes.subarray(from, to), (byte) => atOf(from + byte));
        onText({ ...view.built(atOf(to - 1) + 1), overlap: 1 });
      });
    }
  }
}

/**
 * Whether four characters of it are three of ASCII, as some are of any text that is one. Most runs are
 * words in small letters, and are told apart by this.
 */
function hasAscii(run: string): boolean {
  let four = 0;
  for (let at = 0; at < run.length; at += 1) {
    four = ((four << 6) | (SEXTETS[run.charCodeAt(at)] ?? 0)) & 0xffffff;
    if (at < 3 || (four & 0x808080) !== 0) continue;
    if ((four & 0x600000) !== 0 && (four & 0x6000) !== 0 && (four & 0x60) !== 0) return true;
  }
  return false;
}

/** @returns how many bytes there are */
function decode(run: string, shift: number, bytes: Uint8Array): number {
  let count = 0;
  let bits = 0;
  let bitCount = 0;
  for (let at = shift; at < run.length; at += 1) {
    bits = (bits << 6) | (SEXTETS[run.charCodeAt(at)] ?? 0);
    bitCount += 6;
    if (bitCount < 8) continue;
    bitCount -= 8;
    bytes[count] = (bits >> bitCount) & 0xff;
    count += 1;
  }
  return count;
}

/** Tells of each stretch of bytes that is text. */
function eachText(
  bytes: Uint8Array,
  count: number,
  onText: (from: number, to: number) => void,
): void {
  let from = 0;
  /** Later bytes that the character at `firstAt` still needs. */
  let expected = 0;
  let firstAt = 0;
  let latinAt = -LATIN_PAUSE;
  const breakAt = (at: number) => {
    if (at - from >= LEAST_BYTES) onText(from, at);
    from = at + 1;
  };
  const breakUnlessLatin = (at: number) => {
    const isLatin = (bytes[at] ?? 0) >= 0xa0 && at - latinAt >= LATIN_PAUSE;
    if (isLatin) latinAt = at;
    else breakAt(at);
  };
  for (let at = 0; at < count; at += 1) {
    const kind = KINDS[bytes[at] ?? 0] ?? NO_TEXT;
    if (expected > 0) {
      if (kind === LATER) {
        expected -= 1;
        continue;
      }
      // It was no character of several bytes after all.
      expected = 0;
      breakUnlessLatin(firstAt);
    }
    if (kind === ASCII) continue;
    if (kind === NO_TEXT || kind === LATER) breakUnlessLatin(at);
    else {
      expected = kind - 1;
      firstAt = at;
    }
  }
  breakAt(count);
}
