/**
 * The house of the benches: runs those that were asked for, one after the other, and tells what they
 * found. A target that is not met is a finding and no failure; a bench that breaks is one.
 */
import { writeFileSync } from "node:fs";
import { readArguments, USAGE } from "./arguments.ts";
import { assets } from "./assets.ts";
import type { Bench, BenchRun } from "./bench.ts";
import { guard } from "./guard.ts";
import { lanes } from "./lanes.ts";
import { latency } from "./latency.ts";
import { machineLine } from "./machine.ts";
import { reportJson, reportText } from "./report.ts";
import { wire } from "./wire.ts";

const BENCHES = { latency, lanes, wire, assets, guard } satisfies Record<string, Bench>;
/** No bench takes half of it; one that does not come to its end must not keep whoever waits for it. */
const DEADLINE_MS = 10 * 60_000;
const NAMES = Object.keys(BENCHES) as Array<keyof typeof BENCHES>;

/** @returns the exit code: 0 if every bench came to its end */
export async function runBenches(
  argv: readonly string[],
  { plugins }: Pick<BenchRun, "plugins">,
): Promise<number> {
  let asked: ReturnType<typeof readArguments<keyof typeof BENCHES>>;
  try {
    asked = readArguments(argv, NAMES);
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    return 2;
  }
  const { names, jsonFile, blockCount, seed, length } = asked;
  console.log(machineLine());
  if (length === "short") console.log("A short run: it shows that the bench works, and no more.");

  const written: Array<ReturnType<typeof reportJson>> = [];
  let exitCode = 0;
  for (const name of names) {
    console.log(`\n== ${name}: ${blockCount} blocks, seed ${seed}`);
    const startedAt = Date.now();
    const deadline = setTimeout(() => {
      console.error(`${name} has not come to its end`);
      process.exit(1); // and the browsers with it
    }, DEADLINE_MS);
    try {
      const report = await BENCHES[name]({
        ...{ blockCount, seed, length, plugins },
        tell: (line) => console.error(`   ${line}`),
      });
      written.push(reportJson(name, report));
      const seconds = Math.round((Date.now() - startedAt) / 1_000);
      console.log(`\n${reportText(report)}\n\n${report.browser}, ${seconds} s`);
    } catch (error) {
      console.error(error);
      exitCode = 1;
    } finally {
      clearTimeout(deadline);
    }
  }
  if (jsonFile !== undefined && exitCode === 0) {
    const form = names.length === 1 ? written[0] : written;
    writeFileSync(jsonFile, `${JSON.stringify(form, undefined, 2)}\n`);
  }
  return exitCode;
}
