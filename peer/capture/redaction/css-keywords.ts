/** Whether a word is one of CSS, by asking the browser whether a property takes it. */

/** None of them takes a name that the page's author may choose. */
const PROPERTIES = (
  "align-items animation-direction animation-fill-mode animation-timing-function appearance " +
  "background-attachment background-clip background-repeat background-size border-style box-shadow " +
  "box-sizing clear color contain content cursor display flex flex-direction flex-wrap float " +
  "font-kerning font-size font-stretch font-style font-variant-caps font-variant-ligatures " +
  "font-variant-numeric font-weight hyphens isolation justify-content justify-items line-break " +
  "list-style-position margin mix-blend-mode object-fit outline-style overflow overflow-wrap " +
  "pointer-events position resize scroll-behavior scroll-snap-align scroll-snap-type table-layout " +
  "text-align text-decoration text-overflow text-rendering text-transform text-wrap touch-action " +
  "transform-style user-select vertical-align visibility white-space width word-break writing-mode"
).split(" ");

/** Those that stand with others, or in functions. */
const OTHERS = new Set(
  (
    "at bottom center circle closest-corner closest-side cursive ellipse emoji end fantasy " +
    "farthest-corner farthest-side fallback from hsl hwb important in inset lab lch left linear " +
    "longer math monospace oklab oklch right sans-serif serif shorter srgb start stretch system-ui to " +
    "top ui-monospace ui-rounded ui-sans-serif ui-serif xyz"
  ).split(" "),
);

/** Words that are remembered; a page has some hundred. */
const WORDS_COUNT = 2_000;

/** @returns tells of a word in small letters; a word in others may be somebody's name */
export function createKeywords(): (word: string) => boolean {
  const known = new Map<string, boolean>([["currentColor", true]]);

  return (word) => {
    const before = known.get(word);
    if (before !== undefined) return before;
    const isKeyword = /^-?[a-z][a-z-]*$/.test(word) && (word.length === 1 || isOfCss(word));
    if (known.size < WORDS_COUNT) known.set(word, isKeyword);
    return isKeyword;
  };
}

function isOfCss(word: string): boolean {
  if (OTHERS.has(word)) return true;
  return PROPERTIES.some((property) => CSS.supports(property, word));
}
