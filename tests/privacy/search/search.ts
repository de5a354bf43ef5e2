/** Looks through all that anybody received for all that was planted. */
import type { Canary } from "../canary.ts";
import { ENCODINGS } from "./encodings.ts";
import { Needles, squeezed } from "./needles.ts";

/** Something that somebody received, or what it becomes once it is unpacked, decoded or joined. */
export interface Haystack {
  /** By whom and how: `page lane at the agent`. */
  source: string;
  /** Which of them. */
  name: string;
  bytes: Uint8Array;
  /**
   * What a person or a program says, or the memory of a process. In as much as a gigabyte of memory
   * there is some of everything, so that there only longer parts of a canary count, and nothing is
   * taken out between them.
   */
  kind: "said" | "memory";
}

export interface Found {
  canary: Canary;
  source: string;
  name: string;
  encoding: string;
  /** What stands around it. */
  context: string;
}

/** Parts of a canary as short as this count for it: whoever sees half of a name knows it. */
const PART_LENGTH = { said: 8, memory: 12 };
/** Digits are more common than letters. */
const DIGITS_LENGTH = { said: 12, memory: 16 };
const PART_ENCODINGS = new Set(["as it is", "UTF-16", "latin1", "escaped as in JSON"]);
const CONTEXT_BYTES = 70;

interface Index {
  plain: Needles;
  squeezed: Needles;
}

export class Searcher {
  readonly #canaries: readonly Canary[];
  readonly #indexes = new Map<Haystack["kind"], Index>();

  constructor(canaries: readonly Canary[]) {
    this.#canaries = canaries;
  }

  /** @returns each canary once, where it is in this one */
  search({ source, name, bytes, kind }: Haystack): Found[] {
    const index = this.#index(kind);
    const hits = index.plain.search(bytes);
    const found = [...hits.values()].map((hit) => this.#found(hit, { source, name }, bytes, ""));
    if (kind === "memory") return found;
    const rest = squeezed(bytes);
    for (const [canary, hit] of index.squeezed.search(rest)) {
      if (hits.has(canary)) continue;
      found.push(this.#found(hit, { source, name }, rest, ", letters and digits alone"));
    }
    return found;
  }

  #found(
    { canary, encoding, offset }: { canary: number; encoding: string; offset: number },
    place: { source: string; name: string },
    bytes: Uint8Array,
    how: string,
  ): Found {
    const around = bytes.subarray(Math.max(0, offset - CONTEXT_BYTES), offset + CONTEXT_BYTES);
    return {
      canary: this.#canaries[canary] as Canary,
      ...place,
      encoding: encoding + how,
      context: Buffer.from(around)
        .toString()
        .replace(/[^ -~\u00a1-\uffef]+/g, " "),
    };
  }

  #index(kind: Haystack["kind"]): Index {
    const known = this.#indexes.get(kind);
    if (known) return known;
    const index: Index = { plain: new Needles(), squeezed: new Needles() };
    for (const canary of this.#canaries) addNeedles(index, canary, kind);
    this.#indexes.set(kind, index);
    return index;
  }
}

function addNeedles(index: Index, { id, value, marks, traces }: Canary, kind: Haystack["kind"]) {
  const add = (encoding: string, needle: Buffer) => {
    index.plain.add(id, encoding, needle);
    index.squeezed.add(id, encoding, squeezed(needle));
  };
  for (const trace of traces) index.plain.add(id, "its bytes", trace);
  for (const text of new Set([value, ...marks])) {
    // A number without its spaces is no rare thing in memory, nor are its parts.
    if (kind === "memory" && /^\d+$/.test(text)) continue;
    for (const { name, needlesOf } of ENCODINGS) {
      for (const needle of needlesOf(text)) add(name, needle);
    }
  }
  for (const mark of marks) {
    const length = (/^\d+$/.test(mark) ? DIGITS_LENGTH : PART_LENGTH)[kind];
    if (kind === "memory" && length >= mark.length) continue;
    for (let from = 0; from + length <= mark.length; from += 1) {
      const part = mark.slice(from, from + length);
      for (const { name, needlesOf } of ENCODINGS) {
        if (!PART_ENCODINGS.has(name)) continue;
        for (const needle of needlesOf(part)) add(`${name}, in part`, needle);
      }
    }
  }
}
