/** What the audit says in the console, for the page's author who has asked there. */
import { frameOf } from "../../peer/capture/redaction/containing-node.ts";
import type { CoveredPart } from "./covered-parts.ts";

export interface PrintedRow {
  place: string;
  reason: string;
  leaves: string;
  size: string;
}

const ROWS_COUNT = 200;

/** One row for each part; but a page that is private by default would have one for each of its texts. */
export function rowsOf(parts: readonly CoveredPart[]): PrintedRow[] {
  const named = parts.filter(({ leaves }) => leaves !== "as its shape");
  const rows: PrintedRow[] = named.slice(0, ROWS_COUNT).map(({ element, reason, leaves }) => {
    return { place: placeOf(element), reason, leaves, size: sizeOf(element) };
  });
  const left = named.length - rows.length;
  if (left > 0) rows.push({ place: `${left} more`, reason: "", leaves: "", size: "" });
  const shapes = parts.length - named.length;
  if (shapes > 0) {
    const place = `${shapes} texts and fields`;
    rows.push({ place, reason: "private by default", leaves: "as their shape", size: "" });
  }
  return rows;
}

/** From the nearest element with an id, by names and turns: `#order > dd:nth-of-type(2)`. */
export function placeOf(element: Element): string {
  const steps: string[] = [];
  for (let at: Element | null = element; at; at = at.parentElement) {
    if (at.id) {
      steps.unshift(`#${at.id}`);
      break;
    }
    if (at.localName === "body" || at.localName === "html") break;
    steps.unshift(stepOf(at));
  }
  const path = steps.length > 0 ? steps.join(" > ") : element.localName;
  const root = element.getRootNode();
  const around = "host" in root ? (root as ShadowRoot).host : frameOf(element.ownerDocument);
  return around ? `${placeOf(around)} / ${path}` : path;
}

function stepOf(element: Element): string {
  const { localName, parentElement } = element;
  const same = [...(parentElement?.children ?? [])].filter((one) => one.localName === localName);
  return same.length > 1 ? `${localName}:nth-of-type(${same.indexOf(element) + 1})` : localName;
}

function sizeOf(element: Element): string {
  const { width, height } = element.getBoundingClientRect();
  return width + height > 0 ? `${Math.round(width)} × ${Math.round(height)}` : "not shown";
}

export function say(words: string): void {
  // biome-ignore lint/suspicious/noConsole: the page's author has asked in the console
  console.info(`Alongside audit: ${words}`);
}

export function print(rows: readonly PrintedRow[]): void {
  // biome-ignore lint/suspicious/noConsole: the page's author has asked in the console
  console.table(rows);
}
