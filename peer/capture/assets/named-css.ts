/**
 * CSS as it leaves the page: each address of a picture or a font is a number, `url("asset:12")`. What
 * the page itself holds in its text (`#shadow`, a small `data:`) stays; what nothing could be read
 * from becomes an address of nothing.
 */
import { ASSET_SCHEME } from "../../protocol/asset-messages.ts";
import { INLINE_DATA_LENGTH } from "../../protocol/limits.ts";
import { replaceAddresses } from "../../styles/css-addresses.ts";
import { changeTexts } from "../../styles/split-css.ts";

const NOTHING = 'url("data:,")';

/**
 * The number of one picture or font.
 * @param addresses - absolute; of an `image-set` there are several, and the page loads one of them
 */
export type NumberOf = (addresses: string[], kind: "image" | "font") => number | undefined;

/** @param baseUrl - what the CSS is relative to */
export function namedCss(css: string, baseUrl: string, numberOf: NumberOf): string {
  return changeTexts(css, (text) => named(text, baseUrl, numberOf));
}

function named(css: string, baseUrl: string, numberOf: NumberOf): string {
  const nameOf = (addresses: string[], kind: "image" | "font") => {
    const absolute = addresses.flatMap((address) => absoluteAddress(address, baseUrl) ?? []);
    const number = absolute.length > 0 ? numberOf(absolute, kind) : undefined;
    return number === undefined ? NOTHING : `url("${ASSET_SCHEME}${number}")`;
  };
  return replaceAddresses(css, {
    onAddress(written, kind) {
      const address = mended(written);
      if (!staysInline(address)) return nameOf([address], kind);
      return address === written ? undefined : inlineUrl(address);
    },
    onImageSet(addresses) {
      const inline = addresses.find(staysInline);
      return inline === undefined ? nameOf(addresses, "image") : inlineUrl(inline);
    },
    onImport: "drop",
  });
}

/** CSS without pictures, but for what the page itself holds (`#shadow`). */
export function picturelessCss(css: string): string {
  return replaceAddresses(css, {
    onAddress: (address) => (mended(address).startsWith("#") ? undefined : NOTHING),
    onImageSet: () => NOTHING,
    onImport: "drop",
  });
}

/** @returns nothing for what is no address, or for one that no browser would load a picture from */
export function absoluteAddress(address: string, baseUrl: string): string | undefined {
  if (isData(address)) return address;
  try {
    const url = new URL(address, baseUrl);
    if (!["http:", "https:", "blob:"].includes(url.protocol)) return undefined;
    url.hash = "";
    return url.href;
  } catch {
    return undefined;
  }
}

/** It says no more than itself, and is too small to be sent apart. */
export function staysInline(address: string): boolean {
  return address === "" || address.startsWith("#") || (isData(address) && !isLarge(address));
}

export const isData = (address: string) => /^data:/i.test(address);
const isLarge = (address: string) => address.length >= INLINE_DATA_LENGTH;

const inlineUrl = (address: string) => `url(${JSON.stringify(address)})`;

/** The recorder takes these for relative, and puts the folder of the sheet in front of them. */
function mended(address: string): string {
  return /^https?:.*?\/(blob:.*|#.*)$/s.exec(address)?.[1] ?? address;
}
