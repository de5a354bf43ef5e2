/**
 * What of the page is redacted: the elements that its author or its site keep to the customer, with
 * all that is in them. Once redacted, always redacted, for as long as the page lives: whatever
 * becomes of a class, and wherever a part is moved to.
 */
import { matchesPage } from "../../protocol/page-pattern.ts";
import type { PrivacyRules } from "../../protocol/privacy-rules.ts";
import { createSelectors } from "./active-selectors.ts";
import { containingNode, frameOf, nodesWithin } from "./containing-node.ts";
import { createFormerElements } from "./former-element.ts";
import {
  assignedSlot,
  childNodes,
  getAttribute,
  isConnected,
  isElement,
  matches,
  nodeName,
  nodeType,
  ownerDocument,
  rootNode,
} from "./native-dom.ts";
import { isSecretField, noteSecret } from "./secret-fields.ts";
import { valuesOf } from "./seen-values.ts";

export interface Redaction {
  /** It is, or is part of, what leaves as an empty box. */
  isRedacted(node: Node): boolean;
  /** The same, of a node that stands in what is known to be open. */
  isRedactedItself(node: Node): boolean;
  /** Its text and what is filled in leave as their shape alone: private by default, and not opened. */
  isMasked(node: Node): boolean;
  /** The same, of a node that stands in what is known to be masked, or not. */
  isMaskedWithin(node: Node | null, isAroundMasked: boolean): boolean;
  /** The outermost redacted elements that are in the page now. */
  parts(): Iterable<Element>;
  /** Documents and shadow roots that are looked after. */
  roots(): Iterable<Document | ShadowRoot>;
  /** Takes in what the page has done until now, and nobody was told of yet. */
  catchUp(): void;
  /** Looks after a document or component, and what it holds from now on. */
  lookAfter(root: Document | ShadowRoot): void;
  stop(): void;
}

export interface RedactionListener {
  /** It was open until now. Before any observer that was made later hears of the same change. */
  onRedacted(element: Element): void;
  /** It is redacted already, and something about it has changed. */
  onChanged(element: Element): void;
  /** What was masked is opened, or the other way round. */
  onOpened(): void;
  /** A text, or an attribute's value, of a redacted part. */
  onSeen(value: string): void;
}

/** Set on every node that was ever part of a redacted element; for every capture of this page. */
const everRedacted = new WeakSet<Node>();

/** What an attribute that was taken away again said. */
const SAID_REDACTED: Record<string, RegExp> = {
  class: /(?:^|\s)cobrowse-redacted(?:\s|$)/,
  "data-cobrowse": /^redact$/i,
};

const OBSERVED = {
  subtree: true,
  childList: true,
  characterData: true,
  attributes: true,
  attributeOldValue: true,
};

