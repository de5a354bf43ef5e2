/**
 * `latency`: from a change in the customer's page to the same change in the replica. Ours, rrweb's
 * live mode without and with the buffer of its documentation, and nothing but the bytes of ours on a
 * channel, block by block over one link between two browsers.
 *
 * In `bare` the page makes the same changes as in the others, unrecorded: it draws itself either way,
 * and what it sends meanwhile waits for that. `bareAtRest` shows how much that is.
 *
 * The customer's time is taken right after the change, the agent's when the replica's document says
 * that it has changed. The two pages' clocks are compared before each block.
 */

import { bundlePage } from "../support/page-bundle.ts";
import {
  type Bench,
  type BenchRun,
  demandSamples,
  type Figures,
  SUMMARY_COLUMNS,
  summaryFigures,
  summaryRow,
  type Table,
} from "./bench.ts";
import { scriptPage, startBenchServer } from "./bench-server.ts";
import { interleave } from "./interleave.ts";
import { offeredBy } from "./offered.ts";
import type { LatencyAgent } from "./pages/latency-agent.ts";
import type { LatencyBlock, LatencyCustomer, LatencyWay } from "./pages/latency-customer.ts";
import { kindOf } from "./pages/samples.ts";
import { quantile, summaryOf } from "./statistics.ts";
import { createJoint, openTwoBrowsers } from "./two-browsers.ts";

interface Setting {
  /** In the keys of the figures: `ours.p95`, `ours.clockBehind.p95`. */
  name: "" | "clockBehind" | "clockAhead" | "lateSnapshot";
  about: string;
  ways: readonly LatencyWay[];
  clockAheadMs: number;
  snapshotDelayMs: number;
  /** Part of the changes that a block of the plain setting makes. */
  share: number;
}

const SETTINGS: readonly Setting[] = [
  {
    name: "",
    about: "clocks equal, snapshot at once",
    ways: ["ours", "startLive", "recipe", "bare", "bareAtRest"],
    clockAheadMs: 0,
    snapshotDelayMs: 0,
    share: 1,
  },
  {
    name: "clockBehind",
    about: "the customer's clock 5 s behind",
    ways: ["ours", "startLive"],
    clockAheadMs: -5_000,
    snapshotDelayMs: 0,
    share: 0.5,
  },
  {
    name: "clockAhead",
    about: "the customer's clock 5 s ahead",
    ways: ["ours", "startLive"],
    clockAheadMs: 5_000,
    snapshotDelayMs: 0,
    share: 0.5,
  },
  {
    name: "lateSnapshot",
    about: "the first snapshot 300 ms late",
    ways: ["ours", "startLive"],
    clockAheadMs: 0,
    snapshotDelayMs: 300,
    share: 0.5,
  },
];

/** Of four changes one is an addition: 60 others in each of five blocks are 300 samples. */
const CHANGES = { full: 80, short: 24 } as const;
const SAMPLES_NEEDED = { full: 300, short: 20 } as const;
const PINGS_COUNT = 60;
/** Long enough for whatever shows at all. */
const WAIT_MS = 10_000;
/** rrweb's live mode never shows what is older than its start, and may show a snapshot late. */
const WAIT_IN_VAIN_MS = 1_500;

interface Samples {
  /** Milliseconds from the change to the replica, of changes that add nothing. */
  plain: number[];
  additions: number[];
  madeCount: number;
}

export const latency: Bench = async (run) => {
  const [customerScript, agentScript] = await Promise.all([
    bundlePage("bench/pages/latency-customer", run.plugins),
    bundlePage("bench/pages/latency-agent", run.plugins),
  ]);
  const server = await startBenchServer({
    served: { "/customer": scriptPage(customerScript), "/agent-side": scriptPage(agentScript) },
  });
  const two = await openTwoBrowsers();
  try {
    // Before any script of the page, as if the machine's clock were wrong.
    await two.customer.addInitScript(() => {
      const read = Date.now;
      window.clockAheadMs = 0;
      Date.now = () => read.call(Date) + window.clockAheadMs;
    });
    await two.customer.goto(`${server.origin}/customer`);
    await two.agent.goto(`${server.origin}/agent-side`);
    await (await createJoint(two)).open();
    const measured = await measure(run, two);
    two.assertNoPageErrors();
    return { browser: two.browser, ...reportOf(measured, run) };
  } finally {
    await two.close();
    await server.close();
  }
};

interface Measured {
  samples: Map<string, Samples>;
  uncertaintiesMs: number[];
}

