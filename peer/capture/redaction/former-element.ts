/** An element as it was before one of its attributes changed: for rules that may have held for it then. */
import { attributeNames, getAttribute, localName } from "./native-dom.ts";

/** What a policy of the page's forbids to write, and reports, even where nothing is run or drawn. */
const INLINE = /^(?:style|on.*)$/i;

export interface FormerElements {
  /** @param before - what the attribute said; null if it was not there */
  matched(element: Element, attribute: string, before: string | null, selector: string): boolean;
}

export function createFormerElements(): FormerElements {
  /** Nothing is run in it, and nothing is loaded. */
  let inert: Document | undefined;

  return {
    matched(element, attribute, before, selector) {
      const isInline = INLINE.test(attribute);
      // Styles change all the time, and few rules ask for them. A name may be written in escapes.
      if (isInline && !new RegExp(`${attribute}|\\\\`, "i").test(selector)) return false;
      inert ??= document.implementation.createHTMLDocument();
      const former = isInline ? asPlainElement(element, inert) : inert.importNode(element, false);
      if (before === null) former.removeAttribute(attribute);
      else former.setAttribute(attribute, before);
      return former.matches(selector);
    },
  };
}

/** Of no namespace: there a style is an attribute like others. Only values that HTML takes in any case do not match so. */
function asPlainElement(element: Element, inert: Document): Element {
  const plain = inert.createElementNS(null, localName(element));
  for (const name of attributeNames(element)) {
    plain.setAttribute(name, getAttribute(element, name) ?? "");
  }
  return plain;
}
