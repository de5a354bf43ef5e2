/**
 * Changes nodes on their way out of the page, so that they say what the customer sees and no more.
 * A picture, a font or a style sheet leaves without its address, which would say more than it shows,
 * under a number in its place. A field leaves as it is filled in now, not as the page's author first
 * wrote it. A link leaves as the page wrote it.
 */
import type { RecorderEvent } from "../protocol/lane-messages.ts";
import { STYLE_SOURCES } from "../protocol/recorder-events.ts";
import { ASSET_ATTRIBUTE, SHEET_ATTRIBUTE } from "../protocol/wire-attributes.ts";
import { STYLED_ATTRIBUTES } from "../styles/styled-attributes.ts";
import type { LeavingAssets } from "./assets/asset-capture.ts";
import { isPicture } from "./assets/pictures.ts";
import { fillIn } from "./outgoing-fields.ts";

/** Addresses that a browser would load something from by itself, and lists of them. */
const ADDRESSES = [
  "background",
  "data",
  "imagesrcset",
  "poster",
  "rr_src",
  "src",
  "srcdoc",
  "srcset",
];
/** Where scripts that load pictures late keep their addresses until then. */
const LATE_ADDRESS = /^data-(?:.*-)?(?:src|srcset|bg|background|original|poster)(?:-|$)/i;
/** Where `href` is one of those; anywhere else it is a link, which opens at a click alone. */
const LOADS_HREF = new Set(["feimage", "image", "link", "use"]);

type Attributes = Record<string, unknown>;

interface SerializedNode {
  id: number;
  attributes?: Attributes;
  childNodes?: SerializedNode[];
  textContent?: string;
}

interface MutationData {
  adds?: Array<{ node: SerializedNode }>;
  attributes?: Array<{ id: number; attributes: Attributes }>;
  texts?: Array<{ id: number; value: string | null }>;
}

type NodeOf = (id: number) => Node | null;

/** Changes the event's nodes in place; the event is ours from here on. */
export function prepareForLeaving(
  event: RecorderEvent,
  nodeOf: NodeOf,
  assets: LeavingAssets,
): void {
  const { data } = event;
  if (STYLE_SOURCES.has(data["source"])) {
    const baseUrl = baseUrlOf(nodeOf(Number(data["id"])) ?? document);
    return prepareStyles(data, (css, property) =>
      assets.css(css, baseUrl, property === undefined ? undefined : { property }),
    );
  }
  const { node } = data as { node?: SerializedNode };
  if (node) prepareTree(node, nodeOf, assets);
  const { adds = [], attributes = [], texts = [] } = data as MutationData;
  for (const add of adds) prepareTree(add.node, nodeOf, assets);
  for (const change of attributes) {
    const element = nodeOf(change.id) as Element | null;
    if (element) prepareAttributes(change.attributes, element, assets, "changed");
  }
  for (const text of texts) text.value = textAsItLeaves(text.value ?? "", nodeOf(text.id), assets);
}

function prepareTree(root: SerializedNode, nodeOf: NodeOf, assets: LeavingAssets): void {
  const waiting = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    const known = nodeOf(node.id);
    if (known?.nodeType === Node.DOCUMENT_NODE) assets.lookAfter(known);
    if (node.attributes && known) {
      prepareAttributes(node.attributes, known as Element, assets, "added");
      fillIn(node.attributes, known);
    }
    if (node.textContent) node.textContent = textAsItLeaves(node.textContent, known, assets);
    // The first child is the next one: names are counted in the order of the page.
    if (node.childNodes) waiting.push(...[...node.childNodes].reverse());
  }
}

function textAsItLeaves(text: string, node: Node | null, assets: LeavingAssets): string {
  switch (node?.parentNode?.nodeName.toUpperCase()) {
    case "STYLE":
      // As it was written: the recorder makes addresses absolute, and takes some for what they are not.
      return assets.css(node?.nodeValue ?? text, baseUrlOf(node as Node));
    case "NOSCRIPT":
      // Nobody sees it, and it is full of addresses.
      return "";
  }
  return text;
}

