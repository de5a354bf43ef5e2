/** @returns the name of an element as HTML's own are spelled, in a page that is XHTML as well: `INPUT` */
export function htmlName(node: Node): string {
  return ((node as Partial<Element>).localName ?? node.nodeName).toUpperCase();
}
