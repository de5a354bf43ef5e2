import { isElement, localName, nodeName } from "./native-dom.ts";

/** @returns the name of an element as HTML's own are spelled, in a page that is XHTML as well: `INPUT` */
export function htmlName(node: Node): string {
  return (isElement(node) ? localName(node) : nodeName(node)).toUpperCase();
}
