/**
 * Makes recorded nodes harmless before they are built. The boundary is the replica's frame, which
 * runs no script, and the viewer's content security policy, which lets it load only `blob:` and
 * `data:`; this removes what a policy does not cover, and what would only fail.
 */
import type { RecorderEvent } from "../protocol/lane-messages.ts";
import { ASSET_NAMES_COUNT, INLINE_DATA_LENGTH } from "../protocol/limits.ts";
import { FULL_SNAPSHOT, MUTATION, STYLE_SOURCES } from "../protocol/recorder-events.ts";
import {
  ASSET_ATTRIBUTE,
  NATURAL_SIZE_ATTRIBUTE,
  PRIVATE_ATTRIBUTE,
  SHEET_ATTRIBUTE,
} from "../protocol/wire-attributes.ts";
import { STYLED_ATTRIBUTES } from "../styles/styled-attributes.ts";
import { type BuildableNode, DOCUMENT, isNodeId, makeBuildable, TEXT } from "./buildable-nodes.ts";
import { clobbers } from "./clobbering-names.ts";
import { pictureBox, pictureLabel } from "./picture-box.ts";
import { isSvgPicture, mayHoldPicture, pictureAttribute } from "./picture-tags.ts";

type Styled = ReplicaContext["styled"];
type Attributes = Record<string, unknown>;

/** Addresses that a browser fetches, opens or submits to by itself or at a touch. */
const ADDRESSES = new Set([
  "action",
  "archive",
  "attributionsrc",
  "background",
  "classid",
  "codebase",
  "data",
  "formaction",
  "longdesc",
  "manifest",
  "ping",
  "poster",
  "profile",
  "rr_dataurl",
  "src",
]);

/** Lists of addresses, documents in an attribute, and what would act by itself. */
const NEVER = new Set([
  "__proto__",
  "accesskey",
  "autofocus",
  "autoplay",
  "http-equiv",
  "imagesrcset",
  "srcdoc",
  "srcset",
]);

/** Attributes whose value is CSS, or may name something by `url(...)` as CSS does. */
const STYLED = new Set(["_csstext", "media", "style", ...STYLED_ATTRIBUTES]);

/** What opens a document of its own, and gets none. */
const FRAMES = new Set(["embed", "fencedframe", "frame", "iframe", "object", "portal"]);
/** Where an address opens at a click alone, and there are no clicks. */
const LINKS = new Set(["a", "area"]);
const ANIMATIONS = new Set(["animate", "animatemotion", "animatetransform", "set"]);

export interface ReplicaContext {
  /** What was built before, by its id. */
  nodeOf(id: number): Node | null;
  /** CSS as it may stand in the replica. */
  styled(css: string): string;
}

/**
 * Changes the event's nodes in place.
 * @throws if it is a snapshot, and of no page
 */
export function makeHarmless(event: RecorderEvent, context: ReplicaContext): void {
  const { data } = event;
  if (event.type === FULL_SNAPSHOT) {
    const { node } = data;
    if (!makeBuildable(node) || node.type !== DOCUMENT) throw new Error("no page to build");
    makeTreeHarmless(node, "", context.styled);
  } else if (data["source"] === MUTATION) makeMutationHarmless(data, context);
  else if (STYLE_SOURCES.has(data["source"])) makeStylesHarmless(data, context.styled);
}

