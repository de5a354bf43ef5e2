/**
 * Changes nodes on their way out of the page, so that they say what the customer sees and no more.
 * What is redacted leaves as an empty box. A picture, a font or a style sheet leaves without its
 * address, which would say more than it shows, under a number in its place. A field leaves as it is
 * filled in now, not as the page's author first wrote it.
 */
import type { RecorderEvent } from "../protocol/lane-messages.ts";
import type { PrivacyRules } from "../protocol/privacy-rules.ts";
import { STYLE_SOURCES } from "../protocol/recorder-events.ts";
import { SHEET_ATTRIBUTE } from "../protocol/wire-attributes.ts";
import { STYLED_ATTRIBUTES } from "../styles/styled-attributes.ts";
import type { LeavingAssets } from "./assets/asset-capture.ts";
import { isPicture } from "./assets/pictures.ts";
import { fillIn } from "./outgoing-fields.ts";
import { type Attributes, keepLeavingAttributes } from "./redaction/leaving-attributes.ts";
import { maskedText } from "./redaction/masked-text.ts";
import {
  baseUri,
  closest,
  getAttribute,
  isElement,
  localName,
  nodeName,
  nodeType,
  nodeValue,
  parentElement,
  parentNode,
  rootNode,
} from "./redaction/native-dom.ts";
import type { PrivateBoxes, SerializedNode } from "./redaction/private-boxes.ts";
import type { Redaction } from "./redaction/redaction.ts";
import { isSecretField } from "./redaction/secret-fields.ts";

/** Addresses that a browser would load something from by itself, and lists of them. */
const ADDRESSES = ["background", "data", "imagesrcset", "poster", "rr_src", "src", "srcset"];
/** Where scripts that load pictures late keep their addresses until then. */
const LATE_ADDRESS = /^data-(?:.*-)?(?:src|srcset|bg|background|original|poster)(?:-|$)/i;
/** Where `href` is one of those; anywhere else it is a link, which opens at a click alone. */
const LOADS_HREF = new Set(["feimage", "image", "link", "use"]);
const DOCTYPE = 1;

interface MutationData {
  adds?: Array<{ parentId: number; node: SerializedNode }>;
  attributes?: Array<{ id: number; attributes: Attributes }>;
  texts?: Array<{ id: number; value: string | null }>;
}

export interface Leaving {
  nodeOf(id: number): Node | null;
  assets: LeavingAssets;
  redaction: Redaction;
  boxes: Pick<PrivateBoxes, "putInto">;
  rules: PrivacyRules;
}

/**
 * Changes the event's nodes in place; the event is ours from here on. A node that is not in the page
 * any more cannot be asked what it was part of, and leaves empty.
 */
export function prepareForLeaving(event: RecorderEvent, leaving: Leaving): void {
  const { data } = event;
  const { nodeOf, assets, redaction } = leaving;
  if (STYLE_SOURCES.has(data["source"])) {
    const baseUrl = baseUrlOf(nodeOf(Number(data["id"])) ?? document);
    return prepareStyles(data, (css, property) =>
      assets.css(css, baseUrl, property === undefined ? undefined : { property }),
    );
  }
  const { node } = data as { node?: SerializedNode };
  if (node) prepareTree(node, redaction.isMasked(document), leaving);
  const { adds = [], attributes = [], texts = [] } = data as MutationData;
  for (const { parentId, node: added } of adds) {
    const parent = nodeOf(parentId);
    const isMasked = !parent || redaction.isMasked(parent) || isEntryOfSecretList(parent);
    prepareTree(added, isMasked, leaving);
  }
  for (const change of attributes) {
    const element = nodeOf(change.id) as Element | null;
    if (!element) change.attributes = {};
    else {
      const isMasked = redaction.isMasked(element) || isEntryOfSecretList(element);
      prepareAttributes(change.attributes, element, leaving, { what: "changed", isMasked });
    }
  }
  for (const text of texts) {
    const known = nodeOf(text.id);
    const isMasked = known === null || redaction.isMasked(known) || isEntryOfSecretList(known);
    text.value = textAsItLeaves(text.value ?? "", known, isMasked, assets);
  }
}

function prepareTree(root: SerializedNode, isRootMasked: boolean, leaving: Leaving): void {
  const { nodeOf, assets, redaction, boxes } = leaving;
  const waiting: Array<[node: SerializedNode, isAroundMasked: boolean]> = [[root, isRootMasked]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [node, isAroundMasked] = next;
    const known = nodeOf(node.id);
    const isMasked =
      redaction.isMaskedWithin(known, isAroundMasked) || (known !== null && isSecretList(known));
    if (known && nodeType(known) === Node.DOCUMENT_NODE) assets.lookAfter(known);
    if (known && redaction.isRedactedItself(known)) {
      if (node.attributes) boxes.putInto(node, known as Element);
      else empty(node);
      continue;
    }
    if (node.attributes && known) {
      const how = { what: "added", isMasked } as const;
      prepareAttributes(node.attributes, known as Element, leaving, how);
      fillIn(node.attributes, known, isMasked);
    } else if (node.attributes) node.attributes = {};
    if (node.textContent !== undefined) {
      node.textContent = textAsItLeaves(node.textContent, known, isMasked, assets);
    }
    if (node.type === DOCTYPE) tidyDoctype(node);
    // The first child is the next one: names are counted in the order of the page.
    for (const child of [...(node.childNodes ?? [])].reverse()) waiting.push([child, isMasked]);
  }
}

