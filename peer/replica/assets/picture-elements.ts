/**
 * The pictures of one replica: a plain box of their size while they are on their way, the picture
 * once the browser has it ready to be drawn, so that nothing flickers, and a box with its words if
 * it will never come.
 */
import { ASSET_ATTRIBUTE, NATURAL_SIZE_ATTRIBUTE } from "../../protocol/wire-attributes.ts";
import { isPictureBox, naturalSize, pictureBox, pictureLabel, plainBox } from "../picture-box.ts";
import { pictureAttribute } from "../picture-tags.ts";
import type { LinkAssets } from "./link-assets.ts";

export interface PictureElements {
  /** An element as it was built, or as it has changed. */
  place(id: number, element: Element): void;
  settled(name: number | "all"): void;
  /** For a picture that CSS will ask for: it is then there at once. */
  prepare(address: string): void;
  /** What is here and will be drawn in a moment. */
  gettingReady(): Iterable<Promise<unknown>>;
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
  NATURAL_SIZE_ATTRIBUTE,
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
    const image = imageOf(address);
    if (isThere(image)) return putPicture(element, image);
    put(element, plainBox(boxSizeOf(element)));
    void getReady(image).then((drawnImage) => {
      if (nameOf(element) !== name) return;
      if (drawnImage) putPicture(element, drawnImage);
      // What is taken off the stage meanwhile fails too.
      else if (page.defaultView) assets.rejectPicture(name);
    });
  }

  function imageOf(address: string): HTMLImageElement {
    const image = page.createElement("img");
    image.src = address;
    return image;
  }

  function getReady(image: HTMLImageElement): Promise<HTMLImageElement | undefined> {
    const known = gettingReady.get(image.src);
    if (known) return known;
    const ready = drawn(image).finally(() => gettingReady.delete(image.src));
    gettingReady.set(image.src, ready);
    return ready;
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
    prepare(address) {
      const image = imageOf(address);
      if (!isThere(image)) void getReady(image);
    },
    gettingReady: () => gettingReady.values(),
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

const isThere = (image: HTMLImageElement) => image.complete && image.naturalWidth > 0;

/** One of a single pixel counts visitors or keeps a place: nobody misses it. */
function isNameless(element: Element | null): boolean {
  if (!element?.isConnected || nameOf(element) !== undefined) return false;
  const { widthPx = 0, heightPx = 0 } =
    naturalSize(element.getAttribute(NATURAL_SIZE_ATTRIBUTE)) ?? {};
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
  return element.getAttribute(NATURAL_SIZE_ATTRIBUTE) ?? written;
}

function put(element: Element, address: string | undefined): void {
  const attribute = pictureAttribute(element.localName);
  if (!address) element.removeAttribute(attribute);
  else if (element.getAttribute(attribute) !== address) element.setAttribute(attribute, address);
  // Last: without any address a browser lets go of the picture that it shows.
  element.removeAttribute("srcset");
}

/**
 * Where a page has a list of candidates, the natural size of the chosen one is divided by its
 * density. It is told again by the same means, or the page would be laid out otherwise.
 */
function putPicture(element: Element, image: HTMLImageElement): void {
  const density = densityIn(element, image);
  if (density === 1) return put(element, image.src);
  element.setAttribute("srcset", `${image.src} ${density}x`);
  // An address beside the list would be a candidate of density 1.
  element.setAttribute("src", "");
}

function densityIn(element: Element, { naturalWidth }: HTMLImageElement): number {
  const told = naturalSize(element.getAttribute(NATURAL_SIZE_ATTRIBUTE));
  if (element.localName !== "img" || !told) return 1;
  if (Math.abs(told.widthPx - naturalWidth) <= ROUNDED_PX) return 1;
  return Number((naturalWidth / told.widthPx).toFixed(4)) || 1;
}
