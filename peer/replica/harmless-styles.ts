/**
 * CSS without addresses that a browser would fetch. The viewer's policy refuses them anyway; so the
 * agent's browser does not even try.
 */
import { type AddressRules, replaceAddresses } from "../styles/css-addresses.ts";

const EMBEDDED = /^\s*(?:data:|blob:|#)/i;

/** rrweb's mark between the texts of one sheet. It takes the mark out, so it parts no name. */
const SPLIT = "/* rr_split */";

const HARMLESS: AddressRules = {
  onAddress: (address) => (EMBEDDED.test(address) ? undefined : 'url("data:,")'),
  onImageSet: () => "none",
  onImport: "drop",
};

export function withoutAddresses(css: string): string {
  if (!css.includes(SPLIT)) return replaceAddresses(css, HARMLESS);
  const texts = css.split(SPLIT);
  const whole = replaceAddresses(texts.join(""), HARMLESS);
  const cleaned = texts.map((text) => replaceAddresses(text, HARMLESS));
  return cleaned.join("") === whole ? cleaned.join(SPLIT) : whole;
}
