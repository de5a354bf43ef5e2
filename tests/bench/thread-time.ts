/**
 * The processor's time of a page's main thread, out of the browser's own trace: what other programs of
 * the machine take meanwhile does not count. A page marks where something begins and ends.
 */
import type { Browser, Page } from "playwright";

export interface Span {
  name: string;
  /** Of the thread, in milliseconds. */
  ms: number;
  /** Of its longest task. */
  longestTaskMs: number;
}

interface TraceEvent {
  name: string;
  cat: string;
  pid: number;
  tid: number;
  /** Microseconds: of the clock, and of the thread. */
  ts: number;
  tts?: number;
  dur?: number;
  tdur?: number;
}

/** @returns every span between a mark `NAME.start` and the next `NAME.end`, in order */
export async function traceSpans(
  browser: Browser,
  page: Page,
  work: () => Promise<unknown>,
): Promise<Span[]> {
  await browser.startTracing(page, { categories: ["toplevel", "blink.user_timing"] });
  await work();
  const trace = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: TraceEvent[];
  };
  const events = trace.traceEvents.toSorted((a, b) => a.ts - b.ts);
  const marks = events.filter(({ cat }) => cat.includes("blink.user_timing"));
  const tasks = events.filter(({ name }) => name.endsWith("RunTask"));
  return marks.flatMap((start, at) => {
    if (!start.name.endsWith(".start")) return [];
    const name = start.name.slice(0, -".start".length);
    const end = marks.slice(at).find((mark) => mark.name === `${name}.end`);
    if (start.tts === undefined || end?.tts === undefined)
      throw new Error("the trace has no thread's time");
    const own = tasks.filter(
      ({ pid, tid, ts, dur = 0 }) =>
        pid === start.pid && tid === start.tid && ts + dur > start.ts && ts < end.ts,
    );
    return {
      name,
      ms: (end.tts - start.tts) / 1_000,
      longestTaskMs: Math.max(...own.map(({ tdur = 0 }) => tdur)) / 1_000,
    };
  });
}
