/** What makes CSS ready to leave, without a capture, for a page of the tests. */
import { createOutgoingCssText } from "../../peer/capture/redaction/css-text.ts";
import type { HiddenParts } from "../../peer/capture/redaction/hidden-parts.ts";
import { createRedactedLooks } from "../../peer/capture/redaction/redacted-looks.ts";

export interface CssAlone {
  rules(css: string): string;
  own(css: string, selector: string): string;
  value(property: string, value: string): string;
  /** Until all has been looked at that is there now. */
  looked(): Promise<void>;
  hasPicture(address: string): boolean;
  /** Texts that the parts show by CSS. */
  seen: string[];
}

declare global {
  interface Window {
    startCssAlone(isPrivateByDefault?: boolean): CssAlone;
    cssAlone: CssAlone;
  }
}

const REDACTED = ".cobrowse-redacted, [data-cobrowse=redact]";

/** Of a page whose components and frames are all known. */
function hiddenParts(isPrivateByDefault: boolean): HiddenParts {
  const roots = new Set<Document | ShadowRoot>([document]);
  const isRedacted = (node: Node): boolean => {
    for (let at: Node | null = node; at; at = around(at)) {
      if (at instanceof Node && (at as Partial<Element>).matches?.(REDACTED)) return true;
    }
    return false;
  };
  const around = (node: Node): Node | null =>
    node.parentNode ??
    (node as Partial<ShadowRoot>).host ??
    (node as Partial<Document>).defaultView?.frameElement ??
    null;
  const allRoots = () => {
    for (const root of roots) {
      for (const element of root.querySelectorAll("*")) {
        const inner = element.shadowRoot ?? (element as HTMLIFrameElement).contentDocument;
        if (inner) roots.add(inner);
      }
    }
    return roots;
  };
  return {
    isRedacted,
    isMasked: (node) =>
      isPrivateByDefault && !(node as Partial<Element>).closest?.("[data-cobrowse=unredact]"),
    *parts() {
      for (const root of allRoots()) {
        for (const element of root.querySelectorAll(REDACTED)) {
          const parent = around(element);
          if (!parent || !isRedacted(parent)) yield element;
        }
      }
    },
    roots: allRoots,
  };
}

window.startCssAlone = (isPrivateByDefault = false) => {
  const hidden = hiddenParts(isPrivateByDefault);
  const seen: string[] = [];
  const looks = createRedactedLooks({
    hidden,
    onSeen: (text) => seen.push(text),
    ended: new AbortController().signal,
  });
  const css = createOutgoingCssText({ hidden, looks });
  window.cssAlone = {
    rules: css.rules,
    own: (text, selector) => css.own(text, document.querySelector(selector) as Element),
    value: css.value,
    looked: () => looks.looked(performance.now()),
    hasPicture: looks.hasPicture,
    seen,
  };
  return window.cssAlone;
};
