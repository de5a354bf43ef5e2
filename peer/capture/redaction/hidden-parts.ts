/** What of the page stays with the customer, as far as its CSS and its pictures need to know. */
export interface HiddenParts {
  /** It is, or is part of, something that leaves as an empty box; once so, always so. */
  isRedacted(node: Node): boolean;
  /** Its text and its pictures are hidden by private by default, and not opened. */
  isMasked(node: Node): boolean;
  /** The outermost redacted elements that are in the page now. */
  parts(): Iterable<Element>;
  /** Documents and shadow roots that are captured, or are part of what is redacted. */
  roots(): Iterable<Document | ShadowRoot>;
}
