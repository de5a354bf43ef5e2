/**
 * Makes recorded nodes harmless before they are built. The boundary is the replica's frame, which
 * runs no script, and the viewer's content security policy, which lets it load only `blob:` and
 * `data:`; this removes what a policy does not cover, and what would only fail.
 */
import type { RecorderEvent } from "../protocol/lane-messages.ts";
import { imageBox } from "./image-box.ts";

interface BuiltNode {
  tagName?: unknown;
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

/** Changes the event's nodes in place. `sizeOf` knows an image that an attribute change names. */
export function makeHarmless(event: RecorderEvent, isImage: (id: number) => boolean): void {
  const { node, adds, attributes } = event.data as {
    node?: unknown;
    adds?: unknown;
    attributes?: unknown;
  };
  if (isNode(node)) makeTreeHarmless(node);
  for (const add of arrayOf(adds)) if (isNode(add["node"])) makeTreeHarmless(add["node"]);
  for (const change of arrayOf(attributes)) {
    const changed = change["attributes"];
    if (!isRecord(changed)) continue;
    const tagName = typeof change["id"] === "number" && isImage(change["id"]) ? "img" : "";
    makeAttributesHarmless(tagName, changed);
  }
}

function makeTreeHarmless(root: BuiltNode): void {
  const waiting = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (isRecord(node.attributes)) {
      makeAttributesHarmless(String(node.tagName ?? "").toLowerCase(), node.attributes);
    }
    if (Array.isArray(node.childNodes)) waiting.push(...node.childNodes.filter(isNode));
  }
}

function makeAttributesHarmless(tagName: string, attributes: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(attributes)) {
    const lowerName = name.toLowerCase();
    const isEmbedded = typeof value === "string" && value.trimStart().startsWith("data:image/");
    if (lowerName.startsWith("on")) delete attributes[name];
    else if (ADDRESS_ATTRIBUTES.has(lowerName) && !isEmbedded) delete attributes[name];
  }
  switch (tagName) {
    case "link":
    case "base":
      // A sheet that could be read came as text; what is left would prefetch, preconnect or fail.
      delete attributes["href"];
      break;
    case "meta":
      delete attributes["http-equiv"];
      break;
    case "img":
      if (attributes["src"] === undefined) Object.assign(attributes, imageBox(attributes));
  }
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
