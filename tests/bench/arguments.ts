import { parseArgs } from "node:util";

export interface BenchArguments<Name extends string> {
  names: readonly Name[];
  /** Where the figures go. */
  jsonFile: string | undefined;
  blockCount: number;
  seed: number;
  length: "full" | "short";
}

/** Fewer say nothing of how much the figures vary. */
const BLOCKS = { full: 5, short: 2 } as const;

export const USAGE = "npm run bench -- [NAME] [--json FILE] [--blocks N] [--seed N] [--short]";

/**
 * @param known - the benches there are; all of them run if none is named
 * @throws {Error} for what is not among the arguments or out of range
 */
export function readArguments<Name extends string>(
  argv: readonly string[],
  known: readonly Name[],
): BenchArguments<Name> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      json: { type: "string" },
      blocks: { type: "string" },
      seed: { type: "string" },
      short: { type: "boolean", default: false },
    },
  });
  const length = values.short ? "short" : "full";
  const names = positionals.map((name) => {
    const found = known.find((one) => one === name);
    if (found === undefined)
      throw new Error(`no bench of that name; there are ${known.join(", ")}`);
    return found;
  });
  const blockCount = wholeNumber("--blocks", values.blocks) ?? BLOCKS[length];
  if (blockCount < BLOCKS[length]) throw new Error(`--blocks: at least ${BLOCKS[length]}`);
  return {
    names: names.length > 0 ? names : known,
    jsonFile: values.json,
    blockCount,
    seed: wholeNumber("--seed", values.seed) ?? Date.now() % 100_000,
    length,
  };
}

function wholeNumber(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,6}$/.test(text)) throw new Error(`${option}: a whole number`);
  return Number(text);
}
