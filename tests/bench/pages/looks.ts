/** How a page looks, as far as two browsers can compare it: pictures by what is on them, and styles. */

export interface Looks {
  pictures: Array<{ widthPx: number; heightPx: number; colours: number[] }>;
  /** Elements whose background is a picture. */
  backgroundCount: number;
  styles: string[];
}

const STYLED = "body, h1, h2, p, li, button";
const STYLED_COUNT = 60;
const PROPERTIES = ["font-size", "padding-left", "background-color", "border-left-width"];
/** A picture is told by so many pixels across. */
const SIDE_PX = 6;
/** Of 255, on average: a drawing that was turned into pixels is not quite the same. */
const COLOUR_TOLERANCE = 16;

export function looksOf(page: Document): Looks {
  const view = page.defaultView;
  if (!view) throw new Error("the page is not shown");
  const styled = [...page.querySelectorAll(STYLED)].slice(0, STYLED_COUNT);
  return {
    pictures: [...page.images].map((image) => ({
      widthPx: image.naturalWidth,
      heightPx: image.naturalHeight,
      colours: coloursOf(image),
    })),
    backgroundCount: backgroundsOf(page).length,
    styles: styled.map((element) => {
      const style = view.getComputedStyle(element);
      return PROPERTIES.map((property) => style.getPropertyValue(property)).join("|");
    }),
  };
}

export function backgroundsOf(page: Document): string[] {
  return [...(page.body?.querySelectorAll("*") ?? [])]
    .map((element) => page.defaultView?.getComputedStyle(element).backgroundImage ?? "none")
    .filter((image) => image.includes("url("));
}

export function isAlike(shown: Looks, expected: Looks): boolean {
  return (
    shown.pictures.length === expected.pictures.length &&
    shown.backgroundCount >= expected.backgroundCount &&
    JSON.stringify(shown.styles) === JSON.stringify(expected.styles) &&
    shown.pictures.every((picture, index) => isAlikePicture(picture, expected.pictures[index]))
  );
}

type Picture = Looks["pictures"][number];

export function isAlikePicture(picture: Picture, other: Picture | undefined): boolean {
  if (!other || picture.widthPx !== other.widthPx || picture.heightPx !== other.heightPx)
    return false;
  const differences = picture.colours.map((colour, at) =>
    Math.abs(colour - (other.colours[at] ?? 0)),
  );
  const mean = differences.reduce((sum, one) => sum + one, 0) / differences.length;
  return mean <= COLOUR_TOLERANCE;
}

function coloursOf(image: HTMLImageElement): number[] {
  const canvas = document.createElement("canvas");
  canvas.width = SIDE_PX;
  canvas.height = SIDE_PX;
  const drawing = canvas.getContext("2d", { willReadFrequently: true });
  if (!drawing || image.naturalWidth === 0) return [];
  drawing.drawImage(image, 0, 0, SIDE_PX, SIDE_PX);
  return [...drawing.getImageData(0, 0, SIDE_PX, SIDE_PX).data];
}
