/**
 * How a site describes secrets of its own, such as customer numbers: `KD-########`. `#` stands for a
 * digit, `@` for a letter, `?` for either, `+` after one of them for one or more of its kind; anything
 * else for itself, in any case. Less than regular expressions, so that none can take for ever.
 */
import { SECRET_SHAPE_LENGTH } from "./limits.ts";

export type SecretShapeFault = "empty" | "too-long" | "too-short" | "open-run";

const KINDS: Record<string, string> = { "#": "[0-9]", "@": "\\p{L}", "?": "[\\p{L}0-9]" };
/** Fewer characters than this are found in any text. */
const LEAST_LENGTH = 4;
const RUN_LENGTH = 64;

/** @returns why it is none; nothing if it is one */
export function secretShapeFault(shape: string): SecretShapeFault | undefined {
  if (shape.trim() === "") return "empty";
  if (shape.length > SECRET_SHAPE_LENGTH) return "too-long";
  // Two runs side by side, or one after nothing that can repeat.
  if (/(?:^|[^#@?])\+|[#@?]\+[#@?]/.test(shape)) return "open-run";
  return shape.replaceAll("+", "").length < LEAST_LENGTH ? "too-short" : undefined;
}

/**
 * @param shape - without a fault
 * @param between - what may stand between two characters besides, as part of an expression
 * @returns finds it, and is not part of a longer word
 */
export function secretShapeExpression(shape: string, between = ""): RegExp {
  const parts = [...shape.matchAll(/([#@?])(\+?)|[^#@?]/gu)].map(([one, kind, run]) => {
    if (kind === undefined) return one.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
    const each = KINDS[kind];
    return run === "+" ? `${each}(?:${between}${each}){0,${RUN_LENGTH - 1}}` : each;
  });
  const source = parts.join(between);
  return new RegExp(`(?<![\\p{L}0-9])${source}(?![\\p{L}0-9])`, "giu");
}
