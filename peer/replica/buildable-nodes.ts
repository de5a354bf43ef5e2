/**
 * Brings recorded nodes into a shape that the replayer can build. It takes each node as it comes,
 * and one that a browser refuses would cost the whole page.
 */
import { PAGE_DEPTH_COUNT } from "../protocol/limits.ts";

export interface BuildableNode {
  id: number;
  type: number;
  tagName?: string;
  attributes?: Record<string, unknown>;
  childNodes?: BuildableNode[];
  textContent?: string;
  isStyle?: unknown;
  isCustom?: unknown;
  isShadowHost?: unknown;
  isSVG?: unknown;
  compatMode?: unknown;
}

/** rrweb's types of nodes. */
export const DOCUMENT = 0;
const DOCUMENT_TYPE = 1;
const ELEMENT = 2;
export const TEXT = 3;
const CHARACTER_DATA = 4;
const COMMENT = 5;

const TAG_NAME = /^[a-z][-.\w:\u00b7\u00c0-\uffff]*$/i;
/**
 * A sheet that could be read comes as text; what is left of these would prefetch, preconnect or
 * turn addresses elsewhere. An element for styles is as invisible, does nothing as long as it has
 * no text, and takes the text of a sheet that is loaded later.
 */
const NEVER_BUILT = new Set(["base", "link"]);

const CUSTOM_NAME = /^[a-z][-.\w\u00b7\u00c0-\uffff]*-[-.\w\u00b7\u00c0-\uffff]*$/;
/** What a browser lets have a shadow root, besides elements of a custom name. */
const SHADOW_HOST =
  /^(?:article|aside|blockquote|body|div|footer|h[1-6]|header|main|nav|p|section|span)$/;

/** Changes the tree in place. @returns false if there is nothing to build */
export function makeBuildable(root: unknown): root is BuildableNode {
  if (!isKnownNode(root)) return false;
  let level = [root];
  for (let depth = 1; level.length > 0; depth += 1) {
    for (const node of level) shapeNode(node, depth < PAGE_DEPTH_COUNT ? "keep" : "cut");
    level = level.flatMap(({ childNodes }) => childNodes ?? []);
  }
  return true;
}

/** Ids that a recorder gives: the replayer looks nodes up by them, and takes anything for one. */
export function isNodeId(id: unknown): id is number {
  return Number.isSafeInteger(id) && (id as number) > 0;
}

function isKnownNode(node: unknown): node is BuildableNode {
  if (typeof node !== "object" || node === null) return false;
  const { id, type } = node as BuildableNode;
  return isNodeId(id) && Number.isInteger(type) && type >= DOCUMENT && type <= COMMENT;
}

function shapeNode(node: BuildableNode, children: "keep" | "cut"): void {
  switch (node.type) {
    case DOCUMENT_TYPE:
      return;
    case CHARACTER_DATA:
      // No document of HTML has any; the ones that come were written into its drawings.
      node.type = TEXT;
      node.textContent = String(node.textContent ?? "");
      return;
    case TEXT:
    case COMMENT:
      node.textContent = String(node.textContent ?? "");
      return;
  }
  if (node.type === ELEMENT) shapeElement(node);
  const all: unknown[] = Array.isArray(node.childNodes) ? node.childNodes : [];
  // A document in the midst of another would empty the page that it is in.
  const isChild = (child: unknown) => isKnownNode(child) && child.type !== DOCUMENT;
  node.childNodes = children === "keep" ? (all.filter(isChild) as BuildableNode[]) : [];
  if (node.childNodes.length === 0) delete node.compatMode;
}

function shapeElement(node: BuildableNode): void {
  const { tagName, attributes } = node;
  const name = isTagName(tagName) ? tagName : "span";
  // In drawings the case of a name matters.
  node.tagName = NEVER_BUILT.has(name.toLowerCase())
    ? "style"
    : node.isSVG
      ? name
      : name.toLowerCase();
  const isRecord = typeof attributes === "object" && !Array.isArray(attributes);
  node.attributes = isRecord ? (attributes ?? {}) : {};
  if (!CUSTOM_NAME.test(node.tagName)) {
    delete node.isCustom;
    if (!SHADOW_HOST.test(node.tagName)) delete node.isShadowHost;
  }
}

/** rrweb looks names up in an object, which knows some of its own. */
function isTagName(name: unknown): name is string {
  return typeof name === "string" && TAG_NAME.test(name) && !(name in {});
}
