import type { SiteFeatures } from "../../peer/protocol/site-features.ts";
import type { FieldFault, PrivacyDraft } from "../../peer/protocol/site-settings.ts";

const SECTIONS: Record<keyof PrivacyDraft, string> = {
  blockedPages: "Private pages",
  redact: "Private parts",
  isPrivateByDefault: "Private by default",
  address: "Addresses",
  title: "Page titles",
  secretShapes: "Secrets of your own",
};

/** Names of the sections that differ, in the order of the page. */
export function changedSections(stored: PrivacyDraft, draft: PrivacyDraft): string[] {
  return (Object.keys(SECTIONS) as Array<keyof PrivacyDraft>)
    .filter((part) => JSON.stringify(stored[part]) !== JSON.stringify(draft[part]))
    .map((part) => SECTIONS[part]);
}

const FEATURES: Record<keyof SiteFeatures, string> = {
  cobrowse: "Cobrowse",
  agents: "Chosen agents",
  control: "Remote Control",
  screen: "Full Device",
  blurbs: "Notification blurbs",
  requestSeconds: "Time to answer",
  inactiveMinutes: "Inactive after",
};

/** Names of the features that differ, in the order of the page. */
export function changedFeatures(stored: SiteFeatures, draft: SiteFeatures): string[] {
  return (Object.keys(FEATURES) as Array<keyof SiteFeatures>)
    .filter((part) => JSON.stringify(stored[part]) !== JSON.stringify(draft[part]))
    .map((part) => FEATURES[part]);
}

/** What a setting is called on the page; of another version, as the server calls it. */
export function settingName(setting: string): string {
  const names: Partial<Record<string, string>> = { ...FEATURES, ...SECTIONS };
  return names[setting] ?? setting;
}

/** What is left of the faults when an item has gone from a list, as `redact`; those after it move up. */
export function withoutItem(faults: readonly FieldFault[], list: string, at: number): FieldFault[] {
  return faults.flatMap(({ field, fault }) => {
    if (!field.startsWith(`${list}.`)) return field === list ? [] : [{ field, fault }];
    const [place = "", ...rest] = field.slice(list.length + 1).split(".");
    const index = Number(place);
    if (index === at) return [];
    const moved = [list, index > at ? index - 1 : index, ...rest].join(".");
    return [{ field: moved, fault }];
  });
}
