/** A PostgreSQL server of the test's own, in a directory that goes with it. */
import { execFile, execFileSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "./free-port.ts";

const run = promisify(execFile);

/** The folder of PostgreSQL's programs, where Debian puts them; undefined when it is not installed. */
export function postgresPrograms(): string | undefined {
  const base = "/usr/lib/postgresql";
  if (!existsSync(base)) return undefined;
  return readdirSync(base)
    .map((version) => join(base, version, "bin"))
    .findLast((folder) => existsSync(join(folder, "initdb")));
}

export async function startPostgres(programs: string) {
  const directory = mkdtempSync(join(tmpdir(), "alongside-postgres-"));
  // PostgreSQL refuses to run as root.
  const user = process.getuid?.() === 0 ? postgresUser() : undefined;
  if (user) chownSync(directory, user.uid, user.gid);
  const owner = user ?? {};
  const port = await freePort();
  const data = join(directory, "data");
  await run(
    join(programs, "initdb"),
    ["-D", data, "-U", "test", "--auth=trust", "--no-sync"],
    owner,
  );
  const settings = `-c listen_addresses=127.0.0.1 -p ${port} -k ${directory} -c fsync=off`;
  const control = (...words: string[]) =>
    run(join(programs, "pg_ctl"), ["-D", data, ...words], owner);
  await control("-o", settings, "-l", join(directory, "log"), "-w", "start");
  return {
    url: `postgres://test@127.0.0.1:${port}/postgres`,
    async stop() {
      await control("-m", "immediate", "-w", "stop");
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function postgresUser(): { uid: number; gid: number } {
  const idOf = (flag: string) =>
    Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: idOf("-u"), gid: idOf("-g") };
}
