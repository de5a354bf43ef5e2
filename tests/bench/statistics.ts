/** The figures that a list of measurements comes down to. */

export interface Summary {
  count: number;
  p50: number;
  p95: number;
  p99: number;
}

/**
 * @param fraction - 0 (the least) to 1 (the most); between two samples it is measured out
 * @throws {RangeError} if there are no samples: nothing measured is not a zero
 */
export function quantile(samples: readonly number[], fraction: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * fraction;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) throw new RangeError("no samples");
  return below + (above - below) * (place - Math.floor(place));
}

export function summaryOf(samples: readonly number[]): Summary {
  return {
    count: samples.length,
    p50: quantile(samples, 0.5),
    p95: quantile(samples, 0.95),
    p99: quantile(samples, 0.99),
  };
}
