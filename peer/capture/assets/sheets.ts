/**
 * How a style sheet leaves: by its name, so that it travels once and not with every snapshot; or as
 * text, while it is small.
 */
import { SHEET_ATTRIBUTE } from "../../protocol/wire-attributes.ts";
import { isSplit } from "../../styles/split-css.ts";
import type { AssetNames } from "./asset-names.ts";
import type { Attributes } from "./pictures.ts";
import { sheetText } from "./sheet-text.ts";

export interface SheetsOptions {
  names: AssetNames;
  /** CSS as it may stand on the page lane. */
  inline(css: string, baseUrl: string): string;
  onChange(id: number, attributes: Attributes): void;
  idOf(node: Node): number;
  isBoxed(node: Node): boolean;
}

export interface Sheets {
  /** @param css - of a `link` or `style` element, as the recorder read it */
  asText(element: Element, css: string): Attributes;
  /** For a `link` that the recorder gave no text of. */
  asLinked(link: HTMLLinkElement): Attributes;
  /** Its sheet is there; the recorder tells of some that come late, and of none that is exchanged. */
  onLoad(link: HTMLLinkElement): void;
}

/** From here on a sheet is worth a message of its own, in UTF-16 code units. */
const SHEET_LENGTH = 1_000;

export function createSheets(options: SheetsOptions): Sheets {
  const { names, inline, onChange, idOf, isBoxed } = options;
  const told = new WeakMap<Element, CSSStyleSheet | null>();

  function asText(element: Element, css: string): Attributes {
    told.set(element, sheetOf(element));
    // The texts of a sheet that is written in several must be found again, one by one.
    const isApart = css.length >= SHEET_LENGTH && !isSplit(css);
    const asset = isApart ? names.ofSheet(css) : undefined;
    if (asset) return { [SHEET_ATTRIBUTE]: String(asset.name) };
    return { _cssText: inline(css, sheetOf(element)?.href ?? element.baseURI) };
  }

  function asLinked(link: HTMLLinkElement): Attributes {
    const { sheet } = link;
    if (!sheet || !link.relList.contains("stylesheet")) return {};
    const css = sheetText(sheet, link.baseURI);
    if (css !== undefined) return css === "" ? {} : asText(link, css);
    told.set(link, sheet);
    const asset = names.ofAddresses("style", [link.href]);
    if (!asset) return {};
    asset.isShared ||= link.hasAttribute("crossorigin");
    return { [SHEET_ATTRIBUTE]: String(asset.name) };
  }

  return {
    asText,
    asLinked,
    onLoad(link) {
      const id = idOf(link);
      if (id < 1 || isBoxed(link) || told.get(link) === link.sheet) return;
      const attributes = asLinked(link);
      if (Object.keys(attributes).length > 0) onChange(id, attributes);
    },
  };
}

function sheetOf(element: Element): CSSStyleSheet | null {
  return (element as HTMLLinkElement | HTMLStyleElement).sheet;
}
