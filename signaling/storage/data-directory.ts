import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A socket's path may have 107 bytes on Linux and 103 on macOS. */
const LONGEST_SOCKET_PATH_BYTES = 100;

/**
 * Makes the data directory ours alone: two servers on one embedded database would destroy it. The
 * lock is a socket that the holder listens on: the kernel gives it up with the process, however
 * that dies, and it holds between containers, where process numbers say nothing.
 * @returns gives it back
 * @throws {Error} naming the process that holds it, or why the directory cannot be used
 */
export async function lockDataDirectory(directory: string): Promise<() => void> {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new Error(`DATA_DIR cannot be used (${(error as NodeJS.ErrnoException).code}).`);
  }
  const path = socketPath(directory);
  for (let tries = 0; tries < 3; tries += 1) {
    const listening = await listenOn(path);
    if (listening) {
      listening.unref();
      return () => void listening.close();
    }
    const holder = await askHolder(path);
    if (holder !== undefined) {
      throw new Error(
        `DATA_DIR is in use by another server (process ${holder}). Stop it first, or set another DATA_DIR.`,
      );
    }
    // Left behind by a server that was killed.
    rmSync(path, { force: true });
  }
  throw new Error("DATA_DIR is in use by another server that starts at the same moment.");
}

function socketPath(directory: string): string {
  const name = createHash("sha256").update(realpathSync(directory)).digest("hex").slice(0, 16);
  if (process.platform === "win32") return `\\\\.\\pipe\\alongside-${name}`;
  const path = join(directory, "server.sock");
  if (Buffer.byteLength(path) <= LONGEST_SOCKET_PATH_BYTES) return path;
  return join(tmpdir(), `alongside-${name}.sock`);
}

/** @returns undefined when the path is taken */
function listenOn(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.end(String(process.pid)));
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE"
        ? resolve(undefined)
        : reject(new Error(`DATA_DIR cannot be locked (${error.code}).`)),
    );
    server.listen(path, () => resolve(server));
  });
}

/** @returns the process that listens; undefined when nobody does */
function askHolder(path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path);
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    socket.once("error", () => resolve(undefined));
    socket.once("end", () => resolve(answer));
  });
}

/** The secret of a demo: made once, readable by its owner alone. */
export function demoSecret(directory: string): string {
  const file = join(directory, "secret");
  if (!existsSync(file)) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    writeFileSync(file, randomBytes(48).toString("base64url"), { mode: 0o600 });
  }
  return readFileSync(file, "utf8");
}
