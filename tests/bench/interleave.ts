import { createRandom } from "./random.ts";

/**
 * The order of the ways in each block. Every way is once in each block, so that what changes in the
 * machine meanwhile meets them all; the order changes, so that none is always the first.
 */
export function interleave<Way>(
  ways: readonly Way[],
  { blockCount, seed }: { blockCount: number; seed: number },
): Way[][] {
  const random = createRandom(seed);
  return Array.from({ length: blockCount }, () => shuffled(ways, random));
}

function shuffled<Way>(ways: readonly Way[], random: () => number): Way[] {
  const places = ways.map((way) => ({ way, place: random() }));
  return places.toSorted((a, b) => a.place - b.place).map(({ way }) => way);
}
