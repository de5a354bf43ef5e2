/**
 * Builds the browser bundles into dist/. The widget's parts are built apart, so that the loader
 * imports nothing statically; it learns the hashed names of the others from constants.
 *
 *   node scripts/build.mjs [--if-stale]
 */
import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { bundlesAreStale, stampBundles } from "./bundle-stamp.mjs";
import { editRecorder } from "./recorder-edits.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");

/** Packages of simple-peer that would bring Node along, and what it gets instead: docs/adr/0014. */
const SIMPLE_PEER_STAND_INS = {
  buffer: "buffer.ts",
  debug: "debug.ts",
  randombytes: "randombytes.ts",
  "readable-stream": "duplex.ts",
};

/** Every bundle with simple-peer or the recorder in it needs these. */
export const plugins = [
  {
    name: "simple-peer-without-node",
    enforce: "pre",
    resolveId(name, importer) {
      const standIn = /[\\/]node_modules[\\/]simple-peer[\\/]/.test(importer ?? "")
        ? SIMPLE_PEER_STAND_INS[name]
        : undefined;
      return standIn && join(root, "peer/link/simple-peer", standIn);
    },
  },
  {
    name: "recorder-as-a-guest",
    transform(source, file) {
      return /@rrweb[\\/]record[\\/]/.test(file) ? editRecorder(source) : undefined;
    },
  },
];

const common = {
  root,
  configFile: false,
  logLevel: "warn",
  plugins,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
};

/** Builds one widget part from `entry`; returns the name of its file. */
async function buildWidgetPart({ entry, name, format, define = {}, banner = "" }) {
  const result = await build({
    ...common,
    define: { "process.env.NODE_ENV": '"production"', ...define },
    build: {
      outDir: join(dist, "widget"),
      emptyOutDir: false,
      target: "es2022",
      modulePreload: false,
      minify: true,
      // As a library the loader gets no helper that preloads chunks; modules would not be minified.
      ...(format === "iife" && {
        lib: { entry: join(root, entry), formats: [format], name: "alongsideWidget" },
      }),
      rollupOptions: {
        ...(format === "es" && { input: join(root, entry) }),
        preserveEntrySignatures: "strict",
        output: { format, entryFileNames: name, codeSplitting: false, banner },
      },
    },
  });
  const output = Array.isArray(result) ? result[0].output : result.output;
  return output.find((chunk) => chunk.type === "chunk" && chunk.isEntry).fileName;
}

async function buildWidget(banner) {
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
  const audit = await buildWidgetPart({
    entry: "widget/audit/audit.ts",
    name: "audit-[hash].js",
    format: "es",
  });
  await buildWidgetPart({
    entry: "widget/loader/loader.ts",
    name: "widget.js",
    format: "iife",
    banner,
    define: {
      __CHAT_FILE__: JSON.stringify(`widget/${chat}`),
      __ENGINE_FILE__: JSON.stringify(`widget/${engine}`),
      __AUDIT_FILE__: JSON.stringify(`widget/${audit}`),
    },
  });
}

async function buildAgentUi(banner) {
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
          insights: join(root, "agent-ui/insights.html"),
          settings: join(root, "agent-ui/settings.html"),
        },
        output: { banner },
      },
    },
  });
}

/** The window in which a customer sees what the agent sees. */
async function buildPreview(banner) {
  await build({
    ...common,
    root: join(root, "preview"),
    base: "/preview/",
    build: {
      outDir: join(dist, "preview"),
      emptyOutDir: true,
      target: "es2022",
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      rollupOptions: { input: join(root, "preview/preview.html"), output: { banner } },
    },
  });
}

/** @param reloadAddress - for development: pages reload when this address says so */
export async function buildAll({ reloadAddress } = {}) {
  const banner = reloadAddress
    ? `new EventSource(${JSON.stringify(reloadAddress)}).onmessage = () => location.reload();`
    : "";
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(join(dist, "widget"), { recursive: true });
  await Promise.all([buildWidget(banner), buildAgentUi(banner), buildPreview(banner)]);
  // What was built to reload itself is stale for everything else.
  if (!reloadAddress) stampBundles();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const started = Date.now();
  const isNeeded = !process.argv.includes("--if-stale") || bundlesAreStale();
  if (isNeeded) await buildAll();
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(isNeeded ? `Built dist/ in ${seconds} s` : "dist/ is up to date");
}
