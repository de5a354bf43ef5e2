/**
 * The empty boxes that stand at the agent for redacted elements: put in their place, kept at their
 * size, and put over what was open until now.
 */
import type { RecorderEvent } from "../../protocol/lane-messages.ts";
import { INCREMENTAL, MUTATION } from "../../protocol/recorder-events.ts";
import { containingNode } from "./containing-node.ts";
import { isConnected, nextSibling, ownerDocument, parentNode } from "./native-dom.ts";
import { privateBox } from "./private-box.ts";

/** A node as the recorder tells of it. */
export interface SerializedNode {
  id: number;
  type?: number;
  tagName?: string;
  attributes?: Record<string, unknown>;
  childNodes?: SerializedNode[];
  textContent?: string;
}

export interface PrivateBoxesOptions {
  /** Below 1 if the node was not recorded. */
  idOf(node: Node): number;
  onChange(event: RecorderEvent): void;
}

export interface PrivateBoxes {
  /** Makes a box of what the recorder told of the element. */
  putInto(node: SerializedNode, element: Element): void;
  /** Takes out what the agent has of an element, and puts a box there. */
  replace(element: Element): void;
  /** It may stand or be large otherwise than before. */
  look(element: Element): void;
  /** A snapshot tells of all boxes. */
  startAfresh(): void;
  stop(): void;
}

const ELEMENT = 2;
/** Of a serialized node, what says where it belongs and nothing of what it is. */
const PLACE = ["id", "rootId", "isShadow"];

export function createPrivateBoxes({ idOf, onChange }: PrivateBoxesOptions): PrivateBoxes {
  let told = new WeakMap<Element, string>();
  const changed = new Set<Element>();
  let frame: number | undefined;

  const look = (element: Element) => {
    if (!told.has(element)) return;
    changed.add(element);
    // Not at each change: to measure an element holds the page up.
    frame ??= requestAnimationFrame(() => {
      frame = undefined;
      for (const each of changed) measure(each);
      changed.clear();
    });
  };

  function measure(element: Element): void {
    const id = idOf(element);
    if (id < 1 || !isConnected(element)) return;
    const { attributes } = privateBox(element);
    const now = JSON.stringify(attributes);
    if (told.get(element) === now) return;
    told.set(element, now);
    onChange(mutation({ attributes: [{ id, attributes }] }));
  }

  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) look(target);
  });

  function putInto(node: SerializedNode, element: Element): void {
    const { tagName, attributes } = privateBox(element);
    for (const name of Object.keys(node))
      if (!PLACE.includes(name)) Reflect.deleteProperty(node, name);
    Object.assign(node, { type: ELEMENT, tagName, attributes: { ...attributes }, childNodes: [] });
    if (tagName === "rect") Object.assign(node, { isSVG: true });
    told.set(element, JSON.stringify(attributes));
    sizes.observe(element);
  }

  function replace(element: Element): void {
    const parent = containingNode(element);
    const id = idOf(element);
    const parentId = parent ? idOf(parent) : -1;
    if (id < 1 || parentId < 1 || told.has(element)) return;
    const isShadow = parentNode(element) !== parent;
    const node = { id, ...(isShadow && { isShadow }), ...rootOf(element, idOf) };
    putInto(node, element);
    const place = { parentId, ...(isShadow && { isShadow }) };
    onChange(
      mutation({
        removes: [{ ...place, id }],
        adds: [{ parentId, nextId: nextIdOf(element, idOf), node }],
      }),
    );
  }

  return {
    putInto,
    replace,
    look,
    startAfresh() {
      told = new WeakMap();
      sizes.disconnect();
    },
    stop() {
      sizes.disconnect();
      if (frame !== undefined) cancelAnimationFrame(frame);
    },
  };
}

function mutation(changes: object): RecorderEvent {
  const data = { source: MUTATION, texts: [], attributes: [], removes: [], adds: [], ...changes };
  return { type: INCREMENTAL, timestamp: Date.now(), data };
}

/** Nodes of a frame say which document they are of. */
function rootOf(element: Element, idOf: (node: Node) => number): { rootId?: number } {
  const root = ownerDocument(element) as Document;
  return root === document ? {} : { rootId: idOf(root) };
}

function nextIdOf(element: Element, idOf: (node: Node) => number): number | null {
  for (let next = nextSibling(element); next; next = nextSibling(next)) {
    const id = idOf(next);
    if (id >= 1) return id;
  }
  return null;
}
