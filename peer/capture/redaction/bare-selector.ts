/**
 * A selector without all that comes and goes: pseudo-elements, and pseudo-classes such as `:hover`,
 * `:checked` or `:not(...)`. It finds the elements that the rule is for, or may be for at any time,
 * and some more.
 */
import { BEGUN_STRING, COMMENT, ESCAPE, NAME } from "../../styles/css-tokens.ts";

const PART = new RegExp(
  `(${COMMENT})|(${BEGUN_STRING})|(::?)(${NAME})(\\()?|(&)|${ESCAPE}|${NAME}|[\\s\\S]`,
  "gi",
);
/** These tell where an element stands, and nothing that changes from moment to moment. */
const STRUCTURAL =
  /^(?:root|(?:first|last|only)-(?:child|of-type)|nth-(?:last-)?(?:child|of-type))$/;
const LISTS = /^(?:is|where|matches|(?:-webkit|-moz)-any)$/;
/** What they stand for is another element than the one in which the rest of the selector is found. */
const ELSEWHERE = /^(?:host|host-context|scope|slotted|part|cue|cue-region|has-slotted)$/;
/** True of every element, at whatever place in a selector it stands. */
const ANY = ":not(_)";

/**
 * @param selector - as it was written
 * @param parent - of the rule around it, bare; nothing if there is none
 * @returns nothing for one that cannot be asked for by itself
 */
export function bareSelector(selector: string, parent?: string): string | undefined {
  let bare = "";
  let isNested = false;
  const parts = new RegExp(PART);
  for (let part = parts.exec(selector); part; part = parts.exec(selector)) {
    const [text, comment, , colons, name = "", parenthesis, nesting] = part;
    if (comment !== undefined) continue;
    if (nesting) {
      if (parent === undefined) return undefined;
      isNested = true;
      bare += `:is(${parent})`;
    } else if (colons === undefined) bare += text;
    else {
      const pseudo = name.toLowerCase();
      const end = parenthesis ? endOfFunction(selector, parts.lastIndex) : parts.lastIndex;
      const inside = parenthesis ? selector.slice(parts.lastIndex, end - 1) : "";
      parts.lastIndex = end;
      if (ELSEWHERE.test(pseudo)) return undefined;
      if (colons === ":" && LISTS.test(pseudo)) {
        const list = bareSelector(inside, parent);
        if (list === undefined) return undefined;
        isNested ||= inside.includes("&");
        bare += `:is(${list})`;
      } else if (colons === ":" && STRUCTURAL.test(pseudo))
        bare += text + inside + (parenthesis ? ")" : "");
      else bare += ANY;
    }
  }
  if (parent === undefined) return bare;
  return isNested ? bare : withinParent(bare, parent);
}

/** In a list, each selector by itself; one that begins with a combinator goes on from the parent. */
function withinParent(list: string, parent: string): string {
  return splitList(list)
    .map((each) => `:is(${parent}) ${each.trim()}`)
    .join(", ");
}

function splitList(list: string): string[] {
  const selectors = [""];
  let depth = 0;
  for (const [text] of list.matchAll(PART)) {
    if (text.endsWith("(") || text === "[") depth += 1;
    if (text === ")" || text === "]") depth -= 1;
    if (text === "," && depth === 0) selectors.push("");
    else selectors[selectors.length - 1] += text;
  }
  return selectors;
}

/** @param at - after its parenthesis @returns after the one that closes it */
function endOfFunction(selector: string, at: number): number {
  const parts = new RegExp(PART);
  parts.lastIndex = at;
  let depth = 1;
  for (let part = parts.exec(selector); part; part = parts.exec(selector)) {
    const [text] = part;
    if (text.endsWith("(")) depth += 1;
    if (text === ")") depth -= 1;
    if (depth === 0) return parts.lastIndex;
  }
  return selector.length + 1;
}
