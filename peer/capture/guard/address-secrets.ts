/**
 * What addresses, and the settings that pages write into their attributes as JSON, give away: a name and
 * a password before the host, and values whose name tells that they are secret.
 */
import type { Report } from "./finder.ts";
import { isRandomLooking } from "./random-looking.ts";
import { SEAMS } from "./seams.ts";

/** `scheme://name:password@`; neither part is longer than anybody's. */
const LOGIN = new RegExp(`://([^\\s/?#@:"'<>${SEAMS}]{1,100}:[^\\s/?#@"'<>${SEAMS}]{1,200})@`, "g");

/** Between a name and its value, as in an address and as in JSON. */
const EQUALS = /=["']?|["'] ?: ?["']/g;
const NAME = /[\w.-]{1,40}$/;
const VALUE = new RegExp(`[^&#;,\\s"'<>()\\\\${SEAMS}]+`, "y");

/** The last word of a name, or its last two. These say what it is for, whatever it looks like. */
const OPEN_NAMES = new Set(["password", "passwd", "passwort", "pwd", "secret", "passphrase"]);
/** With these it must look like one. */
const TOKEN_NAMES = new Set(
  "token jwt session sessionid sessid sid phpsessid jsessionid ticket sig signature hmac otp auth authorization credential credentials apikey accesskey".split(
    " ",
  ),
);
/** These mean much else too, so it must be longer. */
const LONG_NAMES = new Set(["key", "code", "state", "nonce", "hash", "csrf", "xsrf"]);
/** How any of them ends: most names are of something else. */
const ENDINGS = new Set(
  [...OPEN_NAMES, ...TOKEN_NAMES, ...LONG_NAMES].map((name) => name.slice(-3)),
);
const LEAST = { open: 4, token: 8, long: 16 };

export function findAddressSecrets(text: string, report: Report): void {
  if (text.includes("://")) {
    for (const { 1: login = "", index } of text.matchAll(LOGIN)) {
      report(index + 3, index + 3 + login.length, "token");
    }
  }
  EQUALS.lastIndex = 0;
  for (let found = EQUALS.exec(text); found; found = EQUALS.exec(text)) {
    const least = leastLength(text.slice(Math.max(0, found.index - 40), found.index));
    if (least === undefined) continue;
    VALUE.lastIndex = EQUALS.lastIndex;
    const [value = ""] = VALUE.exec(text) ?? [];
    const isSecret =
      least === LEAST.open
        ? value.length >= least && !/^[a-z]+$/.test(value)
        : isRandomLooking(value, least);
    if (isSecret) report(EQUALS.lastIndex, EQUALS.lastIndex + value.length, "token");
  }
}

/** @returns how long a value of this name must be to be one; nothing if the name says nothing */
function leastLength(before: string): number | undefined {
  if (!ENDINGS.has(before.slice(-3).toLowerCase())) return undefined;
  const name = NAME.exec(before)?.[0] ?? "";
  const words = name.split(/[_.-]|(?<=[a-z])(?=[A-Z])/).map((word) => word.toLowerCase());
  const [last = "", lastTwo = ""] = [words.at(-1), words.slice(-2).join("")];
  if (OPEN_NAMES.has(last)) return LEAST.open;
  if (TOKEN_NAMES.has(last) || TOKEN_NAMES.has(lastTwo)) return LEAST.token;
  return LONG_NAMES.has(last) ? LEAST.long : undefined;
}
