/**
 * Changes nodes on their way out of the page, so that they say what the customer sees and no more.
 * A picture leaves without its address, which would say more than it shows, but with its natural
 * size, so that the replica can keep its place. A field leaves as it is filled in now, not as the
 * page's author first wrote it. A link leaves as the page wrote it.
 */
import type { RecorderEvent } from "../protocol/lane-messages.ts";
import { isSecretField } from "./secret-fields.ts";

/** Attribute of the wire alone: `WIDTHxHEIGHT` of a picture in its own pixels. */
const NATURAL_SIZE = "alongside-natural-size";

/** Attribute of the wire alone: a box that is neither checked nor not. */
const INDETERMINATE = "alongside-indeterminate";

type Attributes = Record<string, unknown>;

interface SerializedNode {
  id: number;
  attributes?: Attributes;
  childNodes?: SerializedNode[];
}

interface MutationData {
  adds?: Array<{ node: SerializedNode }>;
  attributes?: Array<{ id: number; attributes: Attributes }>;
}

type NodeOf = (id: number) => Node | null;

/** Changes the event's nodes in place; the event is ours from here on. */
export function prepareForLeaving(event: RecorderEvent, nodeOf: NodeOf): void {
  const { node } = event.data as { node?: SerializedNode };
  if (node) prepareTree(node, nodeOf);
  const { adds, attributes } = event.data as MutationData;
  if (Array.isArray(adds)) for (const add of adds) prepareTree(add.node, nodeOf);
  if (Array.isArray(attributes)) {
    for (const change of attributes) prepareAttributes(change.attributes, nodeOf(change.id));
  }
}

function prepareTree(root: SerializedNode, nodeOf: NodeOf): void {
  const waiting = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.attributes) {
      const element = nodeOf(node.id);
      prepareAttributes(node.attributes, element);
      fillIn(node.attributes, element);
    }
    if (node.childNodes) waiting.push(...node.childNodes);
  }
}

/** What holds for an element that is added and for one that changes. */
function prepareAttributes(attributes: Attributes, element: Node | null): void {
  switch (element?.nodeName) {
    case "IMG":
    case "VIDEO":
      return preparePicture(attributes, element);
    case "INPUT": {
      const { type } = element as HTMLInputElement;
      if (type === "image") preparePicture(attributes, element);
      if (type === "hidden") delete attributes["value"];
      return;
    }
    case "A":
    case "AREA":
      // The recorder makes the address absolute, and a style rule such as `a[href="/cart"]` would
      // no longer find it.
      if (typeof attributes["href"] !== "string") return;
      attributes["href"] = (element as Element).getAttribute("href") ?? attributes["href"];
      return;
    case "ALONGSIDE-WIDGET":
      // Ours is a popover while the page shows a dialog. The replica has no popovers, and an element
      // that is one and not open would not be there at all.
      delete attributes["popover"];
  }
}

function preparePicture(attributes: Attributes, element: Node): void {
  for (const name of ["src", "srcset", "poster"]) {
    const address = attributes[name];
    if (typeof address === "string" && !address.startsWith("data:")) delete attributes[name];
  }
  Object.assign(attributes, naturalSizeOf(element));
}

/** @returns the size as an attribute; nothing for what has no picture, or none yet */
export function naturalSizeOf(element: Node): Record<string, string> {
  const [widthPx, heightPx] = pictureSide(element);
  return widthPx > 0 && heightPx > 0 ? { [NATURAL_SIZE]: `${widthPx}x${heightPx}` } : {};
}

export function isIndeterminate(element: Node): boolean {
  const { type, indeterminate } = element as HTMLInputElement;
  return type === "checkbox" && indeterminate;
}

/** As the change of an attribute: nothing but a script makes a box so, and no event tells. */
export function indeterminateNow(element: Node): Record<string, "" | null> {
  return { [INDETERMINATE]: isIndeterminate(element) ? "" : null };
}

function pictureSide(element: Node): [widthPx: number, heightPx: number] {
  switch (element.nodeName) {
    case "IMG": {
      const { naturalWidth, naturalHeight } = element as HTMLImageElement;
      return [naturalWidth, naturalHeight];
    }
    case "VIDEO": {
      const { videoWidth, videoHeight } = element as HTMLVideoElement;
      return [videoWidth, videoHeight];
    }
    case "INPUT": {
      // A browser does not tell the natural size of a picture that is a button.
      const { offsetWidth, offsetHeight } = element as HTMLInputElement;
      return [offsetWidth, offsetHeight];
    }
    default:
      return [0, 0];
  }
}

/**
 * The recorder copies the attributes of the page's author; where a field is empty, not checked or
 * not chosen now, they would say otherwise. It leaves out what is chosen in a list that it masks,
 * and it masks all of them.
 */
function fillIn(attributes: Attributes, element: Node | null): void {
  switch (element?.nodeName) {
    case "INPUT": {
      const { checked, type, value } = element as HTMLInputElement;
      if (type === "checkbox" || type === "radio") {
        if (!checked) delete attributes["checked"];
        if (isIndeterminate(element)) attributes[INDETERMINATE] = "";
      } else if (value === "") delete attributes["value"];
      return;
    }
    case "TEXTAREA":
      // Also when it is empty: without it, the author's text would come as its child.
      attributes["value"] ??= "";
      return;
    case "OPTION": {
      const option = element as HTMLOptionElement;
      const list = option.closest("select");
      if (option.selected && list && !isSecretField(list)) attributes["selected"] = true;
    }
  }
}
