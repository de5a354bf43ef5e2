/** Tells whether dist/ was built from the sources as they are now. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const stampFile = join(root, "dist", "sources.sha256");
/** What a bundle is made of. The demo shop is served as it is. */
const SOURCES = [
  "peer",
  "widget",
  "agent-ui",
  "preview",
  "scripts/build.mjs",
  "scripts/recorder-edits.mjs",
  "package-lock.json",
];
const NOT_BUNDLED = new Set([join(root, "widget", "demo")]);

function sourcesHash() {
  const hash = createHash("sha256");
  const visit = (path) => {
    if (NOT_BUNDLED.has(path)) return;
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) visit(join(path, name));
    } else {
      hash.update(relative(root, path)).update("\0").update(readFileSync(path));
    }
  };
  for (const source of SOURCES) visit(join(root, source));
  return hash.digest("hex");
}

export function bundlesAreStale() {
  return !existsSync(stampFile) || readFileSync(stampFile, "utf8") !== sourcesHash();
}

export function stampBundles() {
  writeFileSync(stampFile, sourcesHash());
}
