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
  // The guard tells the server the names of the elements that a catch was in: of those that are known.
  const name = texts.openText("name of an element").marks.join("");
  const card = `<x-${name}>4111 1111 1111 1111</x-${name}>`;
  const { value } = texts.openText("in two elements");
  const [one, other] = halves(value);
  return [...coded, card, `<p><i>${one}</i><b>${other}</b></p>`];
}
