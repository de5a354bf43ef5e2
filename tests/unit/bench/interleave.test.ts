import { describe, expect, it } from "vitest";
import { interleave } from "../../bench/interleave.ts";

const WAYS = ["ours", "startLive", "recipe", "bare"];

describe("blocks of a bench", () => {
  it("has every way once in each", () => {
    const blocks = interleave(WAYS, { blockCount: 5, seed: 1 });
    expect(blocks.length).toBe(5);
    for (const block of blocks) expect(block.toSorted()).toEqual(WAYS.toSorted());
  });

  it("does not always begin with the same way", () => {
    const blocks = interleave(WAYS, { blockCount: 20, seed: 1 });
    expect(new Set(blocks.map(([first]) => first)).size).toBe(WAYS.length);
  });

  it("comes in the same order again with the same seed, and in another with another", () => {
    const orderOf = (seed: number) => JSON.stringify(interleave(WAYS, { blockCount: 5, seed }));
    expect(orderOf(7)).toBe(orderOf(7));
    expect(orderOf(7)).not.toBe(orderOf(8));
  });
});
