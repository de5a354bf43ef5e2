/**
 * Makes recorded nodes harmless before they are built. The boundary is the replica's frame, which
 * runs no script, and the viewer's content security policy, which lets it load only `blob:` and
 * `data:`; this removes what a policy does not cover, and what would only fail.
 */
import type { RecorderEvent } from "../protocol/lane-messages.ts";
import { pictureBox } from "./picture-box.ts";

/** Attribute of the replica alone: this element came as an empty box. */
export const PRIVATE = "data-alongside-private";

type Styled = ReplicaContext["styled"];

interface BuiltNode {
  tagName?: unknown;
  isStyle?: unknown;
  textContent?: unknown;
  attributes?: Record<string, unknown>;
  childNodes?: BuiltNode[];
}

/** Addresses that a browser fetches, opens or submits to by itself or at a touch. */
const ADDRESS_ATTRIBUTES = new Set([
  "action",
  "archive",
  "background",
  "classid",
  "codebase",
  "data",
  "formaction",
  "imagesrcset",
  "longdesc",
  "manifest",
  "ping",
  "poster",
  "profile",
  "src",
  "srcdoc",
  "srcset",
]);

/** Attributes whose value is CSS; rrweb brings a sheet's text as `_cssText`. */
const STYLED = new Set(["style", "_csstext"]);

/** rrweb's sources of changes that are CSS: rules, single declarations, adopted sheets. */
const STYLE_SOURCES: ReadonlySet<unknown> = new Set([8, 13, 15]);

export interface ReplicaContext {
  /** What was built before, by its id. */
  nodeOf(id: number): Node | null;
  /** CSS as it may stand in the replica. */
  styled(css: string): string;
}

/** Changes the event's nodes in place. */
export function makeHarmless(event: RecorderEvent, { nodeOf, styled }: ReplicaContext): void {
  const { node, adds, attributes, texts } = event.data;
  const nameOf = (id: unknown) =>
    typeof id === "number" ? (nodeOf(id)?.nodeName.toLowerCase() ?? "") : "";
  const isInStyle = (id: unknown) =>
    typeof id === "number" && nodeOf(id)?.parentNode?.nodeName === "STYLE";

  if (isNode(node)) makeTreeHarmless(node, styled);
  for (const add of arrayOf(adds)) {
    const added = add["node"];
    if (!isNode(added)) continue;
    makeTreeHarmless(added, styled);
    if (nameOf(add["parentId"]) === "style" && typeof added.textContent === "string") {
      added.textContent = styled(added.textContent);
    }
  }
  for (const text of arrayOf(texts)) {
    const { id, value } = text;
    if (typeof value === "string" && isInStyle(id)) text["value"] = styled(value);
  }
  if (STYLE_SOURCES.has(event.data["source"])) makeStylesHarmless(event.data, styled);
  for (const change of arrayOf(attributes)) {
    const changed = change["attributes"];
    if (!isRecord(changed)) continue;
    const { style } = changed;
    // A style attribute may come as the properties that changed.
    if (isRecord(style)) makeStylesHarmless(style, styled);
    makeAttributesHarmless(nameOf(change["id"]), changed, styled, nodeOf(Number(change["id"])));
  }
}

/** Rules, replaced sheets and single properties, in whatever shape the recorder tells of them. */
function makeStylesHarmless(styles: Record<string, unknown>, styled: Styled): void {
  for (const [name, value] of Object.entries(styles)) {
    if (typeof value === "string") styles[name] = styled(value);
    else if (isRecord(value)) makeStylesHarmless(value, styled);
    else if (Array.isArray(value)) {
      styles[name] = value.map((one) => (typeof one === "string" ? styled(one) : one));
      for (const one of arrayOf(value)) makeStylesHarmless(one, styled);
    }
  }
}

function makeTreeHarmless(root: BuiltNode, styled: Styled): void {
  const waiting = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.isStyle === true && typeof node.textContent === "string") {
      node.textContent = styled(node.textContent);
    }
    if (isRecord(node.attributes)) {
      makeAttributesHarmless(String(node.tagName ?? "").toLowerCase(), node.attributes, styled);
    }
    if (Array.isArray(node.childNodes)) waiting.push(...node.childNodes.filter(isNode));
  }
}

/** @param known - the element as it stands, where these are changes of it */
function makeAttributesHarmless(
  tagName: string,
  attributes: Record<string, unknown>,
  styled: Styled,
  known: Node | null = null,
): void {
  for (const [name, value] of Object.entries(attributes)) {
    const lowerName = name.toLowerCase();
    const isEmbedded = typeof value === "string" && value.trimStart().startsWith("data:image/");
    if (lowerName.startsWith("on")) delete attributes[name];
    else if (typeof value === "string" && STYLED.has(lowerName)) {
      attributes[name] = styled(value);
    } else if (ADDRESS_ATTRIBUTES.has(lowerName) && !isEmbedded) delete attributes[name];
  }
  if (attributes["rr_width"] !== undefined && !isOwnBox(attributes)) attributes[PRIVATE] = "";
  switch (tagName) {
    case "link":
    case "base":
      // A sheet that could be read came as text; what is left would prefetch, preconnect or fail,
      // and a `rel` that has lost its address is a complaint in the agent's console.
      delete attributes["href"];
      delete attributes["rel"];
      break;
    case "image":
    case "use":
    case "feimage":
      for (const name of ["href", "xlink:href"]) {
        const address = attributes[name];
        if (typeof address === "string" && !address.startsWith("#")) delete attributes[name];
      }
      break;
    case "meta":
      delete attributes["http-equiv"];
      break;
    case "img":
    case "input":
    case "video": {
      const picture = tagName === "video" ? "poster" : "src";
      const label = labelOf(attributes, known) ?? PICTURE_LABELS[tagName];
      const box = pictureBox(attributes["alongside-natural-size"], label);
      if (box && attributes[picture] === undefined) attributes[picture] = box;
    }
  }
}

const PICTURE_LABELS = { img: "Image", input: "Button", video: "Video" };

function labelOf(attributes: Record<string, unknown>, known: Node | null): string | undefined {
  const element = known as Element | null;
  for (const name of ["alt", "aria-label", "title"]) {
    const label = attributes[name] ?? element?.getAttribute?.(name);
    if (typeof label === "string" && label.trim() !== "") return label.trim();
  }
  return undefined;
}

/** The widget's bars and frame come as boxes too; their own styles say how they look then. */
function isOwnBox(attributes: Record<string, unknown>): boolean {
  return /\balongside-(bar|frame)\b/.test(String(attributes["class"] ?? ""));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isNode(value: unknown): value is BuiltNode {
  return isRecord(value);
}

function arrayOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
