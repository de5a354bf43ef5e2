/**
 * The size that a picture's header declares. A file of a few kilobytes may declare gigabytes of
 * pixels, and the agent's browser would unpack them. Only headers are read, nothing is decoded.
 */
import { PICTURE_PIXELS_COUNT, PICTURE_SIDE_PX } from "../../protocol/limits.ts";
import { asciiAt, type PictureType, pictureType } from "./asset-type.ts";

export interface PictureSize {
  widthPx: number;
  heightPx: number;
}

/** A reader of untrusted bytes: what lies behind their end reads as zero. */
function readerOf(bytes: Uint8Array) {
  const at = (index: number) => bytes[index] ?? 0;
  const little = (index: number, count: number): number =>
    count === 0 ? 0 : at(index) + 256 * little(index + 1, count - 1);
  const big = (index: number, count: number): number =>
    count === 0 ? 0 : at(index + count - 1) + 256 * big(index, count - 1);
  return { at, little, big, end: bytes.length, ascii: (i: number) => asciiAt(bytes, i, 4) };
}

type Reader = ReturnType<typeof readerOf>;

const SIZE_READERS: Record<PictureType, (bytes: Uint8Array) => PictureSize | undefined> = {
  "image/png": (bytes) => sizeOf(readerOf(bytes).big(16, 4), readerOf(bytes).big(20, 4)),
  "image/jpeg": (bytes) => jpegSize(readerOf(bytes)),
  "image/gif": (bytes) => gifSize(readerOf(bytes)),
  "image/webp": (bytes) => webpSize(readerOf(bytes)),
  "image/avif": avifSize,
  "image/bmp": (bytes) => bitmapSize(readerOf(bytes), 14),
  "image/x-icon": iconSize,
};

/** @returns the largest size that is declared anywhere in it; none if no size can be read */
export function declaredSize(bytes: Uint8Array, type: PictureType): PictureSize | undefined {
  return SIZE_READERS[type](bytes);
}

export function isTooLarge({ widthPx, heightPx }: PictureSize): boolean {
  return Math.max(widthPx, heightPx) > PICTURE_SIDE_PX || widthPx * heightPx > PICTURE_PIXELS_COUNT;
}

const sizeOf = (widthPx: number, heightPx: number): PictureSize | undefined =>
  widthPx > 0 && heightPx > 0 ? { widthPx, heightPx } : undefined;

function largest(sizes: Array<PictureSize | undefined>): PictureSize | undefined {
  let widthPx = 0;
  let heightPx = 0;
  for (const size of sizes) {
    widthPx = Math.max(widthPx, size?.widthPx ?? 0);
    heightPx = Math.max(heightPx, size?.heightPx ?? 0);
  }
  return sizeOf(widthPx, heightPx);
}

/** Name of a property of AVIF: "image spatial extents". */
const ISPE = 0x69737065;

/** Start of frame, in all its kinds; the three others in that range are tables. */
const isFrameStart = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

function jpegSize({ at, big, end }: Reader): PictureSize | undefined {
  let index = 2;
  while (index + 4 <= end) {
    if (at(index) !== 0xff) return undefined;
    const marker = at(index + 1);
    if (isFrameStart(marker)) return sizeOf(big(index + 7, 2), big(index + 5, 2));
    // Fill bytes, and markers that have nothing with them.
    const isBare = marker === 0xff || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    index += isBare ? (marker === 0xff ? 1 : 2) : 2 + Math.max(2, big(index + 2, 2));
  }
  return undefined;
}

/** A frame may be larger than the screen that the file begins with. */
function gifSize({ at, little, end }: Reader): PictureSize | undefined {
  const tableBytes = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let widthPx = little(6, 2);
  let heightPx = little(8, 2);
  let index = 13 + tableBytes(at(10));
  while (index < end) {
    const kind = at(index);
    if (kind === 0x2c) {
      widthPx = Math.max(widthPx, little(index + 1, 2) + little(index + 5, 2));
      heightPx = Math.max(heightPx, little(index + 3, 2) + little(index + 7, 2));
      index += 11 + tableBytes(at(index + 9));
    } else if (kind === 0x21) index += 2;
    else break;
    while (index < end && at(index) > 0) index += 1 + at(index);
    index += 1;
  }
  return sizeOf(widthPx, heightPx);
}

function webpSize({ at, little, ascii }: Reader): PictureSize | undefined {
  switch (ascii(12)) {
    case "VP8X":
      return sizeOf(little(24, 3) + 1, little(27, 3) + 1);
    case "VP8 ":
      return sizeOf(little(26, 2) & 0x3fff, little(28, 2) & 0x3fff);
    case "VP8L": {
      const widthPx = 1 + (little(21, 2) & 0x3fff);
      const heightPx = 1 + ((at(22) >> 6) | (at(23) << 2) | ((at(24) & 0x0f) << 10));
      return sizeOf(widthPx, heightPx);
    }
    default:
      return undefined;
  }
}

/** Every size that the box of properties holds: one for each tile, and one for the whole. */
function avifSize(bytes: Uint8Array): PictureSize | undefined {
  const { big, end, ascii } = readerOf(bytes);
  const sizes: Array<PictureSize | undefined> = [];
  for (let box = 0; box + 8 <= end; ) {
    const boxBytes = big(box, 4) === 1 ? big(box + 8, 8) : big(box, 4);
    const boxEnd = boxBytes === 0 ? end : Math.min(end, box + Math.max(8, boxBytes));
    // To the end of this box and no further, or a file of many empty ones would be searched for each.
    const inBox = bytes.subarray(0, boxEnd);
    const isMeta = ascii(box + 4) === "meta";
    for (let at = box + 8; isMeta && at >= 0 && at < boxEnd; at = inBox.indexOf(0x69, at + 1)) {
      if (big(at, 4) === ISPE) sizes.push(sizeOf(big(at + 8, 4), big(at + 12, 4)));
    }
    box = boxEnd;
  }
  return largest(sizes);
}

/** @param at - of the header in which a bitmap says its size */
function bitmapSize({ little }: Reader, at: number): PictureSize | undefined {
  if (little(at, 4) === 12) return sizeOf(little(at + 4, 2), little(at + 6, 2));
  // A negative height is one that is counted from the top.
  return sizeOf(Math.abs(little(at + 4, 4) | 0), Math.abs(little(at + 8, 4) | 0));
}

/** Each entry holds a picture of its own, which need not be as small as the entry says. */
function iconSize(bytes: Uint8Array): PictureSize | undefined {
  const { little, end } = readerOf(bytes);
  const sizes: Array<PictureSize | undefined> = [];
  for (let entry = 0; entry < little(4, 2) && 22 + entry * 16 <= end; entry += 1) {
    const picture = bytes.subarray(little(6 + entry * 16 + 12, 4));
    const isPng = pictureType(picture) === "image/png";
    sizes.push(isPng ? declaredSize(picture, "image/png") : bitmapSize(readerOf(picture), 0));
  }
  return largest(sizes);
}
