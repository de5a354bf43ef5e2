/** The agent's browser: a profile of its own, so that also what it writes to disk can be searched. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "playwright";
import { CHROMIUM_ARGUMENTS, CHROMIUM_PATH } from "../../support/chromium.ts";
import type { Haystack } from "../search/search.ts";
import { WHOLE_STRINGS } from "./heap-snapshot.ts";
import { memoryOf, processTree, whyUnreadable } from "./process-memory.ts";
import { filesOf } from "./server-process.ts";
import { type TappedBrowser, tapBrowser } from "./tapped-browser.ts";

export interface AgentBrowser {
  tapped: TappedBrowser;
  desk: Page;
  /** Name and version. */
  name: string;
  unread: string[];
  /** Of all its processes, piece by piece. */
  memory(): Generator<Haystack>;
  /** @returns what it has left on disk */
  close(): Promise<Haystack[]>;
}

export async function openAgentBrowser(script: string): Promise<AgentBrowser> {
  const profile = mkdtempSync(join(tmpdir(), "alongside-privacy-agent-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM_PATH,
    args: [...CHROMIUM_ARGUMENTS, `--js-flags=${WHOLE_STRINGS}`],
    viewport: { width: 1280, height: 800 },
    reducedMotion: "reduce",
  });
  const tapped = await tapBrowser(context, {
    who: "agent",
    script,
    ownOrigins: ["blob:", "data:"],
  });
  const root = processWith(`--user-data-dir=${profile}`);
  const reason = root === undefined ? "its process was not found" : whyUnreadable(root);
  return {
    tapped,
    desk: await context.newPage(),
    name: `Chromium ${context.browser()?.version() ?? ""}`.trim(),
    unread: reason ? [`The agent's browser: ${reason}.`] : [],
    *memory() {
      if (root === undefined || reason) return;
      for (const pid of processTree(root)) yield* memoryOf(pid, "memory of the agent's browser");
    },
    async close() {
      await context.close();
      const left = filesOf(profile, "profile of the agent's browser");
      rmSync(profile, { recursive: true, force: true });
      return left;
    },
  };
}

/** The first one that has it among its arguments: the others are its children. */
function processWith(argument: string): number | undefined {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.map(Number).find((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").includes(argument);
    } catch {
      return false; // it has ended meanwhile
    }
  });
}
