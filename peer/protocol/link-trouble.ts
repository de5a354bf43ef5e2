/** Why two people who may have a link have none. Rules: SPEC.md, L15. */
import * as v from "valibot";

/** The earlier one explains more: of what the two sides find out, it is the one that is told. */
export const LINK_TROUBLES = [
  /** The relay refuses credentials that are too old. */
  "relay-expired",
  /** The relay answers, and refuses. */
  "relay-refused",
  /** The relay does not answer. */
  "relay-unreachable",
  /** There is no direct way, and the server names no relay. */
  "no-relay",
  /** The relay is there, and still the two do not reach each other. */
  "no-path",
] as const;

export const LinkTrouble = v.picklist(LINK_TROUBLES);
export type LinkTrouble = v.InferOutput<typeof LinkTrouble>;

/** By this both people can name it to each other, and to their administrator. */
export const troubleCode = (trouble: LinkTrouble) => `LINK-${trouble.toUpperCase()}`;

/** Goes among the signals of a link, which the server carries unread. */
export const TroubleSignal = v.strictObject({ trouble: LinkTrouble });
