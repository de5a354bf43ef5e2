/** A redacted part with something for every rule, under a name of its own that rules can find it by. */
import type { Planting } from "./planting.ts";

const INSIDE =
  "<p class='in'>x</p><ul><li>x</li></ul><q>x</q><input type='file'><input placeholder='x'>";

/** @param place - that no other has: in the page and in the test the name must be the same */
export function styledPart(place: string): { id: string; html: NonNullable<Planting["html"]> } {
  const id = `styled-${place.replace(/\W+/g, "-")}`;
  return { id, html: (_value, mark) => `<div id="${id}" ${mark}>${INSIDE}</div>` };
}
