/**
 * The memory of processes that the test has started: what a heap snapshot does not show, such as
 * buffers and what waits to be collected. Linux alone lets it be read.
 */
import { closeSync, openSync, readdirSync, readFileSync, readSync } from "node:fs";
import type { Haystack } from "../search/search.ts";

const PIECE_BYTES = 16 * 1024 * 1024;
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
    return Number(readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) . /s, "").split(" ")[0]);
  } catch {
    return undefined;
  }
}

/** What is private to the process and can be written to, piece by piece: one at a time is kept. */
export function* memoryOf(pid: number, source: string): Generator<Haystack> {
  const file = openSync(`/proc/${pid}/mem`, "r");
  const piece = Buffer.allocUnsafe(PIECE_BYTES);
  try {
    for (const line of readFileSync(`/proc/${pid}/maps`, "utf8").split("\n")) {
      const [, from = "", to = ""] = /^([0-9a-f]+)-([0-9a-f]+) rw.p /.exec(line) ?? [];
      if (from === "") continue;
      const end = Number.parseInt(to, 16);
      for (let at = Number.parseInt(from, 16); at < end; at += PIECE_BYTES - OVERLAP_BYTES) {
        const length = readAt(file, piece, at, Math.min(PIECE_BYTES, end - at));
        if (length > 0) {
          yield { source, name: `process ${pid}`, bytes: piece.subarray(0, length), kind: "memory" };
        }
      }
    }
  } finally {
    closeSync(file);
  }
}

function readAt(file: number, into: Buffer, at: number, length: number): number {
  try {
    return readSync(file, into, 0, length, at);
  } catch {
    return 0; // reserved, and never used
  }
}
