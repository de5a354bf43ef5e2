/**
 * How a picture leaves: without its addresses, with its name in their place, from when it is there
 * to be seen. One that is loaded later is told then, and so is one that takes another's place.
 */

import { ASSET_NAMES_COUNT } from "../../protocol/limits.ts";
import { ASSET_ATTRIBUTE } from "../../protocol/wire-attributes.ts";
import type { AssetNames, NamedAsset } from "./asset-names.ts";
import { type LoadedAddresses, mayBeLoaded } from "./loaded-addresses.ts";
import { absoluteAddress, isData, staysInline } from "./named-css.ts";
import { naturalSizeOf } from "./natural-size.ts";

export type Attributes = Record<string, unknown>;

export interface PicturesOptions {
  names: AssetNames;
  loaded: LoadedAddresses;
  nodeOf(id: number): Node | null;
  /** Below 1 if the node was not recorded. */
  idOf(node: Node): number;
  isBoxed(node: Node): boolean;
  /** Its picture is private by default: it leaves as a box of its size. */
  isMasked(node: Node): boolean;
  onChange(id: number, attributes: Attributes): void;
  /** An element shows it that may be seen. */
  onShown(asset: NamedAsset): void;
}

export interface Pictures {
  /** What says in its node how the picture looks now. */
  asAdded(picture: Element): Attributes;
  /** The same, where the node is known: takes back what was said before. */
  asChanged(picture: Element): Attributes;
  onLoaded(addresses: readonly string[]): void;
  /** The element that shows it now, if one does that may be seen. */
  shownBy(asset: NamedAsset): Element | undefined;
  /** Whether an element has shown it that may not be seen any more. */
  isHidden(asset: NamedAsset): boolean;
}

/** Elements of one picture that are looked after: a list may show it on each of its lines. */
const SHOWN_BY_COUNT = 32;

/** The attribute that holds the picture's own address, by the element's name. */
const ADDRESS_ATTRIBUTES: Record<string, string> = {
  IMG: "src",
  INPUT: "src",
  VIDEO: "poster",
  image: "href",
};

export function isPicture(node: Node | null): node is Element {
  if (!node || !(node.nodeName in ADDRESS_ATTRIBUTES)) return false;
  return node.nodeName !== "INPUT" || (node as HTMLInputElement).type === "image";
}

export function createPictures(options: PicturesOptions): Pictures {
  const { names, loaded, nodeOf, idOf, isBoxed, isMasked, onChange, onShown } = options;
  const told = new WeakMap<Element, Attributes>();
  /** Ids of those that no event tells of: by the address that they wait for. */
  const waiting = new Map<string, Set<number>>();

  /** @returns nothing while the next one is on its way: a browser goes on showing the one before */
  function attributesOf(picture: Element): Attributes | undefined {
    const attributes: Attributes = naturalSizeOf(picture);
    if (isMasked(picture)) return attributes;
    const address = addressOf(picture);
    const state = stateOf(picture, address);
    if (state === "loading") return undefined;
    return state === "shown" ? { ...attributes, ...ownAttribute(picture, address) } : attributes;
  }

  function stateOf(picture: Element, address: string): "loading" | "shown" | "none" {
    if (address === "") return "none";
    if (picture.nodeName === "IMG") {
      const { complete, naturalWidth, naturalHeight } = picture as HTMLImageElement;
      if (!complete) return "loading";
      // One of a single pixel counts visitors, or keeps a place.
      return naturalWidth * naturalHeight > 1 ? "shown" : "none";
    }
    if (isData(address) || loaded.has(address) || mayBeLoaded(loaded, address)) return "shown";
    if (waiting.size < ASSET_NAMES_COUNT) {
      const ids = waiting.get(address) ?? new Set();
      waiting.set(address, ids.add(idOf(picture)));
    }
    return "none";
  }

  function ownAttribute(picture: Element, address: string): Attributes {
    if (staysInline(address)) return { [ADDRESS_ATTRIBUTES[picture.nodeName] ?? ""]: address };
    const asset = names.ofAddresses("image", [address]);
    if (!asset) return {};
    asset.isShared ||= picture.hasAttribute("crossorigin");
    asset.shownBy.delete(idOf(picture));
    asset.shownBy.add(idOf(picture));
    for (const id of asset.shownBy) {
      if (asset.shownBy.size <= SHOWN_BY_COUNT) break;
      asset.shownBy.delete(id);
    }
    onShown(asset);
    return { [ASSET_ATTRIBUTE]: String(asset.name) };
  }

  function asAdded(picture: Element): Attributes {
    if (isBoxed(picture)) return {};
    const attributes = attributesOf(picture) ?? {};
    told.set(picture, attributes);
    return attributes;
  }

  function asChanged(picture: Element): Attributes {
    if (isBoxed(picture)) return {};
    const now = attributesOf(picture);
    const before = told.get(picture) ?? {};
    if (!now || JSON.stringify(now) === JSON.stringify(before)) return {};
    told.set(picture, now);
    const takenBack = Object.keys(before).filter((name) => !(name in now));
    return { ...Object.fromEntries(takenBack.map((name) => [name, null])), ...now };
  }

  return {
    asAdded,
    asChanged,
    onLoaded(addresses) {
      for (const address of addresses) {
        const ids = waiting.get(address) ?? [];
        waiting.delete(address);
        for (const id of ids) {
          const picture = nodeOf(id);
          const attributes = isPicture(picture) ? asChanged(picture) : {};
          if (Object.keys(attributes).length > 0) onChange(id, attributes);
        }
      }
    },
    shownBy({ addresses, shownBy }) {
      for (const id of shownBy) {
        const picture = nodeOf(id);
        if (!isPicture(picture) || isBoxed(picture) || isMasked(picture)) continue;
        const address = addressOf(picture);
        if (addresses.includes(address) && stateOf(picture, address) === "shown") return picture;
      }
      return undefined;
    },
    isHidden({ shownBy }) {
      return [...shownBy].some((id) => {
        const picture = nodeOf(id);
        return picture !== null && (isBoxed(picture) || isMasked(picture));
      });
    },
  };
}

/** Absolute, without a fragment; empty if there is none. */
function addressOf(picture: Element): string {
  const written = writtenAddress(picture).trim();
  return written === "" ? "" : (absoluteAddress(written, picture.baseURI) ?? "");
}

function writtenAddress(picture: Element): string {
  switch (picture.nodeName) {
    case "IMG":
      // Of a list of candidates, the one that was chosen.
      return (picture as HTMLImageElement).currentSrc;
    case "image":
      return picture.getAttribute("href") ?? picture.getAttribute("xlink:href") ?? "";
    default:
      return picture.getAttribute(ADDRESS_ATTRIBUTES[picture.nodeName] ?? "") ?? "";
  }
}
