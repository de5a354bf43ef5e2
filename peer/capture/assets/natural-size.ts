/** The size of a picture in its own pixels, by which the replica keeps its place. */
import { NATURAL_SIZE_ATTRIBUTE } from "../../protocol/wire-attributes.ts";

/** @returns the size as an attribute; nothing for what has no picture, or none yet */
export function naturalSizeOf(element: Node): Record<string, string> {
  const [widthPx, heightPx] = pictureSide(element);
  return widthPx > 0 && heightPx > 0 ? { [NATURAL_SIZE_ATTRIBUTE]: `${widthPx}x${heightPx}` } : {};
}

function pictureSide(element: Node): [widthPx: number, heightPx: number] {
  switch (element.nodeName) {
    case "IMG": {
      const { naturalWidth, naturalHeight } = element as HTMLImageElement;
      return [naturalWidth, naturalHeight];
    }
    case "VIDEO": {
      const { videoWidth, videoHeight } = element as HTMLVideoElement;
      return [videoWidth, videoHeight];
    }
    case "INPUT": {
      // A browser does not tell the natural size of a picture that is a button.
      const { offsetWidth, offsetHeight } = element as HTMLInputElement;
      return [offsetWidth, offsetHeight];
    }
    default:
      return [0, 0];
  }
}
