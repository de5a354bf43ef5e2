/** Rules that change while a session runs: they hold from then on. */
import { NEWLY_MASKED, NEWLY_REDACTED } from "../corpus/after-a-change.ts";
import { PRIVATE_PAGE } from "../corpus/private-page.ts";
import { PolicySite, type RunContext } from "./run-context.ts";

const MARK = { name: "data-pii", value: "later" };

export async function runChangedRules(context: RunContext): Promise<void> {
  const site = await PolicySite.open(context, { name: "changed rules", marks: [MARK] });
  await site.inSession(async (session) => {
    const redacted = site.page("/changing", (page) => page.addPlantings(NEWLY_REDACTED));
    await session.visit({ ...redacted, jobs: [] }, "page before its rules change");
    await site.setRules({ redact: [{ selector: "[data-pii='later']" }] });
    await session.heardOfRules(1);
    await session.play(redacted, "page after its rules change");
    await session.wholeAgain("page after its rules change");

    const masked = site.page("/changing-all", (page) => page.addPlantings(NEWLY_MASKED));
    await session.visit({ ...masked, jobs: [] }, "page before all becomes private");
    await site.setRules({ isPrivateByDefault: true });
    await session.heardOfRules(2);
    await session.play(masked, "page after all has become private");
    await session.wholeAgain("page after all has become private");

    const closed = site.page("/changing-closed", (page) => {
      page.addPlantings(PRIVATE_PAGE.filter(({ phase }) => phase !== "at first"));
    });
    await session.visit({ ...closed, jobs: [], drives: [] }, "page before it becomes private");
    await site.setRules({ blockedPages: ["/changing-closed"] });
    await session.heardOfRules(3);
    await session.play(closed, "page after it has become private", "private");
    // Only from the next page on: what came while this one was closed stands there still.
    await session.visit(
      site.page("/changed", () => {}),
      "page after all changes",
    );
  });
}
