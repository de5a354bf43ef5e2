/** Whether a text is such as a machine makes for nobody to guess: no word, no name, no plain number. */

/** @param leastCount - characters below which nothing is */
export function isRandomLooking(text: string, leastCount: number): boolean {
  if (text.length < leastCount) return false;
  const digitCount = countOf(text, /[0-9]/g);
  const hasBothCases = /[a-z]/.test(text) && /[A-Z]/.test(text);
  if (/^[0-9a-f-]+$/i.test(text)) return digitCount >= 4 && digitCount < text.length;
  return digitCount >= 2 && (hasBothCases || digitCount >= 4);
}

const countOf = (text: string, what: RegExp) => text.match(what)?.length ?? 0;
