/** What was planted and what was found, as a person reads it. */
import type { Canary } from "./canary.ts";
import type { SourceTotals } from "./evidence/evidence.ts";
import type { Found } from "./search/search.ts";

/** How another recorder does with the same canaries: what it told. */
export interface Baseline {
  name: string;
  /** What it was shown at all: of some policies it knows nothing. */
  shown: ReadonlySet<Canary>;
  leaked: ReadonlySet<Canary>;
}

type Row = Array<string | number>;

function tableText(columns: readonly string[], rows: readonly Row[]): string {
  const cells = [columns, ...rows.map((row) => row.map(String))];
  const widths = columns.map((_column, at) =>
    Math.max(...cells.map((row) => row[at]?.length ?? 0)),
  );
  return cells
    .map((row) =>
      `  ${row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join("   ")}`.trimEnd(),
    )
    .join("\n");
}

export function groupsText(
  planted: readonly Canary[],
  leaks: ReadonlyMap<Canary, readonly Found[]>,
  baselines: readonly Baseline[],
): string {
  const groups = new Map<string, Canary[]>();
  for (const canary of planted) {
    const { policy, group, isOpen } = canary;
    const name = isOpen ? `${policy}: open, at the server` : `${policy}: ${group}`;
    const known = groups.get(name);
    if (known) known.push(canary);
    else groups.set(name, [canary]);
  }
  const rowOf = (name: string, canaries: readonly Canary[]): Row => [
    name,
    canaries.length,
    canaries.filter((canary) => leaks.has(canary)).length,
    ...baselines.map(({ shown, leaked }) => {
      const count = canaries.filter((canary) => shown.has(canary)).length;
      const found = canaries.filter((canary) => leaked.has(canary)).length;
      return count === 0 ? "-" : `${found} of ${count}`;
    }),
  ];
  const rows = [...groups].map(([name, canaries]) => rowOf(name, canaries));
  return tableText(
    ["policy and group", "planted", "found", ...baselines.map(({ name }) => name)],
    [...rows, rowOf("all", planted)],
  );
}

export function sourcesText(totals: readonly SourceTotals[]): string {
  return tableText(
    ["searched", "kB", "open texts found"],
    totals.map(({ source, bytes, openCount }) => [source, Math.round(bytes / 1_000), openCount]),
  );
}

/** Each leak by its place in the corpus, and where it first came out. */
export function leaksText(leaks: ReadonlyMap<Canary, readonly Found[]>): string {
  return [...leaks]
    .map(([canary, found]) => {
      const sources = [...new Set(found.map(({ source }) => source))];
      const [first] = found;
      return `  ${placeOf(canary)}\n      in ${sources.join(", ")}\n      ${first?.encoding}: ${first?.context}`;
    })
    .join("\n");
}

export const placeOf = ({ policy, group, channel, phase, place, value }: Canary) =>
  `${policy}: ${group}: ${channel}, ${phase}, ${place} (${value})`;
