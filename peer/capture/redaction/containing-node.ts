import { lastChild, nodeType, parentNode, previousSibling, shadowRoot } from "./native-dom.ts";

/** What a node is part of: also out of a component, and out of a frame into the page around it. */
export function containingNode(node: Node): Node | null {
  const parent = parentNode(node);
  if (parent) return parent;
  // Not of whatever has a `host`: a form has one too, if a field in it is called so.
  const isFragment = nodeType(node) === Node.DOCUMENT_FRAGMENT_NODE;
  return (isFragment ? (node as Partial<ShadowRoot>).host : frameOf(node)) ?? null;
}

/** The frame that shows a document, if it is of this page. */
export function frameOf(node: Node): Element | null {
  if (nodeType(node) !== Node.DOCUMENT_NODE) return null;
  return (node as Document).defaultView?.frameElement ?? null;
}

/** The node, and all that is in it: components and frames that can be read too. */
export function* nodesWithin(root: Node): Generator<Node> {
  const waiting: Node[] = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    yield node;
    for (let child = lastChild(node); child; child = previousSibling(child)) waiting.push(child);
    const { contentDocument, content } = node as Partial<HTMLIFrameElement> &
      Partial<HTMLTemplateElement>;
    // The last one is what is not in the page yet. A `meta` has a text of this name, and a form a field.
    for (const inner of [shadowRoot(node), contentDocument, content])
      if (isRoot(inner)) waiting.push(inner);
  }
}

function isRoot(inner: Partial<Node> | null | undefined): inner is Node {
  const kind = inner?.nodeType;
  return kind === Node.DOCUMENT_NODE || kind === Node.DOCUMENT_FRAGMENT_NODE;
}
