/**
 * `assets`: bytes on the wire and time until the replica has all pictures, style sheets and fonts.
 * Ours, over the asset lane, against rrweb with everything inside the snapshot, as one message over one
 * ordered channel: as it is, and deflated as on our page lane. Cold is a site's first page, warm its
 * second one with what the agent's tab has kept; who sends everything inline keeps nothing.
 *
 * The time begins with the capture of a page that is loaded, on a link that is open, and ends when the
 * replica's pictures and styles are those of the page. Pictures that CSS names are waited for on our
 * side only: rrweb leaves them to be loaded from the site.
 */

import { bundlePage } from "../support/page-bundle.ts";
import {
  type Bench,
  type BenchRun,
  type Figures,
  SUMMARY_COLUMNS,
  summaryFigures,
  summaryRow,
  type Table,
} from "./bench.ts";
import { scriptPage, startBenchServer } from "./bench-server.ts";
import { interleave } from "./interleave.ts";
import { HEAVY_PAGES, madeUpSite } from "./made-up-site.ts";
import { offeredBy } from "./offered.ts";
import type { AssetsAgent } from "./pages/assets-agent.ts";
import type { AssetsCustomer, AssetsWay } from "./pages/assets-customer.ts";
import { quantile, summaryOf } from "./statistics.ts";
import { createJoint, openTwoBrowsers } from "./two-browsers.ts";

const WAYS: readonly AssetsWay[] = ["ours", "inline", "inlineDeflated"];
const SITES = {
  shop: ["/account", "/products"],
  heavy: HEAVY_PAGES,
} as const satisfies Record<string, readonly [cold: string, warm: string]>;
type Site = keyof typeof SITES;
const SITES_OF = { full: ["shop", "heavy"], short: ["shop"] } as const;

const PINGS_COUNT = 40;
const WAIT_MS = 60_000;

/** By site, way and start. */
type Samples = Map<string, { bytes: number[]; ms: number[] }>;

export const assets: Bench = async (run) => {
  const [customerScript, agentScript] = await Promise.all([
    bundlePage("bench/pages/assets-customer", run.plugins),
    bundlePage("bench/pages/assets-agent", run.plugins),
  ]);
  const server = await startBenchServer({
    served: { ...madeUpSite(run.seed), "/agent-side": scriptPage(agentScript) },
  });
  const two = await openTwoBrowsers();
  try {
    await two.customer.addInitScript(customerScript);
    await two.agent.goto(`${server.origin}/agent-side`);
    const samples = await measure(run, two, server.origin);
    two.assertNoPageErrors();
    return { browser: two.browser, ...reportOf(samples, run) };
  } finally {
    await two.close();
    await server.close();
  }
};

async function measure(
  { blockCount, seed, length, tell }: BenchRun,
  pages: Pick<Awaited<ReturnType<typeof openTwoBrowsers>>, "customer" | "agent">,
  origin: string,
): Promise<Samples> {
  const customer = offeredBy<AssetsCustomer>(pages.customer);
  const agent = offeredBy<AssetsAgent>(pages.agent);
  const joint = await createJoint(pages);
  const samples: Samples = new Map();

  async function measurePage(way: AssetsWay, address: string, store: "empty" | "filled") {
    await pages.customer.goto(origin + address, { waitUntil: "load" });
    const expected = await customer.looks(WAIT_MS);
    await joint.open();
    const { differenceMs } = await customer.compareClocks(PINGS_COUNT);
    await agent.start({ way, store });
    const startedAtMs = await customer.start(way);
    const completeAtMs = await agent.complete({ expected, waitMs: WAIT_MS });
    const bytes = (await customer.sentBytes()) + (await agent.sentBytes());
    await customer.end();
    await agent.end();
    await joint.close();
    return { bytes, ms: completeAtMs - differenceMs - startedAtMs };
  }

  async function measureSite(way: AssetsWay, site: Site, count: "counted" | "for nothing") {
    const [cold, warm] = SITES[site];
    const measured = {
      cold: await measurePage(way, cold, "empty"),
      warm: await measurePage(way, warm, "filled"),
    };
    if (count === "for nothing") return;
    for (const start of ["cold", "warm"] as const) {
      const key = keyOf(site, way, start);
      const soFar = samples.get(key) ?? { bytes: [], ms: [] };
      soFar.bytes.push(measured[start].bytes);
      soFar.ms.push(measured[start].ms);
      samples.set(key, soFar);
    }
  }

  for (const way of WAYS) await measureSite(way, "shop", "for nothing");
  const cases = SITES_OF[length].flatMap((site) => WAYS.map((way) => ({ site, way })));
  const blocks = interleave(cases, { blockCount, seed });
  for (const [number, block] of blocks.entries()) {
    tell(`block ${number + 1} of ${blocks.length}`);
    for (const { site, way } of block) await measureSite(way, site, "counted");
  }
  return samples;
}

const keyOf = (site: Site, way: AssetsWay, start: "cold" | "warm") => `${site}.${way}.${start}`;

function reportOf(samples: Samples, { length, blockCount }: BenchRun) {
  const figures: Figures = {};
  const tables: Table[] = [];
  for (const site of SITES_OF[length]) {
    for (const start of ["cold", "warm"] as const) {
      const of = (way: AssetsWay) => {
        const found = samples.get(keyOf(site, way, start));
        if (!found || found.ms.length < blockCount) throw new Error(`${site}: too few samples`);
        return { bytes: quantile(found.bytes, 0.5), times: summaryOf(found.ms) };
      };
      const ours = of("ours");
      for (const way of WAYS) {
        const { bytes, times } = of(way);
        figures[`${keyOf(site, way, start)}.bytes`] = bytes;
        Object.assign(figures, summaryFigures(keyOf(site, way, start), times));
        if (way === "ours") continue;
        figures[`${site}.ratio.${way}.${start}.bytes`] = bytes / ours.bytes;
        figures[`${site}.ratio.${way}.${start}.p50`] = times.p50 / ours.times.p50;
      }
      const [cold, warm] = SITES[site];
      tables.push({
        title: `${site}, ${start}: ${start === "cold" ? cold : warm}, in ms until it is complete`,
        columns: [...SUMMARY_COLUMNS, "bytes", "to ours"],
        rows: WAYS.map((way) => {
          const { bytes, times } = of(way);
          const row = summaryRow(way, times, ours.times);
          return [...row, bytes, `× ${(bytes / ours.bytes).toFixed(2)}`] as const;
        }),
      });
    }
  }
  return {
    figures,
    tables,
    targets: [],
    notes: [
      "inline is rrweb with everything inside the snapshot; bytes are those of both sides, headers of ours included.",
    ],
  };
}
