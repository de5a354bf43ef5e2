/**
 * `guard`: the second check of what leaves a page, alone, with redaction switched off. How many of
 * planted secrets it catches, what it takes for one that is none, and what it costs beside the capture.
 *
 * A secret counts as caught if no half of it can be read any more out of what would leave: as it is, in
 * percent codes, entities, escapes or base64, or put together from strings that follow one another. What
 * is parted over two messages counts if it cannot be read as a whole: its beginning has left.
 *
 * The capture is rrweb's recorder and our form on the wire, without what redaction does: so the guard's
 * part of what a customer's page has to bear is smaller than is told here. Times are the processor's.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright";
import { launchChromium } from "../support/chromium.ts";
import { bundlePage } from "../support/page-bundle.ts";
import type { Bench, BenchRun } from "./bench.ts";
import { scriptPage, startBenchServer } from "./bench-server.ts";
import { madeUpPlants, type Outcome, outcomesOf } from "./guard-plants.ts";
import { type Cost, type Measured, reportOf, type SiteAlarms, type Times } from "./guard-report.ts";
import { readSites, type Site } from "./guard-sites.ts";
import { MADE_UP_NUMBERS } from "./made-up-numbers.ts";
import { offeredBy } from "./offered.ts";
import type { GuardPage } from "./pages/guard-page.ts";
import { TABLE_ADDRESS } from "./pages/visit.ts";
import { createRandom } from "./random.ts";
import { type Span, traceSpans } from "./thread-time.ts";

const PLANTS = { full: 2_000, short: 200 } as const;
const PLANTS_PER_PAGE = 200;
const PAGES_PER_SITE = { full: Number.POSITIVE_INFINITY, short: 2 } as const;
/** Of each kind. */
const NUMBERS = { full: 10_000, short: 500 } as const;
const COST_NODES = { full: 20_000, short: 2_000 } as const;
const LARGE_NODES = { full: 100_000, short: 10_000 } as const;
/** Once for nothing: the browser has compiled both by then. */
const WARM_UP_COUNT = 1;
const EMPTY_ADDRESS = "/guard-page";
const TABLE_FILE = join(import.meta.dirname, "pages", "orders-table.html");

interface Place {
  browser: Browser;
  origin: string;
  openPage(): Promise<Page>;
}

export const guard: Bench = async (run) => {
  const script = await bundlePage("bench/pages/guard-page", run.plugins);
  const { sites, served } = readSites();
  const server = await startBenchServer({
    served: { ...served, [EMPTY_ADDRESS]: scriptPage("") },
    shopPages: { [TABLE_ADDRESS]: readFileSync(TABLE_FILE, "utf8") },
  });
  const browser = await launchChromium();
  const place: Place = {
    browser,
    origin: server.origin,
    async openPage() {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      await page.addInitScript(script);
      // Templates name scripts and fonts of others.
      const isForeign = (url: URL) => url.origin !== server.origin;
      await page.route(isForeign, (route) => route.abort());
      return page;
    },
  };
  try {
    const measured: Measured = {
      outcomes: await plantSecrets(run, place),
      sites: await lookForAlarms(run, place, sites),
      numbers: await lookAtNumbers(run, place),
      costs: await measureCost(run, place),
      nodeCounts: { large: LARGE_NODES[run.length], others: COST_NODES[run.length] },
    };
    return { browser: `Chromium ${browser.version()}`, ...reportOf(measured) };
  } finally {
    await browser.close();
    await server.close();
  }
};

async function plantSecrets({ length, seed, tell }: BenchRun, place: Place): Promise<Outcome[]> {
  tell("planted secrets");
  const plants = madeUpPlants(seed, PLANTS[length]);
  const page = await place.openPage();
  const offered = offeredBy<GuardPage>(page);
  const outcomes: Outcome[] = [];
  for (let from = 0; from < plants.length; from += PLANTS_PER_PAGE) {
    const own = plants.slice(from, from + PLANTS_PER_PAGE);
    await page.goto(place.origin + EMPTY_ADDRESS);
    const strings = await offered.plant(own.map(({ place, texts }) => ({ place, texts })));
    outcomes.push(...outcomesOf(own, strings));
  }
  await page.close();
  return outcomes;
}

