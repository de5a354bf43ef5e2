/**
 * CSS on its way out of the page, without the text that it gives to redacted parts: in place of each
 * letter and digit of it stands a dot, and all else is as it was, to the character. What cannot be
 * told is taken for redacted.
 *
 * A rule reaches a part if its selector finds it, whatever the mouse does meanwhile; what it says to
 * others is lost with it. A text said elsewhere, in a variable or to what is around a part, is known
 * by what the part shows in the end. Comments leave empty, as soon as there is a redacted part.
 */
import { type Holds, readStatements } from "../../styles/css-statements.ts";
import { COMMENT, NAME, plainName } from "../../styles/css-tokens.ts";
import { changeTexts } from "../../styles/split-css.ts";
import { bareSelector } from "./bare-selector.ts";
import {
  blanked,
  isPlainValue,
  withoutContent,
  withoutNumbers,
  withoutTexts,
  withoutWords,
} from "./blanked-css.ts";
import { createKeywords } from "./css-keywords.ts";
import type { HiddenParts } from "./hidden-parts.ts";
import { createReachedRules, type Reaches } from "./reached-rules.ts";
import type { RedactedLooks } from "./redacted-looks.ts";

export interface OutgoingCssText {
  /** @param css - rules: those of a sheet, or single ones */
  rules(css: string): string;
  /** @param css - declarations of the element's own, or the value of one of them */
  own(css: string, element: Element): string;
  /** The value of one declaration, of a rule that is not known. */
  value(property: string, value: string): string;
}

export interface OutgoingCssTextOptions {
  hidden: HiddenParts;
  looks: Pick<RedactedLooks, "mayShow" | "mayCountInWords">;
}

/** What holds for the declarations of a block, and the rules in it. */
interface Block {
  what: "rule" | "harmless" | "own" | "other";
  /** Of the rule, bare; made when it is asked for. */
  selector?(): string | undefined;
  reaches(): boolean;
}

const GROUPS = /^@(?:media|supports|container|layer|starting-style|(?:-moz-)?document)\b/i;
const AT_NAME = new RegExp(`^@${NAME}`, "i");
const PROPERTY = new RegExp(`(?:\\s|${COMMENT})*(${NAME})(?:\\s|${COMMENT})*:`, "iy");
/** Their strings are names. */
const HARMLESS_BLOCKS = /^@(?:font-face|font-feature-values|font-palette-values|color-profile)$/;
/** So are the strings of these: of fonts, of languages, of parts of a grid. */
const NAMES =
  /^(?:font|font-(?:family|feature-settings|language-override|variation-settings)|src|syntax|grid|grid-template|grid-template-areas|-webkit-locale)$|^--[\w-]*font/;
