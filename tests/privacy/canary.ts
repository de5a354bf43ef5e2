/**
 * A canary is a text that stands nowhere else in the world. Where it is found, what was planted in
 * that place has got through.
 */
import { randomInt } from "node:crypto";
import { MADE_UP, type SecretKind } from "../support/made-up-secrets.ts";

/** How it looks: what hides one kind of text may let another one through. */
export type Form =
  /** `Canary-` and letters and digits. */
  | "word"
  /** Letters and digits alone, for names of elements, classes and files. */
  | "id"
  /** Of a person, with umlauts and spaces. */
  | "name"
  /** Digits with spaces. */
  | "number"
  /** An address of mail. */
  | "mail"
  /** A sentence, with what markup has to escape. */
  | "prose"
  /** A number or key of a known kind, which is nobody's. */
  | SecretKind
  /** As one site writes its customers' numbers: `KD-` and eight digits. */
  | "customer number";

export interface Place {
  group: string;
  channel: string;
  /** When it comes: `at first`, `later`, or how it races with what hides it. */
  phase: string;
  /** Where it stands: `within`, `on it`, `in a frame`, ... */
  place: string;
  policy: string;
}

export interface Canary extends Place {
  id: number;
  value: string;
  /** The parts of it that tell it from all others, each without a space. */
  marks: string[];
  /** It must be found: it shows that the search works, or that the page was seen at all. */
  isOpen: boolean;
  /** Other bytes by which it is known, such as the hash of a picture. */
  traces: Buffer[];
}

const LETTERS = "abcdefghjkmnpqrstuvwxyz";
const MIXED = `${LETTERS}23456789`;
const UMLAUTS = "äöüßéøñ";

const pick = (from: string) => from[randomInt(from.length)] ?? "";

const run = (length: number, from: string) => Array.from({ length }, () => pick(from)).join("");

/** Begins with a letter, so that it may stand where names do. */
const mark = () => `${pick(LETTERS)}${run(15, MIXED)}`;

/** No longer run of plain letters than seven: what is found of it is found with its umlauts. */
const umlautMark = () =>
  Array.from({ length: 4 }, () => `${run(3, LETTERS)}${pick(UMLAUTS)}`).join("");

/** Groups of digits that begin with none of what cards begin with. */
const digits = () =>
  Array.from(
    { length: 4 },
    (_, at) => `${at === 0 ? 8 : pick("123456789")}${run(3, "0123456789")}`,
  );

/** One that says by itself what it is, on one line. */
function madeUp(kind: SecretKind): Pick<Canary, "value" | "marks"> {
  for (;;) {
    const { label, text } = MADE_UP[kind](() => randomInt(2 ** 31) / 2 ** 31);
    const signs = text.replace(/[^A-Za-z0-9]/g, "");
    if (label !== "" || text.includes("\n") || signs.length < 12) continue;
    // Tokens of one kind begin in one way.
    return { value: text, marks: [signs.slice(-16)] };
  }
}

function makeValue(form: Form): Pick<Canary, "value" | "marks"> {
  const one = mark();
  switch (form) {
    case "word":
      return { value: `Canary-${one}`, marks: [one] };
    case "id":
      return { value: one, marks: [one] };
    case "name": {
      const last = umlautMark();
      const capital = `${last[0]?.toUpperCase()}${last.slice(1)}`;
      return { value: `Jörg ${capital}`, marks: [last] };
    }
    case "number": {
      const groups = digits();
      return { value: groups.join(" "), marks: [groups.join("")] };
    }
    case "mail":
      return { value: `${one}@post.example`, marks: [one] };
    case "prose":
      return { value: `O'Neill & <${one}> "said"`, marks: [one] };
    case "customer number": {
      const number = run(8, "0123456789");
      return { value: `KD-${number}`, marks: [`kd${number}`] };
    }
    default:
      return madeUp(form);
  }
}

/** All that is planted in one run. */
export class Canaries {
  readonly all: Canary[] = [];

  plant(place: Place, form: Form = "word"): Canary {
    return this.#add(place, form, false);
  }

  /** What must be found. */
  plantOpen(place: Place, form: Form = "word"): Canary {
    return this.#add(place, form, true);
  }

  #add(place: Place, form: Form, isOpen: boolean): Canary {
    const canary = { ...place, id: this.all.length, isOpen, traces: [], ...makeValue(form) };
    this.all.push(canary);
    return canary;
  }
}
