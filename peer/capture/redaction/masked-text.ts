/** @returns the shape of a text: its words and lines, with a dot for each character */
export function maskedText(text: string): string {
  return text.replace(/\S/gu, "•");
}