/** What one element is told by these, others may show. A value may be of any of them. */
const SHOWN_BY_OTHERS = /^(?:--.*|list-style|list-style-type|quotes|initial-value)?$/;
/** What a page counts to may be a number that somebody reads. */
const COUNTERS = /^counter-(?:reset|set|increment)$/;
/** A rule for what these redact is for it also before there is any. */
const SAYS_REDACTED = /cobrowse-redacted|data-cobrowse/;
/** A property of the page's own, or of its counting. */
const MAY_BE_TEXT = /\s*(?:--|\\|counter-)/iy;
const MAY_HOLD_TEXT = /["']|--|counter-|\/\*/i;

export function createOutgoingCssText(options: OutgoingCssTextOptions): OutgoingCssText {
  const { hidden, looks } = options;
  const reachesNow = createReachedRules(hidden);
  const isKeyword = createKeywords();

  /** Private by default: then no string of any rule leaves, nor of an element that is masked. */
  const isAllMasked = () => hidden.isMasked(document);

  const hasParts = () => {
    for (const _part of hidden.parts()) return true;
    return false;
  };

  function changed(text: string, top: Block, isMasked: boolean, blockOf: BlockOf): string {
    let kept = "";
    let keptUntil = 0;
    const put = (start: number, end: number, change: (part: string) => string) => {
      kept += text.slice(keptUntil, start) + change(text.slice(start, end));
      keptUntil = end;
    };
    const blocks = [top];
    const block = () => blocks.at(-1) ?? top;

    readStatements(text, {
      onBlock(start, end) {
        const prelude = text.slice(start, end);
        if (prelude.includes("/*")) put(start, end, withoutComments);
        blocks.push(blockOf(prelude.trimStart(), block()));
      },
      onBlockEnd: () => blocks.pop(),
      onComment: (start, end) => put(start, end, blanked),
      onDeclaration(start, end, holds) {
        if (!mayHoldText(text, start, holds)) return;
        const { property, valueAt } = propertyAt(text, start, end);
        if (holds.comments) put(start, valueAt, withoutComments);
        if (isStatement(text.slice(start, end))) return;
        put(valueAt, end, (value) => leavingValue(property, value, block(), isMasked));
      },
    });
    return kept + text.slice(keptUntil);
  }

  function leavingValue(property: string, value: string, block: Block, isMasked: boolean): string {
    if (block.what === "harmless" || NAMES.test(property)) return withoutComments(value);
    const reached = reachedValue(property, value);
    if (reached !== value && block.reaches()) return reached;
    if (isMasked) return withoutTexts(maskedNumbers(property, value, block), () => true);
    return withoutTexts(value, (text) => SHOWN_BY_OTHERS.test(property) && looks.mayShow(text));
  }

  /** What one element counts to, or is told in words of the page's own, is as good as its text. */
  function maskedNumbers(property: string, value: string, { what }: Block): string {
    const isOwnWord = property.startsWith("--") && what === "own";
    return COUNTERS.test(property) || isOwnWord ? reachedValue(property, value) : value;
  }

  function reachedValue(property: string, value: string): string {
    if (property.startsWith("--")) {
      return isPlainValue(value, isKeyword) ? value : withoutWords(value);
    }
    return COUNTERS.test(property) ? withoutNumbers(value) : withoutContent(value);
  }

  /** @param reachesUnknown - whether what cannot be asked for reaches a part */
  function blockReader(reaches: Reaches, reachesUnknown: () => boolean): BlockOf {
    return (prelude, around) => {
      if (around.what === "harmless" || GROUPS.test(prelude)) return around;
      if (!prelude.startsWith("@")) {
        // Of keyframes, a moment.
        if (around.what === "other") return around;
        const selector = once(() => bareSelector(prelude, around.selector?.()));
        const isReached = once(() => {
          if (SAYS_REDACTED.test(prelude)) return true;
          const bare = selector();
          return bare === undefined ? reachesUnknown() : reaches(bare);
        });
        return { what: "rule", selector, reaches: isReached };
      }
      const name = plainName(AT_NAME.exec(prelude)?.[0] ?? "");
      if (HARMLESS_BLOCKS.test(name)) return { what: "harmless", reaches: () => false };
      if (name === "@scope") return { what: "rule", reaches: reachesUnknown };
      if (name === "@property") return { what: "other", reaches: () => false };
      if (name !== "@counter-style") return { what: "other", reaches: reachesUnknown };
      return { what: "other", reaches: () => reachesUnknown() && looks.mayCountInWords() };
    };
  }

  return {
    rules(css) {
      const isAnyRedacted = hasParts();
      const isMasked = isAllMasked();
      if (!isAnyRedacted && !isMasked && !SAYS_REDACTED.test(css)) return css;
      const reachesUnknown = () => isAnyRedacted;
      const blockOf = blockReader(reachesNow(), reachesUnknown);
      const top: Block = { what: "rule", reaches: reachesUnknown };
      return changeTexts(css, (text) => changed(text, top, isMasked, blockOf));
    },
    own(css, element) {
      if (!MAY_HOLD_TEXT.test(css)) return css;
      const isMasked = hidden.isMasked(element);
      if (!isMasked && !hasParts()) return css;
      const top: Block = { what: "own", reaches: () => hidden.isRedacted(element) };
      return changed(css, top, isMasked, (_prelude, around) => around);
    },
    value(property, value) {
      const isAnyRedacted = hasParts();
      const isMasked = isAllMasked();
      if (!isAnyRedacted && !isMasked) return value;
      const block: Block = { what: "other", reaches: () => isAnyRedacted };
      return leavingValue(plainName(property.trim()), value, block, isMasked);
    },
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

type BlockOf = (prelude: string, around: Block) => Block;

const withoutComments = (text: string) => withoutTexts(text, () => false);

/** Of what has no property it can make out, the value is all there is. */
function propertyAt(css: string, start: number, end: number) {
  PROPERTY.lastIndex = start;
  const [, name] = PROPERTY.exec(css) ?? [];
  const isFound = name !== undefined && PROPERTY.lastIndex <= end;
  return isFound
    ? { property: plainName(name), valueAt: PROPERTY.lastIndex }
    : { property: "", valueAt: start };
}

/** Most hold none, and this is asked of each. */
function mayHoldText(css: string, start: number, holds: Holds): boolean {
  if (holds.strings || holds.comments || holds.data) return true;
  MAY_BE_TEXT.lastIndex = start;
  return MAY_BE_TEXT.test(css);
}

/** Such as `@import` or `@charset`: a browser's own, or dropped on its way. */
const isStatement = (written: string) => written.trimStart().startsWith("@");
