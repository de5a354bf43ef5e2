/**
 * Takes one layer of writing-out away: percent codes of addresses, entities of HTML, and the escapes of
 * JSON, scripts and sheets. What is none of them stays.
 */
import { SEAMS } from "./seams.ts";
import { addBytes, createViewBuilder, type View } from "./view.ts";

const PERCENT = "(?:%[0-9a-f]{2})+|%u[0-9a-f]{4}";
const ENTITY =
  "&#(?:\\d{1,8}|x[0-9a-f]{1,8});?|&(?:amp|lt|gt|quot|apos|nbsp|szlig|[a-z](?:acute|caron|cedil|circ|grave|ring|tilde|uml));";
/** A sheet ends its own with white space; one of these letters is a line's end or a tab elsewhere. */
const BACKSLASH = `\\\\(?:u\\{[0-9a-f]{1,6}\\}|u[0-9a-f]{4}|x[0-9a-f]{2}|[0-9a-f]{1,6}[ \\t\\n]?|[^${SEAMS}])`;
const ESCAPE = new RegExp(`${PERCENT}|${ENTITY}|${BACKSLASH}`, "giu");
/** Without white space, quotes and brackets. */
const PART = new RegExp(`[^\\s"'<>(){}${SEAMS}]+`, "g");
/** What nobody writes out by accident. */
const CODED = /%[0-9a-f]{2}|&#x?[0-9a-f]|\\[ux][0-9a-f]{2}/i;

const MARKS: Record<string, string> = {
  acute: "\u0301",
  caron: "\u030c",
  cedil: "\u0327",
  circ: "\u0302",
  grave: "\u0300",
  ring: "\u030a",
  tilde: "\u0303",
  uml: "\u0308",
};
const NAMED: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  szlig: "ß",
};

/** @returns nothing if the text has none */
export function unescaped(text: string): View | undefined {
  if (!/[%&\\]/.test(text)) return undefined;
  const view = createViewBuilder(text);
  let at = 0;
  for (const { 0: code, index } of text.matchAll(ESCAPE)) {
    view.copy(at, index);
    at = index + code.length;
    if (code.startsWith("%") && code[1]?.toLowerCase() !== "u") {
      const bytes = code.match(/[0-9a-f]{2}/gi)?.map((byte) => Number.parseInt(byte, 16)) ?? [];
      addBytes(view, bytes, (byte) => index + 3 * byte);
    } else view.add(meaningOf(code), index);
  }
  if (at === 0) return undefined;
  view.copy(at, text.length);
  return view.built(text.length);
}

/** Where text is still written out. */
export function* codedParts(text: string): Generator<{ start: number; end: number }> {
  for (const { 0: part, index } of text.matchAll(PART)) {
    if (CODED.test(part)) yield { start: index, end: index + part.length };
  }
}

function meaningOf(code: string): string {
  if (code.startsWith("%")) return character(code.slice(2), 16);
  const body = code.slice(1).replace(/;$/, "");
  if (code.startsWith("&#")) {
    return /^#x/i.test(body) ? character(body.slice(2), 16) : character(body.slice(1), 10);
  }
  if (code.startsWith("&")) {
    const mark = MARKS[body.slice(1).toLowerCase()];
    return mark ? (body[0] + mark).normalize("NFC") : (NAMED[body.toLowerCase()] ?? code);
  }
  const hex = /^(?:u\{|[ux])?([0-9a-f]+)[ \t\n}]?$/i.exec(body)?.[1];
  if (hex !== undefined) return character(hex, 16);
  return /^[nrt]$/i.test(body) ? "\n" : body;
}

function character(digits: string, base: 10 | 16): string {
  const code = Number.parseInt(digits, base);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
}
