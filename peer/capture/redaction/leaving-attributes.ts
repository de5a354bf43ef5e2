/**
 * Which attributes of an open element leave, by name and by value: none that only the page's own code
 * or a server reads, and no address further than its path.
 */
import type { PrivacyRules } from "../../protocol/privacy-rules.ts";
import { htmlName } from "./html-name.ts";
import { leavingAddress } from "./link-targets.ts";
import { maskedText } from "./masked-text.ts";
import { getAttribute, namespaceUri } from "./native-dom.ts";
import { isSecretField, maskedValue } from "./secret-fields.ts";

export type Attributes = Record<string, unknown>;

/** Code, tokens, and marks that are the page lane's own. */
const NEVER = /^(?:on.*|nonce|integrity|ping|srcdoc|data-rr-.*|alongside-.*)$/i;
const LINKS = /^(?:(?:xlink:)?href|action|formaction|cite|longdesc|usemap|itemid|resource|about)$/i;
/** Whatever it is called. */
const LOOKS_LIKE_ADDRESS =
  /^\s*(?:https?:)?[\\/]{1,2}\S*[?#@]|^\s*[a-z][a-z\d+.-]*:\/\/\S*$|^\s*[^\s?#<>{}"]*[?#][^\s=]*=\S*\s*$/i;

/** By the names of elements that only browsers and search engines read. */
const HEAD_ATTRIBUTES: Record<string, RegExp> = {
  BASE: /^$/,
  LINK: /^(?:rel|media|type|disabled)$/,
  META: /^(?:charset|name|content)$/,
  STYLE: /^(?:media|type)$/,
};
const COLOR_SCHEME = /^(?:(?:light|dark|only|normal)\s*)+$/i;

const MEDIA_WORD =
  /^(?:all|and|any-hover|any-pointer|calc|coarse|cm|custom|dark|dpcm|dpi|dppx|dynamic-range|em|fast|fine|forced-colors|fullscreen|grid|high|hover|inverted(?:-colors)?|landscape|less|light|mm|monochrome|more|no-preference|none|not|only|or|orientation|overflow-(?:block|inline)|p3|pointer|portrait|prefers-[a-z-]+|print|pt|px|rec2020|reduce|rem|scan|screen|scripting|slow|speech|srgb|standalone|standard|update|v[hw]|(?:min-|max-)?(?:device-)?(?:width|height|aspect-ratio|resolution|color|color-index|color-gamut|display-mode))$/;

/** Of a secret field, what says how it looks. */
const OF_SECRET =
  /^(?:class|id|name|style|type|dir|lang|hidden|disabled|readonly|required|multiple|size|maxlength|rows|cols|placeholder|autocomplete|inputmode|aria-(?:label|invalid|required|hidden)|value|rr_.*)$/i;

/** Of what is private by default, what gives it its form. */
const OF_MASKED =
  /^(?:class|id|style|role|dir|lang|for|hidden|inert|disabled|readonly|required|open|multiple|contenteditable|width|height|colspan|rowspan|cols|rows|size|span|start|scope|reversed|align|valign|border|cellpadding|cellspacing|bgcolor|color|slot|part|popover|list|aria-(?:hidden|expanded|selected|checked|pressed|current|disabled|invalid|modal|orientation|sort|level)|data-(?:theme|state|open|mode|color-mode|bs-theme)|data-cobrowse|rr_.*)$/i;
const MASKED_TEXTS = /^(?:placeholder|label|value)$/;
const SVG = "http://www.w3.org/2000/svg";
/** Of what is drawn, what gives it its form and its colours. */
const DRAWN =
  /^(?:class|id|style|lang|(?:stroke|fill|stop|flood|lighting|clip|mask|filter|marker|color|font|text|letter|word|alignment|dominant|baseline|vector|paint|shape|image|pointer)(?:-[a-z]+)*|opacity|overflow|visibility|display|cursor|direction|writing-mode|transform(?:-origin)?|d|points|x|y|[xy][12]|dx|dy|r|rx|ry|cx|cy|fx|fy|fr|width|height|offset|rotate|path|pathLength|method|spacing|side|startOffset|lengthAdjust|textLength|viewBox|preserveAspectRatio|version|orient|ref[XY]|[a-z]+Units|gradientTransform|patternTransform|spreadMethod|in2?|result|mode|operator|k[1-4]|radius|stdDeviation|edgeMode|order|kernelMatrix|divisor|bias|scale|surfaceScale|diffuseConstant|specularConstant|specularExponent|azimuth|elevation|baseFrequency|numOctaves|seed|stitchTiles|type|xml:space|xmlns(?::xlink)?|tabindex|rr_.*)$/;

type Names = (name: string) => boolean;

/** Pages write the same few names thousands of times. */
function remembered(names: RegExp): Names {
  const known = new Map<string, boolean>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const is = names.test(name);
    if (known.size < 1_000) known.set(name, is);
    return is;
  };
}

