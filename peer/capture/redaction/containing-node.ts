/** What a node is part of: also out of a component, and out of a frame into the page around it. */
export function containingNode(node: Node): Node | null {
  const { host } = node as Partial<ShadowRoot>;
  return node.parentNode ?? host ?? frameOf(node) ?? null;
}

/** The frame that shows a document, if it is of this page. */
export function frameOf(node: Node): Element | null {
  const { defaultView } = node as Partial<Document>;
  return defaultView?.frameElement ?? null;
}

/** The node, and all that is in it: components and frames that can be read too. */
export function* nodesWithin(root: Node): Generator<Node> {
  const waiting: Node[] = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    yield node;
    for (let child = node.lastChild; child; child = child.previousSibling) waiting.push(child);
    const { shadowRoot, contentDocument, content } = node as Partial<Element> &
      Partial<HTMLIFrameElement> &
      Partial<HTMLTemplateElement>;
    if (shadowRoot) waiting.push(shadowRoot);
    if (contentDocument) waiting.push(contentDocument);
    // What is not in the page yet; a `meta` has a text of this name.
    if (content instanceof Node) waiting.push(content);
  }
}
