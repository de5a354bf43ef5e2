/** A site where all is private but what its pages open. */
import { BY_DEFAULT } from "../corpus/by-default.ts";
import { SECRETS } from "../corpus/secrets.ts";
import { TELLING_FIELDS } from "../corpus/telling-fields.ts";
import { OPEN_WAYS } from "../corpus/ways.ts";
import { OPEN_LATER_WAYS } from "../corpus/ways-later.ts";
import { CONTENTS, everyOther } from "./default-policy.ts";
import { PolicySite, type RunContext } from "./run-context.ts";

/** Not planted here: see `exceptions.ts`. They are planted wherever something is redacted. */
const STRUCTURE = new Set([
  ...[
    "id",
    "class",
    "slot",
    "part",
    "lang",
    "for",
    "form",
    "list of a field",
    "name of an element",
  ],
  ...["SVG ids", "SVG fill"],
  ...["style, a family of fonts", "style", "name of a data attribute", "name of an attribute"],
]);

const STEP = 6;

export async function runByDefault(context: RunContext): Promise<void> {
  const isShort = context.length === "short";
  const site = await PolicySite.open(context, { name: "by default", marks: [] });
  await site.setRules({ isPrivateByDefault: true });
  await site.inSession(async (session) => {
    const contents = CONTENTS.filter(({ channel }) => !STRUCTURE.has(channel));

    const first = site.comparedPage("/by-default", (page) => {
      for (const [at, way] of OPEN_WAYS.entries()) {
        page.addContents(isShort ? everyOther(contents, at, OPEN_WAYS.length) : contents, way);
      }
    });
    await session.visit(first, "contents where all is private");
    const later = site.comparedPage("/by-default-later", (page) => {
      for (const way of Object.keys(OPEN_LATER_WAYS))
        page.addLaterContents(isShort ? everyOther(contents, 0, 3) : contents, way);
      page.addOpen(`<p data-cobrowse="unredact">${site.openText("part that is opened").value}</p>`);
    });
    await session.visit(later, "contents where all is private, later");
    const parts = site.comparedPage("/by-default-parts", (page) => {
      page.addPlantings(BY_DEFAULT);
      const secrets = [...SECRETS, ...TELLING_FIELDS];
      page.addPlantings(isShort ? everyOther(secrets, 0, STEP) : secrets);
    });
    await session.visit(parts, "parts where all is private");
  });
}
