/** The start of a PNG, which is all that is read of one here. */
export function pngHeader(widthPx: number, heightPx: number, seed = 0): Uint8Array {
  const bytes = new Uint8Array(40);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  const view = new DataView(bytes.buffer);
  view.setUint32(16, widthPx);
  view.setUint32(20, heightPx);
  view.setUint32(36, seed);
  return bytes;
}

export const ascii = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
