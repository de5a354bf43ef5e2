/** What a bench is given, and what it gives back. */
import type { Plugin } from "vite";
import type { Summary } from "./statistics.ts";

export interface BenchRun {
  /** Each block measures every way once; at least five, but for a smoke run. */
  blockCount: number;
  /** Order of the ways, and all that is made up for the bench. */
  seed: number;
  /** A short run shows that the bench works; its figures are worth little. */
  length: "full" | "short";
  /** What the product's bundles are built with. */
  plugins: readonly Plugin[];
  /** Tells what is under way. */
  tell(line: string): void;
}

export interface BenchReport {
  /** Version of the browser that it ran in. */
  browser: string;
  figures: Figures;
  tables: Table[];
  targets: Target[];
  notes: string[];
}

/** By key, such as `ours.p95`. Milliseconds, bytes or ratios. */
export type Figures = Record<string, number>;

export interface Table {
  title: string;
  columns: readonly string[];
  rows: ReadonlyArray<readonly [name: string, ...cells: Array<number | string>]>;
}

export interface Target {
  figure: string;
  is: "at least" | "at most";
  bound: number;
  /** What it means, in words. */
  about: string;
}

/** @throws when a browser fails, or when too little was measured for a figure */
export type Bench = (run: BenchRun) => Promise<BenchReport>;

export const SUMMARY_COLUMNS = ["", "samples", "p50", "p95", "p99", "p95 to ours"];

/** @param ours - what the row is to be compared with, by its p95 */
export function summaryRow(name: string, { count, p50, p95, p99 }: Summary, ours: Summary) {
  return [name, count, p50, p95, p99, `× ${(p95 / ours.p95).toFixed(2)}`] as const;
}

export function summaryFigures(prefix: string, { count, p50, p95, p99 }: Summary): Figures {
  return {
    [`${prefix}.samples`]: count,
    [`${prefix}.p50`]: p50,
    [`${prefix}.p95`]: p95,
    [`${prefix}.p99`]: p99,
  };
}

/** What a run must have measured of each way; fewer samples are no p99. */
export function demandSamples(way: string, samples: readonly number[], atLeast: number): void {
  if (samples.length >= atLeast) return;
  throw new Error(`${way}: ${samples.length} samples, and ${atLeast} are needed`);
}
