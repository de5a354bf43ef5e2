/**
 * What never left the customer's page, as the agent sees it: a hatch with a dashed edge, lock and
 * word, of the size of what it hides. It is one picture in the element's own background, so that it
 * changes no layout, reaches into components, and looks alike in a row of a table and in a line of text.
 */
import { PRIVATE_ATTRIBUTE } from "../protocol/wire-attributes.ts";

export interface PrivateBoxes {
  /** Takes a node that was built, or whose attributes have changed. */
  draw(node: Node | null): void;
  /** How many are in the page now. */
  count(): number;
}

/** Draws over whatever colour the page has there: stripes and edge are seen on light and dark. */
const STRIPE = `<pattern id="s" width="12" height="12" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path fill="#8191a8" fill-opacity=".16" d="M6 0h6v12H6z"/></pattern>`;
const BOX = (paint: string) =>
  `<rect x=".5" y=".5" rx="6" style="width:calc(100% - 1px);height:calc(100% - 1px)" ${paint}/>`;
const LOCK = `<path transform="translate(-34 -7) scale(.7)" fill="none" stroke-width="1.75" stroke-linejoin="round" d="M6 8.75h8a1.75 1.75 0 0 1 1.75 1.75v4A1.75 1.75 0 0 1 14 16.25H6a1.75 1.75 0 0 1-1.75-1.75v-4A1.75 1.75 0 0 1 6 8.75ZM6.75 8.5V6.25a3.25 3.25 0 0 1 6.5 0V8.5"/>`;
/** In a box that is too small for it there is none; in a very small one not even an edge. */
const STYLE = `<style>rect.p{fill:#e5e8ed}text{fill:#39424f;font:600 12px sans-serif}.l path{stroke:#39424f}@media (max-width:95px),(max-height:23px){.l{display:none}}@media (max-width:11px),(max-height:7px){.e{display:none}}@media (prefers-color-scheme:dark){rect.p{fill:#1b2029}text{fill:#c3cad5}.l path{stroke:#c3cad5}}</style>`;

const DRAWING = `<svg xmlns="http://www.w3.org/2000/svg">${STYLE}<defs>${STRIPE}</defs>${BOX(
  'fill="#7d8ca5" fill-opacity=".2"',
)}${BOX('fill="url(#s)"')}${BOX(
  'class="e" fill="none" stroke="#7d8796" stroke-dasharray="3 2"',
)}<svg x="50%" y="50%" overflow="visible" class="l"><rect class="p" x="-41" y="-10" width="82" height="20" rx="10"/>${LOCK}<text x="-17" y="4">Private</text></svg></svg>`;

const LOOK = `url("data:image/svg+xml,${encodeURIComponent(DRAWING)}") 0 0 / 100% 100% no-repeat border-box`;

const BOX_RULE = `[${PRIVATE_ATTRIBUTE}]`;
/**
 * For the head of a page: what the page's own rules would write beside a box, and what an element
 * alone cannot say. A row shows no background where it has no cells.
 */
export const PRIVATE_RULES = [
  `:where(${BOX_RULE}) { box-sizing: border-box; overflow: hidden }`,
  `:where(span${BOX_RULE}) { display: inline-block }`,
  `${BOX_RULE}::before, ${BOX_RULE}::after { content: none !important }`,
  `tr${BOX_RULE} { position: relative !important }`,
  `tr${BOX_RULE}::before { content: "" !important; position: absolute; inset: 0; background: ${LOOK} !important }`,
];

/** Said of a box, with its name, where no role of a table or list would be lost. */
const WITHOUT_ROLE = new Set(["div", "span"]);
const NAME = "Private";
const STYLES = [
  ["border-radius", "0"],
  ["list-style", "none"],
] as const;

export function createPrivateBoxes(): PrivateBoxes {
  const boxes = new Set<Element>();

  return {
    draw(node) {
      if (node?.nodeType !== Node.ELEMENT_NODE) return;
      const box = node as HTMLElement;
      if (!box.hasAttribute(PRIVATE_ATTRIBUTE)) return;
      boxes.add(box);
      // Above whatever rule of the page's own finds an element of this kind in this place.
      for (const [name, value] of STYLES) box.style.setProperty(name, value, "important");
      // What a row has, its cells would show once more.
      if (box.localName !== "tr") box.style.setProperty("background", LOOK, "important");
      if (WITHOUT_ROLE.has(box.localName)) box.setAttribute("role", "img");
      box.setAttribute("aria-label", NAME);
    },
    count() {
      for (const box of boxes) {
        if (!isInPage(box)) boxes.delete(box);
      }
      return boxes.size;
    },
  };
}

/** Also in a frame that is still there; the document of one that is gone has no window. */
function isInPage(box: Element): boolean {
  return box.isConnected && box.ownerDocument.defaultView !== null;
}
