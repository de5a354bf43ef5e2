/** The elements that may show a picture. Their names may be in either case: in drawings it matters. */
const SVG_PICTURES = new Set(["feimage", "image"]);
const PICTURES = new Set(["img", "input", "video", ...SVG_PICTURES]);

export const mayHoldPicture = (tagName: string) => PICTURES.has(tagName.toLowerCase());

export const isSvgPicture = (tagName: string) => SVG_PICTURES.has(tagName.toLowerCase());

/** The attribute that holds its address. */
export function pictureAttribute(tagName: string): "src" | "poster" | "href" {
  if (tagName.toLowerCase() === "video") return "poster";
  return isSvgPicture(tagName) ? "href" : "src";
}
