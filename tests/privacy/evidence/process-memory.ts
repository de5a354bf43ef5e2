/**
 * The memory of processes that the test has started: what a heap snapshot does not show, such as
 * buffers and what waits to be collected. Linux alone lets it be read.
 */
import { closeSync, openSync, readdirSync, readFileSync, readSync } from "node:fs";
import type { Haystack } from "../search/search.ts";

const PAGE_BYTES = 4_096;
const PIECE_BYTES = 16 * 1024 * 1024;
/** What the system tells of each page. */
const ENTRY_BYTES = 8;
/** So that nothing is cut in two at the end of a piece. */
const OVERLAP_BYTES = 512;

/** Why it cannot be read here; nothing where it can. */
export function whyUnreadable(pid: number): string | undefined {
  try {
    closeSync(openSync(`/proc/${pid}/mem`, "r"));
    return undefined;
  } catch (error) {
    return `memory of other processes cannot be read here (${(error as NodeJS.ErrnoException).code})`;
  }
}

/** A process and all that it has started. */
export function processTree(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const parent = parentOf(Number(name));
    if (parent !== undefined) parents.set(Number(name), parent);
  }
  const tree = [root];
  for (const pid of tree) {
    for (const [child, parent] of parents) if (parent === pid) tree.push(child);
  }
  return tree;
}

function parentOf(pid: number): number | undefined {
  try {
    // The name in parentheses may hold anything.
    return Number(
      readFileSync(`/proc/${pid}/stat`, "utf8")
        .replace(/^.*\) . /s, "")
        .split(" ")[0],
    );
  } catch {
    return undefined;
  }
}

/** What is private to the process and can be written to, piece by piece: one at a time is kept. */
export function* memoryOf(pid: number, source: string): Generator<Haystack> {
  const [memory, pages] = [
    openSync(`/proc/${pid}/mem`, "r"),
    openSync(`/proc/${pid}/pagemap`, "r"),
  ];
  const piece = Buffer.allocUnsafe(PIECE_BYTES);
  try {
    for (const line of readFileSync(`/proc/${pid}/maps`, "utf8").split("\n")) {
      const [, from = "", to = ""] = /^([0-9a-f]+)-([0-9a-f]+) rw.p /.exec(line) ?? [];
      if (from === "") continue;
      for (const run of usedRuns(pages, Number.parseInt(from, 16), Number.parseInt(to, 16))) {
        for (let at = run.from; at < run.to; at += PIECE_BYTES - OVERLAP_BYTES) {
          const length = readAt(memory, piece, at, Math.min(PIECE_BYTES, run.to - at));
          if (length === 0) break;
          yield {
            source,
            name: `process ${pid}`,
            bytes: piece.subarray(0, length),
            kind: "memory",
          };
        }
      }
    }
  } finally {
    closeSync(memory);
    closeSync(pages);
  }
}

/** Most of what a browser reserves it never uses: that reads as gigabytes of zeros. */
function* usedRuns(
  pages: number,
  from: number,
  to: number,
): Generator<{ from: number; to: number }> {
  const entries = Buffer.alloc(((to - from) / PAGE_BYTES) * ENTRY_BYTES);
  const length = readAt(pages, entries, (from / PAGE_BYTES) * ENTRY_BYTES, entries.length);
  let begun: number | undefined;
  for (let at = 0; at < length; at += ENTRY_BYTES) {
    // Present, or swapped out.
    const isUsed = ((entries[at + ENTRY_BYTES - 1] ?? 0) & 0xc0) !== 0;
    const address = from + (at / ENTRY_BYTES) * PAGE_BYTES;
    if (isUsed) begun ??= address;
    else if (begun !== undefined) {
      yield { from: begun, to: address };
      begun = undefined;
    }
  }
  if (begun !== undefined) yield { from: begun, to };
}

function readAt(file: number, into: Buffer, at: number, length: number): number {
  try {
    return readSync(file, into, 0, length, at);
  } catch {
    return 0; // it is gone meanwhile
  }
}