function makeMutationHarmless(data: RecorderEvent["data"], context: ReplicaContext): void {
  const { nodeOf, styled } = context;
  const adds = recordsOf(data["adds"]).filter(({ parentId, node }) => {
    return isNodeId(parentId) && makeBuildable(node);
  });
  const names = namesAdded(adds);
  const nameOf = (id: number) => names.get(id) ?? nodeOf(id)?.nodeName.toLowerCase() ?? "";
  const isInStyle = (id: number) =>
    names.get(id) === TEXT_IN_STYLE || nodeOf(id)?.parentNode?.nodeName.toLowerCase() === "style";

  data["adds"] = adds.filter(({ parentId, node }) => {
    makeTreeHarmless(node as BuildableNode, nameOf(parentId as number), styled);
    // The document of a frame comes as a child of the frame; anywhere else it would replace the page.
    const above = nameOf(parentId as number);
    return (node as BuildableNode).type !== DOCUMENT || above === "" || FRAMES.has(above);
  });
  data["removes"] = recordsOf(data["removes"]).filter(hasNodeId);
  const texts = recordsOf(data["texts"]).filter(hasNodeId);
  for (const text of texts) {
    const value = typeof text["value"] === "string" ? text["value"] : "";
    text["value"] = isInStyle(text.id) ? styled(value) : value;
  }
  data["texts"] = texts;
  const changes = recordsOf(data["attributes"]).filter(hasNodeId);
  data["attributes"] = changes.filter(({ id, attributes }) => {
    if (!isRecord(attributes)) return false;
    makeAttributesHarmless(nameOf(id), attributes, styled, nodeOf(id));
    return true;
  });
}

/** Stands for the name of a text, so that one that is added and changed at once is known for CSS. */
const TEXT_IN_STYLE = "#text in style";

function namesAdded(adds: Attributes[]): Map<number, string> {
  const names = new Map<number, string>();
  for (const { node, parentId } of adds) {
    for (const [each, above] of nodesOf(node as BuildableNode, names.get(parentId as number))) {
      const isStyleText = each.type === TEXT && above === "style";
      names.set(each.id, isStyleText ? TEXT_IN_STYLE : nameAsBuilt(each));
    }
  }
  return names;
}

/** Rules, replaced sheets and single properties, in whatever shape the recorder tells of them. */
function makeStylesHarmless(styles: Attributes, styled: Styled): void {
  for (const [name, value] of Object.entries(styles)) {
    if (typeof value === "string") styles[name] = styled(value);
    else if (isRecord(value)) makeStylesHarmless(value, styled);
    else if (Array.isArray(value)) {
      styles[name] = value.map((one) => (typeof one === "string" ? styled(one) : one));
      for (const one of recordsOf(value)) makeStylesHarmless(one, styled);
    }
  }
}

function makeTreeHarmless(root: BuildableNode, parentName: string, styled: Styled): void {
  for (const [node, above] of nodesOf(root, parentName)) {
    if (node.attributes) makeAttributesHarmless(nameAsBuilt(node), node.attributes, styled);
    if (node.textContent && (node.isStyle || above === "style")) {
      node.textContent = styled(node.textContent);
    }
  }
}

function* nodesOf(
  root: BuildableNode,
  parentName = "",
): Generator<[node: BuildableNode, parentName: string]> {
  const waiting: Array<[BuildableNode, string]> = [[root, parentName]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    yield next;
    const [node] = next;
    const name = nameAsBuilt(node);
    for (const child of node.childNodes ?? []) waiting.push([child, name]);
  }
}

const nameAsBuilt = ({ tagName = "" }: BuildableNode) => tagName.toLowerCase();

/** @param known - the element as it stands, where these are changes of it */
function makeAttributesHarmless(
  tagName: string,
  attributes: Attributes,
  styled: Styled,
  known: Node | null = null,
): void {
  for (const [name, value] of Object.entries(attributes)) {
    const kept = harmlessValue(tagName, name.toLowerCase(), value, styled);
    if (kept === undefined) delete attributes[name];
    else attributes[name] = kept;
  }
  if (attributes["rr_width"] !== undefined && !isOwnBox(attributes)) {
    attributes[PRIVATE_ATTRIBUTE] = "";
  }
  if (tagName === "meta") answerForCustomer(attributes, styled);
  // A modal dialog would take the agent's keyboard into the frame; one that is inert cannot.
  if (tagName === "dialog") attributes["inert"] = "";
  // Rules that come with the element itself are no longer those of a sheet.
  if (known && attributes["_cssText"] !== undefined) attributes[SHEET_ATTRIBUTE] ??= null;
  if (tagName === "img" || tagName === "input" || tagName === "video") {
    putBox(tagName, attributes, known as Element | null);
  }
}

