/**
 * What a site's stored policy says. It is read part by part, and a part that cannot be read allows
 * nothing: no grant, no other origin, and no page.
 */
import * as v from "valibot";
import { Grant } from "../../peer/protocol/facts.ts";
import { NO_RULES, type PrivacyRules } from "../../peer/protocol/privacy-rules.ts";
import { SessionView } from "../../peer/protocol/session-messages.ts";
import { DEFAULT_FEATURES, SiteFeatures } from "../../peer/protocol/site-features.ts";
import { type FieldFault, PrivacyDraft } from "../../peer/protocol/site-settings.ts";
import { checkRules } from "./rule-faults.ts";

/** Its policy is as the database has it: anything. */
export interface StoredSite {
  policy: unknown;
}

/** Times are the usual ones, but nobody may ask: what was set cannot be read. */
const CLOSED: SiteFeatures = {
  ...DEFAULT_FEATURES,
  cobrowse: "off",
  control: false,
  screen: false,
};

const Parts = v.record(v.string(), v.unknown());
const Allows = v.fallback(v.array(Grant), []);
const AssetOrigins = v.fallback(SessionView.entries.assetOrigins, []);

/** What the site offers; from before there were such settings, as its grants say. */
export function featuresOf(site: StoredSite | undefined): SiteFeatures {
  const parts = partsOf(site);
  if (!parts) return CLOSED;
  if ("features" in parts) {
    const parsed = v.safeParse(SiteFeatures, parts["features"]);
    return parsed.success ? parsed.output : CLOSED;
  }
  const allows = v.parse(Allows, parts["allows"]);
  return {
    ...DEFAULT_FEATURES,
    cobrowse: allows.includes("view") ? "all" : "off",
    control: allows.includes("control"),
    screen: allows.includes("screen"),
  };
}

/** Grants that this agent may ask for. */
export function allowsOf(site: StoredSite | undefined, agentId: string): Grant[] {
  const { cobrowse, agents, control, screen } = featuresOf(site);
  const isOffered = cobrowse === "all" || (cobrowse === "chosen" && agents.includes(agentId));
  if (!isOffered) return [];
  return [
    "view",
    ...(control ? (["control"] as const) : []),
    ...(screen ? (["screen"] as const) : []),
  ];
}

/** Origins besides its own whose pictures, style sheets and fonts a site lets the agent see. */
export function assetOriginsOf(site: StoredSite | undefined): string[] {
  return v.parse(AssetOrigins, partsOf(site)?.["assetOrigins"]);
}

/** What the customer's side keeps to itself; null closes every page of the site. */
export function privacyOf(site: StoredSite | undefined): PrivacyRules | null {
  const draft = draftOf(site);
  const checked = draft && checkRules(draft);
  return checked?.ok ? checked.privacy : null;
}

/** The rules as they are to be mended: null has not even their form. */
export function storedRules(site: StoredSite): {
  privacy: PrivacyDraft | null;
  faults: FieldFault[];
} {
  const draft = draftOf(site);
  const checked = draft && checkRules(draft);
  return { privacy: draft, faults: checked?.ok === false ? checked.faults : [] };
}

/** Whether anything stands where the rules of a site are; also what cannot be read does. */
export function hasPrivacy(site: StoredSite): boolean {
  const parts = partsOf(site);
  return parts === undefined || "privacy" in parts;
}

/** A site without rules has none; one with rules that are not rules is another matter. */
function draftOf(site: StoredSite | undefined): PrivacyDraft | null {
  if (site && !hasPrivacy(site)) return NO_RULES;
  const parsed = v.safeParse(PrivacyDraft, partsOf(site)?.["privacy"]);
  return parsed.success ? parsed.output : null;
}

function partsOf(site: StoredSite | undefined): Record<string, unknown> | undefined {
  if (Array.isArray(site?.policy)) return undefined;
  const parsed = v.safeParse(Parts, site?.policy);
  return parsed.success ? parsed.output : undefined;
}
