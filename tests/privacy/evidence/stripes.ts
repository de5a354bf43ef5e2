/** Finds pictures by their colours, however they were packed or drawn anew. */
import type { Page } from "playwright";
import type { Stripes } from "../canary-picture.ts";
import type { Picture } from "./tapped-lanes.ts";

/** A photograph's packing changes colours a little. */
const TOLERANCE = 24;

/** @param page - a blank one, of neither customer nor agent @returns colours at the middle of each quarter */
export async function stripesIn(page: Page, { bytes }: Picture): Promise<number[][]> {
  return page.evaluate(async (base64) => {
    const picture = new Image();
    const binary = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const isSvg = new TextDecoder().decode(binary.subarray(0, 100)).trimStart().startsWith("<");
    picture.src = URL.createObjectURL(
      new Blob([binary], { type: isSvg ? "image/svg+xml" : "image/png" }),
    );
    await picture.decode().catch(() => {});
    if (picture.naturalWidth === 0) return [];
    const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 32 });
    const context = canvas.getContext("2d");
    context?.drawImage(picture, 0, 0, 64, 32);
    const columns = [8, 24, 40, 56];
    return columns.map((column) =>
      [...(context?.getImageData(column, 16, 1, 1).data ?? [])].slice(0, 3),
    );
  }, bytes.toString("base64"));
}

export const isLike = (stripes: Stripes, colours: readonly number[][]): boolean =>
  colours.length === stripes.length &&
  stripes.every((stripe, at) =>
    stripe.every(
      (value, channel) => Math.abs(value - (colours[at]?.[channel] ?? -999)) <= TOLERANCE,
    ),
  );
