/** A font that is on every machine of the tests: of Debian's fonts-liberation, which `npm test` installs. */
import { existsSync, readFileSync } from "node:fs";

const PATH = "/usr/share/fonts/truetype/liberation/LiberationMono-Regular.ttf";

export const hasFont = () => existsSync(PATH);

/** @throws if it is not installed: a test that needs it fails, and says what is missing */
export function fontFile(): Buffer {
  if (!hasFont()) throw new Error(`no ${PATH}: on Debian, apt-get install fonts-liberation`);
  return readFileSync(PATH);
}
