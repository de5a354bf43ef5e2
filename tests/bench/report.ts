/** A report as a person reads it, and as a program does. */
import type { BenchReport, Figures, Table, Target } from "./bench.ts";

export function reportText(report: BenchReport): string {
  const parts = [
    ...report.tables.map(tableText),
    report.targets.map((target) => targetText(target, report.figures)).join("\n"),
    report.notes.join("\n"),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

/** The form that `--json` writes: nothing but numbers, rounded to what a clock can tell. */
export function reportJson(name: string, { figures }: Pick<BenchReport, "figures">) {
  const rounded: Figures = {};
  for (const [key, figure] of Object.entries(figures)) {
    if (!Number.isFinite(figure)) throw new RangeError(`${key} is not a number`);
    rounded[key] = Number(figure.toFixed(4));
  }
  return { bench: name, figures: rounded };
}

export function isMet({ figure, is, bound }: Target, figures: Figures): boolean {
  const measured = figures[figure];
  if (measured === undefined) throw new Error(`no figure ${figure}`);
  return is === "at least" ? measured >= bound : measured <= bound;
}

function targetText(target: Target, figures: Figures): string {
  const { figure, is, bound, about } = target;
  const verdict = isMet(target, figures) ? "met    " : "NOT MET";
  return `${verdict}  ${figure} ${numberText(figures[figure] ?? 0)}, ${is} ${bound}: ${about}`;
}

function tableText({ title, columns, rows }: Table): string {
  const cells = [columns, ...rows.map((row) => row.map(cellText))];
  const widths = columns.map((_column, index) =>
    Math.max(...cells.map((row) => row[index]?.length ?? 0)),
  );
  const lines = cells.map((row) => {
    const padded = row.map((cell, index) =>
      index === 0 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0),
    );
    return `  ${padded.join("   ")}`.trimEnd();
  });
  return [title, ...lines].join("\n");
}

const cellText = (cell: number | string) => (typeof cell === "number" ? numberText(cell) : cell);

/** Three digits are as many as a small run can tell. */
function numberText(number: number): string {
  if (Number.isInteger(number) || Math.abs(number) >= 1_000) {
    return Math.round(number).toLocaleString("en-GB");
  }
  return number.toFixed(Math.abs(number) >= 100 ? 0 : Math.abs(number) >= 10 ? 1 : 2);
}
