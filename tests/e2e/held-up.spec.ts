/**
 * The customer's page is not held up: of a whole session no task takes the main thread for more than
 * 50 ms. Measured in the thread's own time, so that it is the same on a machine that is busy with other
 * things; what the tests themselves ask of the page does not count. Neighbours on the same processor
 * make that time longer, by half and more, and never shorter: a task that is too long is so in every
 * visit, and one visit without it shows that there is none.
 */
import { expect, startCobrowse, test } from "./cobrowse-fixture.ts";
import { SHOP_ACTS } from "./shop-acts.ts";

test.use({ trace: "off" });

const LONG_TASK_MS = 50;
const CATEGORIES = ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline"];

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  /** Microseconds; `tdur` without the time in which the thread had no processor. */
  ts: number;
  dur?: number;
  tdur?: number;
  args?: { data?: { url?: string }; chrome_mojo_event_info?: { mojo_interface_tag?: string } };
}

/** @returns the thread time of each task of the main thread that has run our first script, longest first */
function taskTimesMs(trace: Buffer): number[] {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const ours = traceEvents.find(
    ({ name, args }) => name === "EvaluateScript" && args?.data?.url?.endsWith("/widget.js"),
  );
  const events = traceEvents.filter(
    ({ ph, pid, tid }) => ph === "X" && pid === ours?.pid && tid === ours.tid,
  );
  const asked = events.filter(
    ({ args }) =>
      args?.chrome_mojo_event_info?.mojo_interface_tag === "blink.mojom.DevToolsSession",
  );
  const isWithin = (inner: TraceEvent, { ts, dur = 0 }: TraceEvent) =>
    inner.ts >= ts && inner.ts <= ts + dur;
  return events
    .filter(({ name }) => name === "RunTask")
    .filter((task) => !asked.some((one) => isWithin(one, task)))
    .map(({ tdur = 0 }) => tdur / 1_000)
    .sort((a, b) => b - a);
}

const VISITS_COUNT = 5;

for (const [path, act] of Object.entries(SHOP_ACTS)) {
  test(`${path} is not held up by a session`, async ({ browser, server, desk }) => {
    test.setTimeout(300_000);
    const longest: number[] = [];
    do {
      const context = await browser.newContext({ reducedMotion: "reduce" });
      const page = await context.newPage();
      await browser.startTracing(page, { categories: CATEGORIES });
      await page.goto(`${server.origin}${path}`);
      const { viewer } = await startCobrowse(page, desk);
      await act(page);
      await viewer.getByRole("button", { name: "End", exact: true }).click();
      await expect(page.getByRole("region", { name: /Cobrowse session/ })).toHaveCount(0);
      const times = taskTimesMs(await browser.stopTracing());
      await viewer.close();
      await context.close();
      process.stderr.write(`${path}: ${times.slice(0, 3).map((time) => time.toFixed(1))} ms\n`);
      expect(times.length).toBeGreaterThan(100);
      longest.push(times[0] ?? Number.POSITIVE_INFINITY);
    } while (Math.min(...longest) >= LONG_TASK_MS && longest.length < VISITS_COUNT);
    expect(Math.min(...longest)).toBeLessThan(LONG_TASK_MS);
  });
}
