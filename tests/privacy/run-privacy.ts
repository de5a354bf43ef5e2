/**
 * `npm run test:privacy`: plants canaries in everything that a page may hold and must not give away,
 * has an agent see the pages in real sessions, and looks for the canaries in all that anybody received.
 */
import { writeFileSync } from "node:fs";
import { logIn } from "../e2e/cobrowse-fixture.ts";
import { launchChromium } from "../support/chromium.ts";
import { bundlePage } from "../support/page-bundle.ts";
import { type PrivacyArguments, readArguments, USAGE } from "./arguments.ts";
import { runBaselines } from "./baseline.ts";
import { Canaries } from "./canary.ts";
import type { CanaryPicture } from "./canary-picture.ts";
import { blindSpots } from "./controls.ts";
import { EXCEPTIONS } from "./corpus/exceptions.ts";
import { type AgentBrowser, openAgentBrowser } from "./evidence/agent-browser.ts";
import { CONTROL, Evidence } from "./evidence/evidence.ts";
import { type ServerProcess, startServerProcess } from "./evidence/server-process.ts";
import { type Baseline, groupsText, leaksText, placeOf, sourcesText } from "./report.ts";
import type { Haystack } from "./search/search.ts";
import { runAddressRules } from "./sessions/address-rules.ts";
import { runBlockedPages } from "./sessions/blocked-pages.ts";
import { runBrokenRules } from "./sessions/broken-rules.ts";
import { runByDefault } from "./sessions/by-default.ts";
import { runByRule } from "./sessions/by-rule.ts";
import { startCanarySite } from "./sessions/canary-site.ts";
import { runChangedRules } from "./sessions/changed-rules.ts";
import { runDefaultPolicy } from "./sessions/default-policy.ts";
import type { RunContext } from "./sessions/run-context.ts";
import type { BaselineVisit } from "./sessions/visit.ts";

const SESSIONS = {
  default: runDefaultPolicy,
  "by-rule": runByRule,
  "by-default": runByDefault,
  "blocked-pages": runBlockedPages,
  "changed-rules": runChangedRules,
  "broken-rules": runBrokenRules,
  "address-rules": runAddressRules,
} satisfies Record<string, (context: RunContext) => Promise<void>>;

/** As many as the whole corpus has at least. */
const LEAST_PLANTED = 240;

/** @returns the exit code: 0 if nothing was found that must not be, and everything that must */
export async function runPrivacy(argv: readonly string[]): Promise<number> {
  let asked: PrivacyArguments;
  try {
    asked = readArguments(argv, Object.keys(SESSIONS));
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    return 2;
  }
  const startedAt = Date.now();
  const tell = (line: string) =>
    console.error(`   ${Math.round((Date.now() - startedAt) / 1_000)} s: ${line}`);
  const run = await plantAndSearch(asked, tell);
  const code = report(run, asked);
  tell("done");
  return code;
}

interface Run {
  canaries: Canaries;
  evidence: Evidence;
  /** What went otherwise than it should, so that the run proves less than it says. */
  problems: string[];
  unread: string[];
  baselines: Baseline[];
  /** By the guard. */
  caught: string[];
  browser: string;
}

