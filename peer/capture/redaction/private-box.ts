/**
 * How a redacted element leaves: as an empty box of its size in its place. Nothing is copied from it;
 * what is said of it is a number or one of CSS's own words, computed by the browser.
 */
import { PRIVATE_ATTRIBUTE } from "../../protocol/wire-attributes.ts";
import { boxOf, localName, namespaceUri, ownerDocument } from "./native-dom.ts";

export interface PrivateBox {
  tagName: string;
  attributes: Record<string, string>;
}

/** Where another element would break what is around it: a row of a table, an entry of a list. */
const KEPT_NAMES = new Set(
  "html body table caption thead tbody tfoot tr td th li dt dd option optgroup legend fieldset".split(
    " ",
  ),
);
const SVG = "http://www.w3.org/2000/svg";

/** What puts the box where the element is. */
const PLACING = [
  "position",
  "top",
  "right",
  "bottom",
  "left",
  "z-index",
  "float",
  "clear",
  "margin-top",
  "margin-right",
  "margin-bottom",
  "margin-left",
  "vertical-align",
  "align-self",
  "justify-self",
  "order",
  "grid-row-start",
  "grid-row-end",
  "grid-column-start",
  "grid-column-end",
  "transform",
  "visibility",
];
/** Names of a page's own, such as those of grid lines, are not among these. */
const PLAIN_VALUE =
  /^(?:[a-z]+(?:-[a-z]+)*|-?[\d.]+(?:e-?\d+)?(?:px|%)?|span \d+|matrix(?:3d)?\([\d\s.,e+-]+\))$/;
const PLAIN_WORDS = new Set(
  (
    "absolute auto baseline both bottom center clear collapse end fixed flex-end flex-start " +
    "hidden inherit inline-end inline-start left middle none normal relative right self-end " +
    "self-start start static sticky stretch sub super text-bottom text-top top visible"
  ).split(" "),
);

/** What holds without being said. */
const AS_ANYWHERE = new Set(["static", "auto", "none", "0px", "0", "baseline", "visible"]);

/** The first part of `display` that says how it stands among others. */
const DISPLAYS: Record<string, string> = {
  inline: "inline-block",
  flex: "block",
  grid: "block",
  "inline-flex": "inline-block",
  "inline-grid": "inline-block",
  contents: "block",
};
const OWN_DISPLAY =
  /^(?:none|block|inline-block|list-item|flow-root|table(?:-(?:row|cell|caption|row-group|header-group|footer-group))?|inline-table)$/;

export function privateBox(element: Element): PrivateBox {
  if (isWithinDrawing(element)) return drawnBox(element);
  const name = localName(element);
  const style = getComputedStyle(element);
  const isInline = /^inline/.test(style.display);
  const tagName = KEPT_NAMES.has(name) ? name : isInline ? "span" : "div";
  return { tagName, attributes: { [PRIVATE_ATTRIBUTE]: "", style: boxStyle(element, style) } };
}

function boxStyle(element: Element, style: CSSStyleDeclaration): string {
  const display = DISPLAYS[style.display] ?? style.display;
  const { width, height } = sizeOf(element, style);
  const declarations = [
    `display:${OWN_DISPLAY.test(display) ? display : "block"}`,
    `width:${width}px`,
    `height:${height}px`,
    "flex:none",
  ];
  for (const name of PLACING) {
    const value = style.getPropertyValue(name);
    if (isPlain(value) && !AS_ANYWHERE.has(value)) declarations.push(`${name}:${value}`);
  }
  return declarations.join(";");
}

function isPlain(value: string): boolean {
  return PLAIN_VALUE.test(value) && (PLAIN_WORDS.has(value) || /[\d(]/.test(value));
}

/** In CSS pixels, before it is turned or scaled. */
function sizeOf(element: Element, style: CSSStyleDeclaration): { width: number; height: number } {
  if (style.display === "contents") {
    const range = (ownerDocument(element) as Document).createRange();
    range.selectNodeContents(element);
    return rounded(range.getBoundingClientRect());
  }
  const { offsetWidth, offsetHeight } = element as Partial<HTMLElement>;
  const isTransformed = style.transform !== "none" && style.transform !== "";
  if (isTransformed && offsetWidth !== undefined && offsetHeight !== undefined) {
    return { width: offsetWidth, height: offsetHeight };
  }
  return rounded(boxOf(element));
}

const rounded = ({ width, height }: DOMRect) => ({
  width: Math.round(width * 100) / 100,
  height: Math.round(height * 100) / 100,
});

/** The drawing itself stands among the elements of the page. */
function isWithinDrawing(element: Element): boolean {
  return namespaceUri(element) === SVG && localName(element) !== "svg";
}

/** In the units of the drawing. */
function drawnBox(element: Element): PrivateBox {
  const attributes: Record<string, string> = { [PRIVATE_ATTRIBUTE]: "" };
  try {
    const { x, y, width, height } = (element as SVGGraphicsElement).getBBox();
    Object.assign(attributes, { x: `${x}`, y: `${y}`, width: `${width}`, height: `${height}` });
    const matrix = (element as SVGGraphicsElement).transform.baseVal.consolidate()?.matrix;
    if (matrix) {
      const { a, b, c, d, e, f } = matrix;
      attributes["transform"] = `matrix(${a} ${b} ${c} ${d} ${e} ${f})`;
    }
  } catch {
    // It is not drawn, such as what is only referred to.
  }
  return { tagName: "rect", attributes };
}
