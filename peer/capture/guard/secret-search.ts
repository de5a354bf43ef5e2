/**
 * All finders over one text, as it is written and as it would be read: composed, decoded, unpacked from
 * base64, and each of these inside another, up to a depth.
 */
import { findAddressSecrets } from "./address-secrets.ts";
import { findBase64Texts } from "./base64-text.ts";
import { findCards } from "./cards.ts";
import type { Finder, Found, Report } from "./finder.ts";
import { findIbans } from "./ibans.ts";
import { normalised } from "./normalised.ts";
import { findPrivateKeys } from "./private-keys.ts";
import { findSocialSecurity } from "./social-security.ts";
import { findTokens } from "./tokens.ts";
import { codedParts, unescaped } from "./unescaped.ts";
import type { View } from "./view.ts";

/** Layers that are taken away. Nobody writes more by accident, so what is then still coded is not read. */
const MOST_LAYERS = 4;

const KNOWN: readonly Finder[] = [
  findCards,
  findIbans,
  findSocialSecurity,
  findTokens,
  findPrivateKeys,
  findAddressSecrets,
];

/**
 * Never throws.
 * @param from - what begins before is of no interest any more; it is read to know what follows
 * @returns what is found, by place, none twice
 */
export type Search = (text: string, from?: number) => Found[];

/** @param more - finders besides those of the known shapes */
export function createSearch(more: readonly Finder[]): Search {
  const finders = [...KNOWN, ...more];

  function search(source: string, layer: number, report: Report): void {
    const view = normalised(source);
    const text = view?.text ?? source;
    const inSource = view ? through(view, report) : report;
    for (const find of finders) find(text, inSource);
    if (layer === MOST_LAYERS) {
      for (const { start, end } of codedParts(text)) inSource(start, end, "uncheckable");
      return;
    }
    const read = unescaped(text);
    if (read) search(read.text, layer + 1, through(read, inSource));
    findBase64Texts(text, (inside) => search(inside.text, layer + 1, through(inside, inSource)));
  }

  return (text, from = 0) => {
    const found: Found[] = [];
    try {
      search(text, 0, (start, end, kind) => found.push({ start, end, kind }));
    } catch {
      // A finder that fails has checked nothing.
      found.push({ start: from, end: text.length, kind: "uncheckable" });
    }
    return merged(found.filter(({ start }) => start >= from));
  };
}

function through({ origin, overlap }: View, report: Report): Report {
  return (start, end, kind) => {
    report(origin[start] ?? 0, (origin[end] ?? 0) + overlap, kind);
  };
}

/** What overlaps is one, of the kind of the longest part; of two as long, of the kind that says more. */
function merged(found: Found[]): Found[] {
  const apart: Found[] = [];
  const weightOf = ({ start, end, kind }: Found) =>
    (end - start) * KINDS.length - KINDS.indexOf(kind);
  let weight = 0;
  for (const next of found.toSorted((a, b) => a.start - b.start)) {
    const last = apart.at(-1);
    const nextWeight = weightOf(next);
    if (!last || next.start >= last.end) {
      apart.push({ ...next });
      weight = nextWeight;
      continue;
    }
    last.end = Math.max(last.end, next.end);
    if (nextWeight <= weight) continue;
    last.kind = next.kind;
    weight = nextWeight;
  }
  return apart;
}

/** What says more of a catch comes first. */
const KINDS: ReadonlyArray<Found["kind"]> = [
  "card",
  "iban",
  "social-security",
  "key",
  "site-shape",
  "redacted-value",
  "token",
  "uncheckable",
];
