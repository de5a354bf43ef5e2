/**
 * The boxes that stand for pictures that are not here: drawings of the picture's own size, so that
 * the page keeps its layout. One that is awaited is plain; one that will not come has its words.
 */

interface Size {
  widthPx: number;
  heightPx: number;
}

const MAX_SIDE_PX = 8_000;
const SMALLEST_LABELLED_PX = 48;

/**
 * @param size - `WIDTHxHEIGHT` in the picture's own pixels, as it came
 * @returns an address that holds the drawing; none as long as the size is not known
 */
export function pictureBox(size: unknown, label: string): string | undefined {
  const px = boxSize(size);
  return px && addressOf(svg(px, GROUND + drawLabel(px, label)));
}

/** @param size - as for the labelled box */
export function plainBox(size: unknown): string | undefined {
  const px = boxSize(size);
  return px && addressOf(svg(px, GROUND));
}

export function isPictureBox(address: string | null): boolean {
  return address?.startsWith(BOX_START) ?? false;
}

/** @param size - `WIDTHxHEIGHT`, as it came */
export function naturalSize(size: unknown): Size | undefined {
  const [, width, height] =
    /^(\d{1,5})x(\d{1,5})$/.exec(typeof size === "string" ? size : "") ?? [];
  if (!Number(width) || !Number(height)) return undefined;
  return { widthPx: Number(width), heightPx: Number(height) };
}

const KINDS: Readonly<Record<string, string>> = { input: "Button", video: "Video" };

/** @param attributeOf - of the picture's element, as it came or as it stands */
export function pictureLabel(tagName: string, attributeOf: (name: string) => unknown): string {
  for (const name of ["alt", "aria-label", "title"]) {
    const label = attributeOf(name);
    if (typeof label === "string" && label.trim() !== "") return label.trim();
  }
  return KINDS[tagName] ?? "Image";
}

const BOX_START = `data:image/svg+xml,${encodeURIComponent("<!--alongside-->")}`;
const GROUND = `<rect width="100%" height="100%" fill="#eceef2"/>`;

const addressOf = (drawing: string) => BOX_START + encodeURIComponent(drawing);

function boxSize(size: unknown): Size | undefined {
  const natural = naturalSize(size);
  if (!natural) return undefined;
  const { widthPx, heightPx } = natural;
  return { widthPx: Math.min(widthPx, MAX_SIDE_PX), heightPx: Math.min(heightPx, MAX_SIDE_PX) };
}

const svg = ({ widthPx, heightPx }: Size, content: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}">${content}</svg>`;

function drawLabel({ widthPx, heightPx }: Size, label: string): string {
  const edge =
    `<rect x=".5" y=".5" width="${widthPx - 1}" height="${heightPx - 1}" fill="none" ` +
    `stroke="#cbd1da"/>`;
  const shorterPx = Math.min(widthPx, heightPx);
  if (shorterPx < SMALLEST_LABELLED_PX) return edge;
  const text =
    `<text x="50%" y="50%" text-anchor="middle" dominant-baseline="middle" fill="#596372" ` +
    `font-family="sans-serif" font-size="${Math.max(11, shorterPx / 12)}">` +
    `${escapeXml(label.slice(0, 60))}</text>`;
  return edge + text;
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
