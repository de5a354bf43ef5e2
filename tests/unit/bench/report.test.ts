import { describe, expect, it } from "vitest";
import type { BenchReport } from "../../bench/bench.ts";
import { isMet, reportJson, reportText } from "../../bench/report.ts";

const report: BenchReport = {
  browser: "Chromium 1",
  figures: { "ours.p95": 1.23456, ratio: 7.9 },
  tables: [{ title: "Times", columns: ["", "p95"], rows: [["ours", 1.23456]] }],
  targets: [{ figure: "ratio", is: "at least", bound: 8, about: "so many times less" }],
  notes: ["A note."],
};

describe("report of a bench", () => {
  it("is the bench's name and its figures as JSON, and nothing else", () => {
    expect(reportJson("lanes", report)).toEqual({
      bench: "lanes",
      figures: { "ours.p95": 1.2346, ratio: 7.9 },
    });
  });

  it("does not write a figure that is no number: JSON would make it null", () => {
    for (const figure of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => reportJson("lanes", { figures: { ratio: figure } })).toThrow("ratio");
    }
  });

  it("says of each target whether it is met", () => {
    expect(reportText(report)).toContain("NOT MET  ratio 7.90, at least 8: so many times less");
    const better = { ...report, figures: { ...report.figures, ratio: 8 } };
    expect(reportText(better)).toMatch(/^met +ratio 8, at least 8/m);
  });

  it("takes a bound from the right side", () => {
    const target = { figure: "ratio", is: "at most", bound: 3, about: "" } as const;
    expect(isMet(target, { ratio: 3 })).toBe(true);
    expect(isMet(target, { ratio: 3.1 })).toBe(false);
  });

  it("does not judge a target by a figure that is not there", () => {
    const target = { figure: "ratio", is: "at least", bound: 3, about: "" } as const;
    expect(() => isMet(target, {})).toThrow("ratio");
  });

  it("lines the figures up under their columns", () => {
    const table = {
      title: "T",
      columns: ["", "p50"],
      rows: [
        ["a", 1_234.5],
        ["long", 0.5],
      ] as const,
    };
    expect(reportText({ ...report, tables: [table], targets: [], notes: [] })).toBe(
      ["T", "           p50", "  a      1,235", "  long    0.50"].join("\n"),
    );
  });
});
