/** Pictures that are written as text: drawings (SVG), which may say things in words. */

const LESS_THAN = 0x3c;
const SPACES = new Set([0x09, 0x0a, 0x0c, 0x0d, 0x20]);
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
/** How text begins that takes more than one byte for each character, as far as XML may. */
const WIDE_STARTS = [
  [0xff, 0xfe],
  [0xfe, 0xff],
  [0x3c, 0x00],
  [0x00, 0x3c],
  [0x00, 0x00, 0xfe, 0xff],
  [0x00, 0x00, 0x00, 0x3c],
];

export function isMarkup(bytes: Uint8Array): boolean {
  let at = beginsWith(bytes, BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
  while (SPACES.has(bytes[at] ?? 0)) at += 1;
  return bytes[at] === LESS_THAN;
}

/** @returns nothing for a picture that is no text; "unreadable" for text that is not UTF-8 */
export function writtenPicture(bytes: Uint8Array): { text: string } | "unreadable" | undefined {
  if (WIDE_STARTS.some((start) => beginsWith(bytes, start))) return "unreadable";
  if (!isMarkup(bytes)) return undefined;
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return "unreadable";
  }
}

function beginsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, at) => bytes[at] === byte);
}
