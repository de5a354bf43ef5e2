/**
 * How values and texts are compared. Capitals are as small letters. White space, dashes, underscores and
 * plus signs are one space, however many: so a name is found in an address too.
 */
import { normalised } from "./normalised.ts";
import { isSeam } from "./seams.ts";

export const SPACE = 32;
/** Of a seam: it is not there. */
export const NOTHING = 0;

const SEPARATORS = new Set(
  [..."\t\n\v\f\r +-_\u00a0\u202f\u205f\u3000\u2212"].map((sign) => sign.charCodeAt(0)),
);
/** Of ASCII and of Latin-1: what most texts are made of. */
const MEANINGS = Uint16Array.from({ length: 256 }, (_, code) => meaningOf(code));

/** @returns the code that counts for one of a folded text: itself, `SPACE`, or `NOTHING` */
export function codeThatCounts(code: number): number {
  return code < 256 ? (MEANINGS[code] ?? code) : meaningOf(code);
}

function meaningOf(code: number): number {
  if (isSeam(code)) return NOTHING;
  // Spaces of all widths, and dashes of all lengths.
  const isSeparator = SEPARATORS.has(code) || (code >= 0x2000 && code <= 0x2015);
  return isSeparator ? SPACE : code;
}

/** In small letters, each where it was. */
export function folded(text: string): string {
  const small = text.toLowerCase().replaceAll("ς", "σ");
  if (small.length === text.length) return small;
  const units = text
    .split("")
    .map((unit) => (unit.toLowerCase().length === 1 ? unit.toLowerCase() : unit));
  return units.join("");
}

/** The codes of a value, without white space around it. */
export function valueCodes(value: string): number[] {
  const text = folded(normalised(value)?.text ?? value);
  const codes: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const code = codeThatCounts(text.charCodeAt(at));
    if (code === NOTHING || (code === SPACE && (codes.at(-1) ?? SPACE) === SPACE)) continue;
    codes.push(code);
  }
  if (codes.at(-1) === SPACE) codes.pop();
  return codes;
}
