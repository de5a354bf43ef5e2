/**
 * Reads CSS statement by statement, in one pass over what can end one: blocks, declarations, and
 * comments between them. As in a browser, what stands in a string, in parentheses or in an address
 * ends nothing, and what is not closed ends with the text.
 * @see https://drafts.csswg.org/css-syntax-3/#parsing
 */
import { BEGUN_STRING, COMMENT } from "./css-tokens.ts";

/** What a statement holds besides words and numbers. */
export interface Holds {
  strings: boolean;
  addresses: boolean;
  comments: boolean;
}

export interface StatementReader {
  /** A block begins: from `start` on stands what it is for, at `end` its brace. */
  onBlock(start: number, end: number): void;
  /** @param at - after its brace, or where the text ends */
  onBlockEnd(at: number): void;
  /** From `start` to its semicolon; also what is none, and only ends like one. */
  onDeclaration(start: number, end: number, holds: Holds): void;
  /** Between statements. */
  onComment(start: number, end: number): void;
}

const MARKS = /\/\*|["'{};()[\]\\]/g;
const AT_COMMENT = new RegExp(COMMENT, "y");
const AT_STRING = new RegExp(BEGUN_STRING, "y");
const AT_ADDRESS = /\(\s*(?!["'\s])(?:\\[\s\S]|[^)\\])*\)?/y;
const WHITE_SPACE = /\s*/y;
/** Its value may hold blocks, and is still one declaration. */
const CUSTOM_PROPERTY = /\s*--(?:\\[\s\S]|[\w\-\u0080-\uffff])*\s*:/y;

export function readStatements(css: string, reader: StatementReader): void {
  const marks = new RegExp(MARKS);
  let start = 0;
  let blocks = 0;
  let holds: Holds = nothing();
  /** What closes the parentheses, and the braces of a value, that are open. */
  const open: string[] = [];

  const beginAt = (at: number) => {
    start = at;
    holds = nothing();
  };
  const endStatement = (at: number) => {
    if (endAt(WHITE_SPACE, css, start) < at) reader.onDeclaration(start, at, holds);
    beginAt(at + 1);
  };

  for (let mark = marks.exec(css); mark; mark = marks.exec(css)) {
    const at = mark.index;
    const [written] = mark;
    switch (written) {
      case "/*": {
        marks.lastIndex = endAt(AT_COMMENT, css, at);
        holds.comments = true;
        if (open.length > 0 || endAt(WHITE_SPACE, css, start) < at) break;
        reader.onComment(at, marks.lastIndex);
        beginAt(marks.lastIndex);
        break;
      }
      case "\\":
        marks.lastIndex = at + 2;
        // It may be part of the name of an address.
        holds.addresses = true;
        break;
      case '"':
      case "'":
        holds.strings = true;
        marks.lastIndex = endAt(AT_STRING, css, at);
        break;
      case "(": {
        const isUrl = isAddress(css, at);
        holds.addresses ||= isUrl;
        const end = isUrl ? endAt(AT_ADDRESS, css, at) : at;
        if (end > at) {
          marks.lastIndex = end;
        } else open.push(")");
        break;
      }
      case "[":
        open.push("]");
        break;
      case "{":
        if (open.length > 0 || endAt(CUSTOM_PROPERTY, css, start) > start) {
          open.push("}");
          break;
        }
        blocks += 1;
        reader.onBlock(start, at);
        beginAt(at + 1);
        break;
      case "}":
      case ")":
      case "]":
        if (open.length > 0) {
          if (open.at(-1) === written) open.pop();
        } else if (written === "}") {
          endStatement(at);
          if (blocks > 0) reader.onBlockEnd(at + 1);
          blocks = Math.max(0, blocks - 1);
        }
        break;
      case ";":
        if (open.length === 0) endStatement(at);
    }
  }
  // What stands in parentheses that nobody closes may be anything.
  for (; open.length > 0 && blocks > 0; blocks -= 1) reader.onBlockEnd(start);
  endStatement(css.length);
  for (; blocks > 0; blocks -= 1) reader.onBlockEnd(css.length);
}

const nothing = (): Holds => ({ strings: false, addresses: false, comments: false });

/** Whether the parenthesis is that of an address without quotes, in which anything may stand. */
function isAddress(css: string, parenthesis: number): boolean {
  return /(?:^|[^\w-])(?:url|src)$/i.test(css.slice(Math.max(0, parenthesis - 4), parenthesis));
}

/** @returns where the match that begins at `at` ends; `at` if there is none */
function endAt(pattern: RegExp, css: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(css) ? pattern.lastIndex : at;
}