/** What holds for an element that is added and for one that changes. */
function prepareAttributes(
  attributes: Attributes,
  element: Element,
  assets: LeavingAssets,
  what: "added" | "changed",
): void {
  // It leaves as an empty box of this size, and there is nothing more to say of it.
  if (attributes["rr_width"] !== undefined) return;
  delete attributes[ASSET_ATTRIBUTE];
  delete attributes[SHEET_ATTRIBUTE];
  prepareStyleAttributes(attributes, element, assets);
  for (const name of ADDRESSES) delete attributes[name];
  for (const name of Object.keys(attributes)) {
    // Empty and still there, for a rule that asks for it.
    if (LATE_ADDRESS.test(name) && typeof attributes[name] === "string") attributes[name] = "";
  }
  // Without the prefix that a drawing's elements may have.
  if (LOADS_HREF.has(element.localName.toLowerCase())) prepareHrefs(attributes);
  if (isPicture(element)) {
    assets.lookAfter(element.getRootNode());
    const state = what === "added" ? assets.pictureAdded(element) : assets.pictureChanged(element);
    Object.assign(attributes, state);
  }
  switch (element.nodeName) {
    case "LINK":
      assets.lookAfter(element.getRootNode());
      if (
        what === "added" &&
        attributes[SHEET_ATTRIBUTE] === undefined &&
        attributes["_cssText"] === undefined
      ) {
        Object.assign(attributes, assets.link(element));
      }
      return;
    case "INPUT":
      if ((element as HTMLInputElement).type === "hidden") delete attributes["value"];
      return;
    case "A":
    case "AREA":
      // The recorder makes the address absolute, and a style rule such as `a[href="/cart"]` would
      // no longer find it.
      if (typeof attributes["href"] !== "string") return;
      attributes["href"] = element.getAttribute("href") ?? attributes["href"];
      return;
    case "ALONGSIDE-WIDGET":
      // Ours is a popover while the page shows a dialog. The replica has no popovers, and an element
      // that is one and not open would not be there at all.
      delete attributes["popover"];
  }
}

function prepareHrefs(attributes: Attributes): void {
  for (const name of ["href", "xlink:href"]) {
    // What is in the page itself is no address.
    if (!String(attributes[name]).startsWith("#")) delete attributes[name];
  }
}

function prepareStyleAttributes(
  attributes: Attributes,
  element: Element,
  assets: LeavingAssets,
): void {
  const baseUrl = element.baseURI;
  const css = (text: string) => assets.css(text, baseUrl, { element });
  const { style, _cssText } = attributes;
  // As it was written, for the same reason as the text of a sheet.
  if (typeof style === "string") attributes["style"] = css(element.getAttribute("style") ?? style);
  else if (style) prepareStyles(style, css);
  for (const name of STYLED_ATTRIBUTES) {
    const value = attributes[name];
    if (typeof value === "string") attributes[name] = css(value);
  }
  if (typeof _cssText !== "string") return;
  delete attributes["_cssText"];
  Object.assign(attributes, assets.sheet(element, _cssText));
}

/** Rules, replaced sheets and single properties, in whatever shape the recorder tells of them. */
function prepareStyles(styles: object, css: (text: string, property?: string) => string): void {
  const { property } = styles as { property?: unknown };
  for (const [name, value] of Object.entries(styles)) {
    if (typeof value === "object" && value !== null) prepareStyles(value, css);
    if (typeof value !== "string") continue;
    const of = name === "value" && typeof property === "string" ? property : undefined;
    Object.assign(styles, { [name]: css(value, of) });
  }
}

/** What the rules of an element, or of what has adopted them, are relative to. */
function baseUrlOf(node: Node): string {
  const { sheet } = node as Partial<HTMLStyleElement>;
  return sheet?.href ?? node.baseURI;
}
