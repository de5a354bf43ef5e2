import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { createServer } from "node:net";

/**
 * Below the ports that a system hands out by itself: one of those may be somebody's, a test's beside
 * this one for instance, by the time that it is used.
 */
const [FIRST, END] = [20_000, 32_000];
const TRIES_COUNT = 100;

/** A port of this machine that nobody listens on, by TCP or by UDP. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES_COUNT; tries += 1) {
    const port = randomInt(FIRST, END);
    if ((await isFreeForTcp(port)) && (await isFreeForUdp(port))) return port;
  }
  throw new Error("no free port was found");
}

function isFreeForTcp(port: number): Promise<boolean> {
  const probe = createServer();
  return new Promise((resolve) => {
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}

function isFreeForUdp(port: number): Promise<boolean> {
  const probe = createSocket("udp4");
  return new Promise((resolve) => {
    probe.once("error", () => probe.close(() => resolve(false)));
    probe.bind(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
