/** A message's text with its web addresses as links. Only http and https: nothing else opens. */
const ADDRESS = /\bhttps?:\/\/[^\s<>"'`]+/gi;
/** What usually belongs to the sentence and not to the address. */
const TRAILING = /[.,;:!?\]}]+$/;

export interface TextPart {
  text: string;
  href?: string;
}

export function linkParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = withoutTrailing(match[0]);
    if (!URL.canParse(address)) continue;
    if (match.index > from) parts.push({ text: text.slice(from, match.index) });
    parts.push({ text: address, href: address });
    from = match.index + address.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  return parts;
}

/** A closing parenthesis belongs to the address if the opening one does. */
function withoutTrailing(address: string): string {
  const shorter = address.replace(TRAILING, "");
  const isClosedTooOften = shorter.split(")").length > shorter.split("(").length;
  return shorter.endsWith(")") && isClosedTooOften
    ? withoutTrailing(shorter.slice(0, -1))
    : shorter;
}

export function LinkedText({ text }: { text: string }) {
  return (
    <>
      {linkParts(text).map((part) =>
        part.href ? (
          <a href={part.href} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
          </a>
        ) : (
          part.text
        ),
      )}
    </>
  );
}
