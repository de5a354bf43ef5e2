/**
 * What of the page lane counts, by the numbers that it carries. The word that a page is private comes
 * on another lane, and may be late or early: so it names the epochs that it makes void (L17).
 */
export interface Epochs {
  /** A new link counts anew. */
  startAfresh(): void;
  /** @returns whether this snapshot may be shown */
  mayBegin(epoch: number): boolean;
  /** Changes of this epoch may follow. */
  begin(epoch: number): void;
  take(epoch: number, seq: number): "next" | "of-another-epoch" | "after-a-gap";
  /** @returns whether what is shown is void; else a later page is here already */
  endWith(afterEpoch: number): boolean;
}

export function createEpochs(): Epochs {
  let current = 0;
  let seq = 0;
  let voidUpTo = 0;

  return {
    startAfresh() {
      current = 0;
      seq = 0;
      voidUpTo = 0;
    },
    mayBegin: (epoch) => epoch > voidUpTo,
    begin(epoch) {
      current = epoch;
      seq = 0;
    },
    take(epoch, next) {
      if (epoch !== current || epoch <= voidUpTo) return "of-another-epoch";
      if (next !== seq + 1) return "after-a-gap";
      seq = next;
      return "next";
    },
    endWith(afterEpoch) {
      voidUpTo = Math.max(voidUpTo, afterEpoch);
      return current <= afterEpoch;
    },
  };
}
