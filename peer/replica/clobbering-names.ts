/**
 * Names by which a field takes the place of a property of its form, or a picture that of one of the
 * document: who builds the replica calls these, and would get the field instead. Without its name it
 * looks the same, but for a rule of CSS that asks for it.
 */
const NAMES = new Set(
  `addEventListener adoptNode adoptedStyleSheets after append appendChild assignedSlot attachShadow
  attributes before body childElementCount childNodes children classList className clientHeight
  clientWidth cloneNode close closest compareDocumentPosition contains content contentDocument
  createCDATASection createComment createElement createElementNS createRange createTextNode
  createTreeWalker dataset defaultView dispatchEvent doctype documentElement firstChild
  firstElementChild fonts getAttribute getAttributeNS getAttributeNames getAttributeNode
  getBoundingClientRect getClientRects getElementById getElementsByClassName getElementsByTagName
  getRootNode hasAttribute hasAttributes hasChildNodes head host implementation importNode innerHTML
  innerText insertAdjacentElement insertAdjacentHTML insertBefore isConnected lastChild
  lastElementChild localName matches namespaceURI nextElementSibling nextSibling nodeName nodeType
  nodeValue normalize offsetHeight offsetWidth open outerHTML ownerDocument parentElement parentNode
  prepend previousElementSibling previousSibling querySelector querySelectorAll remove
  removeAttribute removeAttributeNS removeChild removeEventListener replaceChild replaceChildren
  replaceWith scroll scrollIntoView scrollLeft scrollTo scrollTop setAttribute setAttributeNS
  shadowRoot style styleSheets tagName textContent toggleAttribute write`.split(/\s+/),
);
const NAMED = new Set(
  "button embed fieldset form iframe img input object output select textarea".split(" "),
);

/** @param tagName - in lower case */
export function clobbers(tagName: string, attribute: string, value: unknown): boolean {
  const isName = attribute === "name" || attribute === "id";
  return isName && NAMED.has(tagName) && NAMES.has(String(value));
}
