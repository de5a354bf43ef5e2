/**
 * CSS without addresses that a browser would fetch. The viewer's policy refuses them anyway; so the
 * agent's browser does not even try. What is a comment, a string or a name is told as a browser
 * tells it: a word in a comment is no rule, and a name may be written with escapes.
 */
const STRING = String.raw`"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'`;
const COMMENT = String.raw`\/\*[\s\S]*?(?:\*\/|$)`;
const ESCAPE = String.raw`\\(?:[0-9a-f]{1,6}(?:\r\n|\s)?|[^\n0-9a-f])`;
const NAME = String.raw`(?:${ESCAPE}|[\w\-\u0080-\uffff])+`;

/** A comment, a string, or the name of a rule or a function: from the start of that name. */
const TOKEN = `${COMMENT}|${STRING}|(?<![\\w\\-\\u0080-\\uffff])(@${NAME}|${NAME}(?=\\())`;
const STATEMENT = new RegExp(`(?:${COMMENT}|${STRING}|\\([^)]*\\)|[^;{}"'(])*;?`, "y");
const QUOTED = new RegExp(`\\(\\s*(${STRING})[^()]*(?:\\([^()]*\\)[^()]*)*\\)`, "y");
const BARE = /\(((?:\\[\s\S]|[^)\\])*)\)?/y;
const PARENTHESIS = new RegExp(`${COMMENT}|${STRING}|\\\\[\\s\\S]|([()])`, "g");

const MAY_ASK = /url\(|src\(|@import|image-set\(|\\/i;
const EMBEDDED = /^\s*(?:data:|blob:|#)/i;

/** rrweb's mark between the texts of one sheet. It takes the mark out, so it parts no name. */
const SPLIT = "/* rr_split */";

export function withoutAddresses(css: string): string {
  if (!css.includes(SPLIT)) return clean(css);
  const texts = css.split(SPLIT);
  const whole = clean(texts.join(""));
  const cleaned = texts.map(clean);
  return cleaned.join("") === whole ? cleaned.join(SPLIT) : whole;
}

function clean(css: string): string {
  if (!MAY_ASK.test(css)) return css;
  const tokens = new RegExp(TOKEN, "gi");
  let kept = "";
  let keptUntil = 0;
  for (let token = tokens.exec(css); token; token = tokens.exec(css)) {
    const [, name] = token;
    if (name === undefined) continue;
    const { text, end } = cleanFrom(css, plainName(name), tokens.lastIndex);
    if (text !== undefined) {
      kept += css.slice(keptUntil, token.index) + text;
      keptUntil = end;
    }
    tokens.lastIndex = end;
  }
  return kept + css.slice(keptUntil);
}

/** @returns where to go on, and what to put in the place of all before, from the name on */
function cleanFrom(css: string, name: string, at: number): { text?: string; end: number } {
  switch (name) {
    case "@import":
      return { text: "", end: at + matchAt(STATEMENT, css, at).length };
    case "@namespace":
      // Its address is a name, and nobody asks for it.
      return { end: at + matchAt(STATEMENT, css, at).length };
    case "url":
    case "src": {
      const [whole, address] = argument(css, at);
      const end = at + whole.length;
      return EMBEDDED.test(address) ? { end } : { text: 'url("data:,")', end };
    }
  }
  if (name.endsWith("image-set")) return { text: "none", end: endOfFunction(css, at) };
  return { end: at };
}

function argument(css: string, at: number): [whole: string, address: string] {
  QUOTED.lastIndex = at;
  const quoted = QUOTED.exec(css);
  if (quoted) return [quoted[0], unescaped((quoted[1] ?? "").slice(1, -1))];
  BARE.lastIndex = at;
  const bare = BARE.exec(css);
  return [bare?.[0] ?? "", unescaped(bare?.[1] ?? "")];
}

function endOfFunction(css: string, at: number): number {
  PARENTHESIS.lastIndex = at;
  let depth = 0;
  for (let token = PARENTHESIS.exec(css); token; token = PARENTHESIS.exec(css)) {
    if (token[1] === "(") depth += 1;
    if (token[1] === ")") depth -= 1;
    if (depth === 0 && token[1]) return PARENTHESIS.lastIndex;
  }
  return css.length;
}

function matchAt(pattern: RegExp, css: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(css)?.[0] ?? "";
}

const plainName = (name: string) => unescaped(name).toLowerCase();

function unescaped(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(/\\(?:([0-9a-f]{1,6})(?:\r\n|\s)?|([\s\S]))/gi, (_escape, hex, character) =>
    hex === undefined ? character : codePoint(Number.parseInt(hex, 16)),
  );
}

const codePoint = (code: number) => (code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd");
