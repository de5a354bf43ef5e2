/**
 * Which attributes of an open element leave, by name and by value: none that only the page's own code
 * or a server reads, and no address further than its path.
 */
import type { PrivacyRules } from "../../protocol/privacy-rules.ts";
import { leavingAddress } from "./link-targets.ts";
import { maskedText } from "./masked-text.ts";
import { isSecretField, maskedValue } from "./secret-fields.ts";

export type Attributes = Record<string, unknown>;

/** Code, tokens, and marks that are the page lane's own. */
const NEVER = /^(?:on.*|nonce|integrity|ping|srcdoc|data-rr-.*|alongside-.*)$/i;
const LINKS = /^(?:(?:xlink:)?href|action|formaction|cite|longdesc|usemap|itemid|resource|about)$/i;
/** Whatever it is called. */
const LOOKS_LIKE_ADDRESS = /^\s*(?:https?:)?[\\/]{1,2}\S*[?#@]|^\s*[a-z][a-z\d+.-]*:\/\/\S*$/i;

/** By the names of elements that only browsers and search engines read. */
const HEAD_ATTRIBUTES: Record<string, RegExp> = {
  BASE: /^$/,
  LINK: /^(?:rel|media|type|disabled)$/,
  META: /^(?:charset|name|content)$/,
};
const KEPT_METAS = /^(?:viewport|color-scheme|theme-color)$/i;

/** Of a secret field, what says how it looks. */
const OF_SECRET =
  /^(?:class|id|name|style|type|dir|lang|hidden|disabled|readonly|required|multiple|size|maxlength|rows|cols|placeholder|autocomplete|inputmode|aria-(?:label|invalid|required|hidden)|value|rr_.*)$/i;

/** Of what is private by default, what gives it its form. */
const OF_MASKED =
  /^(?:class|id|style|type|role|dir|lang|for|hidden|inert|disabled|readonly|required|open|multiple|contenteditable|width|height|colspan|rowspan|cols|rows|size|span|start|scope|reversed|align|valign|border|cellpadding|cellspacing|bgcolor|color|slot|part|popover|list|media|rel|aria-(?:hidden|expanded|selected|checked|pressed|current|disabled|invalid|modal|orientation|sort|level)|data-(?:theme|state|open|mode|color-mode|bs-theme)|data-cobrowse|rr_.*)$/i;
const MASKED_TEXTS = /^(?:placeholder|label|value)$/i;
const SVG = "http://www.w3.org/2000/svg";
const NOT_DRAWN = /^(?:aria-|data-|on|(?:xlink:)?(?:href|title)$|title$|systemlanguage$|content)/i;

/** Changes them in place, before anything else does. */
export function keepLeavingAttributes(
  attributes: Attributes,
  element: Element,
  rules: Pick<PrivacyRules, "address">,
  isMasked: boolean,
): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (!mayLeave(name, element, isMasked)) {
      delete attributes[name];
    } else if (typeof value === "string") {
      attributes[name] = leavingValue(name, value, element, rules, isMasked);
    }
  }
}

function mayLeave(name: string, element: Element, isMasked: boolean): boolean {
  if (NEVER.test(name)) return false;
  const inHead = HEAD_ATTRIBUTES[element.nodeName];
  if (inHead) return name === "_cssText" || (inHead.test(name) && mayLeaveOfMeta(name, element));
  if (isHidden(element)) return name === "type";
  if (isSecretField(element) && !OF_SECRET.test(name)) return false;
  if (!isMasked) return true;
  if (element.namespaceURI === SVG) return !NOT_DRAWN.test(name);
  return name === "_cssText" || OF_MASKED.test(name) || MASKED_TEXTS.test(name);
}

function mayLeaveOfMeta(name: string, element: Element): boolean {
  if (element.nodeName !== "META" || name === "charset") return true;
  return KEPT_METAS.test(element.getAttribute("name") ?? "");
}

function leavingValue(
  name: string,
  value: string,
  element: Element,
  { address }: Pick<PrivacyRules, "address">,
  isMasked: boolean,
): string {
  if (/^value$/i.test(name))
    return isMasked ? maskedFieldValue(value, element) : maskedValue(value, element);
  if (isMasked && MASKED_TEXTS.test(name)) return maskedText(value);
  // The recorder makes it absolute, and a style rule such as `a[href="/cart"]` would no longer find it.
  if (LINKS.test(name)) return leavingAddress(element.getAttribute(name) ?? value, address);
  return LOOKS_LIKE_ADDRESS.test(value) && name !== "style"
    ? leavingAddress(value, address)
    : value;
}

/** A secret one stays without its length. */
function maskedFieldValue(value: string, element: Element): string {
  return isSecretField(element) ? maskedValue(value, element) : maskedText(value);
}

function isHidden(element: Element): boolean {
  return element.nodeName === "INPUT" && (element as HTMLInputElement).type === "hidden";
}
