/**
 * Lets what concerns one thing happen one after the other, and what concerns others at the same time.
 * What is read at the beginning of a turn is so until its end.
 */
export function createTurns() {
  const last = new Map<string, Promise<unknown>>();
  return function inTurn<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const result = (last.get(key) ?? Promise.resolve()).then(work);
    const settled = result.catch(() => {});
    last.set(key, settled);
    void settled.then(() => {
      if (last.get(key) === settled) last.delete(key);
    });
    return result;
  };
}

export type InTurn = ReturnType<typeof createTurns>;
