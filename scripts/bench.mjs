/** `npm run bench -- [name]`: our way beside others', measured in one run (tests/bench). */
import { register } from "tsx/esm/api";
import { plugins } from "./build.mjs";

register();
const { runBenches } = await import("../tests/bench/run-benches.ts");
process.exitCode = await runBenches(process.argv.slice(2), { plugins });
