import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PICTURE_SIDE_PX } from "../../../../../peer/protocol/limits.ts";
import {
  fontType,
  isDrawing,
  isMarkup,
  type PictureType,
  pictureType,
} from "../../../../../peer/replica/assets/asset-type.ts";
import { declaredSize, isTooLarge } from "../../../../../peer/replica/assets/picture-size.ts";
import { ascii, pngHeader } from "../../../../support/picture-headers.ts";

const little = (value: number, count: number) =>
  Array.from({ length: count }, (_, at) => Math.floor(value / 256 ** at) % 256);
const big = (value: number, count: number) => little(value, count).reverse();
const bytes = (...parts: Array<string | number[]>) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? [...ascii(part)] : part)));
const box = (name: string, ...content: Array<string | number[]>) => {
  const inside = [...bytes(...content)];
  return [...bytes(big(inside.length + 8, 4), name, inside)];
};

/** The start of a picture of each kind, of 300 × 200, as far as it is read. */
const HEADERS: Record<string, [PictureType, Uint8Array]> = {
  png: ["image/png", pngHeader(300, 200)],
  jpeg: [
    "image/jpeg",
    bytes(
      [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2],
      [0xff, 0xff, 0xc4, 0, 2, 0xff, 0xc2, 0, 11, 8],
      big(200, 2),
      big(300, 2),
    ),
  ],
  gif: ["image/gif", bytes("GIF89a", little(300, 2), little(200, 2), [0, 0, 0])],
  "gif with a frame larger than its screen": [
    "image/gif",
    bytes(
      "GIF87a",
      [1, 0, 1, 0, 0x80, 0, 0],
      [1, 2, 3, 4, 5, 6],
      [0x21, 0xf9, 2, 0, 0, 0],
      [0x2c, ...little(100, 2), 0, 0, ...little(200, 2), ...little(200, 2), 0],
    ),
  ],
  "lossy webp": [
    "image/webp",
    bytes("RIFF", [0, 0, 0, 0], "WEBPVP8 ", Array(10).fill(0), little(300, 2), little(200, 2)),
  ],
  "lossless webp": [
    "image/webp",
    bytes("RIFF", [0, 0, 0, 0], "WEBPVP8L", [0, 0, 0, 0, 0x2f], little(299 + 199 * 2 ** 14, 4)),
  ],
  "webp with more": [
    "image/webp",
    bytes("RIFF", [0, 0, 0, 0], "WEBPVP8X", Array(8).fill(0), little(299, 3), little(199, 3)),
  ],
  avif: [
    "image/avif",
    bytes(
      box("ftyp", "mif1", [0, 0, 0, 0], "miafavif"),
      box(
        "meta",
        [0, 0, 0, 0],
        box("ispe", [0, 0, 0, 0], big(300, 4), big(100, 4)),
        box("ispe", [0, 0, 0, 0], big(10, 4), big(200, 4)),
      ),
    ),
  ],
  bmp: [
    "image/bmp",
    bytes("BM", Array(12).fill(0), little(40, 4), little(300, 4), little(2 ** 32 - 200, 4)),
  ],
  "old bmp": [
    "image/bmp",
    bytes("BM", Array(12).fill(0), little(12, 4), little(300, 2), little(200, 2)),
  ],
  "ico that says less than it holds": [
    "image/x-icon",
    bytes([0, 0, 1, 0, 1, 0, 16, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], little(22, 4), [
      ...pngHeader(300, 200),
    ]),
  ],
};