async function measure(
  { blockCount, seed, length, tell }: BenchRun,
  pages: Pick<Awaited<ReturnType<typeof openTwoBrowsers>>, "customer" | "agent">,
): Promise<Measured> {
  const customer = offeredBy<LatencyCustomer>(pages.customer);
  const agent = offeredBy<LatencyAgent>(pages.agent);
  const measured: Measured = { samples: new Map(), uncertaintiesMs: [] };

  async function measureBlock(way: LatencyWay, setting: Setting, blockSeed: number) {
    const { clockAheadMs, snapshotDelayMs, share } = setting;
    const changeCount = Math.ceil((CHANGES[length] * share) / 4) * 4;
    const block: LatencyBlock = {
      ...{ way, changeCount, seed: blockSeed, clockAheadMs, snapshotDelayMs },
    };
    const clocks = await customer.compareClocks(PINGS_COUNT);
    await agent.start(way);
    await customer.start(block);
    const isInVain = way === "startLive" && clockAheadMs !== 0;
    const isShown = await agent.isShownWithin(isInVain ? WAIT_IN_VAIN_MS : 2 * WAIT_MS);
    if (!isShown && !isInVain) throw new Error(`${way}: the first snapshot was not shown`);
    const { changedAtMs, frameCounts } = await customer.change(block);
    const isBare = way === "bare" || way === "bareAtRest";
    const count = isBare ? sum(frameCounts) : changeCount;
    const waitMs = isInVain && clockAheadMs < 0 ? WAIT_IN_VAIN_MS : WAIT_MS;
    const seenAtMs = await agent.seen({ count, waitMs });
    await customer.end();
    await agent.end();

    const samples: Samples = { plain: [], additions: [], madeCount: changeCount };
    let frame = 0;
    changedAtMs.forEach((madeAtMs, sample) => {
      const frameCount = frameCounts[sample] ?? 0;
      // Of a change that left a little later, with the next one.
      if (isBare && frameCount === 0) return;
      frame += frameCount;
      const seenMs = seenAtMs[isBare ? frame - 1 : sample];
      if (seenMs === null || seenMs === undefined) return;
      const list = kindOf(sample) === "addition" ? samples.additions : samples.plain;
      list.push(seenMs - clocks.differenceMs - madeAtMs);
    });
    return { samples, uncertaintyMs: clocks.uncertaintyMs };
  }

  // Once for nothing: the engines have warmed up, and the bare channel has bytes to send.
  const [plain] = SETTINGS;
  if (plain) {
    for (const way of plain.ways) await measureBlock(way, { ...plain, share: 0.25 }, seed);
  }
  const cases = SETTINGS.flatMap((setting) => setting.ways.map((way) => ({ setting, way })));
  const blocks = interleave(cases, { blockCount, seed });
  for (const [number, block] of blocks.entries()) {
    tell(`block ${number + 1} of ${blocks.length}`);
    for (const { setting, way } of block) {
      const { samples, uncertaintyMs } = await measureBlock(way, setting, seed + number);
      measured.uncertaintiesMs.push(uncertaintyMs);
      const key = keyOf(way, setting);
      const soFar = measured.samples.get(key) ?? NOTHING;
      measured.samples.set(key, {
        plain: [...soFar.plain, ...samples.plain],
        additions: [...soFar.additions, ...samples.additions],
        madeCount: soFar.madeCount + samples.madeCount,
      });
    }
  }
  return measured;
}

const NOTHING: Samples = { plain: [], additions: [], madeCount: 0 };
const keyOf = (way: LatencyWay, { name }: Setting) => (name === "" ? way : `${way}.${name}`);
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

function reportOf({ samples, uncertaintiesMs }: Measured, { length }: BenchRun) {
  const figures: Figures = {};
  const tables: Table[] = [];
  for (const setting of SETTINGS) {
    const of = (way: LatencyWay) => samples.get(keyOf(way, setting)) ?? NOTHING;
    for (const way of setting.ways) {
      const key = keyOf(way, setting);
      const { plain, additions, madeCount } = of(way);
      figures[`${key}.shownShare`] = (plain.length + additions.length) / madeCount;
      if (plain.length === 0 || additions.length === 0) continue;
      Object.assign(figures, summaryFigures(key, summaryOf(plain)));
      Object.assign(figures, summaryFigures(`${key}.additions`, summaryOf(additions)));
    }
    const tableOf = (title: string, kind: "plain" | "additions"): Table => ({
      title: `${title}, in ms: ${setting.about}`,
      columns: SUMMARY_COLUMNS,
      rows: setting.ways.map((way) => {
        const own = of(way)[kind];
        if (own.length === 0) return [way, 0, "never", "never", "never"];
        return summaryRow(way, summaryOf(own), summaryOf(of("ours")[kind]));
      }),
    });
    tables.push(tableOf("Changes without additions", "plain"));
    if (setting.name === "") tables.push(tableOf("Additions", "additions"));
  }
  for (const way of SETTINGS[0]?.ways ?? []) {
    demandSamples(way, samples.get(way)?.plain ?? [], SAMPLES_NEEDED[length]);
  }
  const figure = (key: string) => figures[key] ?? Number.NaN;
  figures["ratio.startLive.p95"] = figure("startLive.p95") / figure("ours.p95");
  figures["ratio.recipe.p95"] = figure("recipe.p95") / figure("ours.p95");
  figures["overBare.p99"] = figure("ours.p99") - figure("bare.p99");
  figures["clock.uncertainty.p95"] = quantile(uncertaintiesMs, 0.95);
  return {
    figures,
    tables,
    targets: [
      {
        ...{ figure: "ratio.startLive.p95", is: "at least" as const, bound: 3 },
        about: "p95 so many times below startLive()",
      },
      {
        ...{ figure: "overBare.p99", is: "at most" as const, bound: 3 },
        about: "p99 so many ms above the bare lane, without additions",
      },
      {
        ...{ figure: "ours.additions.p95", is: "at most" as const, bound: 33.4 },
        about: "additions within two frames, in ms",
      },
    ],
    notes: [
      `The clocks of the two pages were compared to within ${figures["clock.uncertainty.p95"].toFixed(2)} ms (p95).`,
      "startLive and recipe are rrweb's live mode; bare is a channel alone, with the bytes of ours.",
    ],
  };
}
