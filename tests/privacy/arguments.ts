import { parseArgs } from "node:util";

export interface PrivacyArguments {
  length: "full" | "short";
  /** Names of sessions; all of them if none is named. */
  names: readonly string[];
  /** Where every finding goes, with what stands around it. */
  jsonFile: string | undefined;
  /** Whether another recorder is shown the same: in a full run. */
  hasBaseline: boolean;
}

export const USAGE = "npm run test:privacy -- [SESSION ...] [--short] [--json FILE] [--baseline]";

/** @throws {Error} for what is not among the arguments */
export function readArguments(argv: readonly string[], known: readonly string[]): PrivacyArguments {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      short: { type: "boolean", default: false },
      json: { type: "string" },
      baseline: { type: "boolean" },
    },
  });
  const unknown = positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`no session of that name; there are ${known.join(", ")}`);
  return {
    length: values.short ? "short" : "full",
    names: positionals.length > 0 ? positionals : known,
    jsonFile: values.json,
    hasBaseline: values.baseline ?? !values.short,
  };
}
