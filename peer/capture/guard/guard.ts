/**
 * The second check of what leaves the customer's page. It knows nothing of how the page is captured: it
 * looks through any message for secrets of known shapes, for the site's own, and for every value that
 * redaction has seen in this page, and masks them where they stand. Nothing is taken out: a gap would be
 * asked for again for ever. What it cannot check is masked as well.
 *
 * Each catch is a defect of the first check, redaction, and should be shown to whoever can mend it.
 */
import type { Found } from "./finder.ts";
import { inSlices } from "./in-slices.ts";
import { CHECKED_LENGTH, searchLong } from "./long-text.ts";
import { DOT, withMasked } from "./mask.ts";
import { type Caught, createMessageCheck } from "./message-check.ts";
import { createRememberedValues } from "./remembered-values.ts";
import { createSearch, type Search } from "./secret-search.ts";
import { createShapeFinder } from "./site-shapes.ts";

export interface Checked {
  text: string;
  caught: readonly Caught[];
}

export interface Guard {
  /** A value that redaction has seen in this page: it must not leave anywhere else either. */
  remember(value: string): void;
  /** From now on for these, in place of those before. */
  lookFor(shapes: GuardOptions["shapes"]): void;
  /**
   * Masks in place, in every string and key of the message. One check at a time: a message that comes
   * while another is checked waits for it.
   * @returns at once for a small message, of 200 values and 4,000 characters; a promise for a large one
   *   that takes long
   * @throws {TypeError} for a message that cannot be changed, {RangeError} for one that has no end; the
   *   promise rejects with it. It must not leave then.
   */
  check(message: object): readonly Caught[] | Promise<readonly Caught[]>;
  /** The same for one text: a style sheet, a drawing. */
  checkText(text: string): Checked | Promise<Checked>;
}

export interface GuardOptions {
  /** The site's own secrets; each shape without a fault. */
  shapes: ReadonlyArray<{ name: string; shape: string }>;
}

export function createGuard({ shapes }: GuardOptions): Guard {
  const remembered = createRememberedValues();
  let findShapes = createShapeFinder(shapes);
  const search = createSearch([
    (text, report) => findShapes(text, report),
    (text, report) => remembered.find(text, (start, end) => report(start, end, "redacted-value")),
  ]);
  const messages = createMessageCheck(search);
  let underWay: Promise<unknown> | undefined;

  function check(message: object): readonly Caught[] | Promise<readonly Caught[]> {
    const result = underWay
      ? underWay.then(() => inSlices(messages.check(message)))
      : inSlices(messages.check(message));
    if (result instanceof Promise) {
      const ended = result
        .catch(() => {})
        .then(() => {
          if (underWay === ended) underWay = undefined;
        });
      underWay = ended;
    }
    return result;
  }

  return {
    remember(value) {
      remembered.remember(value);
      messages.forgetNames();
    },
    lookFor(next) {
      findShapes = createShapeFinder(next);
      messages.forgetNames();
    },
    check,
    checkText: (text) => inSlices(checkText(text, search)),
  };
}

function* checkText(text: string, search: Search): Generator<void, Checked> {
  if (text.length > CHECKED_LENGTH) {
    return { text: DOT.repeat(text.length), caught: [{ kind: "uncheckable", at: [] }] };
  }
  const found: Found[] = [];
  yield* searchLong(text, search, (each) => found.push(each));
  const caught = found.map(({ kind }) => ({ kind, at: [] }));
  return { text: withMasked(text, found), caught };
}