/** Where a picture has no name it will never come. One that has is put in when it is here. */
function putBox(tagName: string, attributes: Attributes, known: Element | null): void {
  const standing = (name: string) => known?.getAttribute?.(name);
  const isNamed = (attributes[ASSET_ATTRIBUTE] ?? null) !== null;
  const staysNamed = attributes[ASSET_ATTRIBUTE] === undefined && standing(ASSET_ATTRIBUTE);
  const picture = pictureAttribute(tagName);
  if (isNamed || staysNamed || attributes[picture] !== undefined) return;
  const label = pictureLabel(tagName, (name) => attributes[name] ?? standing(name));
  const box = pictureBox(attributes[NATURAL_SIZE_ATTRIBUTE], label);
  if (box) attributes[picture] = box;
}

/** The scheme of a page that says it in its head, and not in its CSS. */
function answerForCustomer(attributes: Attributes, styled: Styled): void {
  const { name, content } = attributes;
  if (typeof content !== "string" || !/^color-scheme$/i.test(String(name))) return;
  const property = "color-scheme:";
  attributes["content"] = styled(property + content).slice(property.length);
}

/** @param name - in lower case: a browser takes any @returns nothing for what has to go */
function harmlessValue(tagName: string, name: string, value: unknown, styled: Styled): unknown {
  if (value === null) return null;
  if (name === "style" && isRecord(value)) {
    // It may come as the properties that changed.
    makeStylesHarmless(value, styled);
    return value;
  }
  if (!["string", "number", "boolean"].includes(typeof value)) return undefined;
  if (name.startsWith("on") || name.startsWith("rr_media") || NEVER.has(name)) return undefined;
  if (clobbers(tagName, name, value)) return undefined;
  if (name === PRIVATE_ATTRIBUTE) return "";
  if (name === ASSET_ATTRIBUTE) return mayHoldPicture(tagName) ? assetName(value) : undefined;
  if (name === SHEET_ATTRIBUTE) return tagName === "style" ? assetName(value) : undefined;
  if (ADDRESSES.has(name)) return isEmbedded(value) && !FRAMES.has(tagName) ? value : undefined;
  if (name === "href" || name.endsWith(":href")) {
    const isHarmless =
      LINKS.has(tagName) ||
      String(value).startsWith("#") ||
      (isSvgPicture(tagName) && isEmbedded(value));
    return isHarmless ? value : undefined;
  }
  if (ANIMATIONS.has(tagName) && name === "attributename") {
    return /href\s*$/i.test(String(value)) ? undefined : value;
  }
  return STYLED.has(name) ? styled(String(value)) : value;
}

/** Names go by these attributes alone, and are numbers: nothing else that is held can be named. */
function assetName(value: unknown): string | undefined {
  const name = /^[1-9]\d{0,4}$/.test(String(value)) ? Number(value) : 0;
  return name > 0 && name <= ASSET_NAMES_COUNT ? String(name) : undefined;
}

function isEmbedded(value: unknown): boolean {
  if (typeof value !== "string" || value.length >= INLINE_DATA_LENGTH) return false;
  return /^\s*data:image\//i.test(value);
}

/** The widget's bars and frame come as boxes; their own styles say how they look then. */
function isOwnBox(attributes: Attributes): boolean {
  return /\balongside-(bar|frame)\b/.test(String(attributes["class"] ?? ""));
}

function isRecord(value: unknown): value is Attributes {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function recordsOf(value: unknown): Attributes[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function hasNodeId(change: Attributes): change is Attributes & { id: number } {
  return isNodeId(change["id"]);
}
