/**
 * `wire`: the bytes of one visit to several pages. Recorded by rrweb, each event as JSON and by
 * rrweb's packer; and by ours, what the page lane puts on its channel, all headers included. Each page
 * begins a new compression window, as it does for a customer.
 *
 * Both recorders leave out what the pointer does, which on our side is not the page lane's. To tell
 * the codec from the recorder, the events of ours are counted as JSON and packed too.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright";
import { launchChromium } from "../support/chromium.ts";
import { bundlePage } from "../support/page-bundle.ts";
import type { Bench, BenchRun } from "./bench.ts";
import { startBenchServer } from "./bench-server.ts";
import { interleave } from "./interleave.ts";
import { offeredBy } from "./offered.ts";
import { TABLE_ADDRESS, VISIT } from "./pages/visit.ts";
import type { Tally, WireCount, WirePage, WireWay } from "./pages/wire-page.ts";
import { quantile } from "./statistics.ts";

const WAYS: readonly WireWay[] = ["ours", "rrweb"];
/** A short run sees the page with the most changes alone. */
const ADDRESSES = { full: Object.keys(VISIT), short: [TABLE_ADDRESS] } as const;
/** A visit with fewer events has not been recorded. */
const EVENTS_NEEDED = { full: 300, short: 60 } as const;

export const wire: Bench = async (run) => {
  const script = await bundlePage("bench/pages/wire-page", run.plugins);
  const tablePage = readFileSync(join(import.meta.dirname, "pages", "orders-table.html"), "utf8");
  const server = await startBenchServer({ shopPages: { [TABLE_ADDRESS]: tablePage } });
  const browser = await launchChromium();
  try {
    const visits = await measure(run, async (way) => {
      // A cart and a history of its own: every visit is the first one.
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
      await context.addInitScript(script);
      const errors: Error[] = [];
      context.on("weberror", (error) => errors.push(error.error()));
      const counts = await visit(await context.newPage(), server.origin, way, run.length);
      await context.close();
      if (errors.length > 0) throw new AggregateError(errors, "an error in a page");
      return counts;
    });
    return { browser: `Chromium ${browser.version()}`, ...reportOf(visits, run) };
  } finally {
    await browser.close();
    await server.close();
  }
};

type Visits = Record<WireWay, WireCount[]>;

async function measure(
  { blockCount, seed, tell }: BenchRun,
  visitBy: (way: WireWay) => Promise<WireCount>,
): Promise<Visits> {
  const visits: Visits = { ours: [], rrweb: [] };
  for (const [number, block] of interleave(WAYS, { blockCount, seed }).entries()) {
    tell(`block ${number + 1} of ${blockCount}`);
    for (const way of block) visits[way].push(await visitBy(way));
  }
  return visits;
}

async function visit(
  page: Page,
  origin: string,
  way: WireWay,
  length: BenchRun["length"],
): Promise<WireCount> {
  const offered = offeredBy<WirePage>(page);
  const total: WireCount = { increments: nothing(), snapshots: nothing() };
  for (const address of ADDRESSES[length]) {
    await page.goto(origin + address);
    await offered.start(way);
    const count = await offered.act();
    add(total.increments, count.increments);
    add(total.snapshots, count.snapshots);
  }
  return total;
}

const nothing = (): Tally => ({
  ...{ eventCount: 0, rawBytes: 0, packedBytes: 0, packedTextBytes: 0, laneBytes: 0 },
});

function add(total: Tally, more: Tally): void {
  for (const key of Object.keys(total) as Array<keyof Tally>) total[key] += more[key];
}

function reportOf(visits: Visits, { length }: BenchRun) {
  /** Of the repetitions the middle one: what a scroll tells depends a little on the time it takes. */
  const middle = (way: WireWay, kind: keyof WireCount, key: keyof Tally) =>
    quantile(
      visits[way].map((count) => count[kind][key]),
      0.5,
    );
  for (const way of WAYS) {
    const eventCount = middle(way, "increments", "eventCount");
    if (eventCount >= EVENTS_NEEDED[length]) continue;
    throw new Error(`${way}: ${eventCount} events, and ${EVENTS_NEEDED[length]} are needed`);
  }
  const bytesOf = (kind: keyof WireCount) => ({
    raw: middle("rrweb", kind, "rawBytes"),
    packer: middle("rrweb", kind, "packedBytes"),
    packerText: middle("rrweb", kind, "packedTextBytes"),
    ours: middle("ours", kind, "laneBytes"),
    oursRaw: middle("ours", kind, "rawBytes"),
    oursPacked: middle("ours", kind, "packedBytes"),
  });
  const [increments, snapshots] = [bytesOf("increments"), bytesOf("snapshots")];
  const rowsOf = (bytes: typeof increments) => [
    ["rrweb, JSON", bytes.raw, bytes.raw / bytes.ours] as const,
    ["rrweb, packer, as text", bytes.packerText, bytes.packerText / bytes.ours] as const,
    ["rrweb, packer, binary", bytes.packer, bytes.packer / bytes.ours] as const,
    ["our events, JSON", bytes.oursRaw, bytes.oursRaw / bytes.ours] as const,
    ["our events, packer, binary", bytes.oursPacked, bytes.oursPacked / bytes.ours] as const,
    ["ours on the page lane", bytes.ours, 1] as const,
  ];
  const columns = ["", "bytes", "times ours"];
  const counts = WAYS.map((way) => `${way} ${middle(way, "increments", "eventCount")}`);
  return {
    figures: {
      "raw.bytes": increments.raw,
      "packer.bytes": increments.packer,
      "packer.stringBytes": increments.packerText,
      "ours.bytes": increments.ours,
      "ratio.raw": increments.raw / increments.ours,
      "ratio.packer": increments.packer / increments.ours,
      "ratio.packerString": increments.packerText / increments.ours,
      "sameEvents.ratio.raw": increments.oursRaw / increments.ours,
      "sameEvents.ratio.packer": increments.oursPacked / increments.ours,
      "raw.events": middle("rrweb", "increments", "eventCount"),
      "ours.events": middle("ours", "increments", "eventCount"),
      "snapshots.raw.bytes": snapshots.raw,
      "snapshots.packer.bytes": snapshots.packer,
      "snapshots.ours.bytes": snapshots.ours,
    },
    tables: [
      {
        title: `Increments of one visit (events: ${counts.join(", ")})`,
        columns,
        rows: rowsOf(increments),
      },
      { title: "Snapshots of the same visit", columns, rows: rowsOf(snapshots) },
    ],
    targets: [
      {
        ...{ figure: "ratio.raw", is: "at least" as const, bound: 12 },
        about: "increments so many times less than JSON",
      },
      {
        ...{ figure: "ratio.packer", is: "at least" as const, bound: 1.8 },
        about: "increments so many times less than rrweb's packer, binary",
      },
    ],
    notes: [`The middle one of ${visits.ours.length} visits.`],
  };
}
