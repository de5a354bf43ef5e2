/** The tokens of CSS, as parts of patterns. All of them ignore case. */

export const STRING = String.raw`"(?:\\(?:\r\n|[\s\S])|[^"\\\n\r\f])*"|'(?:\\(?:\r\n|[\s\S])|[^'\\\n\r\f])*'`;
/** Also one without an end: there the text ends, or the line, and a browser makes of it what it can. */
export const BEGUN_STRING = String.raw`"(?:\\(?:\r\n|[\s\S])|[^"\\\n\r\f])*"?|'(?:\\(?:\r\n|[\s\S])|[^'\\\n\r\f])*'?`;
export const COMMENT = String.raw`\/\*[\s\S]*?(?:\*\/|$)`;
export const ESCAPE = String.raw`\\(?:[0-9a-f]{1,6}(?:\r\n|\s)?|[^\n0-9a-f])`;
export const NAME = String.raw`(?:${ESCAPE}|[\w\-\u0080-\uffff])+`;

/** Without escapes: what a browser takes a name or a string for. */
export function unescaped(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(/\\(?:([0-9a-f]{1,6})(?:\r\n|\s)?|([\s\S]))/gi, (_escape, hex, character) =>
    hex === undefined ? character : codePoint(Number.parseInt(hex, 16)),
  );
}

/** Names that browsers know mean the same in either case. */
export const plainName = (name: string) => unescaped(name).toLowerCase();

const codePoint = (code: number) => (code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd");
