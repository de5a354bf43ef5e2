/** A site whose rules redact by selectors, some of them on some of its pages. */
import { BY_RULE, rulesFor } from "../corpus/by-rule.ts";
import { CHANGES } from "../corpus/changes.ts";
import { CHANGES_AT_THE_MARK } from "../corpus/changes-at-the-mark.ts";
import { COMPONENTS } from "../corpus/components.ts";
import { FRAMES } from "../corpus/frames.ts";
import { MOVES } from "../corpus/moves.ts";
import { ODD_PARTS } from "../corpus/odd-parts.ts";
import { RACES } from "../corpus/races.ts";
import { SITE_SHAPE, SITE_SHAPES } from "../corpus/shapes.ts";
import { WAYS } from "../corpus/ways.ts";
import { CONTENTS, everyOther } from "./default-policy.ts";
import { PolicySite, type RunContext } from "./run-context.ts";

const MARK = { name: "data-pii", value: "yes" };
const LATER = ["later/within", "later/on it", "marked in the next frame/within"];
/** Of what the default policy has shown already, a short run repeats one in nine. */
const STEP = 9;

export async function runByRule(context: RunContext): Promise<void> {
  const isShort = context.length === "short";
  const some = <One>(all: readonly One[], from = 0) =>
    isShort ? everyOther(all, from, STEP) : all;
  const site = await PolicySite.open(context, { name: "by rule", marks: [MARK] });
  await site.setRules({
    secretShapes: [SITE_SHAPE],
    redact: [
      { selector: "[data-pii]" },
      { selector: ".elsewhere", pages: "/other" },
      ...rulesFor(context.site.origin),
    ],
  });
  await site.inSession(async (session) => {
    const parts = site.comparedPage("/by-rule", (page) => {
      page.addPlantings(BY_RULE);
      page.addPlantings(SITE_SHAPES);
      page.addOpen(
        `<p class="elsewhere">${site.openText("what a rule redacts on other pages").value}</p>`,
      );
    });
    await session.visit(parts, "parts by rule");
    for (const [number, way] of some(WAYS).entries()) {
      const contents = site.comparedPage(`/by-rule-contents-${number + 1}`, (page) => {
        page.addContents(some(CONTENTS, number), way);
        page.addLaterContents(some(CONTENTS, number + 1), LATER[number % LATER.length] as string);
      });
      await session.visit(contents, `contents by rule, ${way.place}`);
    }
    const others = site.comparedPage("/by-rule-changes", (page) => {
      for (const plantings of [
        RACES,
        CHANGES,
        CHANGES_AT_THE_MARK,
        MOVES,
        COMPONENTS,
        FRAMES,
        ODD_PARTS,
      ]) {
        page.addPlantings(some(plantings));
      }
    });
    await session.visit(others, "races, changes and moves by rule");
  });
}
