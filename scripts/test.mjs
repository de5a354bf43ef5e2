/**
 * `npm test`: types, then unit and integration tests, then the product in a real browser.
 * Brings the browser that the tests need where the system allows it, and says so where not.
 * Closes with one line: `N passed, N failed`.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { register } from "tsx/esm/api";

register();
const { findChromium } = await import("../tests/support/chromium.ts");
const { findFirefox } = await import("../tests/support/firefox.ts");
const { hasFont } = await import("../tests/support/font.ts");

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const results = join(root, "test-results");
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

function run(title, command, args) {
  console.log(`\n== ${title}`);
  const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  return status === 0;
}

const node = (script, ...args) => [process.execPath, [join("node_modules", script), ...args]];
let passed = 0;
let failed = 0;
function count(isGood) {
  if (isGood) passed += 1;
  else failed += 1;
}

for (const project of [
  "peer/protocol",
  "peer/session",
  "peer",
  "signaling",
  "widget",
  "agent-ui",
  "preview",
  ".",
]) {
  count(run(`types of ${project}`, ...node("typescript/bin/tsc", "-p", project)));
}

const hasBrowser = bring(["chromium"], () => findChromium() !== undefined);
if (!bring(["fonts-liberation"], hasFont)) {
  console.log("\nNo font: its tests fail (Debian: apt-get install fonts-liberation).");
}
if (!bring(["postgresql"], () => existsSync("/usr/lib/postgresql"))) {
  console.log("\nNo PostgreSQL: its tests are skipped (Debian: apt-get install postgresql).");
}
if (!bring(["coturn"], () => existsSync("/usr/bin/turnserver"))) {
  console.log("\nNo coturn: its tests are skipped (Debian: apt-get install coturn).");
}
if (!bring(["firefox-esr"], () => findFirefox() !== undefined)) {
  console.log("\nNo Firefox: its tests are skipped (Debian: apt-get install firefox-esr).");
}
count(run("build", process.execPath, ["scripts/build.mjs", "--if-stale"]));

const unitReport = join(results, "unit.json");
const unitIsGood = run(
  "unit and integration tests",
  ...node(
    "vitest/vitest.mjs",
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${unitReport}`,
  ),
);
const unit = readReport(unitReport);
passed += unit?.numPassedTests ?? 0;
failed += unit?.numFailedTests ?? 0;
if (!unitIsGood && !unit?.numFailedTests) failed += 1;

if (hasBrowser) {
  const e2eIsGood = run(
    "the product in a real browser",
    ...node("@playwright/test/cli.js", "test"),
  );
  const stats = readReport(join(results, "e2e.json"))?.stats;
  passed += (stats?.expected ?? 0) + (stats?.flaky ?? 0);
  failed += stats?.unexpected ?? 0;
  if (!e2eIsGood && !stats?.unexpected) failed += 1;
  count(
    run("what must not leave a page, briefly", process.execPath, [
      "scripts/privacy.mjs",
      "--short",
    ]),
  );
  // That they run, not what they find: for that a machine has to be at rest.
  count(
    run("three benches, briefly", process.execPath, [
      "scripts/bench.mjs",
      "lanes",
      "wire",
      "guard",
      "--short",
    ]),
  );
} else {
  console.log(
    "\nNo Chromium. Install it (Debian: apt-get install chromium) or set CHROMIUM to its path.",
  );
  failed += 1;
}

console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

/** Installs Debian packages for programs that are missing, where we may. */
function bring(packages, isThere) {
  if (isThere()) return true;
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return false;
  run("package lists", "apt-get", ["update", "-qq"]);
  run(`${packages.join(", ")} from Debian`, "apt-get", [
    "install",
    "-y",
    "-qq",
    "--no-install-recommends",
    ...packages,
  ]);
  return isThere();
}