describe("pictures", () => {
  it.each(Object.entries(HEADERS))("%s: its type and size are read from its bytes", (_, [
    type,
    header,
  ]) => {
    expect(pictureType(header)).toBe(type);
    expect(declaredSize(header, type)).toEqual({ widthPx: 300, heightPx: 200 });
  });

  it.each([
    ["widget/demo/assets/hut.png", "image/png", 800, 500],
    ["widget/demo/assets/evening-400.jpg", "image/jpeg", 400, 250],
    ["widget/demo/account/order-1017.webp", "image/webp", 160, 168],
  ] as const)("%s is read as what it is", (path, type, widthPx, heightPx) => {
    const file = readFileSync(path);
    expect(pictureType(file)).toBe(type);
    expect(declaredSize(file, type)).toEqual({ widthPx, heightPx });
  });

  it("that are cut short anywhere, or made of anything, break nothing", () => {
    const starts = [new Uint8Array(), ...Object.values(HEADERS).map(([, header]) => header)];
    fc.assert(
      fc.property(
        fc.constantFrom(...starts),
        fc.nat(80),
        fc.uint8Array({ maxLength: 200 }),
        (start, length, rest) => {
          const anything = Uint8Array.from([...start.subarray(0, length), ...rest]);
          const type = pictureType(anything);
          fontType(anything);
          for (const each of Object.values(HEADERS)) declaredSize(anything, type ?? each[0]);
          const text = String.fromCharCode(...anything);
          isDrawing(text);
          isMarkup(text);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("may be long or wide, but not too much of both", () => {
    expect(isTooLarge({ widthPx: PICTURE_SIDE_PX, heightPx: 3_900 })).toBe(false);
    expect(isTooLarge({ widthPx: PICTURE_SIDE_PX + 1, heightPx: 1 })).toBe(true);
    expect(isTooLarge({ widthPx: 1, heightPx: PICTURE_SIDE_PX + 1 })).toBe(true);
    expect(isTooLarge({ widthPx: 8_001, heightPx: 8_000 })).toBe(true);
  });

  it.each([
    "<html>",
    "%PDF-1.7",
    "BMW is a brand of cars",
    "GIF90a",
    "RIFF....WAVE",
    "\0\0\x02\0",
  ])("%j is none", (text) => {
    expect(pictureType(ascii(text))).toBeUndefined();
  });

  it("of a great many empty parts do not take for ever", () => {
    const meta = bytes(box("meta", [0, 0, 0, 0]));
    const start = bytes(box("ftyp", "mif1", [0, 0, 0, 0], "miafavif"));
    const picture = new Uint8Array(start.length + 600_000 * meta.length);
    picture.set(start);
    for (let at = start.length; at < picture.length; at += meta.length) picture.set(meta, at);
    expect(declaredSize(picture, "image/avif")).toBeUndefined();
  });

  it("that say they are of another brand are none", () => {
    const film = bytes(box("ftyp", "isom", [0, 0, 0, 0], "mp42"));
    expect(pictureType(film)).toBeUndefined();
    // The brand's version is no brand.
    expect(pictureType(bytes(box("ftyp", "isom", "avif", "mp42")))).toBeUndefined();
  });
});

describe("fonts", () => {
  it.each([
    ["wOF2", "font/woff2"],
    ["wOFF", "font/woff"],
    ["\0\x01\0\0", "font/ttf"],
    ["true", "font/ttf"],
    ["OTTO", "font/otf"],
    ["ttcf", undefined],
    ["toString", undefined],
    ["", undefined],
  ])("%j is %s", (start, type) => {
    expect(fontType(ascii(start))).toBe(type);
  });
});

describe("drawings", () => {
  it.each([
    "<svg>",
    "<svg/>",
    '\ufeff<?xml version="1.0"?>\n<!-- a > b --><!DOCTYPE svg PUBLIC "x" "y">\n<svg xmlns="s">',
    '<!DOCTYPE svg [ <!ENTITY a "b"> ]><svg\nwidth="1">',
    '<svg:svg xmlns:svg="http://www.w3.org/2000/svg">',
  ])("%j is one", (xml) => {
    expect(isDrawing(xml)).toBe(true);
  });

  it.each([
    "",
    "svg",
    "<svgs>",
    "<html><svg>",
    "<!doctype html><svg-like/>",
    "<!-- <svg> -->",
    "<!-- <svg>",
    "<?xml <svg>",
    '<!DOCTYPE html [ <svg> "',
    "<SVG>",
    "x <svg>",
  ])("%j is none", (xml) => {
    expect(isDrawing(xml)).toBe(false);
  });
});

it("takes what begins as markup for no style, and what begins with a comment for one", () => {
  expect(["<!doctype html>", " <p>", "\ufeff<?xml?>", "<"].map(isMarkup)).toEqual(
    Array(4).fill(true),
  );
  expect(["<!-- p {} -->", "p > a {}", "/* <p> */", ""].map(isMarkup)).toEqual(
    Array(4).fill(false),
  );
});
