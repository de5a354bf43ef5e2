/** A picture that is a canary: by its text, its bytes, its hash, and by its colours however it is drawn. */
import { createHash, randomInt } from "node:crypto";
import { crc32 } from "node:zlib";
import { type Rgb, rgbPng } from "../support/png.ts";
import type { Canary } from "./canary.ts";
import type { Served } from "./sessions/served.ts";

/** Colours of its stripes, from the left. */
export type Stripes = readonly Rgb[];

const WIDTH_PX = 64;
const HEIGHT_PX = 32;
const STRIPES_COUNT = 4;
/** Where the size ends: eight bytes of signature, and the first chunk. */
const AFTER_HEADER = 33;
const TRACE_BYTES = 24;

const randomStripes = (): Stripes =>
  Array.from(
    { length: STRIPES_COUNT },
    () => [randomInt(256), randomInt(256), randomInt(256)] as const,
  );

export interface CanaryPicture extends Served {
  body: Buffer;
  stripes: Stripes;
}

/** Notes with the canary by what it can be known. */
export function pictureOf(canary: Canary, kind: "png" | "svg"): CanaryPicture {
  const stripes = randomStripes();
  const body = kind === "png" ? pngOf(canary.value, stripes) : svgOf(canary.value, stripes);
  for (const encoding of ["base64url", "hex"] as const) {
    canary.traces.push(Buffer.from(createHash("sha256").update(body).digest(encoding)));
  }
  if (kind === "png") {
    const pixels = body.indexOf("IDAT") + 4;
    canary.traces.push(body.subarray(pixels + 2, pixels + 2 + TRACE_BYTES));
  }
  return { type: kind === "png" ? "image/png" : "image/svg+xml", body, stripes };
}

function pngOf(text: string, stripes: Stripes): Buffer {
  const width = WIDTH_PX / STRIPES_COUNT;
  const plain = rgbPng(WIDTH_PX, HEIGHT_PX, (at) => {
    const column = Math.floor(at / 3) % WIDTH_PX;
    return stripes[Math.floor(column / width)]?.[at % 3] ?? 0;
  });
  const named = Buffer.from(`tEXtComment\0${text}`, "latin1");
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(named.length - 4);
  check.writeUInt32BE(crc32(named));
  const chunk = Buffer.concat([length, named, check]);
  return Buffer.concat([plain.subarray(0, AFTER_HEADER), chunk, plain.subarray(AFTER_HEADER)]);
}

function svgOf(text: string, stripes: Stripes): Buffer {
  const width = WIDTH_PX / STRIPES_COUNT;
  const rects = stripes.map(
    (colour, at) => `<rect x="${at * width}" width="${width}" height="32" fill="rgb(${colour})"/>`,
  );
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="32">${rects.join("")}<desc>${text}</desc></svg>`,
  );
}
