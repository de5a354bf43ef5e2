/**
 * Changes nodes on their way out of the page. An image leaves without its address, which would
 * say more than its picture, but with its natural size, so that the replica can keep its place.
 * A link leaves as the page wrote it.
 */
import type { RecorderEvent } from "../protocol/lane-messages.ts";

/** Attribute of the wire alone: `WIDTHxHEIGHT` of an image in its own pixels. */
export const NATURAL_SIZE = "alongside-natural-size";

interface SerializedNode {
  id: number;
  tagName?: string;
  attributes?: Record<string, unknown>;
  childNodes?: SerializedNode[];
}

interface MutationData {
  adds?: Array<{ node: SerializedNode }>;
  attributes?: Array<{ id: number; attributes: Record<string, unknown> }>;
}

type NodeOf = (id: number) => Node | null;

/** Changes the event's nodes in place; the event is ours from here on. */
export function prepareForLeaving(event: RecorderEvent, nodeOf: NodeOf): void {
  const { node } = event.data as { node?: SerializedNode };
  if (node) prepareTree(node, nodeOf);
  const { adds, attributes } = event.data as MutationData;
  if (Array.isArray(adds)) for (const add of adds) prepareTree(add.node, nodeOf);
  if (Array.isArray(attributes)) {
    for (const change of attributes) {
      const element = nodeOf(change.id);
      if (element instanceof HTMLImageElement) prepareImage(change.attributes, element);
      prepareLink(change.attributes, element);
    }
  }
}

function prepareTree(root: SerializedNode, nodeOf: NodeOf): void {
  const waiting = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.attributes) {
      if (node.tagName === "img") prepareImage(node.attributes, nodeOf(node.id));
      prepareLink(node.attributes, nodeOf(node.id));
      if (node.tagName === "input" && node.attributes["type"] === "hidden") {
        delete node.attributes["value"];
      }
    }
    if (node.childNodes) waiting.push(...node.childNodes);
  }
}

function prepareImage(attributes: Record<string, unknown>, element: Node | null): void {
  for (const name of ["src", "srcset"]) {
    const address = attributes[name];
    if (typeof address === "string" && !address.startsWith("data:")) delete attributes[name];
  }
  if (element instanceof HTMLImageElement && element.naturalWidth > 0) {
    attributes[NATURAL_SIZE] = naturalSizeOf(element);
  }
}

/**
 * A link leaves as the page wrote it: the recorder makes its address absolute, and a style rule
 * such as `a[href="/cart"]` would no longer find it.
 */
function prepareLink(attributes: Record<string, unknown>, element: Node | null): void {
  if (typeof attributes["href"] !== "string") return;
  if (!(element instanceof HTMLAnchorElement || element instanceof HTMLAreaElement)) return;
  attributes["href"] = element.getAttribute("href") ?? attributes["href"];
}

export function naturalSizeOf(image: HTMLImageElement): string {
  return `${image.naturalWidth}x${image.naturalHeight}`;
}
