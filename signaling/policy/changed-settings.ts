/** What a change of a site's policy changes, for the record: of privacy rules only which, not what they say. */
import type { PrivacyRules } from "../../peer/protocol/privacy-rules.ts";
import type { SiteFeatures } from "../../peer/protocol/site-features.ts";
import type { ChangedSetting, PrivacyDraft } from "../../peer/protocol/site-settings.ts";

export interface SiteSettings {
  /** None: what was stored cannot be read. */
  privacy: PrivacyDraft | PrivacyRules | null;
  features: SiteFeatures;
}

export function changedSettings(before: SiteSettings, after: SiteSettings): ChangedSetting[] {
  const features = namesOf(after.features).flatMap((setting): ChangedSetting[] => {
    const [from, to] = [before.features[setting], after.features[setting]];
    if (isSame(from, to)) return [];
    return setting === "agents" ? [{ setting }] : [{ setting, from: String(from), to: String(to) }];
  });
  if (!after.privacy) return features;
  const { privacy } = after;
  const rules = namesOf(privacy)
    .filter((setting) => !isSame(before.privacy?.[setting], privacy[setting]))
    .map((setting) => ({ setting }));
  return [...features, ...rules];
}

const namesOf = <T extends object>(settings: T) => Object.keys(settings) as Array<keyof T & string>;
const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
