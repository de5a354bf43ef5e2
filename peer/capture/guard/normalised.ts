/**
 * Texts that look the same are the same: letters that are composed and those that are not, digits of
 * other scripts and wide ones, and without what nobody sees, such as soft hyphens.
 */
import { createViewBuilder, type View } from "./view.ts";

/** Two ranges are told apart sooner than many. */
const NOT_ASCII = /[^\t-\r -\x80]/;
/** Whatever may not be so: not ASCII, nor what of Latin-1 and of print most texts have. */
const NOT_PLAIN =
  /[^\t\n\r -\x80\xa1-\xa7\xa9\xab\xac\xae\xb0\xb1\xb6\xb7\xbb\xbf-\xde\xe0-\xff\u2012-\u2015\u2018-\u2023\u20ac]/;
/**
 * What compatibility forms (NFKC) leave as it is: what is not drawn, controls but for white space and
 * seams, digits of other scripts, and letters that are others in lower case.
 */
const SPECIAL = /[ßẞςİ\p{Default_Ignorable_Code_Point}]|[^\P{Cc}\t\n\r\x7f\x80]|(?![0-9])\p{Nd}/u;
const EACH_SPECIAL = new RegExp(SPECIAL, "gu");
/** Letters, digits and signs that stay as they are, unless something is written over them. */
const PLAIN =
  "\\t\\n\\r -\\x80\\u00c0-\\u00de\\u00e0-\\u012f\\u0131\\u0134-\\u013e\\u0141-\\u0148\\u014a-\\u017e\\u0391-\\u03a1\\u03a3-\\u03a9\\u03b1-\\u03c1\\u03c3-\\u03c9\\u0400-\\u0482\\u048a-\\u052f\\u05d0-\\u05ea\\u0620-\\u064a\\u2012-\\u2015\\u2018-\\u2023\\u20ac\\u3041-\\u3096\\u30a1-\\u30fa\\u3400-\\u9fff\\uac00-\\ud7a3";
const OVER = "\\p{M}\\u1160-\\u11ff";
/** A stretch of them, or one character with all that is written over it. */
const CLUSTER = new RegExp(`([${PLAIN}]+)(?![${OVER}])|[^][${OVER}]*`, "gu");

/** @returns nothing if the text already is so */
export function normalised(text: string): View | undefined {
  if (!NOT_ASCII.test(text) || !NOT_PLAIN.test(text)) return undefined;
  if (!SPECIAL.test(text) && text.normalize("NFKC") === text) return undefined;
  const view = createViewBuilder(text);
  for (const { 0: cluster, 1: plain, index } of text.matchAll(CLUSTER)) {
    if (plain !== undefined) view.copy(index, index + plain.length);
    else view.add(normalisedCluster(cluster), index);
  }
  return view.built(text.length);
}

/** The same few come again and again, and each takes longer to work out than to look up. */
const known = new Map<string, string>();
const KNOWN_COUNT = 2_000;

function normalisedCluster(cluster: string): string {
  const same = known.get(cluster);
  if (same !== undefined) return same;
  const normal = cluster.normalize("NFKC").replace(EACH_SPECIAL, withoutSpecial);
  if (known.size >= KNOWN_COUNT) known.clear();
  if (cluster.length <= 8) known.set(cluster, normal);
  return normal;
}

function withoutSpecial(sign: string): string {
  if (sign === "ß" || sign === "ẞ") return "ss";
  if (sign === "ς") return "σ";
  if (sign === "İ") return "I";
  if (!/\p{Nd}/u.test(sign)) return "";
  // The ten digits of a script follow one another, and the first stands after something else.
  let digit = 0;
  const code = sign.codePointAt(0) ?? 0;
  while (digit < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - digit - 1))) digit += 1;
  return String(digit);
}
