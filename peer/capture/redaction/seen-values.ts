import { attributeNames, getAttribute, isElement, nodeName, nodeValue } from "./native-dom.ts";

/**
 * What a redacted node says that must not be said anywhere else: its texts, not the names by which
 * the page's code calls things, which other parts have too.
 */
const TEXTS =
  /^(?:title|alt|placeholder|content|label|summary|aria-(?:label|description|valuetext|roledescription|placeholder)|data-.*)$/i;
const ADDRESSES = /^(?:href|src|action|formaction|cite|poster|data|xlink:href|srcset)$/i;
const QUOTED = /"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'/g;
/** Where the attribute says what a choice means to the page's code, and not what anybody wrote. */
const CHOICES = new Set(["button", "checkbox", "radio", "reset", "submit", "image"]);

export function* valuesOf(node: Node): Generator<string> {
  if (!isElement(node)) {
    const text = nodeValue(node);
    if (text) yield text;
    return;
  }
  for (const name of attributeNames(node)) {
    const value = getAttribute(node, name) ?? "";
    if (TEXTS.test(name)) yield value;
    else if (name === "style") yield* quotedIn(value);
    else if (ADDRESSES.test(name)) yield* valuesInAddress(value);
  }
  const { type, value } = node as Partial<HTMLInputElement>;
  if (typeof value === "string" && nodeName(node) !== "OPTION" && !CHOICES.has(type ?? "")) {
    yield value;
  }
}

function* quotedIn(css: string): Generator<string> {
  for (const [, inDouble, inSingle] of css.matchAll(QUOTED)) yield inDouble ?? inSingle ?? "";
}

/** A path is where anybody may go; what is asked for there is the customer's. */
function* valuesInAddress(address: string): Generator<string> {
  const [, query = ""] = /[?#](.*)$/s.exec(address) ?? [];
  yield* new URLSearchParams(query.replaceAll("#", "&")).values();
}
