/**
 * What of a value in CSS may be text that somebody reads, and the same without it: a dot for each
 * letter and digit. It stays the value of the same form, so that what follows is read as before.
 */
import { ESCAPE, unescaped } from "../../styles/css-tokens.ts";
import { type ValueToken, valueTokens } from "../../styles/css-values.ts";
import { isPlainDrawing } from "./plain-drawing.ts";

const CHARACTER = new RegExp(`${ESCAPE}|[\\s\\S]`, "giu");
const LETTER = /[\p{L}\p{M}\p{N}]/u;
const DOT = "•";

export const hasLetters = (text: string) => LETTER.test(text);

/** The drawings of icon fonts are no letters, and stay, however they are written. */
export function blanked(text: string): string {
  return text.replace(CHARACTER, (character) =>
    hasLetters(unescaped(character)) ? DOT : character,
  );
}

/**
 * As all of these, without what comments say: nobody sees them.
 * @param isText - whether a string, without quotes and escapes, is to be blanked
 */
export function withoutTexts(value: string, isText: (text: string) => boolean): string {
  if (!/["']|\/\*/.test(value)) return value;
  return changed(value, ({ what, text, plain }) =>
    what === "string" && hasLetters(plain) && isText(plain) ? blanked(text) : text,
  );
}

/** The value of a property that a redacted part has: no text, and no picture that may show some. */
export function withoutContent(value: string, pictures: "no pictures" | "of files"): string {
  return changed(value, ({ what, text, plain }) => {
    if (what === "string") return blanked(text);
    if (what !== "address" || isHarmlessAddress(plain, pictures)) return text;
    return text.startsWith('"') || text.startsWith("'") ? '"data:,"' : NO_PICTURE;
  });
}

/** The same, where the value is plain. */
export function withoutPictures(value: string, pictures: "no pictures" | "of files"): string {
  return value.includes("(") ? withoutContent(value, pictures) : value;
}

/** Without numbers of so many digits that they may be a code, or a price. */
export function withoutNumbers(value: string): string {
  return value.replace(/\d{4,}/g, (digits) => blanked(digits));
}

/** The value of a property of the page's own: any word of it may be a text. */
export function withoutWords(value: string): string {
  const [, before = "", important = ""] = /^([\s\S]*?)(!\s*important\s*)?$/i.exec(value) ?? [];
  return blanked(before) + important;
}

/**
 * Whether the value of a property of the page's own can be no text: numbers, lengths, colours, and
 * words of CSS, in functions or not.
 * @param isKeyword - whether a word is one of CSS, written in small letters
 */
export function isPlainValue(value: string, isKeyword: (word: string) => boolean): boolean {
  let digits = 0;
  let depth = 0;
  for (const { what, text, plain } of valueTokens(value)) {
    if (what === "string" && hasLetters(plain)) return false;
    if (what === "address" && !isHarmlessAddress(plain, "of files")) return false;
    if (what === "hash" && !COLOUR.test(text)) return false;
    // A minus, or the name of another property.
    if (what === "name" && !/^-(?:-|$)/.test(text) && !isKeyword(text)) return false;
    if (what === "function" || text === "(") depth += 1;
    if (text === ")") depth -= 1;
    if (what === "number" && !isLength(text)) {
      if (depth === 0) digits += text.replace(/\D/g, "").length;
      if (!NUMBER.test(text)) return false;
    }
  }
  return digits <= NUMBERS_DIGITS_COUNT;
}

const NO_PICTURE = 'url("data:,")';
const COLOUR = /^#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/i;
const LENGTH =
  /^[+-]?(?:\d{1,5}(?:\.\d+)?|\.\d+)(?:e-?\d)?(?:%|r?em|r?ex|r?ch|r?ic|r?lh|r?cap|[sld]?v(?:[whib]|min|max)|cq(?:[whib]|min|max)|[cm]m|q|in|p[txc]|deg|g?rad|turn|m?s|k?hz|dp(?:i|cm|px)|x|fr)$/i;
/** Without a unit, as a share or a layer. A longer one may be a code, and so may several. */
const NUMBER = /^[+-]?(?:0|[1-9]\d{0,2})?(?:\.\d{1,6})?$/;
const NUMBERS_DIGITS_COUNT = 12;

const isLength = (number: string) => LENGTH.test(number);

/** An address of a file leaves as a number. What an address holds itself is looked into. */
function isHarmlessAddress(address: string, pictures: "no pictures" | "of files"): boolean {
  if (!/^\s*data:/i.test(address)) return pictures === "of files" || address.startsWith("#");
  return isPlainDrawing(address);
}

function changed(value: string, change: (token: ValueToken) => string): string {
  let result = "";
  for (const token of valueTokens(value)) {
    result += token.what === "comment" ? blanked(token.text) : change(token);
  }
  return result;
}
