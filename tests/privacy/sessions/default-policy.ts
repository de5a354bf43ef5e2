/** A site without rules of its own: marks of the page's author, and what never leaves anyway. */
import { ATTRIBUTES } from "../corpus/attributes.ts";
import { CHANGES } from "../corpus/changes.ts";
import { COMPONENTS } from "../corpus/components.ts";
import type { Content } from "../corpus/content.ts";
import { COPIES } from "../corpus/copies.ts";
import { EMBEDDED } from "../corpus/embedded.ts";
import { FIELDS } from "../corpus/fields.ts";
import { FRAMES } from "../corpus/frames.ts";
import { MOVES } from "../corpus/moves.ts";
import { ODD_PARTS } from "../corpus/odd-parts.ts";
import { PAGE_LEVEL } from "../corpus/page-level.ts";
import { PICTURES } from "../corpus/pictures.ts";
import type { Planting } from "../corpus/planting.ts";
import { RACES } from "../corpus/races.ts";
import { SECRETS } from "../corpus/secrets.ts";
import { STYLES } from "../corpus/styles.ts";
import { TEXTS } from "../corpus/texts.ts";
import { TYPING } from "../corpus/typing.ts";
import { WAYS } from "../corpus/ways.ts";
import { LATER_WAYS } from "../corpus/ways-later.ts";
import { WHILE_LEAVING } from "../corpus/while-leaving.ts";
import { OPEN_ENCODED } from "../corpus/open-encoded.ts";
import { PolicySite, type RunContext } from "./run-context.ts";
import { CLASS_MARK, DATA_MARK } from "./visit.ts";

export const CONTENTS: readonly Content[] = [...TEXTS, ...ATTRIBUTES, ...FIELDS, ...EMBEDDED];

/** Every one of several, from `from` on: so that a short run has each once, and all of the others too. */
export const everyOther = <One>(all: readonly One[], from: number, step: number) =>
  all.filter((_one, at) => at % step === from);

/** In a short run one race in seven: by turns each distance, and each kind of content. */
const RACES_STEP = 7;

export async function runDefaultPolicy(context: RunContext) {
  const { length } = context;
  const isShort = length === "short";
  const site = await PolicySite.open(context, { name: "default", marks: [CLASS_MARK, DATA_MARK] });
  const session = await site.openSession();
  const contentsFor = (at: number, count: number) => (isShort ? everyOther(CONTENTS, at, count) : CONTENTS);

  const firstPages = isShort ? [WAYS] : WAYS.map((way) => [way]);
  for (const [number, ways] of firstPages.entries()) {
    const visit = site.comparedPage(`/contents-${number + 1}`, (page) => {
      for (const way of ways) page.addContents(contentsFor(WAYS.indexOf(way), WAYS.length), way);
      if (number === 0) for (const markup of OPEN_ENCODED(site)) page.addOpen(markup);
    });
    await session.visit(visit, `contents, ${ways.map(({ place }) => place).join(", ")}`);
  }
  const laterWays = Object.keys(LATER_WAYS);
  const laterPages = isShort ? [laterWays] : laterWays.map((way) => [way]);
  for (const [number, ways] of laterPages.entries()) {
    const visit = site.comparedPage(`/later-${number + 1}`, (page) => {
      for (const way of ways) page.addLaterContents(contentsFor(laterWays.indexOf(way), laterWays.length), way);
    });
    await session.visit(visit, `contents, ${ways.join(", ")}`);
  }
  const visitWith = async (name: string, ...plantings: Array<readonly Planting[]>) => {
    const path = `/${name.replaceAll(" ", "-")}`;
    const visit = site.comparedPage(path, (page) => page.addPlantings(plantings.flat()));
    await session.visit(visit, name);
  };
  await visitWith("races", isShort ? everyOther(RACES, 0, RACES_STEP) : RACES);
  await visitWith("changes and moves", CHANGES, MOVES);
  await visitWith("components and frames", COMPONENTS, FRAMES);
  await visitWith("styles and odd parts", STYLES, ODD_PARTS);
  await visitWith("pictures", PICTURES);
  await visitWith("typing", TYPING);
  await visitWith("secrets", SECRETS);
  await visitWith("page", PAGE_LEVEL);
  await visitWith("copies", COPIES);
  if (!isShort) {
    await session.customer.reload();
    await session.wholeAgain("copies, loaded again");
  }
  site.page("/next", () => {});
  const leaving = site.page("/leaving", (page) => page.addPlantings(WHILE_LEAVING));
  await session.visit(leaving, "leaving");
  const last = site.page("/last", () => {});
  await session.visit(last, "last page");
  return session.end();
}