/** @throws {SyntaxError} for a rule that this browser cannot read */
export function createRedaction(rules: PrivacyRules, listener: RedactionListener): Redaction {
  const selectorOf = createSelectors(rules);
  const roots = new Set<Document | ShadowRoot>();
  let parts = new Set<WeakRef<Element>>();
  const known = new WeakSet<Element>();
  const stopped = new AbortController();
  const formerElements = createFormerElements();

  function isRedacted(node: Node): boolean {
    for (let at: Node | null = node; at; at = containingNode(at)) {
      if (isRedactedItself(at)) return true;
    }
    return false;
  }

  function isRedactedItself(node: Node): boolean {
    if (everRedacted.has(node)) return true;
    if (isShownInPart(node)) {
      if (isElement(node)) redact(node);
      else withhold(node);
      return true;
    }
    const part = isElement(node) ? isOfPart(node) && node : privateFrame(node);
    if (part) redact(part);
    return Boolean(part);
  }

  /** A component shows it in the midst of what is redacted there. */
  function isShownInPart(node: Node): boolean {
    const slot = assignedSlot(node);
    return slot !== null && isRedacted(slot);
  }

  const isOfPart = (element: Element) =>
    matches(element, selectorOf(ownerDocument(element) as Document));

  /** The frame that shows a page of its own that the site keeps private. */
  function privateFrame(node: Node): Element | null {
    const frame = frameOf(node);
    if (!frame || !URL.canParse((node as Document).URL)) return null;
    const address = new URL((node as Document).URL);
    return rules.blockedPages.some((pattern) => matchesPage(pattern, address)) ? frame : null;
  }

  /** Everything in it, so that no part of it is open when it is moved elsewhere. */
  function redact(element: Element): void {
    if (known.has(element)) return;
    known.add(element);
    parts.add(new WeakRef(element));
    for (const node of nodesWithin(element)) withhold(node);
    listener.onRedacted(element);
  }

  /** What the page has given to a component, which shows it in its slots. */
  function withholdAssigned(slot: HTMLSlotElement): void {
    for (const node of slot.assignedNodes()) {
      if (isElement(node)) redact(node);
      else if (!everRedacted.has(node)) {
        withhold(node);
        listener.onOpened();
      }
    }
  }

  function withhold(node: Node): void {
    everRedacted.add(node);
    for (const value of valuesOf(node)) listener.onSeen(value);
    if (isRoot(node)) lookAfter(node);
    if (nodeName(node) === "SLOT") withholdAssigned(node as HTMLSlotElement);
  }

  function redactWithin(root: ParentNode & Node): void {
    const selector = selectorOf(ownerDocument(root) ?? (root as Document));
    for (const element of root.querySelectorAll(selector)) {
      // One that is known is part of another, or was taken in with it.
      if (!everRedacted.has(element)) redact(element);
    }
  }

  const takeAll = (records: MutationRecord[]) => {
    const changed = new Set<Document | ShadowRoot>();
    for (const record of records) {
      take(record);
      const root = rootNode(record.target) as Document | ShadowRoot;
      if (roots.has(root)) changed.add(root);
    }
    // A rule of the site may ask for what is beside an element, or in it.
    if (rules.redact.length > 0) changed.forEach(redactWithin);
  };
  const observer = new MutationObserver(takeAll);

  function take(record: MutationRecord): void {
    const { type, target, attributeName, oldValue } = record;
    switch (type) {
      case "attributes":
        takeField(target as Element, attributeName ?? "", oldValue);
        if (attributeName === "name" && nodeName(target) === "SLOT") {
          const { host } = rootNode(target) as Partial<ShadowRoot>;
          for (const child of host ? childNodes(host) : []) isRedactedItself(child);
        }
        // Given and taken away before anybody was told.
        if (SAID_REDACTED[attributeName ?? ""]?.test(oldValue ?? "")) redact(target as Element);
        if (everRedacted.has(target)) {
          withhold(target);
          listener.onChanged(target as Element);
        } else if (isRedactedItself(target) || wasOfPart(record)) redact(target as Element);
        else if (attributeName === "data-cobrowse" && rules.isPrivateByDefault) listener.onOpened();
        return;
      case "characterData":
        if (isRedacted(target)) withhold(target);
        return;
      case "childList": {
        const isInPart = isRedacted(target);
        // Also what was there and is gone: it may be put elsewhere.
        const nodes = isInPart ? [...record.addedNodes, ...record.removedNodes] : record.addedNodes;
        for (const node of nodes) {
          for (const each of nodesWithin(node)) {
            if (isInPart) withhold(each);
            else takeOpen(each);
          }
        }
      }
    }
  }

  function takeOpen(node: Node): void {
    if (isRoot(node)) lookAfter(node);
    if (!isElement(node)) return;
    takeField(node);
    const around = containingNode(node);
    const isCovered = around !== null && everRedacted.has(around);
    if (!isCovered && isRedactedItself(node)) redact(node);
  }

  function takeField(element: Element, attribute = "", before: string | null = ""): void {
    noteSecret(element, attribute, before);
    if (!isSecretField(element)) return;
    const { value } = element as HTMLInputElement;
    // What the page's code keeps for itself is often one of its own words.
    if (!CODE_WORD.test(value)) listener.onSeen(value);
  }

  /** A rule of the site held for it until its attribute changed, in the same task perhaps. */
  function wasOfPart({ target, attributeName, oldValue }: MutationRecord): boolean {
    if (rules.redact.length === 0 || attributeName === null) return false;
    const element = target as Element;
    const selector = selectorOf(ownerDocument(element) as Document);
    return formerElements.matched(element, attributeName, oldValue, selector);
  }

  function lookAfter(root: Document | ShadowRoot): void {
    if (roots.has(root)) return;
    for (const node of nodesWithin(root)) {
      if (isRoot(node) && !roots.has(node)) {
        roots.add(node);
        observer.observe(node, OBSERVED);
        node.addEventListener("load", onLoad, { capture: true, signal: stopped.signal });
      }
      takeOpen(node);
    }
  }

  /** A frame has another document now. */
  function onLoad({ target }: Event): void {
    const frame = target as Partial<HTMLIFrameElement>;
    if (!frame.contentDocument) return;
    lookAfter(frame.contentDocument);
    if (!isRedacted(frame as Node)) return;
    for (const node of nodesWithin(frame.contentDocument)) withhold(node);
  }

  return {
    isRedacted,
    isRedactedItself,
    isMasked: (node) => rules.isPrivateByDefault && !isOpened(node),
    isMaskedWithin(node, isAroundMasked) {
      return isAroundMasked && !(node && isElement(node) && OPENED.test(saidOf(node)));
    },
    *parts() {
      const still = new Set<WeakRef<Element>>();
      for (const part of parts) {
        const element = part.deref();
        if (!element) continue;
        still.add(part);
        const around = containingNode(element);
        if (isConnected(element) && !(around && isRedacted(around))) yield element;
      }
      parts = still;
    },
    roots: () => roots,
    catchUp: () => takeAll(observer.takeRecords()),
    lookAfter,
    stop() {
      stopped.abort();
      observer.disconnect();
      roots.clear();
    },
  };
}

const OPENED = /^unredact$/i;
const saidOf = (element: Element) => getAttribute(element, "data-cobrowse") ?? "";

/** By an element around it that says so. */
function isOpened(node: Node): boolean {
  for (let at: Node | null = node; at; at = containingNode(at)) {
    if (isElement(at) && OPENED.test(saidOf(at))) return true;
  }
  return false;
}

const CODE_WORD = /^[a-z_./:-]*$/i;

function isRoot(node: Node): node is Document | ShadowRoot {
  const kind = nodeType(node);
  return kind === Node.DOCUMENT_NODE || ("host" in node && kind === Node.DOCUMENT_FRAGMENT_NODE);
}
