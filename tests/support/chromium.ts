/** The Chromium of the system; `CHROMIUM` names another. Nothing is downloaded. */
import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright";

const PATHS = [
  process.env["CHROMIUM"] || [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
  ],
].flat();

/** Its path; undefined as long as it is not installed. */
export const findChromium = () => PATHS.find((path) => existsSync(path));

export const CHROMIUM_PATH = findChromium() ?? String(PATHS[0]);

/** Runs as root in a container, draws by itself, and calls nobody. */
export const CHROMIUM_ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const launchChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM_PATH, args: CHROMIUM_ARGUMENTS });
