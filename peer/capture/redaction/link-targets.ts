/** Where links lead, as far as that may leave: the path, and of the rest what the site allows. */
import type { PrivacyRules } from "../../protocol/privacy-rules.ts";

type AddressRules = PrivacyRules["address"];

/**
 * An address as it is written in a page, relative or not.
 * @returns it without query, fragment and names of accounts; of another kind (`mailto:`), the kind
 */
export function leavingAddress(address: string, rules: AddressRules): string {
  // What a browser leaves out before it looks.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones
  const written = address.trim().replace(/^[\u0000-\u0020]+|[\t\n\r]/g, "");
  const [, scheme] = /^([a-z][a-z\d+.-]*):/i.exec(written) ?? [];
  if (scheme && !/^https?$/i.test(scheme))
    return /^(?:mailto|tel|sms)$/i.test(scheme) ? `${scheme}:` : "";
  const [, place = "", query, fragment] = /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(written) ?? [];
  const withoutAccount = place.replace(/^(https?:[\\/]*|[\\/]{2,})[^\\/]*@/i, "$1");
  return withoutAccount + leavingQuery(query, rules) + leavingFragment(fragment, rules);
}

export function leavingQuery(query: string | undefined, { parameters }: AddressRules): string {
  if (query === undefined || query === "") return "";
  const allowed = [...new URLSearchParams(query)].filter(([name]) => parameters.includes(name));
  return allowed.length === 0 ? "" : `?${new URLSearchParams(allowed)}`;
}

export function leavingFragment(
  fragment: string | undefined,
  { hasFragment }: AddressRules,
): string {
  if (fragment === undefined) return "";
  return hasFragment ? `#${fragment}` : "#";
}
