import { nextTask } from "../../scheduling/next-task.ts";

/** What a page does not feel: a frame has 16 ms, and half of it is the page's own. */
const SLICE_MS = 8;

/** The clock and the page's turn. */
export interface Pace {
  now(): number;
  rest(): Promise<void>;
}

const REAL: Pace = { now: () => performance.now(), rest: nextTask };

/**
 * Takes steps until the work is done, and lets the page have its turn after each slice of time.
 * @param steps - each short by itself; gives back what the work comes to
 * @returns at once what takes no more than one slice
 * @throws what a step throws, or the promise rejects with it
 */
export function inSlices<T>(steps: Iterator<void, T>, pace = REAL): T | Promise<T> {
  const first = slice(steps, pace);
  if (first.done) return first.value;
  return (async () => {
    for (;;) {
      await pace.rest();
      const next = slice(steps, pace);
      if (next.done) return next.value;
    }
  })();
}

function slice<T>(steps: Iterator<void, T>, { now }: Pace): IteratorResult<void, T> {
  const end = now() + SLICE_MS;
  let step = steps.next();
  while (!step.done && now() < end) step = steps.next();
  return step;
}
