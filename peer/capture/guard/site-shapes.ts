/** Secrets of the site's own, by the shapes that it has described. */
import { secretShapeExpression } from "../../protocol/secret-shape.ts";
import type { Finder } from "./finder.ts";
import { SEAMS } from "./seams.ts";
import { folded } from "./value-text.ts";

/** @param shapes - each without a fault */
export function createShapeFinder(shapes: ReadonlyArray<{ shape: string }>): Finder {
  const forms = shapes.map(({ shape }) => ({
    expression: secretShapeExpression(shape, `[${SEAMS}]*`),
    fixed: fixedPart(shape),
  }));
  return (text, report) => {
    if (forms.length === 0) return;
    // Seams are part of no character, so what is fixed may be parted by one.
    const small = folded(text).replace(SEAM_RUN, "");
    for (const { expression, fixed } of forms) {
      if (!small.includes(fixed)) continue;
      for (const { 0: found, index } of text.matchAll(expression)) {
        report(index, index + found.length, "site-shape");
      }
    }
  };
}

const SEAM_RUN = new RegExp(`[${SEAMS}]+`, "g");

/** The longest part that stands for itself: a text without it needs no closer look. */
function fixedPart(shape: string): string {
  const parts = folded(shape).split(/[#@?]\+?/);
  return parts.reduce((longest, part) => (part.length > longest.length ? part : longest), "");
}
