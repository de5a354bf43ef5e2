/**
 * Fields whose value never leaves the page, whatever the page's author or its site allows:
 * passwords, cards and one-time codes. Once secret, always secret: a password that the page
 * shows as text stays hidden here.
 */
const SECRET_AUTOCOMPLETE =
  /\b(?:cc-(?:number|csc|exp|exp-month|exp-year)|current-password|new-password|one-time-code)\b/i;

const everSecret = new WeakSet<Element>();

export function isSecretField(element: Element): boolean {
  if (everSecret.has(element)) return true;
  const isSecret =
    element.getAttribute("type")?.toLowerCase() === "password" ||
    SECRET_AUTOCOMPLETE.test(element.getAttribute("autocomplete") ?? "");
  if (isSecret) everSecret.add(element);
  return isSecret;
}

/** As many dots as the value has characters would tell its length; so always eight, or none. */
export function maskedValue(value: string, element: Element): string {
  if (!isSecretField(element)) return value;
  return value === "" ? "" : "••••••••";
}
