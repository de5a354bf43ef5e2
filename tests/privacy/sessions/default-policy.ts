/** A site without rules of its own: marks of the page's author, and what never leaves anyway. */
import { ATTRIBUTES } from "../corpus/attributes.ts";
import { CHANGES } from "../corpus/changes.ts";
import { CHANGES_AT_THE_MARK } from "../corpus/changes-at-the-mark.ts";
import { COMPONENTS } from "../corpus/components.ts";
import type { Content } from "../corpus/content.ts";
import { COPIES } from "../corpus/copies.ts";
import { EMBEDDED } from "../corpus/embedded.ts";
import { FIELDS } from "../corpus/fields.ts";
import { FRAMES } from "../corpus/frames.ts";
import { MOVES } from "../corpus/moves.ts";
import { ODD_ELEMENTS } from "../corpus/odd-elements.ts";
import { ODD_PARTS } from "../corpus/odd-parts.ts";
import { openEncoded } from "../corpus/open-encoded.ts";
import { PAGE_LEVEL } from "../corpus/page-level.ts";
import { PAGE_WRITES } from "../corpus/page-writes.ts";
import { PICTURE_WRITES } from "../corpus/picture-writes.ts";
import { PICTURES } from "../corpus/pictures.ts";
import type { Planting } from "../corpus/planting.ts";
import { WHOLE_PAGE } from "../corpus/private-page.ts";
import { RACES } from "../corpus/races.ts";
import { SECRETS } from "../corpus/secrets.ts";
import { SHAPES } from "../corpus/shapes.ts";
import { STYLE_WRITES } from "../corpus/style-writes.ts";
import { STYLES } from "../corpus/styles.ts";
import { TELLING_FIELDS } from "../corpus/telling-fields.ts";
import { TEXTS } from "../corpus/texts.ts";
import { TYPING } from "../corpus/typing.ts";
import { WAYS } from "../corpus/ways.ts";
import { LATER_WAYS } from "../corpus/ways-later.ts";
import { WAYS_OF_MARKING } from "../corpus/ways-of-marking.ts";
import { WHILE_LEAVING } from "../corpus/while-leaving.ts";
import type { PrivacySession } from "./privacy-session.ts";
import { PolicySite, type RunContext } from "./run-context.ts";
import { CLASS_MARK, DATA_MARK, type VisitPage } from "./visit.ts";

export const CONTENTS: readonly Content[] = [...TEXTS, ...ATTRIBUTES, ...FIELDS, ...EMBEDDED];

/** Every one of several, from `from` on: so that a short run has each once, and all of the others too. */
export const everyOther = <One>(all: readonly One[], from: number, step: number) =>
  all.filter((_one, at) => at % step === from);

/** In a short run one race in seven: by turns each distance, and each kind of content. */
const RACES_STEP = 7;
/** And one in four of the elements that do not answer as such. */
const ODD_STEP = 4;

export async function runDefaultPolicy(context: RunContext): Promise<void> {
  const isShort = context.length === "short";
  const site = await PolicySite.open(context, { name: "default", marks: [CLASS_MARK, DATA_MARK] });
  await site.inSession(async (session) => {
    await visitContents(session, site, isShort);
    const visit = async (name: string, ...plantings: Array<readonly Planting[]>) => {
      const fill = (page: VisitPage) => void page.addPlantings(plantings.flat());
      await session.visit(site.comparedPage(`/${name.replaceAll(" ", "-")}`, fill), name);
    };
    await visit("races", isShort ? everyOther(RACES, 0, RACES_STEP) : RACES);
    await visit("changes and moves", CHANGES, CHANGES_AT_THE_MARK, MOVES);
    await visit("components and frames", COMPONENTS, FRAMES);
    await visit("styles and odd parts", STYLES, STYLE_WRITES, ODD_PARTS);
    await visit("odd elements", isShort ? everyOther(ODD_ELEMENTS, 0, ODD_STEP) : ODD_ELEMENTS);
    await visit("ways of marking", WAYS_OF_MARKING);
    await visit("pictures", PICTURES, PICTURE_WRITES);
    await visit("typing", TYPING);
    await visit("secrets", SECRETS, TELLING_FIELDS);
    await visit("shapes", SHAPES);
    await visit("page", PAGE_LEVEL, PAGE_WRITES);
    await visit("copies", COPIES);

    for (const root of ["html", "body"] as const) {
      const hidden = site.hiddenPage(`/hidden-${root}`, (page) => {
        page.markRoot(root).addPlantings(WHOLE_PAGE);
      });
      await session.visitHidden(hidden, `page whose ${root} is redacted`);
    }
    site.page("/next", () => {});
    const leaving = site.page("/leaving", (page) => page.addPlantings(WHILE_LEAVING));
    await session.visit(leaving, "leaving");
    await session.visit(
      site.page("/last", () => {}),
      "last page",
    );
  });
}

/** All contents, in all the ways; in a short run each in one of those at first and one of the later. */
async function visitContents(session: PrivacySession, site: PolicySite, isShort: boolean) {
  const contentsFor = (at: number, count: number) =>
    isShort ? everyOther(CONTENTS, at, count) : CONTENTS;
  const controls = site.page("/controls", (page) => {
    for (const markup of openEncoded(site)) page.addOpen(markup);
  });
  await session.visit(controls, "controls");

  const firstPages = isShort ? [WAYS] : WAYS.map((way) => [way]);
  for (const [number, ways] of firstPages.entries()) {
    const visit = site.comparedPage(`/contents-${number + 1}`, (page) => {
      for (const way of ways) page.addContents(contentsFor(WAYS.indexOf(way), WAYS.length), way);
    });
    const name = `contents, ${ways.map(({ place }) => place).join(", ")}`;
    await session.visit(visit, name);
    if (number > 0) continue;
    await session.customer.reload();
    await session.arrived(`${name}, loaded again`);
    await session.wholeAgain(`${name}, loaded again`);
  }
  const laterWays = Object.keys(LATER_WAYS);
  const laterPages = isShort ? [laterWays] : laterWays.map((way) => [way]);
  for (const [number, ways] of laterPages.entries()) {
    const visit = site.comparedPage(`/later-${number + 1}`, (page) => {
      for (const way of ways) {
        page.addLaterContents(contentsFor(laterWays.indexOf(way), laterWays.length), way);
      }
    });
    await session.visit(visit, `contents, ${ways.join(", ")}`);
  }
}
