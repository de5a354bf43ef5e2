/** How much of a page cannot be shown, and why. */
import type { AssetKind } from "../../protocol/asset-messages.ts";
import type { LinkAssets, MissingReason } from "./link-assets.ts";

/** How many parts of the page cannot be shown, by why. */
export type MissingParts = Partial<Record<MissingReason, number>>;

export interface PageParts {
  /** What the page names, by what it is used as; a name that is in several counts once. */
  named: Iterable<[kind: AssetKind, names: Iterable<number>]>;
  /** The customer's side had no name left for these. */
  namelessCount: number;
}

export function countMissing(
  assets: Pick<LinkAssets, "whyMissing">,
  { named, namelessCount }: PageParts,
): MissingParts {
  const parts: MissingParts = {};
  const add = (reason: MissingReason, count: number) => {
    if (count > 0) parts[reason] = (parts[reason] ?? 0) + count;
  };
  const seen = new Set<number>();
  for (const [kind, names] of named) {
    for (const name of names) {
      const reason = assets.whyMissing(name, kind);
      if (reason && !seen.has(name)) add(reason, 1);
      seen.add(name);
    }
  }
  add("too-many", namelessCount);
  return parts;
}
