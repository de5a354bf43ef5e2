/**
 * What bytes are, told from the bytes alone: whatever the other side calls them, only what is on
 * these lists becomes an address in the viewer, and under this type. HTML is on none of them, nor
 * is XML other than a drawing.
 */

export type PictureType =
  | "image/png"
  | "image/jpeg"
  | "image/gif"
  | "image/webp"
  | "image/avif"
  | "image/bmp"
  | "image/x-icon";

type FontType = "font/woff2" | "font/woff" | "font/ttf" | "font/otf";

const FONTS: Readonly<Record<string, FontType>> = {
  wOF2: "font/woff2",
  wOFF: "font/woff",
  "\0\x01\0\0": "font/ttf",
  true: "font/ttf",
  OTTO: "font/otf",
};

const AVIF_BRANDS = new Set(["avif", "avis"]);
/** Sizes of the header that follows a bitmap's first 14 bytes: they tell its versions apart. */
const BITMAP_HEADERS: ReadonlySet<number> = new Set([12, 40, 52, 56, 64, 108, 124]);

/** @param at - in bytes; what lies behind the end is left out */
export function asciiAt(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

export function pictureType(bytes: Uint8Array): PictureType | undefined {
  if (asciiAt(bytes, 0, 8) === "\x89PNG\r\n\x1a\n") return "image/png";
  if (asciiAt(bytes, 0, 3) === "\xff\xd8\xff") return "image/jpeg";
  if (/^GIF8[79]a$/.test(asciiAt(bytes, 0, 6))) return "image/gif";
  if (asciiAt(bytes, 0, 4) === "RIFF" && asciiAt(bytes, 8, 4) === "WEBP") return "image/webp";
  if (asciiAt(bytes, 4, 4) === "ftyp" && brandsOf(bytes).some((brand) => AVIF_BRANDS.has(brand))) {
    return "image/avif";
  }
  if (asciiAt(bytes, 0, 2) === "BM" && BITMAP_HEADERS.has(bytes[14] ?? 0)) return "image/bmp";
  if (asciiAt(bytes, 0, 4) === "\0\0\x01\0") return "image/x-icon";
  return undefined;
}

export function fontType(bytes: Uint8Array): FontType | undefined {
  return FONTS[asciiAt(bytes, 0, 4)];
}

/** The brands of a file's first box; its own one is followed by a version, which is none. */
function brandsOf(bytes: Uint8Array): string[] {
  const end = Math.min((bytes[2] ?? 0) * 256 + (bytes[3] ?? 0), bytes.length);
  const brands = [asciiAt(bytes, 8, 4)];
  for (let at = 16; at < end; at += 4) brands.push(asciiAt(bytes, at, 4));
  return brands;
}

/** Whether the root of this XML is `svg`, after whatever may stand before a root. */
export function isDrawing(xml: string): boolean {
  let at = 0;
  for (;;) {
    // A byte order mark is white space to it as well.
    while (/\s/.test(xml.charAt(at))) at += 1;
    const end = endOfPreamble(xml, at);
    if (end === undefined) break;
    at = end;
  }
  return /^<(?:svg:)?svg[\s/>]/.test(xml.slice(at, at + 10));
}

/** Of one declaration, comment or document type; of one without an end, the end of all. */
function endOfPreamble(xml: string, at: number): number | undefined {
  if (xml.startsWith("<?", at)) return after(xml, "?>", at);
  if (xml.startsWith("<!--", at)) return after(xml, "-->", at);
  if (!/^<!doctype$/i.test(xml.slice(at, at + 9))) return undefined;
  const end = after(xml, ">", at);
  const subset = xml.indexOf("[", at);
  return subset < 0 || subset > end ? end : after(xml, ">", after(xml, "]", subset) - 1);
}

function after(text: string, mark: string, at: number): number {
  const found = text.indexOf(mark, at);
  return found < 0 ? text.length : found + mark.length;
}

/** Whether a text that is said to be CSS is another thing: no rule begins so. */
export function isMarkup(text: string): boolean {
  return /^\s*<(?!!--)/.test(text);
}
