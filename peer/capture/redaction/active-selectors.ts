/** The selectors of redacted parts: those that hold everywhere, and the site's, where they hold. */
import { matchesPage } from "../../protocol/page-pattern.ts";
import type { PrivacyRules, RedactionRule } from "../../protocol/privacy-rules.ts";

/** What the page's author keeps to the customer. */
export const AUTHOR_SELECTOR = '.cobrowse-redacted, [data-cobrowse="redact" i]';

/** One selector for the elements of a document, as it and the page are now. */
export type SelectorOf = (document: Document) => string;

/**
 * @throws {SyntaxError} for a selector that this browser cannot read: together with others it would
 * switch them off too
 */
export function createSelectors({ redact }: Pick<PrivacyRules, "redact">): SelectorOf {
  if (redact.length === 0) return () => AUTHOR_SELECTOR;
  const probe = document.createDocumentFragment();
  for (const { selector } of redact) probe.querySelector(selector);
  const known = new WeakMap<Document, { page: string; own: string; selector: string }>();

  return (ofDocument) => {
    const page = location.href;
    const own = ofDocument.URL;
    const before = known.get(ofDocument);
    if (before?.page === page && before.own === own) return before.selector;
    const holding = redact.filter((rule) => holdsIn(rule, own));
    const selector = [AUTHOR_SELECTOR, ...holding.map((rule) => rule.selector)].join(", ");
    known.set(ofDocument, { page, own, selector });
    return selector;
  };
}

/** In a frame, a rule of its own address and one of the page around it. */
function holdsIn({ pages }: RedactionRule, own: string): boolean {
  if (pages === undefined || matchesPage(pages, location)) return true;
  return URL.canParse(own) && matchesPage(pages, new URL(own));
}
