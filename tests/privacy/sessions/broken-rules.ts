/** Rules that nobody can read, as an accident may leave them in the database: no page is shown. */
import { NO_RULES } from "../../../peer/protocol/privacy-rules.ts";
import { PRIVATE_PAGE } from "../corpus/private-page.ts";
import { PolicySite, type RunContext } from "./run-context.ts";

const BROKEN: Record<string, unknown> = {
  "broken selector": { ...NO_RULES, redact: [{ selector: "p:not(" }] },
  "broken pattern": { ...NO_RULES, blockedPages: ["checkout"] },
  "no rules at all": null,
  "other shape": { isPrivateByDefault: "no" },
};

export async function runBrokenRules(context: RunContext): Promise<void> {
  const kinds = Object.entries(BROKEN).slice(0, context.length === "short" ? 1 : undefined);
  for (const [name, stored] of kinds) {
    const site = await PolicySite.open(context, { name, marks: [], stored });
    await site.inSession(async (session) => {
      const visit = site.privatePage("/any/", (page) => page.addPlantings(PRIVATE_PAGE));
      await session.visitPrivate(visit, `page with ${name}`);
      // Mended, they hold at once: so the session was there all the time.
      await session.visitPrivate(
        site.page("/mended", () => {}),
        `page that is mended, ${name}`,
      );
      await site.setRules({});
      await session.heardOfRules(1);
      await session.arrived(`page that was mended, ${name}`);
      await session.wholeAgain(`page that was mended, ${name}`);
    });
  }
}
