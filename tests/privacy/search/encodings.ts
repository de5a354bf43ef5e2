/**
 * The forms in which a text may hide among bytes. Letter case is no form: the search takes no
 * account of it, in what it looks for and in what it looks through.
 */

export interface Encoding {
  name: string;
  /** @returns what to look for: several, where the form depends on what stands before the text */
  needlesOf(text: string): Buffer[];
  /** A text that holds `text` in this form, for the control; none where no page could say it. */
  example?(text: string): string;
}

const utf16 = (text: string) => Buffer.from(text, "utf16le");

const bigEndian = (text: string) => Buffer.from(utf16(text)).swap16();

const isLatin1 = (text: string) => ![...text].some((letter) => letter > "\u00ff");

const escaped = (text: string, isWhole: boolean) =>
  text.replace(isWhole ? /./gs : /[^ -~]/g, (unit) => {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });

const everyByte = (text: string) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");

const swapped = (text: string) =>
  [...text]
    .map((letter) =>
      letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
    )
    .join("");

const reversed = (text: string) => [...text].reverse().join("");

/** What base64 makes of the bytes alone, when `before` others stand in front of them. */
function base64At(bytes: Buffer, before: number): string {
  const all = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
  return all.slice(Math.ceil((before * 4) / 3), Math.floor(((before + bytes.length) * 4) / 3));
}

const base64 = (name: string, before: number, bytesOf: (text: string) => Buffer): Encoding => ({
  name: `${name}, shifted by ${before}`,
  needlesOf(text) {
    const plain = base64At(bytesOf(text), before);
    const forAddresses = plain.replaceAll("+", "-").replaceAll("/", "_");
    return [...new Set([plain, forAddresses])].map((each) => Buffer.from(each));
  },
  example: (text) =>
    Buffer.concat([Buffer.from("<>".slice(0, before)), bytesOf(text), Buffer.from(" !")]).toString(
      "base64",
    ),
});

export const ENCODINGS: readonly Encoding[] = [
  {
    name: "as it is",
    needlesOf: (text) =>
      [...new Set([text, text.normalize("NFD")])].map((each) => Buffer.from(each)),
    example: (text) => text,
  },
  {
    // For letters beyond ASCII, of which the search does take account.
    name: "case reversed",
    needlesOf: (text) => [swapped(text), text.toUpperCase()].map((each) => Buffer.from(each)),
    example: swapped,
  },
  { name: "latin1", needlesOf: (text) => (isLatin1(text) ? [Buffer.from(text, "latin1")] : []) },
  { name: "UTF-16", needlesOf: (text) => [utf16(text)] },
  { name: "UTF-16, big-endian", needlesOf: (text) => [bigEndian(text)] },
  {
    name: "escaped as in JSON",
    needlesOf: (text) =>
      [escaped(text, false), escaped(text, true)].map((each) => Buffer.from(each)),
    example: (text) => escaped(text, true),
  },
  {
    name: "percent-coded",
    needlesOf: (text) => [Buffer.from(encodeURIComponent(text))],
    example: encodeURIComponent,
  },
  {
    name: "every byte percent-coded",
    needlesOf: (text) => [Buffer.from(everyByte(text))],
    example: everyByte,
  },
  {
    name: "hexadecimal",
    needlesOf: (text) => [Buffer.from(Buffer.from(text).toString("hex"))],
    example: (text) => Buffer.from(text).toString("hex"),
  },
  {
    name: "backwards",
    needlesOf: (text) => [Buffer.from(reversed(text))],
    example: reversed,
  },
  ...[0, 1, 2].map((before) => base64("base64", before, Buffer.from)),
  ...[0, 1, 2].map((before) => base64("base64 of UTF-16", before, utf16)),
  {
    name: "with marks between",
    needlesOf: () => [],
    example: (text) => [...text].join(" - "),
  },
];
