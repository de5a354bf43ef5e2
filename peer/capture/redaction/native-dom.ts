/**
 * What a node says of itself, as the browser has it. A page may put something else in its place without
 * meaning to: a field that is named like a property takes the place of the form's own, and an element
 * of the page's own may answer for itself. Who asks those is led past the mark of a redacted part.
 */

/** @returns reads the property of a node as its class in the browser has it */
function reading<On extends object, Name extends keyof On>(
  kind: () => { prototype: On },
  name: Name,
) {
  let read: (() => On[Name]) | undefined;
  return (node: On): On[Name] => {
    read ??= Object.getOwnPropertyDescriptor(kind().prototype, name)?.get;
    return read ? read.call(node) : node[name];
  };
}

const ofNode = <Name extends keyof Node>(name: Name) => reading(() => Node, name);
const ofElement = <Name extends keyof Element>(name: Name) => reading(() => Element, name);

export const nodeType = ofNode("nodeType");
export const parentNode = ofNode("parentNode");
export const parentElement = ofNode("parentElement");
export const childNodes = ofNode("childNodes");
export const lastChild = ofNode("lastChild");
export const previousSibling = ofNode("previousSibling");
export const nextSibling = ofNode("nextSibling");
export const ownerDocument = ofNode("ownerDocument");
export const isConnected = ofNode("isConnected");
export const baseUri = ofNode("baseURI");

export const localName = ofElement("localName");
export const namespaceUri = ofElement("namespaceURI");

const shadowRootOfElement = ofElement("shadowRoot");
const slotOfElement = ofElement("assignedSlot");
const slotOfText = reading(() => Text, "assignedSlot");

/** Not by `instanceof`: an element in a frame has the classes of the frame. */
export const isElement = (node: Node): node is Element => nodeType(node) === Node.ELEMENT_NODE;

const tagName = ofElement("tagName");

/** As `nodeName` has it. */
export const nodeName = (node: Node): string => (isElement(node) ? tagName(node) : node.nodeName);

/** What a node that is no element says. */
export const nodeValue = (node: Node): string | null => (isElement(node) ? null : node.nodeValue);

export const shadowRoot = (node: Node): ShadowRoot | null =>
  isElement(node) ? shadowRootOfElement(node) : null;

/** Where a component shows it. */
export function assignedSlot(node: Node): HTMLSlotElement | null {
  if (isElement(node)) return slotOfElement(node);
  return nodeType(node) === Node.TEXT_NODE ? slotOfText(node as Text) : null;
}

export const rootNode = (node: Node): Node => Node.prototype.getRootNode.call(node);

export const getAttribute = (element: Element, name: string): string | null =>
  Element.prototype.getAttribute.call(element, name);

export const attributeNames = (element: Element): string[] =>
  Element.prototype.getAttributeNames.call(element);

/** @throws {SyntaxError} for a selector that this browser cannot read */
export const matches = (element: Element, selector: string): boolean =>
  Element.prototype.matches.call(element, selector);

export const closest = (element: Element, selector: string): Element | null =>
  Element.prototype.closest.call(element, selector);

export const elementsIn = (element: Element, selector: string): NodeListOf<Element> =>
  Element.prototype.querySelectorAll.call(element, selector);

/** In CSS pixels of the viewport. */
export const boxOf = (element: Element): DOMRect =>
  Element.prototype.getBoundingClientRect.call(element);
