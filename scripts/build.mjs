/**
 * Builds the browser bundles into dist/. The widget's three parts are built apart, so that the
 * loader imports nothing statically; it learns the hashed names of chat and engine from constants.
 *
 *   node scripts/build.mjs [--if-stale] [--watch]
 */
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");
const stampFile = join(dist, "sources.sha256");
const SOURCES = ["peer", "widget", "agent-ui", "scripts/build.mjs", "package-lock.json"];

/** simple-peer's own bundle: its sources need Node shims that a browser build lacks. */
const alias = { "simple-peer": join(root, "node_modules/simple-peer/simplepeer.min.js") };

const common = {
  root,
  configFile: false,
  logLevel: "warn",
  resolve: { alias },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
};

/** Changes when any source of a bundle changes. */
function sourcesHash() {
  const hash = createHash("sha256");
  const visit = (path) => {
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) visit(join(path, name));
    } else {
      hash.update(relative(root, path)).update("\0").update(readFileSync(path));
    }
  };
  for (const source of SOURCES) visit(join(root, source));
  return hash.digest("hex");
}

/** Builds one widget part from `entry`; returns the name of its file. */
async function buildWidgetPart({ entry, name, format, define = {} }) {
  const result = await build({
    ...common,
    define: { "process.env.NODE_ENV": '"production"', ...define },
    build: {
      outDir: join(dist, "widget"),
      emptyOutDir: false,
      target: "es2022",
      modulePreload: false,
      minify: true,
      rollupOptions: {
        input: join(root, entry),
        preserveEntrySignatures: "strict",
        output: {
          format,
          entryFileNames: name,
          codeSplitting: false,
        },
      },
    },
  });
  const output = Array.isArray(result) ? result[0].output : result.output;
  return output.find((chunk) => chunk.type === "chunk" && chunk.isEntry).fileName;
}

async function buildWidget() {
  const chat = await buildWidgetPart({
    entry: "widget/chat/chat.tsx",
    name: "chat-[hash].js",
    format: "es",
  });
  const engine = await buildWidgetPart({
    entry: "widget/engine/engine.ts",
    name: "engine-[hash].js",
    format: "es",
  });
  await buildWidgetPart({
    entry: "widget/loader/loader.ts",
    name: "widget.js",
    format: "iife",
    define: {
      __CHAT_FILE__: JSON.stringify(`widget/${chat}`),
      __ENGINE_FILE__: JSON.stringify(`widget/${engine}`),
    },
  });
}

async function buildAgentUi() {
  await build({
    ...common,
    root: join(root, "agent-ui"),
    base: "/agent/",
    build: {
      outDir: join(dist, "agent"),
      emptyOutDir: true,
      target: "es2022",
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      rollupOptions: {
        input: {
          desk: join(root, "agent-ui/desk.html"),
          viewer: join(root, "agent-ui/viewer.html"),
        },
      },
    },
  });
}

export async function buildAll({ ifStale = false } = {}) {
  const wanted = sourcesHash();
  if (ifStale && existsSync(stampFile) && readFileSync(stampFile, "utf8") === wanted) return false;
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(join(dist, "widget"), { recursive: true });
  await Promise.all([buildWidget(), buildAgentUi()]);
  writeFileSync(stampFile, wanted);
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const started = Date.now();
  const built = await buildAll({ ifStale: process.argv.includes("--if-stale") });
  console.log(
    built
      ? `Built dist/ in ${((Date.now() - started) / 1000).toFixed(1)} s`
      : "dist/ is up to date",
  );
}
