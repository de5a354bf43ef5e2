/**
 * `lanes`: how long a small message takes while 4 MB are in flight. Ours, where the 4 MB are on the
 * asset lane and the message on the control lane, against one ordered channel on the same connection,
 * with all queued at once and the message behind.
 */

import { bundlePage } from "../support/page-bundle.ts";
import {
  type Bench,
  type BenchRun,
  demandSamples,
  SUMMARY_COLUMNS,
  summaryFigures,
  summaryRow,
} from "./bench.ts";
import { scriptPage, startBenchServer } from "./bench-server.ts";
import { interleave } from "./interleave.ts";
import { offeredBy } from "./offered.ts";
import type { LanesAgent } from "./pages/lanes-agent.ts";
import type { LanesCustomer, LanesWay } from "./pages/lanes-customer.ts";
import { quantile, summaryOf } from "./statistics.ts";
import { createJoint, openTwoBrowsers } from "./two-browsers.ts";

const WAYS: readonly LanesWay[] = ["ours", "oneChannel"];
/** Of 16 kB. */
const FRAMES_COUNT = 256;
const FRAMES_BYTES = FRAMES_COUNT * 16 * 1024;
const PINGS_COUNT = 40;
/** On a quick machine there is time for few messages in one transfer. */
const SAMPLES_PER_BLOCK = { full: 30, short: 10 } as const;
const TRANSFERS_PER_BLOCK = 30;
const SAMPLES_NEEDED = { full: 100, short: 20 } as const;
const WAIT_MS = 20_000;

interface Samples {
  smallMs: number[];
  transferMs: number[];
}

export const lanes: Bench = async (run) => {
  const [customerScript, agentScript] = await Promise.all([
    bundlePage("bench/pages/lanes-customer", run.plugins),
    bundlePage("bench/pages/lanes-agent", run.plugins),
  ]);
  const server = await startBenchServer({
    served: { "/customer": scriptPage(customerScript), "/agent-side": scriptPage(agentScript) },
  });
  const two = await openTwoBrowsers();
  try {
    await two.customer.goto(`${server.origin}/customer`);
    await two.agent.goto(`${server.origin}/agent-side`);
    await (await createJoint(two)).open();
    const samples = await measure(run, two);
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
): Promise<Record<LanesWay, Samples>> {
  const customer = offeredBy<LanesCustomer>(pages.customer);
  const agent = offeredBy<LanesAgent>(pages.agent);
  let transferCount = 0;

  async function measureTransfer(way: LanesWay): Promise<{ smallMs: number[]; ms: number }> {
    transferCount += 1;
    const transfer = { way, frameCount: FRAMES_COUNT, seed: seed + transferCount };
    const { differenceMs } = await customer.compareClocks(PINGS_COUNT);
    await agent.expect(transfer);
    const { startedAtMs, smallSentAtMs } = await customer.transfer(transfer);
    const { arrivedAtMs, smallSeenAtMs } = await agent.seen({
      smallCount: smallSentAtMs.length,
      waitMs: WAIT_MS,
    });
    const smallMs: number[] = [];
    smallSentAtMs.forEach((sentAtMs, index) => {
      const seenAtMs = smallSeenAtMs[index];
      // What was sent when all had arrived waited behind nothing.
      if (seenAtMs === undefined || sentAtMs + differenceMs > arrivedAtMs) return;
      smallMs.push(seenAtMs - differenceMs - sentAtMs);
    });
    return { smallMs, ms: arrivedAtMs - differenceMs - startedAtMs };
  }

  const samples: Record<LanesWay, Samples> = {
    ours: { smallMs: [], transferMs: [] },
    oneChannel: { smallMs: [], transferMs: [] },
  };
  // Once for nothing: a connection begins slowly.
  for (const way of WAYS) await measureTransfer(way);
  for (const [number, block] of interleave(WAYS, { blockCount, seed }).entries()) {
    tell(`block ${number + 1} of ${blockCount}`);
    for (const way of block) {
      const { smallMs, transferMs } = samples[way];
      const wantedCount = smallMs.length + SAMPLES_PER_BLOCK[length];
      for (let done = 0; done < TRANSFERS_PER_BLOCK && smallMs.length < wantedCount; done += 1) {
        const measured = await measureTransfer(way);
        smallMs.push(...measured.smallMs);
        transferMs.push(measured.ms);
      }
    }
  }
  return samples;
}

function reportOf(samples: Record<LanesWay, Samples>, { length }: BenchRun) {
  for (const way of WAYS) demandSamples(way, samples[way].smallMs, SAMPLES_NEEDED[length]);
  const [ours, oneChannel] = [
    summaryOf(samples.ours.smallMs),
    summaryOf(samples.oneChannel.smallMs),
  ];
  const megabits = (way: LanesWay) =>
    (FRAMES_BYTES * 8) / 1e6 / (quantile(samples[way].transferMs, 0.5) / 1_000);
  return {
    figures: {
      ...summaryFigures("ours", ours),
      ...summaryFigures("oneChannel", oneChannel),
      ratio: oneChannel.p95 / ours.p95,
      "ours.megabitsPerSecond": megabits("ours"),
      "oneChannel.megabitsPerSecond": megabits("oneChannel"),
    },
    tables: [
      {
        title: "A message of 200 bytes while 4 MB are in flight, in ms",
        columns: SUMMARY_COLUMNS,
        rows: [summaryRow("ours", ours, ours), summaryRow("oneChannel", oneChannel, ours)],
      },
      {
        title: "The 4 MB themselves",
        columns: ["", "transfers", "p50 ms", "Mbit/s"],
        rows: WAYS.map((way) => {
          const { transferMs } = samples[way];
          return [way, transferMs.length, quantile(transferMs, 0.5), megabits(way)] as const;
        }),
      },
    ],
    targets: [
      {
        ...{ figure: "ratio", is: "at least" as const, bound: 8 },
        about: "the small message's p95 so many times below one channel's",
      },
    ],
    notes: [],
  };
}
