/** Whom the declarations of a block are for: what is redacted, or others. */
import { COMMENT, NAME, plainName } from "../../styles/css-tokens.ts";
import { bareSelector, idsOf } from "./bare-selector.ts";
import type { HiddenParts } from "./hidden-parts.ts";
import { createReachedRules } from "./reached-rules.ts";
import type { RedactedLooks } from "./redacted-looks.ts";

export interface Block {
  /** Nothing of a `private` rule leaves; strings of what is `harmless` are names. */
  what: "rule" | "private" | "harmless" | "other";
  /** Of the rule, bare; made when it is asked for. */
  selector?(): string | undefined;
  /** Whether it is for a redacted part; undefined where that cannot be told. */
  reaches(): boolean | undefined;
}

/** @param prelude - what stands before its brace */
export type BlockOf = (prelude: string, around: Block) => Block;

const GROUPS = /^@(?:media|supports|container|layer|starting-style|(?:-moz-)?document)\b/i;
const AT_NAME = new RegExp(`^@${NAME}`, "i");
const COMMENTS = new RegExp(COMMENT, "g");
/** Their strings are names. */
const HARMLESS = /^@(?:font-face|font-feature-values|font-palette-values|color-profile)$/;
/** A rule for what these redact is for it also before there is any. */
const SAYS_REDACTED = /cobrowse-redacted|data-cobrowse/;

export const saysRedacted = (css: string) => SAYS_REDACTED.test(css);

export interface CssBlocksOptions {
  hidden: Pick<HiddenParts, "isRedacted" | "parts" | "roots">;
  looks: Pick<RedactedLooks, "mayCountInWords">;
}

/** @returns begins a text: with what its blocks are, and what stands in none */
export function createCssBlocks({ hidden, looks }: CssBlocksOptions) {
  const beginReaching = createReachedRules(hidden);

  /** @param isAnyRedacted - there are redacted parts in the page now */
  return (isAnyRedacted: boolean): { top: Block; blockOf: BlockOf } => {
    const reaches = beginReaching();
    const cannotTell = () => (isAnyRedacted ? undefined : false);
    const isPrivateId = remembered((id: string) => areRedacted(withId(hidden.roots(), id), hidden));

    /** What is for parts by their own names alone: the agent's side has nothing of these names. */
    const isPrivate = (prelude: string) =>
      isAnyRedacted &&
      prelude.includes("#") &&
      idsOf(prelude).every((ids) => ids.some(isPrivateId));

    function ruleOf(prelude: string, around: Block): Block {
      if (isPrivate(prelude)) return { what: "private", reaches: () => true };
      const selector = once(() => bareSelector(prelude, around.selector?.()));
      const isReached = once(() => {
        if (saysRedacted(prelude)) return true;
        const bare = selector();
        return bare === undefined ? cannotTell() : reaches(bare);
      });
      return { what: "rule", selector, reaches: isReached };
    }

    function blockOf(prelude: string, around: Block): Block {
      const written = prelude.replace(COMMENTS, "").trim();
      if (around.what === "harmless" || GROUPS.test(written)) return around;
      if (!written.startsWith("@")) {
        // Of keyframes, a moment.
        return around.what === "other" ? around : ruleOf(written, around);
      }
      const name = plainName(AT_NAME.exec(written)?.[0] ?? "");
      // Nobody prints what the agent sees.
      if (name === "@page") return { what: "private", reaches: () => true };
      if (HARMLESS.test(name)) return { what: "harmless", reaches: () => false };
      if (name === "@scope") return { what: "rule", reaches: cannotTell };
      if (name === "@property") return { what: "other", reaches: () => false };
      if (name !== "@counter-style") return { what: "other", reaches: cannotTell };
      return { what: "other", reaches: () => (looks.mayCountInWords() ? cannotTell() : false) };
    }

    return { top: { what: "rule", reaches: cannotTell }, blockOf };
  };
}

function withId(roots: Iterable<Document | ShadowRoot>, id: string): Element[] {
  return [...roots].flatMap((root) => root.getElementById(id) ?? []);
}

function areRedacted(elements: Element[], { isRedacted }: Pick<HiddenParts, "isRedacted">) {
  return elements.length > 0 && elements.every(isRedacted);
}

function remembered<T>(ask: (name: string) => T): (name: string) => T {
  const known = new Map<string, () => T>();
  return (name) => {
    const answer = known.get(name) ?? once(() => ask(name));
    known.set(name, answer);
    return answer();
  };
}

/** Asks once, when it is asked. */
function once<T>(ask: () => T): () => T {
  let answer: { is: T } | undefined;
  return () => {
    answer ??= { is: ask() };
    return answer.is;
  };
}
