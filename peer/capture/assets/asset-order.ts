/**
 * What is sent first: what the agent needs to see the page at all, then what the customer sees, then
 * what they may come to see.
 */
import type { NamedAsset } from "./asset-names.ts";

const STYLE = 0;
const FONT = 1;
const IN_VIEW = 2;
const IN_CSS = 3;
/** And so many viewports away. */
const OUT_OF_VIEW = 4;
const NOWHERE = 1_000;

/** Scrolling changes the order, but not within this time: to look costs the page a layout. */
export const KNOWN_MS = 200;

export interface AssetOrder {
  /** The smaller, the sooner. */
  rankOf(asset: NamedAsset): number;
  /** The customer pays for what they send, and wants to save. */
  isWorthSending(asset: NamedAsset): boolean;
}

export function createAssetOrder(shownBy: (asset: NamedAsset) => Element | undefined): AssetOrder {
  const known = new WeakMap<NamedAsset, { rank: number; until: number }>();

  const rankOf = (asset: NamedAsset) => {
    const now = performance.now();
    const before = known.get(asset);
    if (before && now < before.until) return before.rank;
    const rank = rankNow(asset, shownBy);
    known.set(asset, { rank, until: now + KNOWN_MS });
    return rank;
  };
  return {
    rankOf,
    isWorthSending: (asset) => !savesData() || rankNow(asset, shownBy) <= OUT_OF_VIEW,
  };
}

function rankNow(asset: NamedAsset, shownBy: (asset: NamedAsset) => Element | undefined): number {
  if (asset.kind === "style") return STYLE;
  if (asset.kind === "font") return FONT;
  const picture = shownBy(asset);
  const rank = picture ? rankOfPlace(picture) : NOWHERE;
  return asset.isInCss ? Math.min(rank, IN_CSS) : rank;
}

function rankOfPlace(picture: Element): number {
  // It may be laid out nowhere at all, and would else be taken for the first of the page.
  if (picture.getClientRects().length === 0) return NOWHERE;
  const { top, bottom, left, right } = picture.getBoundingClientRect();
  const down = gapOf(top, bottom, innerHeight);
  const across = gapOf(left, right, innerWidth);
  const viewports = Math.max(down / innerHeight, across / innerWidth);
  return viewports === 0 ? IN_VIEW : Math.min(OUT_OF_VIEW + Math.floor(viewports), NOWHERE);
}

/** How far it is from start to end of the viewport to what lies outside of it. */
const gapOf = (start: number, end: number, size: number) => Math.max(0, start - size, -end);

function savesData(): boolean {
  const { connection } = navigator as { connection?: { saveData?: boolean } };
  return connection?.saveData === true;
}
