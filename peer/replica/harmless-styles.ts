/**
 * CSS without addresses that a browser would fetch. The viewer's policy refuses them anyway; so the
 * agent's browser does not even try. What is an asset of this page is named instead: a picture by
 * a variable that the replica sets when it has come, wherever in the page it is used; a font, where
 * no variable may stand, by a name that no font has, until its rule is written anew.
 */
import { ASSET_SCHEME } from "../protocol/asset-messages.ts";
import { INLINE_DATA_LENGTH } from "../protocol/limits.ts";
import { type AddressRules, replaceAddresses } from "../styles/css-addresses.ts";
import { changeTexts } from "../styles/split-css.ts";

/** A browser takes it for a picture that failed, which a mask, a cursor or a bullet can be. */
const NO_PICTURE = 'url("data:,")';
/** As a font it would be complained of at every use; what is looked for by name is asked of nobody. */
const NO_FONT = 'local("alongside-none")';

const EMBEDDED = /^\s*(?:data:|#)/i;
const ASSET = new RegExp(`^${ASSET_SCHEME}(\\d{1,5})$`);
/** What may follow an address of a font, and not a name. */
const FONT_HINTS = /(local\("alongside-[\w-]+"\))(?:\s*(?:format|tech)\([^()]*\))+/g;

/** @returns the asset's name on this page; nothing if it is none */
export type NameAsset = (asset: number, place: "image" | "font") => number | undefined;

/** The variable of a picture, for as long as the link lives. */
export const pictureVariable = (name: number) => `--alongside-asset-${name}`;
/** The name that stands for a font. */
const fontStandIn = (name: number) => `local("alongside-asset-${name}")`;

/** @param nameOf - is given N for each `asset:N` */
export function withoutAddresses(css: string, nameOf: NameAsset): string {
  return changeTexts(css, (text) =>
    replaceAddresses(text, rulesFor(nameOf)).replace(FONT_HINTS, "$1"),
  );
}

function rulesFor(nameOf: NameAsset): AddressRules {
  return {
    onAddress(address, place) {
      // What is longer comes as an asset, whose size in pixels is looked at.
      if (EMBEDDED.test(address) && address.length < INLINE_DATA_LENGTH) return undefined;
      const [, asset] = ASSET.exec(address) ?? [];
      const name = asset === undefined ? undefined : nameOf(Number(asset), place);
      if (place === "font") return name === undefined ? NO_FONT : fontStandIn(name);
      return name === undefined ? NO_PICTURE : `var(${pictureVariable(name)}, ${NO_PICTURE})`;
    },
    onImageSet: () => "none",
    onImport: "drop",
  };
}
