import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type SimplePeer from "simple-peer";
import { build } from "vite";
import { plugins } from "../../scripts/build.mjs";

/** simple-peer as the bundles have it, with our stand-ins for its packages, to be run in Node. */
export async function bundleSimplePeer(): Promise<typeof SimplePeer> {
  const folder = mkdtempSync(join(tmpdir(), "alongside-simple-peer-"));
  const entry = createRequire(import.meta.url).resolve("simple-peer");
  try {
    await build({
      configFile: false,
      logLevel: "warn",
      plugins,
      build: {
        outDir: folder,
        emptyOutDir: false,
        target: "es2022",
        lib: { entry, formats: ["es"], fileName: () => "simple-peer.mjs" },
      },
    });
    const built: { default: typeof SimplePeer } = await import(
      pathToFileURL(join(folder, "simple-peer.mjs")).href
    );
    return built.default;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
