/**
 * A picture as it is displayed, drawn anew: for one that the browser does not keep, or that the
 * page's policy does not let be read. Nobody is asked for it again.
 */

/** Larger ones are left out: a browser needs four bytes for each of its pixels meanwhile. */
const PIXELS_COUNT = 16_000_000;
/** A drawing of few colours is smallest as PNG; what is larger is a photograph, as a rule. */
const PNG_PIXELS_COUNT = 256 * 256;
const PHOTO_QUALITY = 0.9;

/** @returns nothing if it cannot be drawn, or if it is of another origin and may not be read */
export async function drawnPicture(
  picture: HTMLImageElement,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const { naturalWidth: width, naturalHeight: height } = picture;
  const pixelsCount = width * height;
  if (pixelsCount === 0 || pixelsCount > PIXELS_COUNT) return undefined;
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const type = pixelsCount > PNG_PIXELS_COUNT ? "image/webp" : "image/png";
  try {
    canvas.getContext("2d")?.drawImage(picture, 0, 0, width, height);
    const drawn = await new Promise<Blob | null>((resolve) => {
      canvas.toBlob(resolve, type, PHOTO_QUALITY);
    });
    return drawn ? new Uint8Array(await drawn.arrayBuffer()) : undefined;
  } catch {
    return undefined;
  } finally {
    // Safari keeps what a canvas holds until it has to.
    canvas.width = 0;
  }
}
