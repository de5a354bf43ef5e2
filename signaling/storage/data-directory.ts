import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Makes the data directory ours alone: two servers on one embedded database would destroy it.
 * A lock that a killed server left behind is taken over.
 * @returns gives it back
 * @throws {Error} naming the process that holds it
 */
export function lockDataDirectory(directory: string): () => void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, "server.pid");
  for (let tries = 0; tries < 2; tries += 1) {
    try {
      writeFileSync(file, String(process.pid), { flag: "wx" });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const holder = Number(readFileSync(file, "utf8"));
    if (holder !== process.pid && isServerRunning(holder)) {
      throw new Error(
        `DATA_DIR is in use by another server (process ${holder}). Stop it first, or set another DATA_DIR.`,
      );
    }
    rmSync(file, { force: true });
  }
  throw new Error("DATA_DIR is in use by another server that starts at the same moment.");
}

/** A process id may have gone to somebody else since; then its command is not Node. */
function isServerRunning(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid < 1) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  const command = `/proc/${pid}/cmdline`;
  return !existsSync(command) || readFileSync(command, "utf8").includes("node");
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
