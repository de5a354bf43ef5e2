/** What names a field for who fills it in, and for the page's code. */
import { attributeNames, getAttribute } from "./native-dom.ts";

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** More is no name, and takes long to look through. */
const NAMING_LENGTH = 200;
const NAMING =
  /^(?:name|id|placeholder|aria-label|aria-description|title|data-(?:.*-)?(?:test-?id|test|qa|name|field|id))$/i;

/** Everything that names the field, as words: `cardNumber` and `card_number` are two. */
export function wordsOf(field: Field): string {
  const names = attributeNames(field).filter((name) => NAMING.test(name));
  const labels = labelsOf(field).map(({ textContent }) => textContent ?? "");
  return [...names.map((name) => getAttribute(field, name) ?? ""), ...labels]
    .map((text) => text.slice(0, NAMING_LENGTH))
    .join(" | ")
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .replace(/[\s_.\-[\]]+/g, " ");
}

/** Not by `labels`: a browser looks through the whole page for those of each field. */
function labelsOf(field: Field): Element[] {
  const around = field.closest("label");
  const root = field.getRootNode() as Partial<Document>;
  const ids = field.getAttribute("aria-labelledby")?.trim().split(/\s+/, 5) ?? [];
  return [
    ...(around ? [around] : []),
    ...(labelsIn(field.getRootNode() as Document).get(field.id) ?? []),
    ...ids.flatMap((id) => root.getElementById?.(id) ?? []),
  ];
}

/** By the field that they are for; until the page's own code runs again. */
const known = new Map<Node, Map<string, Element[]>>();

function labelsIn(root: ParentNode & Node): Map<string, Element[]> {
  const before = known.get(root);
  if (before) return before;
  if (known.size === 0) queueMicrotask(() => known.clear());
  const labels = new Map<string, Element[]>();
  for (const label of root.querySelectorAll?.("label[for]") ?? []) {
    const id = label.getAttribute("for") ?? "";
    labels.set(id, [...(labels.get(id) ?? []), label]);
  }
  known.set(root, labels);
  return labels;
}
