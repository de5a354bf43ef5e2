import { join } from "node:path";
import { build, type Plugin } from "vite";
import { plugins as productPlugins } from "../../scripts/build.mjs";

const root = join(import.meta.dirname, "..", "..");

/**
 * One script for a page of the tests, made of our real sources as the product's bundles are.
 * @param entry - file in `tests`, without its ending
 */
export async function bundlePage(
  entry: string,
  plugins: readonly Plugin[] = productPlugins,
): Promise<string> {
  const result = await build({
    root,
    configFile: false,
    logLevel: "warn",
    plugins: [...plugins],
    define: { "process.env.NODE_ENV": '"production"' },
    build: {
      write: false,
      target: "es2022",
      minify: true,
      lib: {
        entry: join(root, "tests", `${entry}.ts`),
        formats: ["iife"],
        name: "pageBundle",
      },
    },
  });
  const [built] = Array.isArray(result) ? result : [result];
  const script = built && "output" in built ? built.output[0].code : undefined;
  if (script === undefined) throw new Error(`${entry}: nothing was built`);
  return script;
}
