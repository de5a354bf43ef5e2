/** What a site offers to its agents and customers: the part of its policy that the server holds to. */
import * as v from "valibot";
import { Uuid } from "./identifiers.ts";
import {
  CHOSEN_AGENTS_COUNT,
  INACTIVE_MINUTES_MAX,
  REQUEST_SECONDS_MAX,
  REQUEST_SECONDS_MIN,
} from "./limits.ts";

const whole = (min: number, max: number) =>
  v.pipe(v.number(), v.safeInteger(), v.minValue(min), v.maxValue(max));

export const SiteFeatures = v.object({
  /** Which agents may ask for a cobrowse; off ends those that run. */
  cobrowse: v.picklist(["off", "all", "chosen"]),
  /** The chosen ones. */
  agents: v.pipe(v.array(Uuid), v.maxLength(CHOSEN_AGENTS_COUNT)),
  control: v.boolean(),
  screen: v.boolean(),
  /** Beside a minimised chat it says that an agent asks. */
  blurbs: v.boolean(),
  /** How long a request waits for an answer. */
  requestSeconds: whole(REQUEST_SECONDS_MIN, REQUEST_SECONDS_MAX),
  /** How long a conversation may be without a message. */
  inactiveMinutes: whole(1, INACTIVE_MINUTES_MAX),
});
export type SiteFeatures = v.InferOutput<typeof SiteFeatures>;

export const DEFAULT_FEATURES: SiteFeatures = {
  cobrowse: "all",
  agents: [],
  control: true,
  screen: true,
  blurbs: true,
  requestSeconds: 60,
  inactiveMinutes: 10,
};
