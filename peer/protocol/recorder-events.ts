/**
 * The recorder's numbers, as far as either side tells them apart: rrweb's `EventType` and
 * `IncrementalSource`.
 */

/** Types of events. This one, of a page that was loaded, has no data. */
export const LOADED = 1;
export const FULL_SNAPSHOT = 2;
export const INCREMENTAL = 3;
/** Address and size of the page. */
export const META = 4;

/** Sources of incremental ones: nodes, scrolling, the viewport's size, fields, and three of CSS. */
export const MUTATION = 0;
const SCROLL = 3;
export const VIEWPORT = 4;
export const INPUT = 5;
const STYLE_RULE = 8;
const STYLE_DECLARATION = 13;
export const ADOPTED_SHEETS = 15;

/** Changes of single rules, and of declarations in them. */
export const RULE_SOURCES: ReadonlySet<unknown> = new Set([STYLE_RULE, STYLE_DECLARATION]);
export const STYLE_SOURCES: ReadonlySet<unknown> = new Set([...RULE_SOURCES, ADOPTED_SHEETS]);

/** The rest moves a pointer, selects, draws, plays or loads a font, and is not told. */
export const TOLD_SOURCES: ReadonlySet<unknown> = new Set([
  MUTATION,
  SCROLL,
  VIEWPORT,
  INPUT,
  ...STYLE_SOURCES,
]);
