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
import {
  blanked,
  isPlainValue,
  withoutContent,
  withoutNumbers,
  withoutPictures,
  withoutTexts,
  withoutWords,
} from "./blanked-css.ts";
import { type Block, type BlockOf, createCssBlocks, saysRedacted } from "./css-blocks.ts";
import { createKeywords } from "./css-keywords.ts";
import type { HiddenParts } from "./hidden-parts.ts";
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

const PROPERTY = new RegExp(`(?:\\s|${COMMENT})*(${NAME})(?:\\s|${COMMENT})*:`, "iy");
/** The strings of these are names: of fonts, of languages, of parts of a grid. */
const NAMES =
  /^(?:font|font-(?:family|feature-settings|language-override|variation-settings)|src|syntax|grid|grid-template|grid-template-areas|-webkit-locale)$|^--[\w-]*font/;
/** What one element is told by these, others may show. A value may be of any of them. */
const SHOWN_BY_OTHERS = /^(?:--.*|list-style|list-style-type|quotes|initial-value)?$/;
/** What a page counts to may be a number that somebody reads. */
const COUNTERS = /^counter-(?:reset|set|increment)$/;
/** A property of the page's own, or of its counting. */
const MAY_BE_TEXT = /\s*(?:--|\\|counter-)/iy;
/** A browser's own, or dropped on their way. */
const KNOWN_STATEMENTS = /^\s*@(?:charset|import|layer|namespace)\b/i;
const NO_RULE = ":not(*){}";
const MAY_HOLD_TEXT = /["']|--|counter-|\/\*/i;

export function createOutgoingCssText(options: OutgoingCssTextOptions): OutgoingCssText {
  const { hidden, looks } = options;
  const beginBlocks = createCssBlocks({ hidden, looks });
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

    /** Where the rule began of which nothing leaves, and how deep in others. */
    let leftOut: { start: number; depth: number } | undefined;

    readStatements(text, {
      onBlock(start, end) {
        const prelude = text.slice(start, end);
        const inner = leftOut ? block() : blockOf(prelude, block());
        if (inner.what === "private") leftOut ??= { start, depth: blocks.length };
        else if (prelude.includes("/*")) put(start, end, withoutComments);
        blocks.push(inner);
      },
      onBlockEnd(at) {
        blocks.pop();
        if (leftOut?.depth !== blocks.length) return;
        // In its place stands one for nobody: the rules after it are counted.
        put(leftOut.start, at, () => NO_RULE);
        leftOut = undefined;
      },
      onComment(start, end) {
        if (!leftOut) put(start, end, blanked);
      },
      onDeclaration(start, end, holds) {
        if (leftOut || !mayHoldText(text, start, holds)) return;
        const { property, valueAt } = propertyAt(text, start, end);
        if (holds.comments) put(start, valueAt, withoutComments);
        const written = text.slice(start, end);
        if (KNOWN_STATEMENTS.test(written)) return;
        put(valueAt, end, (value) => leavingValue(property, value, block(), isMasked));
      },
    });
    return kept + text.slice(keptUntil);
  }

  function leavingValue(property: string, value: string, block: Block, isMasked: boolean): string {
    if (block.what === "harmless" || NAMES.test(property)) return withoutComments(value);
    // Most have nothing that would be lost, whomever they are for.
    if (reachedValue(property, value, "no pictures") !== value) {
      const isReached = block.reaches();
      if (isReached !== false) {
        return reachedValue(property, value, isReached ? "no pictures" : "of files");
      }
    }
    if (isMasked) return withoutTexts(maskedNumbers(property, value, block), () => true);
    return withoutTexts(value, (text) => SHOWN_BY_OTHERS.test(property) && looks.mayShow(text));
  }

  /** What one element counts to, or is told in words of the page's own, is as good as its text. */
  function maskedNumbers(property: string, value: string, { what }: Block): string {
    const isOwnWord = property.startsWith("--") && what === "own";
    return COUNTERS.test(property) || isOwnWord ? reachedValue(property, value, "of files") : value;
  }

  function reachedValue(
    property: string,
    value: string,
    pictures: "no pictures" | "of files",
  ): string {
    if (property.startsWith("--")) {
      const isPlain = isPlainValue(value, isKeyword);
      return isPlain ? withoutPictures(value, pictures) : withoutWords(value);
    }
    return COUNTERS.test(property) ? withoutNumbers(value) : withoutContent(value, pictures);
  }

  return {
    rules(css) {
      const isAnyRedacted = hasParts();
      const isMasked = isAllMasked();
      if (!isAnyRedacted && !isMasked && !saysRedacted(css)) return css;
      const { top, blockOf } = beginBlocks(isAnyRedacted);
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
      const block: Block = { what: "other", reaches: () => (isAnyRedacted ? undefined : false) };
      return leavingValue(plainName(property.trim()), value, block, isMasked);
    },
  };
}

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
  if (holds.strings || holds.comments || holds.addresses) return true;
  MAY_BE_TEXT.lastIndex = start;
  return MAY_BE_TEXT.test(css);
}
