/**
 * A sheet that is written in several texts comes from rrweb as one, with a mark between them. Whoever
 * builds it takes the mark out, so it parts no name.
 */
const SPLIT = "/* rr_split */";

export const isSplit = (css: string) => css.includes(SPLIT);

/** Changes each text by itself, unless something begins in one and ends in the next: then all as one. */
export function changeTexts(css: string, change: (text: string) => string): string {
  if (!isSplit(css)) return change(css);
  const texts = css.split(SPLIT);
  const whole = change(texts.join(""));
  const parts = texts.map(change);
  return parts.join("") === whole ? parts.join(SPLIT) : whole;
}