/** Its entries are what it can be filled in with: the months of a card, say. */
const isSecretList = (node: Node) => nodeName(node) === "SELECT" && isSecretField(node as Element);

function isEntryOfSecretList(node: Node): boolean {
  const element = isElement(node) ? node : parentElement(node);
  const list = element && closest(element, "select");
  return list ? isSecretField(list) : false;
}

function empty(node: SerializedNode): void {
  if (node.textContent !== undefined) node.textContent = "";
  if (node.childNodes) node.childNodes = [];
}

/** It says how the page is laid out, by the two words that browsers know. */
function tidyDoctype(node: SerializedNode): void {
  const doctype = node as SerializedNode & { name?: string; publicId?: string; systemId?: string };
  doctype.name = "html";
  if (!/^-\/\/[\w/. +-]{0,60}$/.test(doctype.publicId ?? "")) doctype.publicId = "";
  if (!/^https?:\/\/www\.w3\.org\/TR\/[\w/.-]{0,60}$/.test(doctype.systemId ?? ""))
    doctype.systemId = "";
}

function textAsItLeaves(
  text: string,
  node: Node | null,
  isMasked: boolean,
  assets: LeavingAssets,
): string {
  if (!node) return "";
  const parent = parentNode(node);
  switch (parent && nodeName(parent).toUpperCase()) {
    case "STYLE":
      // As it was written: the recorder makes addresses absolute, and takes some for what they are not.
      return assets.css(nodeValue(node) ?? text, baseUrlOf(node));
    // Nobody sees it, and it is full of addresses. The page's title is told apart, and what is written
    // in a field as its value.
    case "NOSCRIPT":
    case "TEXTAREA":
    case "TITLE":
      return "";
  }
  return isMasked ? maskedText(text) : text;
}

/** What holds for an element that is added and for one that changes. */
function prepareAttributes(
  attributes: Attributes,
  element: Element,
  { assets, rules }: Leaving,
  { what, isMasked }: { what: "added" | "changed"; isMasked: boolean },
): void {
  // Our own bar and frame: an empty box of their size, which their styles then draw.
  if (attributes["rr_width"] !== undefined) return;
  keepLeavingAttributes(attributes, element, rules, isMasked);
  prepareStyleAttributes(attributes, element, assets);
  for (const name of ADDRESSES) delete attributes[name];
  for (const name of Object.keys(attributes)) {
    // Empty and still there, for a rule that asks for it.
    if (LATE_ADDRESS.test(name) && typeof attributes[name] === "string") attributes[name] = "";
  }
  // Without the prefix that a drawing's elements may have.
  if (LOADS_HREF.has(localName(element).toLowerCase())) prepareHrefs(attributes, element);
  if (isPicture(element)) {
    assets.lookAfter(rootNode(element));
    const state = what === "added" ? assets.pictureAdded(element) : assets.pictureChanged(element);
    Object.assign(attributes, state);
  }
  switch (nodeName(element)) {
    case "LINK":
      assets.lookAfter(rootNode(element));
      if (what === "added" && attributes[SHEET_ATTRIBUTE] === undefined) {
        Object.assign(attributes, assets.link(element));
      }
      return;
    case "ALONGSIDE-WIDGET":
      // Ours is a popover while the page shows a dialog. The replica has no popovers, and an element
      // that is one and not open would not be there at all.
      delete attributes["popover"];
  }
}

function prepareHrefs(attributes: Attributes, element: Element): void {
  for (const name of ["href", "xlink:href"]) {
    const { [name]: written } = attributes;
    if (written === undefined) continue;
    // What is in the page itself is no address, but the name of a part of it.
    const own = getAttribute(element, name) ?? "";
    if (own.startsWith("#")) attributes[name] = own;
    else delete attributes[name];
  }
}

function prepareStyleAttributes(
  attributes: Attributes,
  element: Element,
  assets: LeavingAssets,
): void {
  const baseUrl = baseUri(element);
  const css = (text: string) => assets.css(text, baseUrl, { element });
  const { style, _cssText } = attributes;
  // As it was written, for the same reason as the text of a sheet.
  if (typeof style === "string") attributes["style"] = css(getAttribute(element, "style") ?? style);
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
  return sheet?.href ?? baseUri(node);
}
