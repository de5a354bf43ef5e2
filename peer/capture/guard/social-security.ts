/**
 * Numbers that states give to people, as far as their form or their check digits tell them from other
 * numbers; nine or eleven digits that anything could be count only behind a word that says so.
 *
 * By form: United States (SSN with dashes), United Kingdom (NINO in groups), France (NIR), Germany
 * (Versicherungsnummer), Italy (codice fiscale), Switzerland (AHV). Behind a word: United States and
 * United Kingdom in one, Germany (Steuer-ID), Netherlands (BSN), Spain (DNI).
 */
import type { Report } from "./finder.ts";
import { SEAMS } from "./seams.ts";

const GAP = `[ +.\\-${SEAMS}]{0,2}`;
const DASH = `[${SEAMS}]*[-\\u2010-\\u2013][${SEAMS}]*`;
const digits = (count: number) => `[0-9](?:[${SEAMS}]*[0-9]){${count - 1}}`;
const grouped = (...counts: number[]) => counts.map(digits).join(GAP);

/** More specific ones first. The names are those of the rules below. */
const FORMS = {
  dashed: `${digits(3)}${DASH}${digits(2)}${DASH}${digits(4)}`,
  british: `[A-Za-z]{2}${GAP}${grouped(2, 2, 2)}${GAP}[A-Da-d]`,
  german: `${grouped(2, 6)}${GAP}[A-Za-z]${GAP}${digits(3)}`,
  italian: `[A-Za-z]{6}[0-9L-NP-Vl-np-v]{2}[A-Za-z][0-9L-NP-Vl-np-v]{2}[A-Za-z][0-9L-NP-Vl-np-v]{3}[A-Za-z]`,
  spanish: `${digits(8)}${GAP}[A-Za-z]`,
  plain: `[0-9](?:${GAP}[0-9]){8,14}`,
};
const NUMBER = new RegExp(
  `(?<![A-Za-z0-9]|[0-9][-.])(?:${Object.values(FORMS)
    .map((form) => `(${form})`)
    .join("|")})(?![A-Za-z0-9]|[-.][0-9])`,
  "g",
);
const NAMES = Object.keys(FORMS) as Array<keyof typeof FORMS>;

const SEAM = new RegExp(`[${SEAMS}]`, "g");

/** How far before a number its word may stand. */
const WORD_DISTANCE = 60;

interface Candidate {
  /** Letters and digits alone, in upper case. */
  signs: string;
  isGrouped: boolean;
  isBehind(word: RegExp): boolean;
}

const RULES: Record<keyof typeof FORMS, (candidate: Candidate) => boolean> = {
  dashed: ({ signs }) => isAmerican(signs),
  british: ({ signs, isGrouped, isBehind }) =>
    /^(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]/.test(signs) &&
    (isGrouped || isBehind(/\bni\b|nino|national insurance/)),
  german: ({ signs }) => isGerman(signs),
  italian: ({ signs }) => isItalian(signs),
  spanish: ({ signs, isBehind }) =>
    "TRWAGMYFPDXBNJZSQVHLCKE"[Number(signs.slice(0, 8)) % 23] === signs[8] &&
    isBehind(/\bdni\b|\bnif\b|identidad/),
  plain: ({ signs, isBehind }) => {
    switch (signs.length) {
      case 9:
        return (
          (isBehind(/\bssn\b|social security/) && isAmerican(signs)) ||
          (isBehind(/\bbsn\b|burgerservice|sofi/) && isDutch(signs))
        );
      case 11:
        return isBehind(/steuer|\bidnr|\btin\b/) && isGermanTax(signs);
      case 13:
        return signs.startsWith("756") && sumOf(signs, [1, 3]) % 10 === 0;
      case 15:
        return isFrench(signs);
    }
    return false;
  },
};

export function findSocialSecurity(text: string, report: Report): void {
  NUMBER.lastIndex = 0;
  for (let found = NUMBER.exec(text); found; found = NUMBER.exec(text)) {
    const { 0: number, index } = found;
    const name = NAMES[found.findIndex((form, place) => place > 0 && form !== undefined) - 1];
    const isBehind = (word: RegExp) =>
      word.test(text.slice(Math.max(0, index - WORD_DISTANCE), index).toLowerCase());
    // The digits of the next string may be of another number.
    const readings = name === "plain" ? upToEachSeam(number) : [number];
    const own = readings.find((reading) => {
      const signs = reading.replace(/[^A-Za-z0-9]/g, "").toUpperCase();
      return name && RULES[name]({ signs, isGrouped: signs.length < reading.length, isBehind });
    });
    if (own !== undefined) report(index, index + own.length, "social-security");
    // Another may begin at its second group.
    NUMBER.lastIndex = index + (own ?? /^(?:[0-9]+|.)/.exec(number)?.[0] ?? " ").length;
  }
}

/** The whole first. */
function upToEachSeam(number: string): string[] {
  const seams = [...number.matchAll(SEAM)].map(({ index }) => index);
  return [number, ...seams.reverse().map((seam) => number.slice(0, seam))];
}

/** Never given out: an area of 000, 666 or from 900 on, a group of 00, a serial number of 0000. */
const isAmerican = (signs: string) => /^(?!000|666|9)...(?!00)..(?!0000)/.test(signs);

/** Area, date of birth, letter of the name, serial number, and a check digit of cross sums. */
function isGerman(signs: string): boolean {
  const [, day = 0, month = 0] = [...signs.matchAll(/../g)].map(Number);
  if (day < 1 || day > 31 || month < 1 || month > 12) return false;
  const letter = String(signs.charCodeAt(8) - 64).padStart(2, "0");
  const expanded = signs.slice(0, 8) + letter + signs.slice(9, 11);
  const sum = [...expanded].reduce((total, digit, place) => {
    const product = Number(digit) * Number("212571212121"[place]);
    return total + Math.floor(product / 10) + (product % 10);
  }, 0);
  return sum % 10 === Number(signs[11]);
}

/** ISO 7064, MOD 11,10. */
function isGermanTax(signs: string): boolean {
  let product = 10;
  for (const digit of signs.slice(0, 10)) {
    const sum = (Number(digit) + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return signs[0] !== "0" && (11 - product) % 10 === Number(signs[10]);
}

/** Sex, year and month of birth, place, number, and 97 less the rest. */
function isFrench(signs: string): boolean {
  const month = Number(signs.slice(3, 5));
  if (!/^[12]/.test(signs) || month < 1 || (month > 12 && month < 20)) return false;
  return 97 - (Number(signs.slice(0, 13)) % 97) === Number(signs.slice(13));
}

const isDutch = (signs: string) => sumOf(signs, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0;

/** Odd places (from 1) count by a table, even ones as digits and letters from 0; the rest of 26 is a letter. */
function isItalian(signs: string): boolean {
  const odd = "BAFHJNPRTVCESULDGIMOQKWZYX";
  const sum = [...signs.slice(0, 15)].reduce((total, sign, place) => {
    const value = /[0-9]/.test(sign) ? Number(sign) : sign.charCodeAt(0) - 65;
    return total + (place % 2 === 0 ? odd.charCodeAt(value) - 65 : value);
  }, 0);
  return signs.charCodeAt(15) - 65 === sum % 26;
}

/** @param weights - of the places; they come again */
function sumOf(signs: string, weights: readonly number[]): number {
  return [...signs].reduce(
    (sum, digit, place) => sum + Number(digit) * (weights[place % weights.length] ?? 0),
    0,
  );
}
