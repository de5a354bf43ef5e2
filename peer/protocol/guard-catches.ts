/** What the guard tells of what it has caught: never the secret, nor any text of the page. */
import * as v from "valibot";
import { Ordinal } from "./identifiers.ts";
import { PAGE_LABEL_LENGTH } from "./limits.ts";

/** Known shapes, one of the site's own, a value that was redacted elsewhere, or what cannot be read. */
export const CatchKind = v.picklist([
  "card",
  "iban",
  "social-security",
  "token",
  "key",
  "site-shape",
  "redacted-value",
  "uncheckable",
]);
export type CatchKind = v.InferOutput<typeof CatchKind>;

export const GuardCatch = v.object({
  kind: CatchKind,
  /** The page's path, as it may leave. */
  path: v.pipe(v.string(), v.maxLength(PAGE_LABEL_LENGTH)),
  /** Where in the page, by names of elements and their turn alone: `main > p:nth-of-type(2)`. */
  place: v.pipe(v.string(), v.maxLength(200), v.regex(/^[a-z0-9 >:()-]*$/)),
  /** Times since the last message. */
  count: Ordinal,
});
export type GuardCatch = v.InferOutput<typeof GuardCatch>;
