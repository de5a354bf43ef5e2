/** The Firefox of the system; `FIREFOX` names another. Nothing is downloaded. */
import { existsSync } from "node:fs";
import { type Browser, firefox } from "playwright";

const PATHS = [process.env["FIREFOX"] || ["/usr/bin/firefox-esr", "/usr/bin/firefox"]].flat();

/** Its path; undefined as long as it is not installed. */
export const findFirefox = () => PATHS.find((path) => existsSync(path));

/** Why the tests that need it do not run; undefined when they do. */
export const noFirefoxReason = findFirefox()
  ? undefined
  : "skipped: Firefox is not installed; on Debian: apt-get install firefox-esr";

/** @param preferences - as on its page `about:config` */
export const launchFirefox = (preferences: Record<string, boolean> = {}): Promise<Browser> =>
  firefox.launch({
    channel: "moz-firefox",
    executablePath: findFirefox() ?? String(PATHS[0]),
    firefoxUserPrefs: preferences,
  });
