/**
 * What a site keeps to its customers: the part of its policy that the customer's browser obeys. What
 * needs no rule, because it never leaves (passwords, cards, codes, `cobrowse-redacted`), is not here.
 */
import * as v from "valibot";
import { ShortText } from "./identifiers.ts";
import {
  ADDRESS_PARAMETERS_COUNT,
  BLOCKED_PAGES_COUNT,
  PAGE_PATTERN_LENGTH,
  REDACTION_RULES_COUNT,
  SECRET_SHAPE_LENGTH,
  SECRET_SHAPES_COUNT,
  SELECTOR_LENGTH,
} from "./limits.ts";
import { pagePatternFault } from "./page-pattern.ts";
import { secretShapeFault } from "./secret-shape.ts";

const PagePattern = v.pipe(
  v.string(),
  v.maxLength(PAGE_PATTERN_LENGTH),
  v.check((pattern) => pagePatternFault(pattern) === undefined),
);

const RedactionRule = v.object({
  /** Of elements that leave as empty boxes. Whether it is one, only a browser knows for sure. */
  selector: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(SELECTOR_LENGTH)),
  /** On which pages; on all, if there is none. */
  pages: v.optional(PagePattern),
});
export type RedactionRule = v.InferOutput<typeof RedactionRule>;

export const PrivacyRules = v.object({
  /** All text and all fields leave as their shape alone, but for what the page's author opens. */
  isPrivateByDefault: v.boolean(),
  /** Nothing of these leaves. */
  blockedPages: v.pipe(v.array(PagePattern), v.maxLength(BLOCKED_PAGES_COUNT)),
  redact: v.pipe(v.array(RedactionRule), v.maxLength(REDACTION_RULES_COUNT)),
  /** What the second check looks for besides cards, tokens and the like. */
  secretShapes: v.pipe(
    v.array(
      v.object({
        name: v.pipe(ShortText, v.trim(), v.minLength(1)),
        shape: v.pipe(
          v.string(),
          v.maxLength(SECRET_SHAPE_LENGTH),
          v.check((shape) => secretShapeFault(shape) === undefined),
        ),
      }),
    ),
    v.maxLength(SECRET_SHAPES_COUNT),
  ),
  /** What leaves of addresses, the page's own and those of its links, besides their path. */
  address: v.object({
    parameters: v.pipe(
      v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(100))),
      v.maxLength(ADDRESS_PARAMETERS_COUNT),
    ),
    hasFragment: v.boolean(),
  }),
  /** `shown`: as far as the page says the same in a heading that leaves. */
  title: v.picklist(["shown", "always", "never"]),
});
export type PrivacyRules = v.InferOutput<typeof PrivacyRules>;

export const NO_RULES: PrivacyRules = {
  isPrivateByDefault: false,
  blockedPages: [],
  redact: [],
  secretShapes: [],
  address: { parameters: [], hasFragment: false },
  title: "shown",
};
