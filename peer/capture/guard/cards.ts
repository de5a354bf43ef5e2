/**
 * Numbers of payment cards, in one or in groups as on a card. Not part of a longer number, and not the
 * fraction of one. One number in fifty of the right length passes by chance, so whatever else can tell
 * is asked.
 *
 * Over several strings it counts if there are few of them, or if they are groups of a card or pieces of
 * one length: a row of a table may be such digits too.
 */
import { isCardNumber } from "./card-number.ts";
import type { Report } from "./finder.ts";
import { LEFT_SEAM, SEAM, SEAMS } from "./seams.ts";

/** Groups as they are written, longer ones first. */
const WRITINGS = ["44443", "4444", "88", "465", "464", "555", "4442", "445", "4333"];
/** Thirteen digits in one are the number of an article (EAN); the cards that had so many had groups. */
const LEAST_UNGROUPED = 14;

/** Whatever may stand between two digits of one number, and as many digits as the least has. */
const BETWEEN = `\\s.·+\\-\\u2010-\\u2015\\u2212${SEAMS}`;
const DIGITS = new RegExp(`(?:[0-9][${BETWEEN}]*){13}`, "g");
const GROUP = new RegExp(`([0-9]+)([${BETWEEN}]*)`, "y");
const SEAM_RUN = new RegExp(`[${SEAMS}]+`, "g");
/** One kind of it: white space (a plus sign, in an address), a dash or a dot. */
const GAP = /^ ?[-+.·\u2010-\u2015\u2212]? ?$/;

const MOST_DIGITS = 19;
const STRINGS_COUNT = 5;
/** What has left already must have been the beginning of a card by itself. */
const LEAST_LEFT = 6;

/** Digits in one. */
interface Group {
  digits: string;
  start: number;
  end: number;
  /** What stands after it; nothing if what follows does not belong to it. */
  gap: string | undefined;
  /** The next one is in another string, which may come after one that has left. */
  seam: "none" | "seam" | "left";
}

export function findCards(text: string, report: Report): void {
  DIGITS.lastIndex = 0;
  for (let found = DIGITS.exec(text); found; found = DIGITS.exec(text)) {
    const groups: Group[] = [];
    GROUP.lastIndex = found.index;
    for (let group = GROUP.exec(text); group; group = GROUP.exec(text)) {
      groups.push(asGroup(group));
      DIGITS.lastIndex = GROUP.lastIndex;
    }
    findInGroups(text, groups, report);
  }
}

function asGroup({ 1: digits = "", 2: between = "", index: start }: RegExpExecArray): Group {
  const end = start + digits.length;
  // What is there most of the time need not be looked at closely.
  if (between === SEAM) return { digits, start, end, gap: "", seam: "seam" };
  if (between === " ") return { digits, start, end, gap: " ", seam: "none" };
  const gap = between.replace(SEAM_RUN, "");
  const group = { digits, start, end, seam: "none" as const };
  if (gap.length === between.length) {
    return { ...group, gap: gap && GAP.test(gap) ? gap : undefined };
  }
  const seam = between.includes(LEFT_SEAM) ? "left" : "seam";
  // Between elements white space may be a line's end and much of it.
  const blank = gap.replace(/\s+/g, " ");
  return { ...group, gap: GAP.test(blank) ? blank : undefined, seam };
}

/** Read in three ways: each string by itself; strings put together; and each string as a group. */
function findInGroups(text: string, groups: Group[], report: Report): void {
  if (groups.every(({ seam }) => seam === "none")) return judge(text, groups, report);
  const withGaps = (gapOf: (group: Group) => string | undefined) =>
    groups.map((group): Group => {
      const { digits, start, end, seam } = group;
      return seam === "none" ? group : { digits, start, end, seam, gap: gapOf(group) };
    });
  judge(
    text,
    withGaps(() => undefined),
    report,
  );
  findParted(text, groups, report);
  const isBlank = ({ seam, gap }: Group) => seam === "seam" && (gap === "" || gap === " ");
  judge(
    text,
    withGaps((group) => (isBlank(group) ? SEAM : undefined)),
    report,
  );
}

function judge(text: string, groups: readonly Group[], report: Report): void {
  for (let at = 0; at < groups.length; at += 1) {
    const count = groupsOfCard(groups, at);
    const [first, last] = [groups[at], groups[at + count - 1]];
    if (count === 0 || !first || !last || !isPlausible(text, first.start, last.end)) continue;
    report(first.start, last.end, "card");
    at += count - 1;
  }
}

