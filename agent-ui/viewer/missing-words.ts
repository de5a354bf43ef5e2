/** Says of parts of the page that cannot be shown how many they are, and why, in plain words. */
import type { MissingReason } from "../../peer/replica/assets/link-assets.ts";
import type { MissingParts } from "../../peer/replica/assets/replica-assets.ts";

const WORDS: Record<MissingReason, string> = {
  "another-origin": "from another site",
  unreadable: "not readable in the customer’s browser",
  "too-large": "too large",
  "too-many": "beyond the number that is sent",
  "hash-mismatch": "damaged on the way",
  incomplete: "damaged on the way",
  "bad-packing": "damaged on the way",
  "not-an-image": "not a picture",
  "not-a-font": "not a font",
  "not-a-style": "not a style sheet",
  "not-read": "not taken, because too much of what came made no sense",
};

export function missingCount(parts: MissingParts): number {
  return Object.values(parts).reduce((sum, count) => sum + count, 0);
}

/** Such as `2 from another site, 1 too large`, the most frequent first. */
export function missingWords(parts: MissingParts): string {
  const counts = new Map<string, number>();
  for (const [reason, count] of Object.entries(parts)) {
    const words = WORDS[reason as MissingReason];
    counts.set(words, (counts.get(words) ?? 0) + count);
  }
  return [...counts]
    .sort(([, some], [, others]) => others - some)
    .map(([words, count]) => `${count} ${words}`)
    .join(", ");
}
