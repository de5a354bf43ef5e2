/**
 * The labelled box that stands for a picture that is not here: a drawing of the picture's own size,
 * so that the page keeps its layout, with its words.
 */
const MAX_SIDE_PX = 8_000;
const SMALLEST_LABELLED_PX = 48;

/**
 * @param size - `WIDTHxHEIGHT` in the picture's own pixels, as it came
 * @returns an address that holds the drawing; none as long as the size is not known
 */
export function pictureBox(size: unknown, label: string): string | undefined {
  const [, width, height] =
    /^(\d{1,5})x(\d{1,5})$/.exec(typeof size === "string" ? size : "") ?? [];
  if (!width || !height) return undefined;
  const drawing = drawBox(
    Math.min(Number(width), MAX_SIDE_PX),
    Math.min(Number(height), MAX_SIDE_PX),
    label,
  );
  return `data:image/svg+xml,${encodeURIComponent(drawing)}`;
}

function drawBox(width: number, height: number, label: string): string {
  const fontPx = Math.max(11, Math.min(width, height) / 12);
  const text =
    Math.min(width, height) < SMALLEST_LABELLED_PX
      ? ""
      : `<text x="50%" y="50%" text-anchor="middle" dominant-baseline="middle" fill="#596372" ` +
        `font-family="sans-serif" font-size="${fontPx}">${escapeXml(label.slice(0, 60))}</text>`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
    `<rect width="100%" height="100%" fill="#eceef2"/>` +
    `<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" fill="none" stroke="#cbd1da"/>` +
    `${text}</svg>`
  );
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
