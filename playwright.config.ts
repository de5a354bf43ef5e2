import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

/** The browser of the system; `CHROMIUM` names another. Nothing is downloaded. */
const executablePath =
  process.env["CHROMIUM"] ??
  ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync) ??
  "/usr/bin/chromium";

export default defineConfig({
  testDir: "tests/e2e",
  testMatch: "*.spec.ts",
  outputDir: "test-results",
  timeout: 90_000,
  expect: { timeout: 20_000 },
  // Two cores, and each test drives two browsers and a server: two at a time take longer.
  workers: 1,
  forbidOnly: process.env["CI"] !== undefined,
  reporter: [["list"], ["json", { outputFile: "test-results/e2e.json" }]],
  use: {
    viewport: { width: 1280, height: 800 },
    trace: "retain-on-failure",
    launchOptions: {
      executablePath,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "own-origin", metadata: { shop: "own" } },
    { name: "foreign-site", metadata: { shop: "foreign" } },
  ],
});
