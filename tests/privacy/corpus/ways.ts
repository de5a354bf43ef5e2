/**
 * The ways in which a content stands in a redacted part when the page comes. What comes later is in
 * `ways-later.ts`.
 */
import { escapeHtml } from "./content.ts";

export interface Way {
  place: string;
  /**
   * @param contents - markup of each
   * @param mark - an attribute that redacts; none where all is private without one
   */
  of(contents: readonly string[], mark: string): string;
}

const each =
  (wrap: (html: string, mark: string) => string) => (htmls: readonly string[], mark: string) =>
    htmls.map((html) => wrap(html, mark)).join("\n");

const all =
  (wrap: (html: string, mark: string) => string) => (htmls: readonly string[], mark: string) =>
    wrap(htmls.join("\n"), mark);

const root = (html: string) => `<template shadowrootmode="open">${html}</template>`;

/** The content's own element has the mark, before all else that it says. */
function withMark(html: string, mark: string): string {
  if (!/^<[a-z]/.test(html)) return `<p ${mark}>${html}</p>`;
  const [, className = ""] = /^class="(.*)"$/.exec(mark) ?? [];
  // Of two attributes of one name the parser takes the first.
  if (className !== "" && /^<[^>]* class="/.test(html)) {
    return html.replace(' class="', ` class="${className} `);
  }
  return html.replace(/^<[\w-]+/, `$& ${mark}`);
}

export const WAYS: readonly Way[] = [
  { place: "within", of: each((html, mark) => `<div ${mark}>${html}</div>`) },
  { place: "on it", of: each(withMark) },
  {
    place: "deep within",
    of: all((html, mark) => `<div ${mark}><section><div>${html}</div></section></div>`),
  },
  {
    place: "in a redacted frame",
    of: all((html, mark) => `<iframe ${mark} srcdoc="${escapeHtml(html)}"></iframe>`),
  },
  {
    place: "redacted in a frame",
    of: all(
      (html, mark) => `<iframe srcdoc="${escapeHtml(`<div ${mark}>${html}</div>`)}"></iframe>`,
    ),
  },
  { place: "in a redacted component", of: all((html, mark) => `<x-w ${mark}>${root(html)}</x-w>`) },
  {
    place: "redacted in a component",
    of: all((html, mark) => `<x-w>${root(`<div ${mark}>${html}</div>`)}</x-w>`),
  },
  {
    place: "slotted",
    of: all((html, mark) => `<x-w>${root(`<div ${mark}><slot></slot></div>`)}${html}</x-w>`),
  },
];

/** In the open, where all is private by default. */
export const OPEN_WAYS: readonly Way[] = [
  { place: "in the open", of: each((html) => `<div>${html}</div>`) },
  { place: "in a frame", of: all((html) => `<iframe srcdoc="${escapeHtml(html)}"></iframe>`) },
  { place: "in a component", of: all((html) => `<x-w>${root(html)}</x-w>`) },
];
