/**
 * Controls: open texts in every form that the search claims to see through. If one of them is not
 * found, the search is blind to that form, and what it has not found says nothing.
 */

import type { Canary } from "../canary.ts";
import { ENCODINGS } from "../search/encodings.ts";
import { escapeHtml } from "./content.ts";

interface OpenTexts {
  openText(channel: string): Canary;
}

const halves = (text: string) => [text.slice(0, 10), text.slice(10)] as const;

/** @returns the markup of each */
export function openEncoded(texts: OpenTexts): string[] {
  const coded = ENCODINGS.flatMap(({ name, example }) => {
    if (!example) return [];
    return `<p>${escapeHtml(example(texts.openText(`in the form: ${name}`).value))}</p>`;
  });
  const { value } = texts.openText("in two elements");
  const [one, other] = halves(value);
  return [...coded, `<p><i>${one}</i><b>${other}</b></p>`];
}