/** Numbers that seams part anywhere. */
function findParted(text: string, groups: readonly Group[], report: Report): void {
  for (const [from, first] of groups.entries()) {
    let digits = "";
    let hasSeam = false;
    for (let to = from; to < groups.length && digits.length < MOST_DIGITS; to += 1) {
      const last = groups[to];
      digits += last?.digits;
      if (hasSeam && isCardNumber(digits) && isWhole(groups, from, to)) {
        const { start, end } = { start: first.start, end: last?.end ?? first.end };
        if (isPlausible(text, start, end)) report(start, end, "card");
      }
      if (last?.gap === undefined) break;
      hasSeam ||= last.seam !== "none";
    }
  }
}

/** Whether they are the groups of a card, without the seams; or in one, and the digits end there. */
function isWhole(groups: readonly Group[], from: number, to: number): boolean {
  const own = groups.slice(from, to + 1);
  const parts = glued(own);
  if (parts.length > 1) {
    return WRITINGS.some(
      (writing) => parts.length === writing.length && isWritten(parts, 0, writing),
    );
  }
  const goesOn = groups[from - 1]?.gap === "" || (groups[to]?.gap === "" && to + 1 < groups.length);
  // Of what goes on with what has left, the digits before may be anything.
  return !goesOn || own[0]?.seam === "left";
}

function glued(groups: readonly Group[]): Group[] {
  const whole: Group[] = [];
  for (const group of groups) {
    const last = whole.at(-1);
    if (last?.gap !== "") whole.push({ ...group });
    else Object.assign(last, { ...group, digits: last.digits + group.digits, start: last.start });
  }
  return whole;
}

/** @returns how many groups from here are a card's number; 0 if there is none */
function groupsOfCard(groups: readonly Group[], at: number): number {
  const { digits = "", gap } = groups[at] ?? {};
  const isFraction = groups[at - 1]?.gap === "." || (gap === "." && groups[at + 1] !== undefined);
  if (digits.length >= LEAST_UNGROUPED && !isFraction && isCardNumber(digits)) return 1;
  for (const writing of WRITINGS) {
    if (digits.length !== Number(writing[0])) continue;
    if (!isWritten(groups, at, writing) || goesOn(groups, at, writing)) continue;
    const own = groups.slice(at, at + writing.length);
    if (isCardNumber(own.map((group) => group.digits).join(""))) return writing.length;
  }
  return 0;
}

/** Whether those from here have these lengths, and the same between them. */
function isWritten(groups: readonly Group[], at: number, writing: string): boolean {
  const gap = groups[at]?.gap;
  if (gap === undefined) return false;
  for (let place = 0; place < writing.length; place += 1) {
    const group = groups[at + place];
    if (group?.digits.length !== Number(writing[place])) return false;
    if (group.gap !== gap && place < writing.length - 1) return false;
  }
  return true;
}

/** Whether there is one more group of the same kind, before or after: then it is a longer number. */
function goesOn(groups: readonly Group[], at: number, writing: string): boolean {
  const gap = groups[at]?.gap;
  const [before, after] = [groups[at - 1], groups[at + writing.length]];
  const gapAfter = groups[at + writing.length - 1]?.gap;
  if (before?.gap === "." || (after && gapAfter === ".")) return true;
  const isSame = (group: Group | undefined, length: string | undefined) =>
    group?.digits.length === Number(length);
  return (
    (before?.gap === gap && isSame(before, writing[0])) ||
    (gapAfter === gap && isSame(after, writing.at(-1)))
  );
}

/** Not glued to a word, nor a fraction; and over strings only where that cannot be many other things. */
function isPlausible(text: string, start: number, end: number): boolean {
  const number = text.slice(start, end);
  const before = text.slice(Math.max(0, start - 2), start);
  if (/[a-z]$/i.test(before) || /^[a-z]/i.test(text.slice(end, end + 1))) return false;
  if (/(?:^|[^a-z])\.$/i.test(before) && /^[0-9]+$/.test(number)) return false;
  // What stands between groups may be a string of its own.
  const strings = number.split(SEAM_RUN).filter((string) => /[0-9]/.test(string));
  if (strings.length === 1) return true;
  const left = number.split(LEFT_SEAM);
  if (left.length > 1 && (left[0] ?? "").replace(/[^0-9]/g, "").length < LEAST_LEFT) return false;
  const isEven = strings.every(({ length }) => length === strings[0]?.length);
  return isEven || strings.length <= STRINGS_COUNT;
}