async function lookForAlarms(
  { length, tell }: BenchRun,
  place: Place,
  sites: readonly Site[],
): Promise<SiteAlarms[]> {
  const page = await place.openPage();
  const offered = offeredBy<GuardPage>(page);
  const found: SiteAlarms[] = [];
  for (const { name, addresses } of sites) {
    tell(`false alarms in ${name}`);
    const own = addresses.slice(0, PAGES_PER_SITE[length]);
    const site: SiteAlarms = { name, pageCount: own.length, textNodeCount: 0, alarms: [] };
    for (const address of own) {
      await page.goto(place.origin + address, { waitUntil: "load" });
      const { textNodeCount, caught } = await offered.lookForAlarms();
      site.textNodeCount += textNodeCount;
      site.alarms.push(...caught.map((alarm) => ({ ...alarm, address })));
    }
    found.push(site);
  }
  await page.close();
  return found;
}

/** @returns how many of each kind are taken for a secret, of ten thousand */
async function lookAtNumbers(
  { length, seed, tell }: BenchRun,
  place: Place,
): Promise<Record<string, number>> {
  tell("numbers that are no secrets");
  const page = await place.openPage();
  await page.goto(place.origin + EMPTY_ADDRESS);
  const random = createRandom(seed);
  const found: Record<string, number> = {};
  for (const [kind, makeUp] of Object.entries(MADE_UP_NUMBERS)) {
    const texts = Array.from({ length: NUMBERS[length] }, () => makeUp(random));
    const count = await offeredBy<GuardPage>(page).alarmsIn(texts);
    found[kind] = (count / texts.length) * 10_000;
  }
  await page.close();
  return found;
}

async function measureCost(run: BenchRun, place: Place): Promise<Cost[]> {
  const { blockCount, length, seed, tell } = run;
  const costs: Cost[] = [];
  for (let block = 0; block < blockCount; block += 1) {
    tell(`block ${block + 1} of ${blockCount}`);
    const large = await spansIn(place, LARGE_NODES[length], seed + block, (pass) =>
      pass.snapshot("large"),
    );
    const others = await spansIn(place, COST_NODES[length], seed + block, async (pass) => {
      for (let time = 0; time < WARM_UP_COUNT; time += 1) await pass.snapshot("warmUp");
      await pass.snapshot("snapshot");
      for (let time = 0; time < WARM_UP_COUNT; time += 1) await pass.changes("warmUp");
      await pass.changes("changes");
    });
    costs.push(costOf([...large, ...others]));
  }
  return costs;
}

type Pass = (name: string) => Promise<void>;

/** In a tab of its own, that has compiled nothing yet. */
async function spansIn(
  place: Place,
  nodeCount: number,
  seed: number,
  work: (pass: { snapshot: Pass; changes: Pass }) => Promise<void>,
): Promise<Span[]> {
  const page = await place.openPage();
  const offered = offeredBy<GuardPage>(page);
  const devTools = await page.context().newCDPSession(page);
  const tidied = (pass: Pass) => async (name: string) => {
    // What the last pass has left over is not the next one's.
    await devTools.send("HeapProfiler.collectGarbage");
    await pass(name);
  };
  await page.bringToFront();
  await page.goto(place.origin + EMPTY_ADDRESS);
  await offered.drawTable({ nodeCount, seed });
  const spans = await traceSpans(place.browser, page, () =>
    work({ snapshot: tidied(offered.passSnapshot), changes: tidied(offered.passChanges) }),
  );
  await page.close();
  return spans;
}

function costOf(spans: readonly Span[]): Cost {
  const timesOf = (what: string): Times => {
    const own = (part: string) => spans.filter(({ name }) => name === `${what}.${part}`);
    const sum = (part: string) => own(part).reduce((total, { ms }) => total + ms, 0);
    return {
      captureMs: sum("capture"),
      guardMs: sum("guard"),
      longestTaskMs: Math.max(...own("guard").map(({ longestTaskMs }) => longestTaskMs)),
    };
  };
  return { large: timesOf("large"), snapshot: timesOf("snapshot"), changes: timesOf("changes") };
}
