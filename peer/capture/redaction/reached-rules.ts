/** Whether a rule reaches what is redacted: whether its selector finds a redacted element. */
import type { HiddenParts } from "./hidden-parts.ts";

/** @param selector - bare @returns nothing where there was no time to look, or no way */
export type Reaches = (selector: string) => boolean | undefined;

/** What the rules of one text may take to be looked for. */
const LOOKING_MS = 20;
const REMEMBERED_COUNT = 2_000;

/** @returns one for each text, since the page may have changed meanwhile */
export function createReachedRules(
  hidden: Pick<HiddenParts, "parts" | "roots" | "isRedacted">,
): () => Reaches {
  /** What a rule has reached once may come back, though it is not in the page now. */
  const everReached = new Set<string>();

  return () => {
    const known = new Map<string, boolean | undefined>();
    let places: { parts: Element[]; roots: Array<Document | ShadowRoot> } | undefined;
    let leftMs = LOOKING_MS;

    const isInParts = (selector: string) => {
      places ??= {
        parts: [...hidden.parts()],
        roots: [...hidden.roots()].filter((root) => hidden.isRedacted(root)),
      };
      const { parts, roots } = places;
      return (
        parts.some((part) => part.matches(selector) || part.querySelector(selector)) ||
        roots.some((root) => root.querySelector(isFrame(root) ? inBody(selector) : selector))
      );
    };
    const look = (selector: string): boolean | undefined => {
      if (leftMs <= 0) return undefined;
      const began = performance.now();
      try {
        return isInParts(selector);
      } catch {
        return undefined;
      } finally {
        leftMs -= performance.now() - began;
      }
    };

    return (selector) => {
      if (everReached.has(selector)) return true;
      if (known.has(selector)) return known.get(selector);
      const isFound = look(selector);
      known.set(selector, isFound);
      if (isFound && everReached.size < REMEMBERED_COUNT) everReached.add(selector);
      return isFound;
    };
  };
}

const isFrame = (root: Node) => root.nodeType === Node.DOCUMENT_NODE;

/** What a sheet says to the body of a redacted frame, it says to that of the page around it too. */
const inBody = (selector: string) => `:is(${selector}):is(body *)`;
