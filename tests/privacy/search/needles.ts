/**
 * Looks for thousands of texts at once, in one pass over the bytes: a hash rolls over eight of them
 * at a time, and only where it is one of those that are looked for are the bytes compared.
 */

export interface Hit {
  canary: number;
  /** The form in which it was found. */
  encoding: string;
  offset: number;
}

interface Needle {
  canary: number;
  encoding: string;
  bytes: Uint8Array;
}

/** The least length of what can be looked for, in bytes. */
const LEAST_BYTES = 8;

const BASE = 0x01000193;
/** What the byte that leaves the window has become by then. */
const LEAVING = Array.from({ length: LEAST_BYTES }).reduce<number>(
  (power) => Math.imul(power, BASE),
  1,
);
const FILTER_BITS = 22;

const LOWER = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte,
);

const isKept = (byte: number) =>
  (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x7a) || byte >= 0x80;

const lowered = (bytes: Uint8Array) =>
  Buffer.from(Buffer.from(bytes).map((byte) => LOWER[byte] ?? 0));

/**
 * Without everything but letters and digits: so a text is found that punctuation, ids or spaces
 * stand in the middle of.
 */
export function squeezed(bytes: Uint8Array): Buffer {
  const kept = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = LOWER[bytes[at] ?? 0] ?? 0;
    if (!isKept(byte)) continue;
    kept[length] = byte;
    length += 1;
  }
  return kept.subarray(0, length);
}

export class Needles {
  readonly #byHash = new Map<number, Needle[]>();
  readonly #filter = new Uint8Array(1 << (FILTER_BITS - 3));

  /** Takes no text of fewer than eight bytes: it would be found everywhere. */
  add(canary: number, encoding: string, bytes: Buffer): void {
    const needle = { canary, encoding, bytes: lowered(bytes) };
    if (needle.bytes.length < LEAST_BYTES) return;
    let hash = 0;
    for (const byte of needle.bytes.subarray(0, LEAST_BYTES))
      hash = (Math.imul(hash, BASE) + byte) | 0;
    const known = this.#byHash.get(hash);
    if (known?.some((one) => one.canary === canary && needle.bytes.equals(one.bytes))) return;
    if (known) known.push(needle);
    else this.#byHash.set(hash, [needle]);
    const bit = hash >>> (32 - FILTER_BITS);
    this.#filter[bit >> 3] = (this.#filter[bit >> 3] ?? 0) | (1 << (bit & 7));
  }

  /** @returns the first place of each canary that is there */
  search(bytes: Uint8Array): Map<number, Hit> {
    const found = new Map<number, Hit>();
    const filter = this.#filter;
    let hash = 0;
    for (let at = 0; at < bytes.length; at += 1) {
      hash = (Math.imul(hash, BASE) + (LOWER[bytes[at] as number] as number)) | 0;
      if (at >= LEAST_BYTES) {
        hash = (hash - Math.imul(LEAVING, LOWER[bytes[at - LEAST_BYTES] as number] as number)) | 0;
      }
      const bit = hash >>> (32 - FILTER_BITS);
      if (((filter[bit >> 3] as number) & (1 << (bit & 7))) === 0 || at < LEAST_BYTES - 1) continue;
      const offset = at - LEAST_BYTES + 1;
      for (const { canary, encoding, bytes: wanted } of this.#byHash.get(hash) ?? []) {
        if (found.has(canary) || !isAt(bytes, offset, wanted)) continue;
        found.set(canary, { canary, encoding, offset });
      }
    }
    return found;
  }
}

function isAt(bytes: Uint8Array, offset: number, wanted: Uint8Array): boolean {
  if (offset + wanted.length > bytes.length) return false;
  for (let at = 0; at < wanted.length; at += 1) {
    if (LOWER[bytes[offset + at] ?? 0] !== wanted[at]) return false;
  }
  return true;
}
