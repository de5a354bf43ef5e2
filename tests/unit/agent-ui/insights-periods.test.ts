import { describe, expect, it } from "vitest";
import {
  between,
  daysOf,
  duration,
  periodWords,
  spanOf,
} from "../../../agent-ui/insights/periods.ts";

const NOON = new Date(2026, 2, 30, 12).getTime();

describe("periods of figures", () => {
  it("are whole days that end with today", () => {
    const { from, to } = spanOf({ kind: "last", days: 7 }, NOON);
    expect(new Date(from)).toEqual(new Date(2026, 2, 24));
    expect(new Date(to)).toEqual(new Date(2026, 2, 31));
    // Also over the night in which the clocks are changed.
    expect(daysOf({ from, to })).toEqual(
      [24, 25, 26, 27, 28, 29, 30].map((day) => `2026-03-${day}`),
    );
  });

  it("go from one day to the end of another", () => {
    const period = between("2026-02-27", "2026-03-01");
    expect(period && daysOf(spanOf(period, NOON))).toEqual([
      "2026-02-27",
      "2026-02-28",
      "2026-03-01",
    ]);
    expect(period && periodWords(period)).toBe("27 Feb to 1 Mar");
  });

  it.each([
    ["2026-03-02", "2026-03-01"],
    ["", "2026-03-01"],
    ["2026-03-01", "2026-3-1"],
    ["2026-02-40", "2026-03-01"],
  ])("are none from %j to %j", (first, last) => {
    expect(between(first, last)).toBeUndefined();
  });
});

it.each([
  [0, "0.0 s"],
  [1_340, "1.3 s"],
  [9_949, "9.9 s"],
  [59_400, "59 s"],
  [59_600, "1 min 00 s"],
  [171_000, "2 min 51 s"],
  [3_840_000, "1 h 04 min"],
])("%d ms is %s", (ms, words) => {
  expect(duration(ms)).toBe(words);
});
