import { crc32, deflateSync } from "node:zlib";

/** Red, green and blue, each from 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** A PNG of one colour. */
export const plainPng = (widthPx: number, heightPx: number, colour: Rgb): Buffer =>
  rgbPng(widthPx, heightPx, (at) => colour[at % 3] ?? 0);

/**
 * A PNG of any pixels, packed quickly.
 * @param byteAt - from 0 to 255: red, green and blue of each pixel by turns, row by row
 */
export function rgbPng(widthPx: number, heightPx: number, byteAt: (at: number) => number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(widthPx, 0);
  header.writeUInt32BE(heightPx, 4);
  header.set([8, 2], 8); // eight bits each of red, green and blue
  const rowBytes = 3 * widthPx;
  // The first byte of a row names its filter: none.
  const rows = Buffer.alloc(heightPx * (1 + rowBytes));
  for (let at = 0; at < heightPx * rowBytes; at += 1) {
    rows[at + Math.floor(at / rowBytes) + 1] = byteAt(at);
  }
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows, { level: 1 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, "latin1"), content]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
