/**
 * Finds the addresses in CSS and puts something else in their place. What is a comment, a string or
 * a name is told as a browser tells it: a word in a comment is no rule, and a name may be written
 * with escapes. Everything else stays as it was written, to the character.
 */
import { COMMENT, NAME, plainName, STRING, unescaped } from "./css-tokens.ts";

/**
 * A comment, a string or a whole name, of which only some are followed by a parenthesis. To look for
 * that here would try a long name from each of its characters on, and again for each of its escapes.
 */
const TOKEN = `${COMMENT}|${STRING}|(@?${NAME})`;
const STATEMENT = new RegExp(`(?:${COMMENT}|${STRING}|\\([^)]*\\)|[^;{}"'(])*;?`, "y");
const QUOTED = new RegExp(`\\(\\s*(${STRING})[^()]*(?:\\([^()]*\\)[^()]*)*\\)`, "y");
const BARE = /\(((?:\\[\s\S]|[^)\\])*)\)?/y;
const PARENTHESIS = new RegExp(`${COMMENT}|${STRING}|\\\\[\\s\\S]|([()])`, "g");
const ANY_STRING = new RegExp(STRING, "g");

const MAY_HOLD_ADDRESSES = /url\(|src\(|@import|image-set\(|\\/i;

export interface AddressRules {
  /**
   * What stands in the place of one `url(...)`, whole. Undefined leaves it as it is.
   * @param address - without quotes and escapes, as it was written: it may be relative
   * @param place - a font is what a `@font-face` names
   */
  onAddress(address: string, place: "image" | "font"): string | undefined;
  /**
   * What stands in the place of an `image-set(...)`, whole; without this, its addresses are like all.
   * @param addresses - of its candidates, in their order
   */
  onImageSet?(addresses: string[]): string;
  onImport: "keep" | "drop";
}

export function replaceAddresses(css: string, rules: AddressRules): string {
  if (!MAY_HOLD_ADDRESSES.test(css)) return css;
  const tokens = new RegExp(TOKEN, "gi");
  let kept = "";
  let keptUntil = 0;
  let fontFaceUntil = 0;

  for (let token = tokens.exec(css); token; token = tokens.exec(css)) {
    const [, written] = token;
    if (written === undefined) continue;
    if (!written.startsWith("@") && css[tokens.lastIndex] !== "(") continue;
    const name = plainName(written);
    if (name === "@font-face") fontFaceUntil = endOfBlock(css, tokens.lastIndex);
    const place = token.index < fontFaceUntil ? "font" : "image";
    const { text, end } = replacementOf(css, name, tokens.lastIndex, place, rules);
    if (text !== undefined) {
      kept += css.slice(keptUntil, token.index) + text;
      keptUntil = end;
    }
    tokens.lastIndex = end;
  }
  return kept + css.slice(keptUntil);
}

/** @returns where to go on, and what to put in the place of all before, from the name on */
function replacementOf(
  css: string,
  name: string,
  at: number,
  place: "image" | "font",
  rules: AddressRules,
): { text?: string | undefined; end: number } {
  switch (name) {
    case "@import":
      return {
        text: rules.onImport === "drop" ? "" : undefined,
        end: at + matchAt(STATEMENT, css, at).length,
      };
    case "@namespace":
      // Its address is a name, and nobody asks for it.
      return { end: at + matchAt(STATEMENT, css, at).length };
    case "url":
    case "src": {
      const [whole, address] = argumentAt(css, at);
      return { text: rules.onAddress(address, place), end: at + whole.length };
    }
  }
  if (!name.endsWith("image-set") || !rules.onImageSet) return { end: at };
  const end = endOfFunction(css, at);
  return { text: rules.onImageSet(addressesIn(css.slice(at, end))), end };
}

/** Of what is between the parentheses of an `image-set`, where a plain string is an address too. */
function addressesIn(candidates: string): string[] {
  const addresses: string[] = [];
  const inFunctions = replaceAddresses(candidates, {
    onAddress(address) {
      addresses.push(address);
      return `"\\0${addresses.length - 1}"`;
    },
    onImport: "keep",
  });
  const inOrder: string[] = [];
  // `type("image/png")` is a string that is no address.
  const withoutTypes = inFunctions.replace(/type\([^)]*\)/gi, "");
  for (const [quoted] of withoutTypes.matchAll(ANY_STRING)) {
    const [, known] = /^"\\0(\d+)"$/.exec(quoted) ?? [];
    const address = known ? addresses[Number(known)] : unescaped(quoted.slice(1, -1));
    if (address !== undefined) inOrder.push(address);
  }
  return inOrder;
}

function argumentAt(css: string, at: number): [whole: string, address: string] {
  QUOTED.lastIndex = at;
  const quoted = QUOTED.exec(css);
  if (quoted) return [quoted[0], unescaped((quoted[1] ?? "").slice(1, -1))];
  BARE.lastIndex = at;
  const bare = BARE.exec(css);
  return [bare?.[0] ?? "", unescaped(bare?.[1] ?? "").trim()];
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

/** Of a block without blocks in it. */
function endOfBlock(css: string, at: number): number {
  const end = css.indexOf("}", at);
  return end < 0 ? css.length : end;
}

function matchAt(pattern: RegExp, css: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(css)?.[0] ?? "";
}
