/** A relay of the test's own: the real coturn, in a directory that goes with it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Coturn, coturnProgram, startCoturn } from "../../scripts/coturn.ts";
import { freePort } from "./free-port.ts";

export const RELAY_SECRET = "a secret that only the tests of this repository use";

/** Why the tests that need the real coturn do not run; `undefined` when they do. */
export const noRelayReason = coturnProgram()
  ? undefined
  : "skipped: coturn is not installed; on Debian: apt-get install coturn";

export interface TestRelay extends Coturn {
  port: number;
  directory: string;
}

/** @param linesFor - what is added to the shipped `coturn.conf` */
export async function startRelay(linesFor: (port: number) => string[]): Promise<TestRelay> {
  const directory = mkdtempSync(join(tmpdir(), "alongside-relay-"));
  const port = await freePort();
  const coturn = await startCoturn({
    directory,
    port,
    secret: RELAY_SECRET,
    lines: linesFor(port),
  });
  return {
    ...coturn,
    port,
    directory,
    async stop() {
      await coturn.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
