/** Whether a page is one of those that the site keeps private. */
import { matchesPage, type PageAddress } from "../../protocol/page-pattern.ts";
import type { PrivacyRules } from "../../protocol/privacy-rules.ts";

/** @param rules - none: they cannot be read, and every page is private */
export function isPrivatePage(
  rules: Pick<PrivacyRules, "blockedPages"> | null,
  address: PageAddress = location,
): boolean {
  return rules === null || rules.blockedPages.some((pattern) => matchesPage(pattern, address));
}
