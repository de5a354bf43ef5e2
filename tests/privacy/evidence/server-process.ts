/** The server's process from outside, and all that can be got out of it. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NO_RULES, type PrivacyRules } from "../../../peer/protocol/privacy-rules.ts";
import type { Finding } from "../../../peer/protocol/site-settings.ts";
import type { Haystack } from "../search/search.ts";
import { heapTexts, WHOLE_STRINGS } from "./heap-snapshot.ts";
import { memoryOf, whyUnreadable } from "./process-memory.ts";
import type { Answer, Order } from "./server-orders.ts";
import { joinedTexts } from "./tapped-lanes.ts";

export interface ServerProcess {
  origin: string;
  /** @param privacy - as it lies in the database; none where it is undefined @returns the site's id */
  addSite(key: string, privacy?: unknown): Promise<string>;
  /**
   * Sets a site's rules over its REST interface; sessions that run have heard of it then.
   * @throws {Error} if they are refused
   */
  setRules(site: string, rules: Partial<PrivacyRules>): Promise<void>;
  /** What the guard has told of a site's pages: how often, by kind. */
  findings(site: string): Promise<Map<string, number>>;
  log(text: string): Promise<void>;
  /** What it has in memory and has said so far. Its memory comes piece by piece. */
  evidence(): AsyncGenerator<Haystack>;
  /** Why not all of it can be read. */
  unread: string[];
  /** Stops it. @returns what it has left on disk */
  stop(): Promise<Haystack[]>;
}

const ENTRY = join(import.meta.dirname, "server-child.ts");
const METRICS_TOKEN = "metrics-for-tests";

export async function startServerProcess(): Promise<ServerProcess> {
  const directory = mkdtempSync(join(tmpdir(), "alongside-privacy-"));
  const child = spawn(
    process.execPath,
    ["--import", "tsx", WHOLE_STRINGS, ENTRY, join(directory, "db")],
    { stdio: ["ignore", "pipe", "inherit", "ipc"] },
  );
  const said: Buffer[] = [];
  child.stdout?.on("data", (data: Buffer) => said.push(data));
  const { ask, ready } = channelTo(child);
  const origin = await ready;
  const reason = whyUnreadable(child.pid ?? 0);

  return {
    origin,
    addSite: async (key, privacy) => String(await ask({ do: "add-site", key, privacy })),
    async findings(site) {
      const headers = { cookie: await logInAsAdmin(origin) };
      const response = await fetch(`${origin}/v1/sites/${site}/findings`, { headers });
      const { findings } = (await response.json()) as { findings: Finding[] };
      const counts = new Map<string, number>();
      for (const { kind, count } of findings) counts.set(kind, (counts.get(kind) ?? 0) + count);
      return counts;
    },
    async setRules(site, rules) {
      const cookie = await logInAsAdmin(origin);
      const address = `${origin}/v1/sites/${site}/policy`;
      const headers = { cookie, origin, "content-type": "application/json" };
      const { version } = (await (await fetch(address, { headers })).json()) as { version: number };
      const body = JSON.stringify({ version, privacy: { ...NO_RULES, ...rules } });
      const response = await fetch(address, { method: "PUT", headers, body });
      if (!response.ok) throw new Error(`the rules were refused: ${await response.text()}`);
    },
    async log(text) {
      await ask({ do: "log", text });
    },
    unread: reason ? [`The server's process: ${reason}.`] : [],
    async *evidence() {
      const say = (source: string, text: string): Haystack => ({
        ...{ source, name: source, bytes: Buffer.from(text), kind: "said" },
      });
      const dump = JSON.stringify(await ask({ do: "dump" }));
      yield say("database", dump);
      for (const [what, text] of joinedTexts([dump]))
        yield { ...say("database", text), name: what };
      yield say("requests of the server", JSON.stringify(await ask({ do: "tell-outgoing" })));
      const metrics = await fetch(`${origin}/metrics`, {
        headers: { authorization: `Bearer ${METRICS_TOKEN}` },
      });
      yield say("metrics", await metrics.text());
      // Before the snapshot, for which all that is not needed is collected.
      if (!reason) yield* memoryOf(child.pid ?? 0, "memory of the server");
      const file = join(directory, "server.heapsnapshot");
      await ask({ do: "snapshot-heap", file });
      yield heapTexts(readFileSync(file), "heap of the server");
    },
    async stop() {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.disconnect();
      await gone;
      const left: Haystack[] = [
        {
          source: "log of the server",
          name: "all lines",
          bytes: Buffer.concat(said),
          kind: "said",
        },
        ...filesOf(join(directory, "db"), "files of the database"),
      ];
      rmSync(directory, { recursive: true, force: true });
      return left;
    },
  };
}

async function logInAsAdmin(origin: string): Promise<string> {
  const response = await fetch(`${origin}/v1/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: "admin@demo.test", password: "demo" }),
  });
  return (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
}

/** Each file of a folder. What machines write there is as good as memory. */
export function filesOf(directory: string, source: string): Haystack[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .map((name) => join(directory, name))
    .filter((name) => statSync(name, { throwIfNoEntry: false })?.isFile())
    .map((name) => ({
      source,
      name: name.slice(directory.length + 1),
      bytes: readFileSync(name),
      kind: "memory",
    }));
}

function channelTo(child: ChildProcess) {
  const waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  const ready = new Promise<string>((resolve, reject) => {
    waiting.set(0, { resolve: (origin) => resolve(String(origin)), reject });
  });
  child.on("message", (answer: Answer) => {
    const one = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ("failure" in answer) one?.reject(new Error(answer.failure));
    else one?.resolve(answer.result);
  });
  child.on("exit", (code) => {
    for (const { reject } of waiting.values())
      reject(new Error(`the server's process ended (${code})`));
    waiting.clear();
  });
  let lastId = 0;
  return {
    ready,
    ask: (order: Order) =>
      new Promise<unknown>((resolve, reject) => {
        lastId += 1;
        waiting.set(lastId, { resolve, reject });
        child.send({ id: lastId, order });
      }),
  };
}
