/**
 * What the settings page and the server say to each other, in the answers under `/v1/sites`. A draft
 * has the form of privacy rules and may have faults: each is named with the field that it is in.
 */
import * as v from "valibot";
import { CatchKind } from "./guard-catches.ts";
import { EpochMs, Ordinal, ShortText, Uuid, Version } from "./identifiers.ts";
import { PAGE_LABEL_LENGTH } from "./limits.ts";
import { PrivacyRules } from "./privacy-rules.ts";
import { SiteFeatures } from "./site-features.ts";

export const RuleFault = v.picklist([
  "empty",
  "too-long",
  "too-many",
  "unreadable-character",
  // Of page patterns.
  "not-a-path",
  "bad-origin",
  // Of selectors.
  "not-a-selector",
  "pseudo-element",
  "passing-state",
  "unknown-pseudo-class",
  // Of secret shapes.
  "too-short",
  "open-run",
  // Of what nobody has thought of.
  "not-valid",
]);
export type RuleFault = v.InferOutput<typeof RuleFault>;

/** `field` as in `redact.2.selector`, or `redact` where it is the list as a whole. */
export const FieldFault = v.object({ field: ShortText, fault: RuleFault });
export type FieldFault = v.InferOutput<typeof FieldFault>;

export const PrivacyDraft = v.object({
  isPrivateByDefault: v.boolean(),
  blockedPages: v.array(v.string()),
  redact: v.array(v.object({ selector: v.string(), pages: v.optional(v.string()) })),
  secretShapes: v.array(v.object({ name: v.string(), shape: v.string() })),
  address: v.object({ parameters: v.array(v.string()), hasFragment: v.boolean() }),
  title: PrivacyRules.entries.title,
});
export type PrivacyDraft = v.InferOutput<typeof PrivacyDraft>;

export const SiteName = v.object({ id: Uuid, name: ShortText });
export type SiteName = v.InferOutput<typeof SiteName>;

export const SiteList = v.object({ sites: v.array(SiteName) });

export const AgentName = v.object({ id: Uuid, name: ShortText, isActive: v.boolean() });
export type AgentName = v.InferOutput<typeof AgentName>;

/** Everybody who works here, or did. */
export const AgentList = v.object({ agents: v.array(AgentName) });

export const SitePolicyAnswer = v.object({
  site: SiteName,
  /** Goes up with every change; a change says which one it was made of. */
  version: Version,
  /** None: what is stored has not even their form. */
  privacy: v.nullable(PrivacyDraft),
  /** Of what is stored. With any, or with no rules, no page of the site is shown to anybody. */
  faults: v.array(FieldFault),
  features: SiteFeatures,
});
export type SitePolicyAnswer = v.InferOutput<typeof SitePolicyAnswer>;

export const SitePolicyChange = v.object({
  version: Version,
  privacy: PrivacyDraft,
  /** None: they stay as they are. */
  features: v.optional(SiteFeatures),
});
export type SitePolicyChange = v.InferOutput<typeof SitePolicyChange>;

/** Why a change was refused. */
export const PolicyRefusal = v.object({
  error: ShortText,
  faults: v.optional(v.array(FieldFault), []),
});

/** One place of a site where the guard has caught something, however often. */
export const Finding = v.object({
  id: ShortText,
  kind: CatchKind,
  path: v.pipe(v.string(), v.maxLength(PAGE_LABEL_LENGTH)),
  place: ShortText,
  count: Ordinal,
  firstSeenAt: EpochMs,
  lastSeenAt: EpochMs,
});
export type Finding = v.InferOutput<typeof Finding>;

export const FindingList = v.object({ findings: v.array(Finding) });

/** One setting in a change. Privacy rules are named, and not told: `from` and `to` are of the others. */
export const ChangedSetting = v.object({
  setting: ShortText,
  from: v.optional(ShortText),
  to: v.optional(ShortText),
});
export type ChangedSetting = v.InferOutput<typeof ChangedSetting>;

export const PolicyChange = v.object({
  at: EpochMs,
  agentName: ShortText,
  version: Version,
  changes: v.array(ChangedSetting),
});
export type PolicyChange = v.InferOutput<typeof PolicyChange>;

/** The latest first. */
export const PolicyChangeList = v.object({ changes: v.array(PolicyChange) });
