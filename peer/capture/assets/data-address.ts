/** Decodes a `data:` address without asking anybody: the page's policy may not let it be fetched. */

const PERCENT = 0x25;

/** @returns nothing if it is malformed */
export function bytesOfData(address: string): Uint8Array<ArrayBuffer> | undefined {
  const [, head, data] = /^data:([^,#]*),([^#]*)/i.exec(address) ?? [];
  if (head === undefined || data === undefined) return undefined;
  if (!/;\s*base64\s*$/i.test(head)) return withoutPercents(data);
  const text = data.includes("%") ? new TextDecoder().decode(withoutPercents(data)) : data;
  try {
    // It skips white space by itself.
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function withoutPercents(data: string): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(data);
  let length = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const hex = bytes[at] === PERCENT ? String.fromCharCode(...bytes.subarray(at + 1, at + 3)) : "";
    const isEscape = /^[0-9a-f]{2}$/i.test(hex);
    bytes[length] = isEscape ? Number.parseInt(hex, 16) : (bytes[at] ?? 0);
    length += 1;
    if (isEscape) at += 2;
  }
  return bytes.slice(0, length);
}
