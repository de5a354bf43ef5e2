/**
 * In the agent's pages: everything that a document says, in markup and beside it, down into frames
 * and components.
 */
import { tell, toBase64 } from "./taps.ts";

declare global {
  interface Window {
    privacyAgent: { wholeDocument(): string; stored(): Promise<string> };
  }
}

/** What an element says that no attribute of it does. */
const PROPERTIES = [
  "value",
  "defaultValue",
  "title",
  "alt",
  "placeholder",
  "src",
  "currentSrc",
  "href",
];
const PSEUDO_ELEMENTS = [null, "::before", "::after", "::marker", "::placeholder"];
const STYLES = ["content", "list-style-type", "quotes", "background-image", "font-family"];

class Sayings {
  readonly #said: string[] = [];

  get text(): string {
    return this.#said.join("\n");
  }

  ofNode(node: Node): void {
    if (node.nodeType === Node.ELEMENT_NODE) this.#ofElement(node as Element);
    else if (node.nodeType === Node.DOCUMENT_NODE) this.#ofDocument(node as Document);
    else if (node.nodeValue) this.#said.push(node.nodeValue);
    for (const child of node.childNodes) this.ofNode(child);
    // A node's text as a whole: parts of it may lie in several nodes.
    if (node.childNodes.length > 1) this.#said.push(node.textContent ?? "");
  }

  #ofDocument(whole: Document): void {
    const { title, URL: address, referrer, cookie } = whole;
    this.#said.push(title, address, referrer, cookie);
    this.#ofSheets([...whole.styleSheets, ...whole.adoptedStyleSheets]);
  }

  #ofElement(element: Element): void {
    this.#said.push(element.nodeName, ...element.getAttributeNames());
    this.#said.push(...[...element.attributes].map(({ value }) => value));
    for (const name of PROPERTIES) {
      const value = (element as unknown as Record<string, unknown>)[name];
      if (typeof value === "string") this.#said.push(value);
    }
    for (const pseudo of PSEUDO_ELEMENTS) {
      const style = getComputedStyle(element, pseudo);
      this.#said.push(...STYLES.map((name) => style.getPropertyValue(name)));
    }
    const { shadowRoot } = element;
    if (shadowRoot) {
      this.#ofSheets([...shadowRoot.styleSheets, ...shadowRoot.adoptedStyleSheets]);
      this.ofNode(shadowRoot);
    }
    if (element.nodeName === "TEMPLATE") this.ofNode((element as HTMLTemplateElement).content);
    const { contentDocument } = element as Partial<HTMLIFrameElement>;
    if (contentDocument) this.ofNode(contentDocument);
  }

  #ofSheets(sheets: CSSStyleSheet[]): void {
    for (const sheet of sheets) {
      this.#said.push(sheet.href ?? "", sheet.title ?? "");
      for (const { cssText } of rulesOf(sheet)) this.#said.push(cssText);
    }
  }
}

function rulesOf(sheet: CSSStyleSheet): CSSRule[] {
  try {
    return [...sheet.cssRules];
  } catch {
    return []; // of another origin: then it is said by no script, nor could we have read it
  }
}

/** Also every blob that is given an address: what it holds stands in no document. */
const { createObjectURL } = URL;
URL.createObjectURL = (object) => {
  if (object instanceof Blob) {
    const { type } = object;
    void object
      .arrayBuffer()
      .then((buffer) => tell({ kind: "blob", type, bytes: toBase64(new Uint8Array(buffer)) }));
  }
  return createObjectURL.call(URL, object);
};

window.privacyAgent = {
  wholeDocument() {
    const sayings = new Sayings();
    sayings.ofNode(document);
    return sayings.text;
  },
  async stored() {
    const databases = await indexedDB.databases();
    const keys = (await Promise.all((await caches.keys()).map((name) => caches.open(name)))).map(
      (cache) => cache.keys(),
    );
    const kept = (await Promise.all(keys)).flat().map(({ url }) => url);
    return JSON.stringify([
      { ...localStorage },
      { ...sessionStorage },
      databases,
      kept,
      name,
      document.cookie,
    ]);
  },
};
