/** What of a page would not leave it, and why: found anew each time it is asked. */
import { containingNode, nodesWithin } from "../../peer/capture/redaction/containing-node.ts";
import { isPrivatePage } from "../../peer/capture/redaction/private-page.ts";
import type { Redaction } from "../../peer/capture/redaction/redaction.ts";
import { isSecretField } from "../../peer/capture/redaction/secret-fields.ts";
import { matchesPage } from "../../peer/protocol/page-pattern.ts";
import type { PrivacyRules } from "../../peer/protocol/privacy-rules.ts";

export interface CoveredPart {
  element: Element;
  reason: string;
  leaves: "as an empty box" | "without its value" | "as its shape";
}

type Shown = Pick<Redaction, "parts" | "isRedacted" | "isMasked">;

/** Redacted parts first, then the fields and texts beside them in the order of the page. */
export function* coveredParts(rules: PrivacyRules, redaction: Shown): Generator<CoveredPart> {
  for (const element of redaction.parts()) {
    yield { element, reason: whyRedacted(element, rules), leaves: "as an empty box" };
  }
  const told = new Set<Element>();
  for (const node of nodesWithin(document)) {
    const element = whatShows(node, rules);
    if (!element || told.has(element) || isOurs(node) || redaction.isRedacted(node)) continue;
    const secret = whySecret(element);
    if (secret) yield { element, reason: secret, leaves: "without its value" };
    else if (redaction.isMasked(node)) {
      yield { element, reason: "private by default", leaves: "as its shape" };
    } else continue;
    told.add(element);
  }
}

const FIELDS = new Set(["INPUT", "TEXTAREA", "SELECT"]);
/** Nobody sees a text there. */
const UNSEEN = new Set(["SCRIPT", "STYLE", "NOSCRIPT", "TITLE", "OPTION", "TEXTAREA"]);

/** @returns the field, or the element with the text, if the node is one that rules of texts are for */
function whatShows(node: Node, { isPrivateByDefault }: PrivacyRules): Element | undefined {
  if (isElement(node)) {
    const isHidden = (node as HTMLInputElement).type === "hidden";
    return FIELDS.has(node.nodeName) && !isHidden ? node : undefined;
  }
  if (!isPrivateByDefault || node.nodeType !== Node.TEXT_NODE) return undefined;
  const { parentElement } = node;
  const isSeen = parentElement && !UNSEEN.has(parentElement.nodeName) && node.nodeValue?.trim();
  return isSeen ? parentElement : undefined;
}

function whyRedacted(element: Element, { redact, blockedPages }: PrivacyRules): string {
  if (element.matches(".cobrowse-redacted")) return "class cobrowse-redacted";
  if (element.matches('[data-cobrowse="redact" i]')) return 'data-cobrowse="redact"';
  const rule = redact.find(
    ({ selector, pages }) =>
      (pages === undefined || holdsFor(pages, element)) && element.matches(selector),
  );
  if (rule) return `rule of the site: ${rule.selector}`;
  const { contentDocument } = element as Partial<HTMLIFrameElement>;
  const isPrivateFrame =
    contentDocument &&
    URL.canParse(contentDocument.URL) &&
    isPrivatePage({ blockedPages }, new URL(contentDocument.URL));
  return isPrivateFrame ? "private page in a frame" : "redacted before";
}

/** A rule of a page holds also for the frames in it. */
function holdsFor(pattern: string, { ownerDocument: { URL: own } }: Element): boolean {
  return (
    matchesPage(pattern, location) || (URL.canParse(own) && matchesPage(pattern, new URL(own)))
  );
}

function whySecret(element: Element): string | undefined {
  const { type } = element as Partial<HTMLInputElement>;
  if (type === "file") return "file name";
  if (!FIELDS.has(element.nodeName) || !isSecretField(element)) return undefined;
  const autocomplete = element.getAttribute("autocomplete")?.toLowerCase() ?? "";
  if (type === "password" || autocomplete.includes("password")) return "password";
  if (autocomplete.includes("cc-")) return "card";
  return autocomplete.includes("one-time-code") ? "one-time code" : "secret field";
}

/** It is part of our element, or of what is painted there. */
export function isOurs(node: Node): boolean {
  for (let at: Node | null = node; at; at = containingNode(at)) {
    if (at.nodeName === "ALONGSIDE-WIDGET") return true;
  }
  return false;
}

/** Not by `instanceof`: an element in a frame has the classes of the frame. */
function isElement(node: Node): node is Element {
  return node.nodeType === Node.ELEMENT_NODE;
}
