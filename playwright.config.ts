import { defineConfig } from "@playwright/test";
import { CHROMIUM_ARGUMENTS, CHROMIUM_PATH } from "./tests/support/chromium.ts";

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
    launchOptions: { executablePath: CHROMIUM_PATH, args: CHROMIUM_ARGUMENTS },
  },
  projects: [
    { name: "own-origin", metadata: { shop: "own" } },
    {
      name: "foreign-site",
      metadata: { shop: "foreign" },
      // Whose page it is makes no difference to what the agent has on screen, to the words of the
      // chat, to settings, to the time that a session takes, to how often one may sit down, or to a
      // relay; and the specs of assets, of the customer who forges them, of the ways out of redaction,
      // and of the page without us have sites of their own. What a foreign site does to sockets, tokens
      // and styles, the others show.
      testIgnore:
        /\/(?:accessibility|assets|assets-out|chat|css-out|desk|ends|forged-assets|held-up|host-untouched|insights|offered|private-boxes|private-page|redaction|redaction-ways-out|relay|settings|several-sessions|turning-pages|viewer)\.spec\.ts$/,
    },
  ],
});
