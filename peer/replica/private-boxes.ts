/**
 * What never left the customer's page, as the agent sees it: a hatch with a dashed edge, lock and
 * word, of the size of what it hides. It is one picture in the element's own background, so that it
 * changes no layout, reaches into components, and looks alike in a table and in a line of text.
 */
import { PRIVATE_ATTRIBUTE } from "../protocol/wire-attributes.ts";

export interface PrivateBoxes {
  /** Takes a node that was built, or whose attributes have changed. */
  draw(node: Node | null): void;
  /** At the end of what came at once, when what stands around the boxes is there. */
  finish(): void;
  /** How many are in the page now. */
  count(): number;
}

/** Over whatever colour the page has there: stripes and edge are seen on light and dark. */
const STRIPES = `<pattern id="s" width="12" height="12" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path fill="#8191a8" fill-opacity=".16" d="M6 0h6v12H6z"/></pattern>`;
const EDGE = "#7d8796";
const area = (paint: string) =>
  `<rect x=".5" y=".5" rx="6" style="width:calc(100% - 1px);height:calc(100% - 1px)" ${paint}/>`;
const LOCK = `<path transform="translate(-34 -7) scale(.7)" fill="none" stroke-width="1.75" stroke-linejoin="round" d="M6 8.75h8a1.75 1.75 0 0 1 1.75 1.75v4A1.75 1.75 0 0 1 14 16.25H6a1.75 1.75 0 0 1-1.75-1.75v-4A1.75 1.75 0 0 1 6 8.75ZM6.75 8.5V6.25a3.25 3.25 0 0 1 6.5 0V8.5"/>`;
/** Where the label does not fit there is none; in a very small box there is not even an edge. */
const STYLE = `<style>rect.p{fill:#e5e8ed}text{fill:#39424f;font:600 12px sans-serif}.l path{stroke:#39424f}@media (max-width:95px),(max-height:23px){.l{display:none}}@media (max-width:11px),(max-height:7px){.e{display:none}}@media (prefers-color-scheme:dark){rect.p{fill:#1b2029}text{fill:#c3cad5}.l path{stroke:#c3cad5}}</style>`;
const DRAWING = [
  `<svg xmlns="http://www.w3.org/2000/svg">${STYLE}<defs>${STRIPES}</defs>`,
  area('fill="#7d8ca5" fill-opacity=".2"'),
  area('fill="url(#s)"'),
  area(`class="e" fill="none" stroke="${EDGE}" stroke-dasharray="3 2"`),
  `<svg x="50%" y="50%" overflow="visible" class="l">`,
  `<rect class="p" x="-41" y="-10" width="82" height="20" rx="10"/>${LOCK}`,
  `<text x="-17" y="4">Private</text></svg></svg>`,
].join("");
const PICTURE = `url("data:image/svg+xml,${encodeURIComponent(DRAWING)}")`;

/** Inherited by components too. */
const PICTURE_VARIABLE = "--alongside-private-box";

/** Above whatever rule of the page's own finds an element of this kind in this place. */
const STYLES = {
  background: `var(${PICTURE_VARIABLE}) 0 0 / 100% 100% no-repeat border-box`,
  "border-radius": "0",
  "box-sizing": "border-box",
  "list-style": "none",
  padding: "0",
  overflow: "hidden",
};
/** In a drawing of the page's: a plain area, in the same colours. */
const DRAWN_STYLES = {
  fill: "rgb(129 145 168 / 0.3)",
  stroke: EDGE,
  "stroke-dasharray": "3 2",
  "vector-effect": "non-scaling-stroke",
};

/** Without a cell they have no width, in some browsers no height, and show no background. */
const CELL_IN: Readonly<Record<string, readonly string[]>> = {
  table: ["tbody", "tr", "td"],
  thead: ["tr", "td"],
  tbody: ["tr", "td"],
  tfoot: ["tr", "td"],
  tr: ["td"],
};

const NAME = "Private";
/** A role of its own would cost a table or a list one of its parts. */
const WITHOUT_ROLE = new Set(["div", "span", "rect"]);

/** For the head of a page: the picture, and nothing of what its own rules would write beside a box. */
export const PRIVATE_RULES = [
  `:root { ${PICTURE_VARIABLE}: ${PICTURE} !important }`,
  `[${PRIVATE_ATTRIBUTE}]::before, [${PRIVATE_ATTRIBUTE}]::after { content: none !important }`,
];

export function createPrivateBoxes(): PrivateBoxes {
  const boxes = new Set<Element>();
  const cells = new Set<HTMLTableCellElement>();

  function drawBox(box: HTMLElement): void {
    boxes.add(box);
    if (WITHOUT_ROLE.has(box.localName)) box.setAttribute("role", "img");
    box.setAttribute("aria-label", NAME);
    // In a list of choices it is the label that is shown.
    if (box.localName.startsWith("opt")) box.setAttribute("label", NAME);
    const cellIn = CELL_IN[box.localName];
    if (box.namespaceURI !== HTML) setStyles(box, DRAWN_STYLES);
    else if (!cellIn) setStyles(box, STYLES);
    else {
      const cell = innermost(box, cellIn) as HTMLTableCellElement;
      const { width, height } = box.style;
      Object.assign(cell.style, { width, height, border: "0" });
      setStyles(cell, STYLES);
      cells.add(cell);
    }
  }

  return {
    draw(node) {
      const box = node as HTMLElement | null;
      if (box?.nodeType === Node.ELEMENT_NODE && box.hasAttribute(PRIVATE_ATTRIBUTE)) drawBox(box);
    },
    finish() {
      const columnCounts = new Map<HTMLTableElement, number>();
      for (const cell of cells) {
        const table = cell.closest("table");
        if (!table) continue;
        const count = columnCounts.get(table) ?? columnCount(table);
        columnCounts.set(table, count);
        cell.colSpan = count;
      }
      cells.clear();
    },
    count() {
      for (const box of boxes) {
        if (!isInPage(box)) boxes.delete(box);
      }
      return boxes.size;
    },
  };
}

const HTML = "http://www.w3.org/1999/xhtml";

function setStyles({ style }: HTMLElement, styles: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(styles)) style.setProperty(name, value, "important");
}

/** Puts one element into the other, unless it is there. */
function innermost(box: HTMLElement, names: readonly string[]): Element {
  return names.reduce<Element>((outer, name) => {
    const known = outer.firstElementChild;
    if (known) return known;
    return outer.appendChild(outer.ownerDocument.createElement(name));
  }, box);
}

function columnCount({ rows }: HTMLTableElement): number {
  const counts = [...rows].map(({ cells }) =>
    [...cells].reduce((sum, { colSpan }) => sum + colSpan, 0),
  );
  return Math.max(...counts);
}

/** Also in a frame that is still there; the document of one that is gone has no window. */
function isInPage(box: Element): boolean {
  return box.isConnected && box.ownerDocument.defaultView !== null;
}
