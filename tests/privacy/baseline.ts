/** The same pages and canaries with rrweb's own recorder and its own means of hiding. */
import type { Browser, Page } from "playwright";
import { bundlePage } from "../support/page-bundle.ts";
import type { Canary } from "./canary.ts";
import { joinedTexts } from "./evidence/tapped-lanes.ts";
import type { BaselineOptions } from "./pages/rrweb-baseline.ts";
import type { Baseline } from "./report.ts";
import { Searcher } from "./search/search.ts";
import type { BaselineVisit, Visit } from "./sessions/visit.ts";

export interface BaselineOf {
  browser: Browser;
  origin: string;
  /** Runs in the customer's documents. */
  script: string;
  canaries: readonly Canary[];
  visits: readonly BaselineVisit[];
  tell(line: string): void;
}

const NAMES = ["rrweb", "rrweb, masked", "rrweb, blocked"] as const;

/** As far as rrweb knows what a policy wants. */
function optionsFor({ selectors, isPrivateByDefault }: BaselineVisit): BaselineOptions[] {
  const all = selectors.join(", ");
  const [plain, masked, blocked] = NAMES;
  return [
    { name: plain },
    { name: masked, maskAllInputs: true, maskTextSelector: isPrivateByDefault ? "*" : all },
    { name: blocked, blockSelector: all },
  ];
}

export async function runBaselines({
  browser,
  origin,
  script,
  canaries,
  visits,
  tell,
}: BaselineOf): Promise<Baseline[]> {
  const recorder = await bundlePage("privacy/pages/rrweb-baseline");
  const searcher = new Searcher(canaries);
  const shown = new Set<Canary>();
  const leaked = new Map(NAMES.map((name) => [name as string, new Set<Canary>()]));
  for (const visit of visits) {
    tell(`rrweb: ${visit.address}`);
    const context = await browser.newContext();
    // Its own bindings and our widget are not there; what the pages do is the same.
    await context.route("**/widget.js", (route) => route.abort());
    await context.addInitScript(script);
    for (const options of optionsFor(visit)) {
      await context.addInitScript(
        `window.privacyBaselineOptions = ${JSON.stringify(options)};${recorder}`,
      );
    }
    const page = await context.newPage();
    const recordings = await recorded(page, origin, visit);
    await context.close();
    if (recordings.some(([, events]) => events === "")) {
      tell(`rrweb: ${visit.address}: it cannot record this page, which is left out of its count`);
      continue;
    }
    for (const canary of visit.canaries) shown.add(canary);
    for (const [name, events] of recordings) {
      for (const [, text] of [["events", events] as const, ...joinedTexts([events])]) {
        const found = searcher.search({
          source: name,
          name,
          bytes: Buffer.from(text),
          kind: "said",
        });
        for (const { canary } of found) leaked.get(name)?.add(canary);
      }
    }
  }
  return [...leaked].map(([name, found]) => ({ name, shown, leaked: found }));
}

async function recorded(
  page: Page,
  origin: string,
  { address, jobs, drives }: Visit,
): Promise<Array<[string, string]>> {
  await page.goto(origin + address);
  await page.evaluate((all) => window.privacyCustomer.play(all), jobs);
  for (const { host, drive } of drives) {
    const at = page.locator(host);
    // What cannot be done here either has been told by the session.
    await drive({ page, host: at, secret: at.locator(":scope > :first-child") }).catch(() => {});
  }
  return page.evaluate(async () => {
    // Two frames, and what the recorder waits for itself.
    for (let count = 0; count < 2; count += 1) await new Promise(requestAnimationFrame);
    await new Promise((resolve) => setTimeout(resolve, 600));
    return [...window.privacyBaselines].map(([name, events]): [string, string] => [name, events()]);
  });
}
