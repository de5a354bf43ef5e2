/**
 * What the page lane calls by number: the pictures, fonts and style sheets of the page, counted from
 * 1. A name is given at once, while nodes leave; what it stands for is read later, if at all.
 */
import type { AssetKind } from "../../protocol/asset-messages.ts";
import { ASSET_NAMES_COUNT, INLINE_DATA_LENGTH } from "../../protocol/limits.ts";

export interface NamedAsset {
  readonly name: number;
  readonly kind: AssetKind;
  /** Absolute, without fragments. Of several, as an `image-set` has, the page loads one. */
  readonly addresses: readonly string[];
  /** The text of a style sheet that the page's own object model gave. */
  readonly css?: string;
  /** Ids of the elements that show it, or did; the newest ones. */
  readonly shownBy: Set<number>;
  /** CSS names it, so that no element tells whether it is shown. */
  isInCss: boolean;
  /** The page itself asks for it in a way that lets scripts read it, though it is of another origin. */
  isShared: boolean;
}

export interface AssetNames {
  /** @returns nothing when there are too many */
  ofAddresses(kind: AssetKind, addresses: readonly string[]): NamedAsset | undefined;
  /** The same, where CSS names it. */
  inCss(kind: AssetKind, addresses: readonly string[]): NamedAsset | undefined;
  ofSheet(css: string): NamedAsset | undefined;
  /** From now on sheets have other names. @returns those that had one */
  forgetSheets(): NamedAsset[];
}

export interface AssetNamesListener {
  onNamed(asset: NamedAsset): void;
  /** Its text is not kept any more: read or not, it cannot be read again. */
  onForgotten(asset: NamedAsset): void;
}

/**
 * Of texts that are assets, sheets and `data:` pictures, so much is kept, in UTF-16 code units. A
 * page that draws itself anew all the time, as text, would else fill the customer's memory.
 */
const KEPT_TEXT_LENGTH = 8 * 1024 * 1024;

export function createAssetNames({ onNamed, onForgotten }: AssetNamesListener): AssetNames {
  const named = new Map<string, NamedAsset>();
  const long = new Map<string, NamedAsset>();
  let keptLength = 0;
  let count = 0;

  const forget = (key: string, asset: NamedAsset) => {
    named.delete(key);
    if (long.delete(key)) keptLength -= key.length;
    onForgotten(asset);
  };

  const keep = (key: string, asset: NamedAsset) => {
    named.set(key, asset);
    if (key.length < INLINE_DATA_LENGTH) return;
    for (const [oldest, forgotten] of long) {
      if (keptLength + key.length <= KEPT_TEXT_LENGTH) break;
      forget(oldest, forgotten);
    }
    long.set(key, asset);
    keptLength += key.length;
  };

  const nameOf = (key: string, asset: Pick<NamedAsset, "kind" | "addresses" | "css">) => {
    const known = named.get(key);
    if (known || count === ASSET_NAMES_COUNT) return known;
    count += 1;
    const fresh = { ...asset, name: count, shownBy: new Set<number>() };
    const added: NamedAsset = { ...fresh, isInCss: false, isShared: false };
    keep(key, added);
    onNamed(added);
    return added;
  };

  const ofAddresses = (kind: AssetKind, addresses: readonly string[]) =>
    nameOf(`${kind} ${addresses.join(" ")}`, { kind, addresses });

  return {
    ofAddresses,
    inCss(kind, addresses) {
      const asset = ofAddresses(kind, addresses);
      if (asset) asset.isInCss = true;
      return asset;
    },
    ofSheet: (css) => nameOf(`text ${css}`, { kind: "style", addresses: [], css }),
    forgetSheets() {
      const sheets = [...named].filter(([, { kind }]) => kind === "style");
      for (const [key, sheet] of sheets) forget(key, sheet);
      return sheets.map(([, sheet]) => sheet);
    },
  };
}
