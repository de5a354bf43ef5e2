/**
 * Values that redaction has seen in this page, and where they stand in a text. None is kept as text, but
 * as numbers that nobody can compute without this page load's random keys.
 *
 * The first six characters of each are hashed so that a text is read once, whatever the number of values
 * (Rabin and Karp); where one may begin, a second hash over all of it tells. A long value is kept in
 * pieces: so the work for a text is bounded, and a part of it is found too.
 */
import { codeThatCounts, folded, NOTHING, SPACE, valueCodes } from "./value-text.ts";
import { isWebWord } from "./web-words.ts";

/** A shorter one stands in half of all texts. */
const LEAST_LENGTH = 6;
/** Of its characters so many must be letters or digits; without letters, so many digits. */
const LEAST_SIGNS = 4;
const LEAST_DIGITS = 6;
/** Fewer digits may be part of a longer number, by chance. */
const SURE_DIGITS = 10;
const MOST_LENGTH = 48;
/** Of a longer value only the beginning is kept: it would take the place of many. */
const KEPT_LENGTH = 16_000;
const PIECE_LENGTH = 32;
/** What one page may remember, and how many of the oldest go at once. */
const VALUES_COUNT = 50_000;
const FORGOTTEN_COUNT = 5_000;
/** Bits that say whether a value may begin with a hash: most do not, and a map would be slower. */
const FILTER_BITS = 18;

/** What begins with the same six characters, as far as their hash can tell. */
interface Bucket {
  /** How many there are of each length. */
  counts: Uint16Array;
  longest: number;
}

interface Kept {
  first: number;
  length: number;
}

export interface RememberedValues {
  readonly count: number;
  remember(value: string): void;
  /** @param text - normalised @param onFound - is told where one begins and ends */
  find(text: string, onFound: (start: number, end: number) => void): void;
}

