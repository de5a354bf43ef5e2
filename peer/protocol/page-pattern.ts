/**
 * Patterns that name pages of a site: `/checkout/payment` (the page and what is below it),
 * `/account/*` (`*` stands for anything), `/#/account` for pages behind a `#`, `/pay?step=card`, and
 * `https://shop.example/account/*` where only one origin is meant.
 *
 * They close pages, so an address that can be read in several ways matches if one of them does:
 * however it is written, with `%2F`, `//`, `..`, `\`, other case or a `;`, a server may well answer
 * with the same page.
 */
import { PAGE_PATTERN_LENGTH } from "./limits.ts";

export type PagePatternFault = "empty" | "too-long" | "not-a-path" | "bad-origin";

interface Parts {
  origin: string | undefined;
  path: string;
  query: string | undefined;
  fragment: string | undefined;
}

/** @returns why it is none; nothing if it is one */
export function pagePatternFault(pattern: string): PagePatternFault | undefined {
  if (pattern.trim() === "") return "empty";
  if (pattern.length > PAGE_PATTERN_LENGTH) return "too-long";
  const { origin, path } = split(pattern);
  if (!path.startsWith("/") && path !== "*") return "not-a-path";
  return origin === undefined || ORIGIN.test(origin) ? undefined : "bad-origin";
}

/** `*.` in front of a host stands for every host below it. */
const ORIGIN = /^https?:\/\/(?:\*\.)?[\w-]+(?:\.[\w-]+)*(?::\d{1,5})?$/i;

/** Of a page, or of a frame: a `URL` and a `Location` have it. */
export interface PageAddress {
  readonly origin: string;
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;
}

export function matchesPage(pattern: string, address: PageAddress): boolean {
  const { origin, path, query, fragment } = split(pattern);
  return (
    (origin === undefined || isOfOrigin(address.origin.toLowerCase(), origin.toLowerCase())) &&
    matchesPath(path, address.pathname) &&
    (query === undefined || matchesQuery(query, address.search)) &&
    (fragment === undefined || matchesPath(fragment, address.hash.slice(1)))
  );
}

function split(pattern: string): Parts {
  const [, origin, rest = ""] = /^(?:([a-z]+:\/\/[^/?#]*))?(.*)$/is.exec(pattern.trim()) ?? [];
  const [, path = "", query, fragment] = /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(rest) ?? [];
  return { origin, path: path === "" && origin !== undefined ? "/*" : path, query, fragment };
}

function isOfOrigin(origin: string, pattern: string): boolean {
  const [scheme = "", host = ""] = pattern.replace(/:80$|:443$/, "").split("://*.");
  if (host === "") return origin === scheme;
  return origin.startsWith(`${scheme}://`) && origin.endsWith(`.${host}`);
}

function matchesPath(pattern: string, path: string): boolean {
  const wanted = plain(decoded(pattern));
  return readings(path).some((reading) => isAtOrBelow(reading, wanted));
}

/** Every part of the pattern's query is among the address's. */
function matchesQuery(pattern: string, query: string): boolean {
  const given = query.slice(1).split("&").flatMap(readingsOfText);
  return pattern
    .split("&")
    .filter((part) => part !== "")
    .every((part) => given.some((one) => matchesGlob(one, folded(decoded(part)))));
}

function isAtOrBelow(path: string, pattern: string): boolean {
  if (pattern === "/") return path === "/";
  const folder = pattern.endsWith("/*") ? pattern.slice(0, -2) : pattern;
  return (
    matchesGlob(path, pattern) || matchesGlob(path, folder) || matchesGlob(path, `${folder}/*`)
  );
}

/** `*` stands for any run of characters. No regular expression: one could be made to take for ever. */
function matchesGlob(text: string, pattern: string): boolean {
  let [at, inPattern, star, after] = [0, 0, -1, 0];
  while (at < text.length) {
    if (pattern[inPattern] === "*") {
      star = inPattern;
      after = at;
      inPattern += 1;
    } else if (pattern[inPattern] === text[at]) {
      at += 1;
      inPattern += 1;
    } else if (star >= 0) {
      // The star takes one more, and what follows it is tried again from there.
      after += 1;
      at = after;
      inPattern = star + 1;
    } else return false;
  }
  while (pattern[inPattern] === "*") inPattern += 1;
  return inPattern === pattern.length;
}

/** The ways in which a server may read one path. */
function readings(path: string): string[] {
  return [...new Set(readingsOfText(path).flatMap((text) => [plain(text), plain(bare(text))]))];
}

/** As it is written, and decoded as often as somebody may have encoded it. */
function readingsOfText(text: string): string[] {
  const found = [folded(text)];
  for (let each = text, times = 0; times < 3; times += 1) {
    each = decoded(each);
    found.push(folded(each));
  }
  return found;
}

/** What does not decode as a whole may still do so in parts. */
function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
}

/** One spelling: other cases, wide letters, and characters that nobody sees. */
function folded(text: string): string {
  return (
    text
      .normalize("NFKC")
      .toLowerCase()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that nobody sees
      .replace(/[\u0000-\u0020\u007f\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]/g, "")
  );
}

/** Without what some servers take for parameters of a folder, and dots at its end. */
function bare(path: string): string {
  return path.replace(/[;,][^/\\]*/g, "").replace(/([^/\\.])\.+(?=[/\\]|$)/g, "$1");
}

/** Slashes of one kind and one at a time, no dots for folders, none at the end. */
function plain(path: string): string {
  const folders: string[] = [];
  for (const name of folded(path).split(/[/\\]+/)) {
    if (name === "..") folders.pop();
    else if (name !== "." && name !== "") folders.push(name);
  }
  return `/${folders.join("/")}`;
}
