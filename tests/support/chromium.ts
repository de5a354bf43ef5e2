import { existsSync } from "node:fs";

/** The browser of the system; `CHROMIUM` names another. Nothing is downloaded. */
export const CHROMIUM_PATH =
  process.env["CHROMIUM"] ??
  ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync) ??
  "/usr/bin/chromium";

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
