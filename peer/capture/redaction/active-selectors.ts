/** The selectors of redacted parts: those that hold everywhere, and the site's, where they hold. */
import { matchesPage } from "../../protocol/page-pattern.ts";
import type { PrivacyRules, RedactionRule } from "../../protocol/privacy-rules.ts";

/** What the page's author keeps to the customer. */
export const AUTHOR_SELECTOR = '.cobrowse-redacted, [data-cobrowse="redact" i]';

/** One selector for the elements of a document. */
export type SelectorOf = (document: Document) => string;

/**
 * @throws {SyntaxError} for a selector that this browser cannot read: together with others it would
 * switch them off too
 */
export function createSelectors({ redact }: Pick<PrivacyRules, "redact">): SelectorOf {
  const probe = document.createDocumentFragment();
  for (const { selector } of redact) probe.querySelector(selector);
  const known = new WeakMap<Document, { at: string; selector: string }>();

  return (ofDocument) => {
    const at = `${location.href} ${ofDocument.URL}`;
    const before = known.get(ofDocument);
    if (before?.at === at) return before.selector;
    const holding = redact.filter((rule) => holdsIn(rule, ofDocument));
    const selector = [AUTHOR_SELECTOR, ...holding.map((rule) => rule.selector)].join(", ");
    known.set(ofDocument, { at, selector });
    return selector;
  };
}

/** In a frame, a rule of its own address and one of the page around it. */
function holdsIn({ pages }: RedactionRule, { URL: address }: Document): boolean {
  if (pages === undefined || matchesPage(pages, location)) return true;
  return URL.canParse(address) && matchesPage(pages, new URL(address));
}
