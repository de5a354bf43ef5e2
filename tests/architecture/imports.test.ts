import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";

/**
 * The architecture: what each folder may import, by folder and by package. A folder not named here
 * follows the nearest one above it. Adding an edge means editing this table.
 */
const MAY_IMPORT: Record<string, readonly string[]> = {
  "peer/protocol": ["valibot"],
  "peer/session": ["peer/protocol", "xstate"],
  "peer/link": ["peer/protocol", "peer/scheduling", "simple-peer", "pako"],
  "peer/link/simple-peer": [],
  "peer/signaling-client": ["peer/protocol", "valibot"],
  "peer/scheduling": [],
  "peer/styles": [],
  "peer/capture": [
    "peer/protocol",
    "peer/scheduling",
    "peer/styles",
    "peer/capture/assets",
    "peer/capture/redaction",
    "peer/capture/guard",
    "@rrweb/record",
  ],
  "peer/capture/redaction": ["peer/protocol", "peer/scheduling", "peer/styles"],
  "peer/capture/assets": [
    "peer/protocol",
    "peer/scheduling",
    "peer/styles",
    "peer/capture/redaction",
    "@noble/hashes",
  ],
  "peer/replica": ["peer/replica", "peer/protocol", "peer/styles", "@rrweb/replay"],
  "peer/holder": ["peer/protocol", "peer/session", "peer/link", "xstate"],
  signaling: ["signaling", "peer/protocol", "peer/session", "*"],
  "agent-ui": [
    "agent-ui",
    "peer/protocol",
    "peer/signaling-client",
    "preact",
    "@preact/signals",
    "valibot",
    "linkifyjs",
  ],
  "agent-ui/viewer": [
    "agent-ui",
    "peer/protocol",
    "peer/signaling-client",
    "peer/holder",
    "peer/link",
    "peer/replica",
    "preact",
    "@preact/signals",
  ],
  preview: [
    "agent-ui/look",
    "peer/protocol",
    "peer/replica",
    "preact",
    "@preact/signals",
    "valibot",
  ],
  widget: ["widget/engine", "peer/protocol"],
  "widget/loader": ["widget", "peer/protocol", "peer/signaling-client"],
  "widget/chat": ["widget", "peer/protocol", "preact", "@preact/signals"],
  "widget/consent": ["widget", "peer/protocol", "preact", "@preact/signals"],
  "widget/engine": [
    "widget/engine",
    "peer/protocol",
    "peer/holder",
    "peer/link",
    "peer/scheduling",
    "peer/capture",
  ],
  "widget/audit": ["peer/protocol", "peer/capture/redaction"],
  "widget/demo": [],
};

/** Packages that exactly one file knows. */
const ONE_FILE: Record<string, string> = {
  "simple-peer": "peer/link/peer-link.ts",
  pako: "peer/link/deflate-stream.ts",
  "@rrweb/record": "peer/capture/recorder.ts",
  "@rrweb/replay": "peer/replica/replayer.ts",
  "css-selector-parser": "signaling/policy/selector-fault.ts",
  "@noble/hashes/sha2.js": "peer/capture/assets/asset-hash.ts",
};

const NAME = /(?:\bfrom\s*|\bimport\s*\(\s*|\bimport\s+)"([^"]+)"/g;

const files = ["peer", "signaling", "agent-ui", "preview", "widget"].flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".d.ts"))
    .map((name) => join(root, name)),
);

function importsOf(file: string): string[] {
  const source = readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
  return [...source.matchAll(NAME)].map(([, name = ""]) => name);
}

const targetOf = (file: string, name: string) =>
  name.startsWith(".") ? normalize(join(dirname(file), name.replace(/\?.*$/, ""))) : name;

function ruleFor(file: string): readonly string[] | undefined {
  for (let folder = dirname(file); folder !== "."; folder = dirname(folder)) {
    const rule = MAY_IMPORT[folder];
    if (rule) return rule;
  }
  return undefined;
}

const isWithin = (target: string, allowed: string) =>
  target === allowed || target.startsWith(`${allowed}/`);

describe("architecture", () => {
  it.each(files)("%s imports only what its folder may", (file) => {
    const rule = ruleFor(file);
    expect(rule, "add its folder to MAY_IMPORT").toBeDefined();
    const illegal = importsOf(file).filter((name) => {
      const target = targetOf(file, name);
      if (name.startsWith(".") && dirname(target) === dirname(file)) return false;
      if (!name.startsWith(".") && rule?.includes("*")) return false;
      return !rule?.some((allowed) => isWithin(target, allowed));
    });
    expect(illegal).toEqual([]);
  });

  it.each(Object.entries(ONE_FILE))("only one file knows %s", (name, owner) => {
    expect(files.filter((file) => importsOf(file).includes(name))).toEqual([owner]);
  });

  it("has no import cycle", () => {
    const edges = new Map(
      files.map((file) => [
        file,
        importsOf(file)
          .filter((name) => name.startsWith("."))
          .map((name) => targetOf(file, name))
          .filter((target) => existsSync(target)),
      ]),
    );
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, path: string[]) => {
      if (path.includes(file)) {
        cycles.push([...path.slice(path.indexOf(file)), file].join(" -> "));
        return;
      }
      if (done.has(file)) return;
      for (const target of edges.get(file) ?? []) visit(target, [...path, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect(cycles).toEqual([]);
  });

  it("has no file that only re-exports", () => {
    const barrels = files.filter((file) =>
      /^export (\*|\{[^}]*\}) from /m.test(readFileSync(file, "utf8")),
    );
    expect(barrels).toEqual([]);
  });
});
