/** Whether a rule reaches what is redacted: whether its selector finds a redacted element. */
import type { HiddenParts } from "./hidden-parts.ts";

/** @param selector - bare; nothing for one that cannot be asked for */
export type Reaches = (selector: string | undefined) => boolean;

/** What the rules of one text may take to be looked for. Those that are left reach, for all we know. */
const LOOKING_MS = 20;
const REMEMBERED_COUNT = 2_000;

/** @returns one for each text, since the page may have changed meanwhile */
export function createReachedRules(
  hidden: Pick<HiddenParts, "parts" | "roots" | "isRedacted">,
): () => Reaches {
  /** What a rule has reached once may come back, though it is not in the page now. */
  const everReached = new Set<string>();

  return () => {
    const known = new Map<string, boolean>();
    let places: { parts: Element[]; roots: ParentNode[] } | undefined;
    let leftMs = LOOKING_MS;

    const isInParts = (selector: string) => {
      places ??= {
        parts: [...hidden.parts()],
        roots: [...hidden.roots()].filter((root) => hidden.isRedacted(root)),
      };
      const { parts, roots } = places;
      return (
        parts.some((part) => part.matches(selector) || part.querySelector(selector)) ||
        roots.some((root) => root.querySelector(selector))
      );
    };
    const look = (selector: string) => {
      const began = performance.now();
      try {
        return leftMs <= 0 || isInParts(selector);
      } catch {
        return true;
      } finally {
        leftMs -= performance.now() - began;
      }
    };

    return (selector) => {
      if (selector === undefined || everReached.has(selector)) return true;
      const before = known.get(selector);
      if (before !== undefined) return before;
      const isReached = look(selector);
      known.set(selector, isReached);
      if (isReached && everReached.size < REMEMBERED_COUNT) everReached.add(selector);
      return isReached;
    };
  };
}
