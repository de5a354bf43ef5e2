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
