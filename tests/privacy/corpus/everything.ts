/** All plantings, for who looks one up by its key. */
import { ADDRESSES, NEVER_TITLE, TITLES } from "./addresses.ts";
import { NEWLY_MASKED, NEWLY_REDACTED } from "./after-a-change.ts";
import { BY_DEFAULT } from "./by-default.ts";
import { BY_RULE } from "./by-rule.ts";
import { CHANGES } from "./changes.ts";
import { CHANGES_AT_THE_MARK } from "./changes-at-the-mark.ts";
import { COMPONENTS } from "./components.ts";
import { COPIES } from "./copies.ts";
import { FRAMES } from "./frames.ts";
import { MOVES } from "./moves.ts";
import { ODD_ELEMENTS } from "./odd-elements.ts";
import { ODD_PARTS } from "./odd-parts.ts";
import { PAGE_LEVEL } from "./page-level.ts";
import { PAGE_WRITES } from "./page-writes.ts";
import { PICTURE_WRITES } from "./picture-writes.ts";
import { PICTURES } from "./pictures.ts";
import { keyOf, type Planting } from "./planting.ts";
import { PRIVATE_PAGE, ROUTES, WHOLE_PAGE } from "./private-page.ts";
import { RACES } from "./races.ts";
import { SECRETS } from "./secrets.ts";
import { SHAPES, SITE_SHAPES } from "./shapes.ts";
import { STYLE_WRITES } from "./style-writes.ts";
import { STYLES } from "./styles.ts";
import { TELLING_FIELDS } from "./telling-fields.ts";
import { TYPING } from "./typing.ts";
import { WAYS_OF_MARKING } from "./ways-of-marking.ts";
import { WHILE_LEAVING } from "./while-leaving.ts";

const ALL: readonly Planting[] = [
  ...[
    ADDRESSES,
    TITLES,
    NEVER_TITLE,
    NEWLY_MASKED,
    NEWLY_REDACTED,
    PRIVATE_PAGE,
    ROUTES,
    WHOLE_PAGE,
  ],
  ...[BY_DEFAULT, BY_RULE, CHANGES, CHANGES_AT_THE_MARK, COMPONENTS, COPIES, FRAMES, MOVES],
  ...[ODD_PARTS, PAGE_LEVEL, PAGE_WRITES, PICTURES, PICTURE_WRITES, RACES],
  ...[SECRETS, SHAPES, SITE_SHAPES, STYLES, STYLE_WRITES, TELLING_FIELDS, TYPING, WHILE_LEAVING],
  ...[ODD_ELEMENTS, WAYS_OF_MARKING],
].flat();

export const PLANTINGS: ReadonlyMap<string, Planting> = new Map(
  ALL.map((planting) => [keyOf(planting), planting]),
);

if (PLANTINGS.size !== ALL.length) {
  const keys = ALL.map(keyOf);
  const twice = keys.filter((key, at) => keys.indexOf(key) !== at);
  throw new Error(`two plantings have one key: ${[...new Set(twice)].join(", ")}`);
}