const isNever = remembered(NEVER);
const isLink = remembered(LINKS);

/** Changes them in place, before anything else does. */
export function keepLeavingAttributes(
  attributes: Attributes,
  element: Element,
  { address }: Pick<PrivacyRules, "address">,
  isMasked: boolean,
): void {
  const mayLeave = namesOf(element, isMasked);
  for (const name of Object.keys(attributes)) {
    const value = attributes[name];
    if (isNever(name) || mayLeave?.(name) === false) delete attributes[name];
    else if (typeof value !== "string") continue;
    else if (name === "media") attributes[name] = leavingMedia(value);
    else if (name === "value") attributes[name] = leavingValue(value, element, isMasked);
    else if (isMasked && MASKED_TEXTS.test(name)) attributes[name] = maskedText(value);
    // The recorder makes it absolute, and a style rule such as `a[href="/cart"]` would no longer find it.
    else if (isLink(name)) {
      attributes[name] = leavingAddress(getAttribute(element, name) ?? value, address);
    } else if (/[/?#]/.test(value) && name !== "style" && LOOKS_LIKE_ADDRESS.test(value)) {
      attributes[name] = leavingAddress(value, address);
    }
  }
}

/** @returns which may leave besides those that never do; nothing if all the others may */
function namesOf(element: Element, isMasked: boolean): Names | undefined {
  const inHead = HEAD_ATTRIBUTES[htmlName(element)];
  if (inHead) {
    const isKept = htmlName(element) !== "META" || isColorScheme(element);
    return (name) => name === "_cssText" || name === "charset" || (isKept && inHead.test(name));
  }
  if (isHidden(element)) return (name) => name === "type";
  if (isSecretField(element)) return (name) => OF_SECRET.test(name);
  if (!isMasked) return undefined;
  if (namespaceUri(element) === SVG) return (name) => DRAWN.test(name);
  return (name) => name === "_cssText" || OF_MASKED.test(name) || MASKED_TEXTS.test(name);
}

/** A secret one stays without its length. */
function leavingValue(value: string, element: Element, isMasked: boolean): string {
  return isMasked && !isSecretField(element) ? maskedText(value) : maskedValue(value, element);
}

/** A query in CSS's own words; of another, whether it holds now. */
function leavingMedia(media: string): string {
  const words = media.toLowerCase().match(/[a-z][\w-]*/g) ?? [];
  if (words.every((word) => MEDIA_WORD.test(word))) return media;
  return matchMedia(media).matches ? "all" : "not all";
}

/** The one `meta` that says how the page looks. */
function isColorScheme(meta: Element): boolean {
  const isOne = /^color-scheme$/i.test(getAttribute(meta, "name") ?? "");
  return isOne && COLOR_SCHEME.test(getAttribute(meta, "content") ?? "");
}

function isHidden(element: Element): boolean {
  return htmlName(element) === "INPUT" && (element as HTMLInputElement).type === "hidden";
}
