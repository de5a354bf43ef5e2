/**
 * The text of a sheet from the page's object model, where the recorder gives none: it does not look
 * into components, and gives up a sheet with an import that failed.
 */
import { replaceAddresses } from "../../styles/css-addresses.ts";
import { absoluteAddress } from "./named-css.ts";

/** @returns nothing for a sheet of another origin, which no script may read */
export function sheetText(sheet: CSSStyleSheet, documentUrl: string): string | undefined {
  try {
    const baseUrl = sheet.href ?? documentUrl;
    return [...sheet.cssRules].map((rule) => ruleText(rule, baseUrl)).join("\n");
  } catch {
    return undefined;
  }
}

function ruleText(rule: CSSRule, baseUrl: string): string {
  const { styleSheet, media } = rule as Partial<CSSImportRule>;
  if (!(media && "styleSheet" in rule)) return withWholeAddresses(rule.cssText, baseUrl);
  const text = (styleSheet && sheetText(styleSheet, baseUrl)) ?? "";
  return media.length > 0 ? `@media ${media.mediaText} {\n${text}\n}` : text;
}

function withWholeAddresses(css: string, baseUrl: string): string {
  const whole = (address: string) =>
    address.startsWith("#") ? address : (absoluteAddress(address, baseUrl) ?? "");
  return replaceAddresses(css, {
    onAddress: (address) => `url(${JSON.stringify(whole(address))})`,
    onImageSet: (addresses) =>
      `image-set(${addresses.map((address) => JSON.stringify(whole(address))).join(", ")})`,
    onImport: "drop",
  });
}
