/**
 * Fields whose value never leaves the page, whatever the page's author or its site allows: passwords,
 * cards, one-time codes. Once secret, always secret: a password that the page shows as text stays
 * hidden, and so does the field that takes its place under the same name.
 */
import { wordsOf } from "./field-words.ts";
import { htmlName } from "./html-name.ts";
import { getAttribute } from "./native-dom.ts";

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const SECRET_AUTOCOMPLETE =
  /\b(?:cc-(?!type\b)[\w-]+|current-password|new-password|one-time-code)\b/i;

/** What pages call such fields where they do not say it in `autocomplete`. */
const SECRET_NAME = new RegExp(
  [
    String.raw`\b\d[- ]?(?:digit|stellig\w*) code|code (?:that )?(?:we|was|wir) (?:have )?sent|authenticat\w+`,
    `(?:security|secret|sicherheits) ?(?:answer|question|antwort|frage)`,
    `num[eé]ro (?:de )?(?:la )?carte|carte bancaire|code de s[eé]curit[eé]|cryptogramme`,
    String.raw`\bexp(?:iry|iration|ires)?\b|\bmm ?\/ ?(?:yy|jj|aa){1,2}\b|g[üu]ltig bis`,
    `pass ?(?:word|wort|wd|phrase|code)|kennwort|mot de passe|contrase[nñ]a|senha|wachtwoord`,
    String.raw`\bpwd\b|\bpw\b|\bpin\b|\btan\b`,
    String.raw`\b(?:cvc|cvv|csc|cid)\d?\b|(?:card|security|kart\w*|sicherheits) ?(?:code|verification)`,
    String.raw`(?:card|karten|cart[ea]|kaart|tarjeta) ?(?:number|num|no|nummer|nr)\b|\bcc ?(?:number|num|no|exp)\b`,
    String.raw`one time|\botp\b|\btotp\b|\b[2m]fa\b|(?:verification|auth\w*|sms|bank|confirmation) ?code|einmal`,
    String.raw`\biban\b|\bssn\b|social security|\bsecret\b`,
  ].join("|"),
  "i",
);

const everSecret = new WeakSet<Element>();
/** Names of secret fields: one that is drawn anew is another element. */
const secretNames = new Set<string>();
const SECRET_NAMES_COUNT = 500;

export function isSecretField(element: Element): boolean {
  noteSecret(element);
  return everSecret.has(element);
}

/**
 * Remembers that a field is secret, or was.
 * @param attribute - one that has just changed, and what it said before
 */
export function noteSecret(element: Element, attribute = "", before: string | null = ""): void {
  if (everSecret.has(element) || !isField(element)) return;
  const was = (name: string) => (attribute === name ? (before ?? "") : "");
  const kinds = [getAttribute(element, "type") ?? "", was("type")];
  const autocomplete = `${getAttribute(element, "autocomplete") ?? ""} ${was("autocomplete")}`;
  const isHidden = kinds.some((kind) => /^\s*hidden\s*$/i.test(kind));
  const isSecret =
    isHidden ||
    kinds.some((kind) => /^\s*password\s*$/i.test(kind)) ||
    SECRET_AUTOCOMPLETE.test(autocomplete) ||
    secretNames.has(nameOf(element)) ||
    (takesText(element) && SECRET_NAME.test(wordsOf(element))) ||
    hasHiddenLetters(element);
  if (!isSecret) return;
  everSecret.add(element);
  const name = nameOf(element);
  // What is hidden in one form may well be asked for in another.
  if (name !== "" && !isHidden && secretNames.size < SECRET_NAMES_COUNT) secretNames.add(name);
}

/** As many dots as the value has characters would tell its length; so always eight, or none. */
export function maskedValue(value: string, element: Element): string {
  if ((element as Partial<HTMLInputElement>).type === "file") return "";
  if (!isSecretField(element)) return value;
  return value === "" ? "" : "••••••••";
}

function isField(element: Element): element is Field {
  return ["INPUT", "TEXTAREA", "SELECT"].includes(htmlName(element));
}

/** A box to tick that says "send me a code" is none. */
function takesText(field: Field): boolean {
  return !["button", "checkbox", "hidden", "image", "radio", "reset", "submit"].includes(
    field.type,
  );
}

const nameOf = ({ name, id }: Field) => name || id;

/** A field that is no password, and drawn as one. */
function hasHiddenLetters(field: Field): boolean {
  if (!takesText(field)) return false;
  const security = getComputedStyle(field).getPropertyValue("-webkit-text-security");
  return security !== "" && security !== "none";
}
