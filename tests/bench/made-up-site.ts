/**
 * A heavy site of two pages, made from a seed: one style sheet of 1.2 MB, and 40 pictures on each page
 * of 30 to 200 kB, half of which are on both. Weights as of shops that were not made with care.
 */
import { rgbPng } from "../support/png.ts";
import type { Served } from "./bench-server.ts";
import { createRandom } from "./random.ts";

export const HEAVY_PAGES = ["/heavy/first", "/heavy/second"] as const;

const SHEET_BYTES = 1_200_000;
const PICTURES_PER_PAGE = 40;
const SHARED_PICTURES = 20;
const PICTURE_BYTES = { least: 30_000, most: 200_000 };

export function madeUpSite(seed: number): Record<string, Served> {
  const random = createRandom(seed);
  const served: Record<string, Served> = {
    "/heavy/site.css": { type: "text/css; charset=utf-8", body: styleSheet(random) },
  };
  const pictureCount = 2 * PICTURES_PER_PAGE - SHARED_PICTURES;
  for (let picture = 0; picture < pictureCount; picture += 1) {
    served[pictureAddress(picture)] = { type: "image/png", body: noise(random) };
  }
  HEAVY_PAGES.forEach((address, page) => {
    const first = page * (PICTURES_PER_PAGE - SHARED_PICTURES);
    served[address] = { type: "text/html; charset=utf-8", body: pageHtml(address, first) };
  });
  return served;
}

const pictureAddress = (picture: number) => `/heavy/picture-${picture}.png`;

function pageHtml(address: string, firstPicture: number): string {
  const cards = Array.from(
    { length: PICTURES_PER_PAGE },
    (_, index) => `
      <li class="card tone-${index % 12}">
        <img src="${pictureAddress(firstPicture + index)}" width="240" height="240" alt="Article ${index}">
        <h2>Article ${index}</h2>
        <p>As found on ${address}, in wool or linen, for all weathers.</p>
        <button type="button">Add to cart</button>
      </li>`,
  );
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>${address}</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/heavy/site.css">
  </head>
  <body>
    <h1>Everything on ${address}</h1>
    <ul class="cards">${cards.join("")}
    </ul>
  </body>
</html>`;
}

const PROPERTIES = ["margin", "padding", "width", "top", "left", "border-width", "font-size"];
const PLACES = ["header", "footer", "card", "menu", "list", "form", "dialog", "badge", "hero"];

/** Few of its rules apply to the page, as is usual; the first ones do. */
function styleSheet(random: () => number): string {
  const rules = [
    "body { margin: 0; font: 16px/1.5 sans-serif; background: #f2f4ee }",
    ".cards { display: grid; grid-template-columns: repeat(4, 1fr); gap: 12px; padding: 12px }",
    ".card { padding: 12px; border-radius: 8px; list-style: none; background: #fff }",
    ".card h2 { font-size: 18px }",
  ];
  const number = (below: number) => Math.floor(random() * below);
  const pick = (list: readonly string[]) => list[number(list.length)] ?? "";
  const colour = () => `#${number(0x1000000).toString(16).padStart(6, "0")}`;
  for (let tone = 0; tone < 12; tone += 1) {
    rules.push(`.tone-${tone} h2 { color: ${colour()}; border-left: ${tone}px solid ${colour()} }`);
  }
  let length = 0;
  while (length < SHEET_BYTES) {
    const name = `.${pick(PLACES)}-${number(3_000)}`;
    const rule = `${name}:hover > .${pick(PLACES)}__${pick(PLACES)}--${number(90)} { ${pick(PROPERTIES)}: ${number(200)}px; color: ${colour()}; ${pick(PROPERTIES)}: ${number(40)}rem }`;
    rules.push(rule);
    length += rule.length + 1;
  }
  return rules.join("\n");
}

/** A PNG of noise: like a photograph, it has about as many bytes when it is packed again. */
function noise(random: () => number): Buffer {
  const { least, most } = PICTURE_BYTES;
  const side = Math.round(Math.sqrt((least + random() * (most - least)) / 3));
  return rgbPng(side, side, () => random() * 256);
}
