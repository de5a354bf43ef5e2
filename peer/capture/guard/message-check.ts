/** Checks one message after the other, and keeps of each what may go on in the next one. */
import type { CatchKind } from "../../protocol/guard-catches.ts";
import { isCardNumber } from "./card-number.ts";
import { CHECKED_LENGTH, searchLong } from "./long-text.ts";
import { DOT, withMasked } from "./mask.ts";
import { type Branch, pathTo, rename, STEP_LENGTH, walk, write } from "./message-walk.ts";
import type { Search } from "./secret-search.ts";
import {
  addCatch,
  addRange,
  createStringRow,
  type Findings,
  type Place,
  type StringRow,
} from "./string-row.ts";

export interface Caught {
  kind: CatchKind;
  /** Keys from the message down to the string, masked ones as they are now. */
  at: readonly (string | number)[];
}

export interface MessageCheck {
  /** Steps, which end in what was caught. It is masked at the last one. */
  check(message: object): Generator<void, readonly Caught[]>;
  /** Names are checked again: there is more to look for. */
  forgetNames(): void;
}

/** Two levels for each element inside another, of which a browser's parser builds 512. */
const DEPTH_COUNT = 4_096;
/** Longer strings are searched by themselves; their ends are part of the row. */
const LONG_LENGTH = 2_000;
const END_LENGTH = 64;
/** Names that a page may use before what is known of them is forgotten. */
const NAMES_COUNT = 2_000;
/** Numbers below are times, in milliseconds, and all that a page counts. */
const LEAST_CARD = 10 ** 13;

export function createMessageCheck(search: Search): MessageCheck {
  /** Names in which nothing was found. */
  const goodNames = new Set<string>();
  /** The strings under each name. */
  const rows = new Map<string, StringRow>();

  function rowOf(name: string): StringRow {
    const known = rows.get(name);
    if (known) return known;
    const row = createStringRow(search);
    rows.set(name, row);
    return row;
  }

  function goodName(key: string, branch: Branch, { catches }: Findings): string {
    if (goodNames.has(key)) return key;
    const found =
      key.length > LONG_LENGTH
        ? [{ start: 0, end: key.length, kind: "uncheckable" as const }]
        : search(key);
    if (found.length === 0) {
      if (goodNames.size >= NAMES_COUNT) goodNames.clear();
      goodNames.add(key);
      return key;
    }
    let name = withMasked(key, found);
    while (Object.hasOwn(branch.holder, name)) name += DOT;
    rename(branch, key, name);
    for (const { kind } of found) catches.push({ kind, branch, key: name });
    return name;
  }

  function* check(message: object): Generator<void, readonly Caught[]> {
    if (rows.size > NAMES_COUNT) rows.clear();
    const findings: Findings = { catches: [], places: new Set() };
    const long: Place[] = [];
    const steps = walk(message, {
      onKey: (key, branch) => goodName(key, branch, findings),
      onNumber(number, branch, key) {
        if (number < LEAST_CARD || !isCardNumber(String(number))) return;
        write(branch, key, 0);
        findings.catches.push({ kind: "card", branch, key });
      },
      onUnreadable(branch, key) {
        const whole = { configurable: true, enumerable: true, writable: true };
        Object.defineProperty(branch.holder, key, { ...whole, value: DOT });
        findings.catches.push({ kind: "uncheckable", branch, key });
      },
      onString(text, branch, key) {
        const place: Place = { branch, key, text, findings };
        if (text.length > CHECKED_LENGTH) {
          write(branch, key, DOT.repeat(text.length));
          return addCatch(place, "uncheckable");
        }
        if (branch.depth > DEPTH_COUNT) {
          addRange(place, { start: 0, end: text.length });
          return addCatch(place, "uncheckable");
        }
        const row = rowOf(typeof key === "string" ? key : branch.name);
        if (text.length <= LONG_LENGTH) return row.add(place);
        row.add(place, { start: 0, end: END_LENGTH });
        row.breakOff();
        row.add(place, { start: text.length - END_LENGTH, end: text.length });
        long.push(place);
      },
    });
    yield* steps;
    for (const place of long) {
      yield* searchLong(place.text, search, (found) => {
        addRange(place, found);
        addCatch(place, found.kind);
      });
    }
    /** Characters since the last step: a small message is one step, whatever the machine does. */
    let length = 0;
    for (const row of rows.values()) {
      length += row.end();
      if (length > STEP_LENGTH) yield;
      length %= STEP_LENGTH;
    }
    for (const { branch, key, text, ranges = [] } of findings.places) {
      write(branch, key, withMasked(text, ranges));
      length += text.length;
      if (length > STEP_LENGTH) yield;
      length %= STEP_LENGTH;
    }
    return findings.catches.map(({ kind, branch, key }) => ({ kind, at: pathTo(branch, key) }));
  }

  return { check, forgetNames: () => goodNames.clear() };
}
