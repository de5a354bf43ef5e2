/** A site with pages that nobody may see, by patterns of their addresses. */
import { PRIVATE_PAGE, ROUTES } from "../corpus/private-page.ts";
import { OPEN_WAYS } from "../corpus/ways.ts";
import { CONTENTS, everyOther } from "./default-policy.ts";
import type { PrivacySession } from "./privacy-session.ts";
import { PolicySite, type RunContext } from "./run-context.ts";

const PATTERNS = [
  "/blocked/*",
  "/secret",
  "/closed",
  "/*/statement-*",
  "/single#/account",
  "/*?step=card",
];

/** What stands before the last part of a path that is a canary. */
const FOLDERS = ["/blocked/", "/secret/", "/Blocked/", "/x/statement-", "/only-here/"];

/** The parts of a page, by turns in a short run. */
const STEP = 12;

export async function runBlockedPages(context: RunContext): Promise<void> {
  const isShort = context.length === "short";
  const site = await PolicySite.open(context, { name: "blocked pages", marks: [] });
  await site.setRules({ blockedPages: [...PATTERNS, `${context.site.origin}/only-here/*`] });
  await site.inSession(async (session) => {
    await session.visit(
      site.page("/before", () => {}),
      "page before private ones",
    );
    const [firstWay] = OPEN_WAYS;
    for (const folder of isShort ? FOLDERS.slice(0, 2) : FOLDERS) {
      const visit = site.privatePage(folder, (page) => {
        page.addPlantings(PRIVATE_PAGE);
        if (firstWay) page.addContents(everyOther(CONTENTS, 0, isShort ? STEP : 2), firstWay);
      });
      await session.visitPrivate(visit, `private page in ${folder}`);
      await session.visit(
        site.page("/between", () => {}),
        "page between private ones",
      );
    }
    await visitRoutes(session, site, isShort ? everyOther(ROUTES, 1, 3) : ROUTES);
  });
}

/** A single page: each route begins on its open address, and is left for it again. */
async function visitRoutes(session: PrivacySession, site: PolicySite, routes: typeof ROUTES) {
  const visit = site.page("/single", (page) => page.addPlantings(routes));
  await session.visit({ ...visit, jobs: [] }, "single page");
  for (const job of visit.jobs) {
    const name = `route, ${job.planting}`;
    await session.play({ ...visit, jobs: [job] }, name, "private");
    await session.customer.evaluate((host) => {
      document.querySelector(host)?.replaceChildren(document.createElement("div"));
      document.title = "Open page";
      history.pushState({}, "", "/single");
    }, job.host);
    await session.arrived(`${name}, left again`);
  }
}
