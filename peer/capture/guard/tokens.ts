/**
 * Tokens and keys that their makers have given a beginning to be known by, and what stands after `Bearer`. Sources: the secret scanning patterns that GitHub, GitLab, AWS, Google, Slack,
 * Stripe and OpenAI publish for their own.
 */
import type { CatchKind } from "../../protocol/guard-catches.ts";
import type { Report } from "./finder.ts";
import { isRandomLooking } from "./random-looking.ts";
import { SEAMS } from "./seams.ts";

interface Form {
  begins: string;
  whole: RegExp;
  kind: CatchKind;
  /** Other things begin so too. */
  isOften?: true;
}

/** How one begins, and how it looks as a whole. Each whole one begins as the first says. */
const FORMS: readonly Form[] = [
  // JSON Web Tokens, signed or encrypted: `{"` in base64url.
  { begins: "eyJ", whole: /^eyJ[\w-]{7,}\.[\w-]{6,}(?:\.[\w-]*)*/, kind: "token" },
  { begins: "gh[opusr]_", whole: /^gh._[A-Za-z0-9]{30,}/, kind: "token" },
  { begins: "github_pat_", whole: /^github_pat_\w{30,}/, kind: "token" },
  { begins: "gl(?:pat|rt|dt|cbt|ptt|soat)-", whole: /^gl\w+-[\w-]{20,}/, kind: "token" },
  { begins: "xox[abeoprs]-", whole: /^xox.-[\w-]{15,}/, kind: "token" },
  { begins: "npm_", whole: /^npm_[A-Za-z0-9]{36}/, kind: "token" },
  { begins: "ya29\\.", whole: /^ya29\.[\w-]{30,}/, kind: "token" },
  { begins: "A[KS]IA", whole: /^A.IA[A-Z2-7]{16}(?![\w-])/, kind: "key" },
  { begins: "[sr]k_(?:live|test)_", whole: /^.k_\w{4}_[A-Za-z0-9]{16,}/, kind: "key" },
  { begins: "whsec_", whole: /^whsec_[\w+/=-]{24,}/, kind: "key" },
  { begins: "sk-", whole: /^sk-[\w-]{20,}/, kind: "key", isOften: true },
  { begins: "AIza", whole: /^AIza[\w-]{35}/, kind: "key" },
  { begins: "SG\\.", whole: /^SG\.[\w-]{16,}\.[\w-]{16,}/, kind: "key" },
  // `-----BEGIN ` in base64.
  { begins: "LS0tLS1CRUdJTi", whole: /^LS0tLS1CRUdJTi[\w+/-]{40,}/, kind: "key" },
];

const BEGINNING = new RegExp(`\\b(?:${FORMS.map(({ begins }) => `(${begins})`).join("|")})`, "g");
/** What is read at once of one that may be none. Longer ones are known by then. */
const READ_LENGTH = 1_024;
const SIGNS = new RegExp(`[\\w.+/=~-]{0,${READ_LENGTH}}`, "y");
/** Of the next string, so much must be part of it. */
const LEAST_MORE = 8;
const MORE_SIGNS = new RegExp(`[${SEAMS}]+([\\w.+/=~-]{${LEAST_MORE},${READ_LENGTH}})`, "y");
const OTHER_SIGNS = /[^\w.+/=~-]|$/g;
const BEARER = /\b[Bb]earer[\s:"']{1,3}([\w.+/~-]{16,}=*)/g;

export function findTokens(text: string, report: Report): void {
  BEGINNING.lastIndex = 0;
  for (let found = BEGINNING.exec(text); found; found = BEGINNING.exec(text)) {
    const form = FORMS[found.findIndex((group, place) => place > 0 && group !== undefined) - 1];
    const end = form && endOfToken(text, found.index, form);
    if (!form || end === undefined) continue;
    report(found.index, end, form.kind);
    BEGINNING.lastIndex = end;
  }
  findBearers(text, report);
}

/** @returns its end, over strings that go on with it; nothing if it is none */
function endOfToken(text: string, start: number, form: Form): number | undefined {
  SIGNS.lastIndex = start;
  const own = SIGNS.exec(text)?.[0] ?? "";
  const alone = lengthOfToken(own, form);
  // It ends before its string does, or goes on beyond what has been read.
  if (alone !== undefined && alone < own.length) return start + alone;
  if (own.length === READ_LENGTH) return alone && otherSignsAt(text, start + alone);

  let read = own;
  /** Where the characters that were read stand. */
  const pieces = [{ from: start, length: own.length }];
  MORE_SIGNS.lastIndex = start + own.length;
  for (let next = MORE_SIGNS.exec(text); next; next = MORE_SIGNS.exec(text)) {
    const [, more = ""] = next;
    // What follows may be the next word of the page.
    if (!isRandomLooking(more, LEAST_MORE) || read.length > READ_LENGTH) break;
    pieces.push({ from: MORE_SIGNS.lastIndex - more.length, length: more.length });
    read += more;
  }
  let rest = lengthOfToken(read, form) ?? alone;
  if (rest === undefined) return undefined;
  let end = start;
  for (const { from, length } of pieces) {
    // One that is whole without it goes on in a string with all of it, or not at all.
    if (rest < length) return alone === undefined && rest > 0 ? from + rest : end;
    rest -= length;
    end = from + length;
  }
  return end;
}

function lengthOfToken(read: string, { whole, isOften }: Form): number | undefined {
  const token = whole.exec(read)?.[0];
  return token === undefined || (isOften && !isRandomLooking(token, 16)) ? undefined : token.length;
}

function otherSignsAt(text: string, from: number): number {
  OTHER_SIGNS.lastIndex = from;
  return OTHER_SIGNS.exec(text)?.index ?? text.length;
}

function findBearers(text: string, report: Report): void {
  BEARER.lastIndex = 0;
  for (let found = BEARER.exec(text); found; found = BEARER.exec(text)) {
    const [, token = ""] = found;
    if (isRandomLooking(token, 16))
      report(BEARER.lastIndex - token.length, BEARER.lastIndex, "token");
  }
}
