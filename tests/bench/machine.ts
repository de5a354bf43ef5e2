import { existsSync, readFileSync } from "node:fs";
import { cpus, loadavg, release, totalmem, type } from "node:os";

/** What a bench ran on, in one line; the load is that of the last one, five and fifteen minutes. */
export function machineLine(): string {
  const processors = cpus();
  const gigabytes = (totalmem() / 2 ** 30).toFixed(1);
  const load = loadavg().map((mean) => mean.toFixed(2));
  return [
    `${processors[0]?.model ?? "unknown processor"} × ${processors.length}`,
    `${gigabytes} GiB`,
    `${systemName()} (${type()} ${release()})`,
    `Node ${process.versions.node}`,
    `load at start ${load.join(" ")}`,
  ].join(", ");
}

function systemName(): string {
  const file = "/etc/os-release";
  if (!existsSync(file)) return process.platform;
  return /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync(file, "utf8"))?.[1] ?? process.platform;
}
