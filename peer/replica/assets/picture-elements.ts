/**
 * The pictures of one replica: a plain box of their size while they are on their way, the picture
 * once the browser has it ready to be drawn, so that nothing flickers, and a box with its words if
 * it will never come.
 */
import { ASSET_ATTRIBUTE } from "../../protocol/asset-messages.ts";
import {
  isPictureBox,
  NATURAL_SIZE,
  naturalSize,
  pictureAttribute,
  pictureBox,
  pictureLabel,
  plainBox,
} from "../picture-box.ts";
import type { LinkAssets } from "./link-assets.ts";

export interface PictureElements {
  /** An element as it was built, or as it has changed. */
  place(id: number, element: Element): void;
  settled(name: number | "all"): void;
  /** Of what the page shows now. */
  names(): number[];
  /** Boxes of pictures that have no name: the customer's side had none left for them. */
  namelessCount(): number;
}

export interface PictureElementsOptions {
  assets: LinkAssets;
  /** In which pictures are made ready: those of the page are then there at once. */
  page: Document;
  nodeOf(id: number): Node | null;
}

/** Attributes on which the look of a picture depends. */
export const PICTURE_ATTRIBUTES: readonly string[] = [
  ASSET_ATTRIBUTE,
  NATURAL_SIZE,
  "src",
  "poster",
  "href",
];

/** A browser may not draw at all while nobody looks; then the picture need not be drawn in advance. */
const DRAWN_WITHIN_MS = 500;
/** A natural size is rounded to whole pixels. */
const ROUNDED_PX = 1;

export function createPictureElements(options: PictureElementsOptions): PictureElements {
  const { assets, page, nodeOf } = options;
  const users = new Map<number, Set<number>>();
  const nameless = new Set<number>();
  const gettingReady = new Map<string, Promise<HTMLImageElement | undefined>>();

  function show(element: Element, name: number): void {
    const named = assets.lookUp(name, "image");
    if (named.state === "picture") return showReady(element, name, named.address);
    const { localName: tagName } = element;
    const words = pictureLabel(tagName.toLowerCase(), (attribute) =>
      element.getAttribute(attribute),
    );
    const size = boxSizeOf(element);
    put(element, named.state === "missing" ? pictureBox(size, words) : plainBox(size));
  }

  function showReady(element: Element, name: number, address: string): void {
    const image = page.createElement("img");
    image.src = address;
    if (image.complete && image.naturalWidth > 0) return putPicture(element, image);
    put(element, plainBox(boxSizeOf(element)));
    const ready = gettingReady.get(address) ?? drawn(image);
    gettingReady.set(address, ready);
    void ready.then((drawnImage) => {
      gettingReady.delete(address);
      if (nameOf(element) !== name) return;
      if (drawnImage) putPicture(element, drawnImage);
      else assets.rejectPicture(name);
    });
  }

  function refresh(name: number): void {
    for (const [, element] of elementsOf(name)) show(element, name);
  }

  /** Forgets, in passing, those that are gone. */
  function elementsOf(name: number): Array<[id: number, element: Element]> {
    const ids = users.get(name) ?? new Set();
    const elements: Array<[number, Element]> = [];
    for (const id of ids) {
      const element = nodeOf(id) as Element | null;
      if (element?.isConnected && nameOf(element) === name) elements.push([id, element]);
      else ids.delete(id);
    }
    if (ids.size === 0) users.delete(name);
    return elements;
  }

  return {
    place(id, element) {
      const name = nameOf(element);
      if (name === undefined) {
        // The page's own never come so far: this is one that a picture before had.
        element.removeAttribute("srcset");
        if (isPictureBox(element.getAttribute("src"))) nameless.add(id);
        return;
      }
      users.set(name, (users.get(name) ?? new Set()).add(id));
      show(element, name);
    },
    settled(name) {
      if (name !== "all") return refresh(name);
      for (const each of [...users.keys()]) refresh(each);
    },
    names: () => [...users.keys()].filter((name) => elementsOf(name).length > 0),
    namelessCount() {
      for (const id of nameless) {
        if (!isNameless(nodeOf(id) as Element | null)) nameless.delete(id);
      }
      return nameless.size;
    },
  };
}

function nameOf(element: Element): number | undefined {
  const name = element.getAttribute(ASSET_ATTRIBUTE);
  return name === null ? undefined : Number(name);
}

/** One of a single pixel counts visitors or keeps a place: nobody misses it. */
function isNameless(element: Element | null): boolean {
  if (!element?.isConnected || nameOf(element) !== undefined) return false;
  const { widthPx = 0, heightPx = 0 } = naturalSize(element.getAttribute(NATURAL_SIZE)) ?? {};
  return widthPx * heightPx > 1 && isPictureBox(element.getAttribute("src"));
}

/** Resolves with the image when it can be drawn; with nothing if it never can. */
async function drawn(image: HTMLImageElement): Promise<HTMLImageElement | undefined> {
  const isLoaded = await new Promise<boolean>((resolve) => {
    image.addEventListener("load", () => resolve(true));
    image.addEventListener("error", () => resolve(false));
  });
  if (!isLoaded) return undefined;
  const tooLong = new Promise((resolve) => setTimeout(resolve, DRAWN_WITHIN_MS));
  await Promise.race([image.decode().catch(() => {}), tooLong]);
  return image;
}

/** As it came; else, where the page itself says it. */
function boxSizeOf(element: Element): string {
  const written = `${element.getAttribute("width")}x${element.getAttribute("height")}`;
  return element.getAttribute(NATURAL_SIZE) ?? written;
}

function put(element: Element, address: string | undefined): void {
  const attribute = pictureAttribute(element.localName.toLowerCase());
  element.removeAttribute("srcset");
  if (address) element.setAttribute(attribute, address);
  else element.removeAttribute(attribute);
}

/**
 * Where a page has a list of candidates, the natural size of the chosen one is divided by its
 * density. It is told again by the same means, or the page would be laid out otherwise.
 */
function putPicture(element: Element, image: HTMLImageElement): void {
  put(element, image.src);
  if (element.localName !== "img") return;
  const told = naturalSize(element.getAttribute(NATURAL_SIZE));
  if (!told || Math.abs(told.widthPx - image.naturalWidth) <= ROUNDED_PX) return;
  const density = Number((image.naturalWidth / told.widthPx).toFixed(4));
  if (density <= 0) return;
  // An address beside the list would be a candidate of density 1.
  element.setAttribute("src", "");
  element.setAttribute("srcset", `${image.src} ${density}x`);
}
