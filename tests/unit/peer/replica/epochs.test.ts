import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createEpochs } from "../../../../peer/replica/epochs.ts";

/** What the stage shows, by what comes of the two lanes: an epoch, or nothing. */
function createStage() {
  const epochs = createEpochs();
  let shown = 0;
  return {
    shown: () => shown,
    snapshot(epoch: number) {
      if (!epochs.mayBegin(epoch)) return;
      epochs.begin(epoch);
      shown = epoch;
    },
    private(afterEpoch: number) {
      if (epochs.endWith(afterEpoch)) shown = 0;
    },
    epochs,
  };
}

describe("epochs", () => {
  it("[L7] takes the changes of an epoch in their order, and tells of a gap", () => {
    const { epochs } = createStage();
    epochs.begin(1);
    expect(epochs.take(1, 1)).toBe("next");
    expect(epochs.take(1, 3)).toBe("after-a-gap");
    expect(epochs.take(1, 2)).toBe("next");
    expect(epochs.take(2, 1)).toBe("of-another-epoch");
  });

  it("[L17] takes nothing of what a private page has made void", () => {
    const { epochs } = createStage();
    epochs.begin(1);
    expect(epochs.endWith(2)).toBe(true);
    expect(epochs.take(1, 1)).toBe("of-another-epoch");
    expect(epochs.mayBegin(2)).toBe(false);
    expect(epochs.mayBegin(3)).toBe(true);
  });

  it("[L17] leaves a page that was faster than the word of the private one before it", () => {
    const { epochs } = createStage();
    epochs.begin(3);
    expect(epochs.endWith(2)).toBe(false);
    expect(epochs.take(3, 1)).toBe("next");
  });

  it("counts anew on a new link", () => {
    const { epochs } = createStage();
    epochs.endWith(5);
    epochs.startAfresh();
    expect(epochs.mayBegin(1)).toBe(true);
    expect(epochs.endWith(0)).toBe(true);
  });

  it("[L17] shows no void epoch however the lanes are late, and in the end what the customer is on", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("snapshot", "private"), { minLength: 1, maxLength: 8 }),
        fc.array(fc.boolean(), { minLength: 16, maxLength: 16 }),
        (pages, turns) => {
          let epoch = 0;
          const pageLane: number[] = [];
          const sessionLane: number[] = [];
          for (const page of pages) {
            if (page === "snapshot") pageLane.push(++epoch);
            else sessionLane.push(epoch);
          }
          const stage = createStage();
          let voidUpTo = 0;
          for (const isPage of [...turns, ...turns.map((turn) => !turn)]) {
            const [lane, take] = isPage ? [pageLane, stage.snapshot] : [sessionLane, stage.private];
            const next = lane.shift();
            if (next === undefined) continue;
            if (!isPage) voidUpTo = Math.max(voidUpTo, next);
            take(next);
            if (stage.shown() > 0) expect(stage.shown()).toBeGreaterThan(voidUpTo);
          }
          expect(stage.shown()).toBe(pages.at(-1) === "private" ? 0 : epoch);
        },
      ),
    );
  });
});