async function plantAndSearch(asked: PrivacyArguments, tell: (line: string) => void): Promise<Run> {
  tell("starting the server and the browsers");
  const [customerScript, agentScript, server, browser, site] = await Promise.all([
    bundlePage("privacy/pages/customer-page"),
    bundlePage("privacy/pages/whole-document"),
    startServerProcess(),
    launchChromium(),
    startCanarySite(),
  ]);
  const agent = await openAgentBrowser(agentScript);
  const canaries = new Canaries();
  const evidence = new Evidence();
  const problems: string[] = [];
  const pictures = new Map<number, CanaryPicture>();
  const baselineVisits: BaselineVisit[] = [];
  let baselines: Baseline[] = [];
  const caught: string[] = [];
  const unread = [...agent.unread, ...server.unread];
  try {
    await agent.desk.goto(`${server.origin}/agent`);
    await logIn(agent.desk, "agent@demo.test");
    const context: RunContext = {
      ...{ length: asked.length, canaries, server, site, browser, desk: agent.desk },
      ...{ pictures, baselineVisits, tell },
      script: customerScript,
      onProblem(problem) {
        problems.push(problem);
        tell(`problem: ${problem}`);
      },
      onSeen: (haystack) => evidence.add(haystack),
      onFindings(policy, findings) {
        const counts = [...findings].map(([kind, count]) => `${count} ${kind}`);
        caught.push(`${policy}: ${counts.join(", ") || "nothing"}`);
      },
      onRead: (read) => evidence.addAll(read),
      // In a short run once, at the end.
      async onViewerClosing() {
        if (asked.length === "full") await evidence.searchNow(canaries.all, agent.memory());
      },
    };
    for (const [name, run] of Object.entries(SESSIONS)) {
      if (!asked.names.includes(name)) continue;
      tell(`session "${name}"`);
      await run(context).catch((error: Error) =>
        context.onProblem(`session "${name}": ${error.stack}`),
      );
    }
    const desk = await agent.desk.evaluate(() => window.privacyAgent.wholeDocument());
    evidence.add({
      source: "document of the desk",
      name: "all",
      bytes: Buffer.from(desk),
      kind: "said",
    });
    evidence.addAll(await agent.tapped.read());
    tell(`searching for ${canaries.all.length} texts`);
    evidence.searchAdded(canaries.all);
    await evidence.searchNow(canaries.all, leftAt(agent, server));
    await evidence.searchPictures(canaries.all, pictures, await browser.newPage());
    if (asked.hasBaseline) {
      const ours = { browser, script: customerScript, canaries: canaries.all, tell };
      baselines = await runBaselines({ ...ours, origin: site.origin, visits: baselineVisits });
    }
  } finally {
    await Promise.allSettled([browser.close(), agent.close(), server.stop()]);
    site.close();
  }
  problems.push(...blindSpots(evidence.totals(), unread.length === 0));
  for (const canary of canaries.all) {
    if (canary.isOpen && !evidence.isFound(canary)) problems.push(`not found: ${placeOf(canary)}`);
  }
  return { canaries, evidence, problems, unread, baselines, caught, browser: agent.name };
}

/** Memory first: what is closed has none. */
async function* leftAt(agent: AgentBrowser, server: ServerProcess): AsyncGenerator<Haystack> {
  yield* agent.memory();
  yield* await agent.close();
  yield* server.evidence();
  yield* await server.stop();
}

function report(
  { canaries, evidence, problems, unread, baselines, caught, browser }: Run,
  asked: PrivacyArguments,
): number {
  const planted = canaries.all.filter(({ phase }) => phase !== CONTROL);
  const leaks = evidence.leaks();
  console.log(`\n${groupsText(planted, leaks, baselines)}\n\n${sourcesText(evidence.totals())}`);
  console.log(`\nCaught by the guard, as it told the server:`);
  for (const line of caught) console.log(`  ${line}`);
  for (const line of EXCEPTIONS) console.log(`\nNot planted. ${line}`);
  for (const line of unread) console.log(`\nNot searched. ${line}`);
  if (leaks.size > 0) console.log(`\nFound, and must not be:\n${leaksText(leaks)}`);
  const isEnough =
    asked.names.length < Object.keys(SESSIONS).length || planted.length >= LEAST_PLANTED;
  if (!isEnough) problems.push(`${planted.length} were planted, fewer than ${LEAST_PLANTED}`);
  if (problems.length > 0)
    console.log(`\nThe run proves less than it should:\n  ${problems.join("\n  ")}`);
  console.log(`\n${browser}: ${planted.length} planted, ${leaks.size} found`);
  if (asked.jsonFile !== undefined) {
    const found = [...leaks].map(([canary, all]) => ({
      ...canary,
      traces: [],
      found: all.map(({ canary: _, ...one }) => one),
    }));
    writeFileSync(asked.jsonFile, `${JSON.stringify({ problems, found }, undefined, 2)}\n`);
  }
  return leaks.size === 0 && problems.length === 0 ? 0 : 1;
}
