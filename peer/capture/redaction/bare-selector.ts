/**
 * A selector without all that comes and goes: pseudo-elements, and pseudo-classes such as `:hover`,
 * `:checked` or `:not(...)`. It finds the elements that the rule is for, or may be for at any time,
 * and some more.
 */
import { BEGUN_STRING, COMMENT, NAME, unescaped } from "../../styles/css-tokens.ts";

const PART = new RegExp(
  `(${COMMENT})|(${BEGUN_STRING})|(::?)(${NAME})(\\()?|(&)|${NAME}|[\\s\\S]`,
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
  const bare = bareParts(selector, parent);
  if (bare === undefined || parent === undefined) return bare;
  return namesParent(selector) ? bare : withinParent(bare, parent);
}

function bareParts(selector: string, parent: string | undefined): string | undefined {
  let bare = "";
  const parts = new RegExp(PART);
  for (let part = parts.exec(selector); part; part = parts.exec(selector)) {
    const [text, comment, , colons, name = "", parenthesis, nesting] = part;
    if (comment !== undefined) continue;
    if (nesting) {
      if (parent === undefined) return undefined;
      bare += `:is(${parent})`;
    } else if (colons === undefined) bare += text;
    else {
      const end = parenthesis ? endOfFunction(selector, parts.lastIndex) : parts.lastIndex;
      const inside = parenthesis && selector.slice(parts.lastIndex, end - 1);
      parts.lastIndex = end;
      const pseudo = barePseudo(colons, name.toLowerCase(), inside, parent);
      if (pseudo === undefined) return undefined;
      bare += pseudo;
    }
  }
  return bare;
}

/** @param inside - its parentheses, if it has some */
function barePseudo(
  colons: string,
  name: string,
  inside: string | undefined,
  parent: string | undefined,
): string | undefined {
  if (ELSEWHERE.test(name)) return undefined;
  if (colons === ":" && STRUCTURAL.test(name)) {
    return inside === undefined ? `:${name}` : `:${name}(${inside})`;
  }
  if (colons === "::" || inside === undefined || !LISTS.test(name)) return ANY;
  const list = bareParts(inside, parent);
  return list === undefined ? undefined : `:is(${list})`;
}

/** Of each selector of a list, the ids without which it finds nothing. */
export function idsOf(list: string): string[][] {
  return splitList(list).map((selector) => {
    const ids: string[] = [];
    let depth = 0;
    let before = "";
    for (const [text] of selector.matchAll(PART)) {
      if (text.endsWith("(") || text === "[") depth += 1;
      if (text === ")" || text === "]") depth -= 1;
      if (before === "#" && depth === 0) ids.push(unescaped(text));
      before = text;
    }
    return ids;
  });
}

function namesParent(selector: string): boolean {
  for (const [, , , , , , nesting] of selector.matchAll(PART)) if (nesting) return true;
  return false;
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
