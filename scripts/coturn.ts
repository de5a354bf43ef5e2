/**
 * Debian's coturn as a child of this process, with the shipped `coturn.conf` and a few lines more:
 * for `npm run turn`, and for tests. A production relay is the system's to run.
 */
import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

const SHIPPED_FILE = join(import.meta.dirname, "..", "coturn.conf");
const PLACES = ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"];
/** From the start to the first answer, in milliseconds; on a busy machine it takes 1 to 2 s. */
const READY_WITHIN_MS = 15_000;
const ASK_EVERY_MS = 100;

export interface Coturn {
  processId: number;
  /** Resolves when it has ended, whoever ended it. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

interface CoturnOptions {
  /** For its configuration and its log; made if it is missing. */
  directory: string;
  secret: string;
  port: number;
  /** What is added to the shipped file. */
  lines: readonly string[];
}

export function coturnProgram(): string | undefined {
  return PLACES.map((place) => join(place, "turnserver")).find((path) => existsSync(path));
}

/** What two browsers on one machine need beside the shipped file. Never in production. */
export function developmentLines(port: number): string[] {
  return [
    `listening-port=${port}`,
    "listening-ip=127.0.0.1",
    "relay-ip=127.0.0.1",
    "allow-loopback-peers",
    // Counts before what is denied.
    "allowed-peer-ip=127.0.0.1",
  ];
}

/** @throws {Error} saying why it does not run, for the person who started it */
export async function startCoturn(options: CoturnOptions): Promise<Coturn> {
  const { directory, secret, port, lines } = options;
  const program = coturnProgram();
  if (program === undefined) {
    throw new Error(
      "coturn is not installed. Debian and Ubuntu: apt-get install coturn. macOS: brew install coturn.",
    );
  }
  // It would try for ever, and say so only in its log.
  if (!(await isFree(port))) {
    throw new Error(`Port ${port} is in use by another program. Stop that, or take another port.`);
  }
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const [file, logFile] = [join(directory, "turnserver.conf"), join(directory, "turnserver.log")];
  const shipped = readFileSync(SHIPPED_FILE, "utf8");
  const added = [...lines, `static-auth-secret=${secret}`].join("\n");
  writeFileSync(file, `${shipped}\n${added}\n`, { mode: 0o600 });
  // The mode of a file that was there stays; this one holds the secret.
  chmodSync(file, 0o600);

  const log = openSync(logFile, "w", 0o600);
  const child = spawn(program, ["-c", file], { stdio: ["ignore", log, log] });
  closeSync(log);
  const kill = () => child.kill("SIGTERM");
  process.once("exit", kill);
  let hasEnded = false;
  const ended = new Promise<void>((resolve) => {
    const over = () => {
      hasEnded = true;
      process.off("exit", kill);
      resolve();
    };
    child.once("close", over);
    child.once("error", over);
  });
  const stop = async () => {
    kill();
    await ended;
  };
  if (!(await answersSoon(port, () => hasEnded))) {
    await stop();
    throw new Error(`coturn did not start. It says why in ${logFile}.`);
  }
  return { processId: child.pid ?? 0, ended, stop };
}

async function isFree(port: number): Promise<boolean> {
  const udp = createSocket("udp4");
  const tcp = createServer();
  const free = await Promise.all([
    new Promise<boolean>((resolve) => {
      udp.once("error", () => resolve(false));
      udp.bind(port, "127.0.0.1", () => udp.close(() => resolve(true)));
    }),
    new Promise<boolean>((resolve) => {
      tcp.once("error", () => resolve(false));
      tcp.listen(port, "127.0.0.1", () => tcp.close(() => resolve(true)));
    }),
  ]);
  return free.every(Boolean);
}

/** Asks for its address, as any STUN client may, until it answers or has ended. */
async function answersSoon(port: number, isEnded: () => boolean): Promise<boolean> {
  const bindingRequest = Buffer.from("000100002112a442000000000000000000000000", "hex");
  const socket = createSocket("udp4");
  let hasAnswered = false;
  socket.on("message", () => {
    hasAnswered = true;
  });
  // Nobody listens yet.
  socket.on("error", () => {});
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!hasAnswered && !isEnded() && Date.now() < deadline) {
    socket.send(bindingRequest, port, "127.0.0.1");
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
  socket.close();
  return hasAnswered;
}