/** @param most - values and pieces; the oldest go first */
export function createRememberedValues(most = VALUES_COUNT): RememberedValues {
  const [base = 0, mixer = 0, seedA = 0, seedB = 0, factorA = 0, factorB = 0] = oddNumbers(6);
  /** What the oldest of six characters has come to when the next one comes. */
  const power = [1, 2, 3, 4, 5, 6].reduce((product) => Math.imul(product, base), 1);
  /** By their whole hash, the oldest first. */
  const kept = new Map<number, Kept>();
  const buckets = new Map<number, Bucket>();
  const filter = new Uint8Array(1 << FILTER_BITS);

  const placeOf = (first: number) =>
    Math.imul(first ^ (first >>> 15), mixer) >>> (32 - FILTER_BITS);
  const stepA = (hash: number, code: number) => Math.imul(hash ^ code, factorA);
  const stepB = (hash: number, code: number) => {
    const next = Math.imul(hash + code, factorB);
    return next ^ (next >>> 13);
  };
  /** As many bits as a number holds for certain. */
  const joined = (a: number, b: number) => (a >>> 0) * 2 ** 20 + (b >>> 12);

  function keep(codes: readonly number[]): void {
    const first = codes
      .slice(0, LEAST_LENGTH)
      .reduce((hash, code) => (Math.imul(hash, base) + code) | 0, 0);
    const whole = joined(codes.reduce(stepA, seedA), codes.reduce(stepB, seedB));
    const known = kept.get(whole);
    // Seen again, so it is the newest.
    kept.delete(whole);
    kept.set(whole, { first, length: codes.length });
    if (known) return;
    const bucket = buckets.get(first) ?? { counts: new Uint16Array(MOST_LENGTH + 1), longest: 0 };
    buckets.set(first, bucket);
    bucket.counts[codes.length] = (bucket.counts[codes.length] ?? 0) + 1;
    bucket.longest = Math.max(bucket.longest, codes.length);
    filter[placeOf(first)] = 1;
    if (kept.size > most) forgetOldest();
  }

  function forgetOldest(): void {
    let count = Math.min(FORGOTTEN_COUNT, Math.ceil(most / 10));
    for (const [whole, { first, length }] of kept) {
      if (count === 0) break;
      count -= 1;
      kept.delete(whole);
      const bucket = buckets.get(first);
      if (!bucket) continue;
      bucket.counts[length] = (bucket.counts[length] ?? 1) - 1;
      if (bucket.counts.every((each) => each === 0)) buckets.delete(first);
    }
    filter.fill(0);
    for (const first of buckets.keys()) filter[placeOf(first)] = 1;
  }

  /** @returns where the longest value ends that begins there; nothing if none does */
  function endOfValue(text: string, start: number, first: number): number | undefined {
    const bucket = buckets.get(first);
    if (!bucket) return undefined;
    let [a, b] = [seedA, seedB];
    let length = 0;
    let wasSpace = false;
    let end: number | undefined;
    for (let at = start; at < text.length && length < bucket.longest; at += 1) {
      const code = codeThatCounts(text.charCodeAt(at));
      if (code === NOTHING || (code === SPACE && wasSpace)) continue;
      wasSpace = code === SPACE;
      a = stepA(a, code);
      b = stepB(b, code);
      length += 1;
      if (bucket.counts[length] && kept.has(joined(a, b))) end = at + 1;
    }
    return end;
  }

  return {
    get count() {
      return kept.size;
    },
    remember(value) {
      const codes = valueCodes(value.slice(0, KEPT_LENGTH));
      if (!isWorthKeeping(codes)) return;
      if (codes.length <= MOST_LENGTH) return keep(codes);
      for (let from = 0; from < codes.length; from += PIECE_LENGTH) {
        const to = Math.min(from + PIECE_LENGTH, codes.length);
        keep(codes.slice(to - PIECE_LENGTH, to));
      }
    },
    find(text, onFound) {
      if (kept.size === 0) return;
      const small = folded(text);
      const codes = new Uint16Array(8);
      const starts = new Int32Array(8);
      let hash = 0;
      let count = 0;
      let wasSpace = false;
      for (let at = 0; at < small.length; at += 1) {
        const code = codeThatCounts(small.charCodeAt(at));
        if (code === NOTHING || (code === SPACE && wasSpace)) continue;
        wasSpace = code === SPACE;
        const gone = codes[(count - LEAST_LENGTH) & 7] ?? 0;
        hash = (Math.imul(hash, base) + code - Math.imul(gone, power)) | 0;
        codes[count & 7] = code;
        starts[count & 7] = at;
        count += 1;
        if (filter[placeOf(hash)] === 0 || count < LEAST_LENGTH) continue;
        const start = starts[(count - LEAST_LENGTH) & 7] ?? 0;
        const end = endOfValue(small, start, hash);
        if (end !== undefined && !isPartOfNumber(small, start, end)) onFound(start, end);
      }
    },
  };
}

function isWorthKeeping(codes: readonly number[]): boolean {
  if (codes.length < LEAST_LENGTH) return false;
  const text = String.fromCharCode(...codes.slice(0, 1_000));
  const signs = text.match(/[\p{L}\p{N}\p{M}]/gu) ?? [];
  const digits = signs.filter((sign) => /\p{N}/u.test(sign));
  if (signs.length === digits.length) return digits.length >= LEAST_DIGITS;
  return signs.length >= LEAST_SIGNS && !isWebWord(text);
}

/** Of digits alone, and not many: 123456 is not in 41234567. */
function isPartOfNumber(text: string, start: number, end: number): boolean {
  if (end - start >= SURE_DIGITS || !/^[0-9]+$/.test(text.slice(start, end))) return false;
  return /[0-9]/.test(text[start - 1] ?? "") || /[0-9]/.test(text[end] ?? "");
}

function oddNumbers(count: number): number[] {
  return [...crypto.getRandomValues(new Int32Array(count))].map((number) => number | 1);
}
