import { describe, expect, it } from "vitest";
import { quantile, summaryOf } from "../../bench/statistics.ts";

describe("statistics of a bench", () => {
  it("takes the middle one for the median, or the middle between two", () => {
    expect(quantile([30, 10, 20], 0.5)).toBe(20);
    expect(quantile([40, 10, 20, 30], 0.5)).toBe(25);
  });

  it("measures out between two samples, and ends at the last one", () => {
    expect(quantile([0, 10], 0.95)).toBeCloseTo(9.5);
    expect(quantile([7, 9], 1)).toBe(9);
    expect(quantile([7], 0.99)).toBe(7);
  });

  it("sorts as numbers, and leaves the samples as they were", () => {
    const samples = [9, 100, 20];
    expect(quantile(samples, 1)).toBe(100);
    expect(samples).toEqual([9, 100, 20]);
  });

  it("has no figure for what was not measured", () => {
    expect(() => quantile([], 0.5)).toThrow(RangeError);
  });

  it("sums up a hundred samples", () => {
    const samples = Array.from({ length: 101 }, (_, index) => index);
    expect(summaryOf(samples)).toEqual({ count: 101, p50: 50, p95: 95, p99: 99 });
  });
});
