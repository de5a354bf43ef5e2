/** What somebody can read out of a text who tries: written on its own, not with the guard's code. */

/** The text itself, and what its percent codes, entities, escapes and base64 come to, also in layers. */
export function readingsOf(text: string): string[] {
  const readings = new Set([text]);
  for (let layer = 0; layer < 3; layer += 1) {
    for (const reading of [...readings]) {
      for (const read of [percentDecoded, withoutEntities, withoutEscapes])
        readings.add(read(reading));
      for (const inside of base64Texts(reading)) readings.add(inside);
    }
  }
  return [...readings];
}

/** Letters and digits alone, in small letters: however it is grouped. */
export const squashed = (text: string) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");

/** Shorter ones may be halved by chance: five digits stand anywhere. */
const HALVED_LENGTH = 16;

/** What must not be read of a secret: a half of it, or a short one as a whole. */
export function partsOf(secret: string): string[] {
  const wanted = squashed(secret);
  const half = Math.ceil(wanted.length / 2);
  return wanted.length < HALVED_LENGTH ? [wanted] : [wanted.slice(0, half), wanted.slice(half)];
}

export function canBeRead(secret: string, readings: readonly string[]): boolean {
  const parts = partsOf(secret);
  return readings.some((reading) => parts.some((part) => squashed(reading).includes(part)));
}

function percentDecoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (codes) => {
    try {
      return decodeURIComponent(codes);
    } catch {
      return codes;
    }
  });
}

function withoutEntities(text: string): string {
  return text
    .replace(/&#x([0-9a-f]+);/gi, (_, hex) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(/&#(\d+);/g, (_, digits) => String.fromCodePoint(Number(digits)))
    .replaceAll("&amp;", "&");
}

function withoutEscapes(text: string): string {
  return text
    .replace(/\\u([0-9a-f]{4})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\[nrt]/g, " ")
    .replace(/\\([0-9a-f]{1,6}) ?/gi, (_, hex) => {
      const code = Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : "";
    });
}

function base64Texts(text: string): string[] {
  return [...text.matchAll(/[A-Za-z0-9+/_-]{8,}={0,2}/g)]
    .map(([run]) => Buffer.from(run, "base64").toString("utf8"))
    .filter((read) => /^[\p{L}\p{N}\p{P}\p{S}\s]{6,}$/u.test(read));
}
