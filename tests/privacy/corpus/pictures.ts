/** The pictures themselves: their bytes, their hash and their colours. Their names are elsewhere. */
import type { Planting } from "./planting.ts";

let count = 0;

const shown = (
  channel: string,
  html: (src: string, mark: string) => string,
  more: Partial<Planting> = {},
): Planting => ({
  ...{ group: "pictures", channel, phase: "at first", place: "within", picture: "png", html },
  ...more,
});

/** By a rule for an element of the redacted part. */
const styled = (
  channel: string,
  css: (src: string) => string,
  more: Partial<Planting> = {},
): Planting => {
  count += 1;
  const id = `pictured-${count}`;
  return {
    ...{ group: "pictures", channel, phase: "at first", place: "by a rule", picture: "png" },
    head: (src) => `<style>${css(src).replaceAll("R", `#${id}`)}</style>`,
    html: (_src, mark) =>
      `<div id="${id}" ${mark}><p class="in">x</p><ul><li>x</li></ul><input type="file"></div>`,
    ...more,
  };
};

export const PICTURES: readonly Planting[] = [
  shown("picture", (src, mark) => `<div ${mark}><img src="${src}" alt="x"></div>`),
  shown("picture", (src, mark) => `<img ${mark} src="${src}" alt="x">`, { place: "on it" }),
  shown("drawing", (src, mark) => `<div ${mark}><img src="${src}" alt="x"></div>`, {
    picture: "svg",
  }),
  shown("set of pictures", (src, mark) => `<div ${mark}><img srcset="${src} 1x" alt="x"></div>`),
  shown(
    "picture by size",
    (src, mark) => `<div ${mark}><picture><source srcset="${src}"><img alt="x"></picture></div>`,
  ),
  shown(
    "source of a redacted picture",
    (src, mark) => `<picture ${mark}><source srcset="${src}"><img alt="x"></picture>`,
    { place: "on it" },
  ),
  shown("button", (src, mark) => `<div ${mark}><input type="image" src="${src}" alt="x"></div>`),
  shown("poster", (src, mark) => `<div ${mark}><video poster="${src}"></video></div>`),
  shown(
    "SVG picture",
    (src, mark) =>
      `<div ${mark}><svg width="64" height="32"><image href="${src}" width="64" height="32"/></svg></div>`,
  ),
  shown(
    "SVG picture in a pattern",
    (src, mark) =>
      `<svg ${mark} width="64" height="32"><pattern id="pt" width="1" height="1"><image href="${src}" width="64" height="32"/></pattern><rect width="64" height="32" fill="url(#pt)"/></svg>`,
    { place: "on it" },
  ),
  shown(
    "SVG picture in a filter",
    (src, mark) =>
      `<div ${mark}><svg width="64" height="32"><filter id="fl"><feImage href="${src}"/></filter><rect width="64" height="32" filter="url(#fl)"/></svg></div>`,
  ),
  shown(
    "SVG picture in a redacted group",
    (src, mark) =>
      `<svg width="64" height="32"><g ${mark}><image href="${src}" width="64" height="32"/></g></svg>`,
    { place: "on it" },
  ),
  shown(
    "object",
    (src, mark) => `<div ${mark}><object data="${src}" type="image/png"></object></div>`,
  ),
  shown("embed", (src, mark) => `<div ${mark}><embed src="${src}" type="image/png"></div>`),
  shown("old background", (src, mark) => `<table ${mark} background="${src}"><tr><td>x</table>`, {
    place: "on it",
  }),
  shown(
    "inline background",
    (src, mark) => `<div ${mark}><p style="background: url(${src}); height: 40px">x</p></div>`,
  ),
  shown(
    "inline background",
    (src, mark) => `<div ${mark} style="background: url(${src}); height: 40px">x</div>`,
    { place: "on it" },
  ),
  shown(
    "in a root",
    (src, mark) =>
      `<x-g ${mark}><template shadowrootmode="open"><img src="${src}" alt="x"></template></x-g>`,
  ),
  shown(
    "in a root, redacted in it",
    (src, mark) =>
      `<x-g><template shadowrootmode="open"><img ${mark} src="${src}" alt="x"><style>img { border: 1px solid }</style></template></x-g>`,
    { place: "on it" },
  ),
  shown(
    "background in a root",
    (src, mark) =>
      `<x-g ${mark}><template shadowrootmode="open"><style>p { background: url(${src}); height: 40px }</style><p>x</p></template></x-g>`,
  ),
  shown("in a frame", (src, mark) => `<iframe ${mark} srcdoc="<img src='${src}'>"></iframe>`),
  shown(
    "in a frame, redacted in it",
    (src, mark) => `<iframe srcdoc='<div ${mark}><img src="${src}"></div>'></iframe>`,
  ),
  shown(
    "slotted",
    (src, mark) =>
      `<x-g><template shadowrootmode="open"><div ${mark}><slot></slot></div></template><img src="${src}" alt="x"></x-g>`,
  ),
  shown("preloaded", (src, mark) => `<div ${mark}><img src="${src}" alt="x"></div>`, {
    head: (src) => `<link rel="preload" as="image" href="${src}">`,
  }),
  styled("background", (src) => `R .in { background: url(${src}); height: 40px }`),
  styled("background of itself", (src) => `R { background: url(${src}); height: 40px }`),
  styled(
    "one of several backgrounds",
    (src) => `R .in { background: url(/plain.png), url("${src}"); height: 40px }`,
  ),
  styled(
    "background, by density",
    (src) => `R .in { background: image-set(url("${src}") 1x, url(/plain.png) 9x); height: 40px }`,
  ),
  styled(
    "background, of before",
    (src) => `R .in::before { content: ""; display: block; height: 40px; background: url(${src}) }`,
  ),
  styled(
    "background, of a first letter",
    (src) => `R .in::first-letter { background: url(${src}) }`,
  ),
  styled(
    "background, of a button for files",
    (src) => `R input::file-selector-button { background: url(${src}) }`,
  ),
  styled(
    "background, by the mark",
    (src) =>
      `.cobrowse-redacted > .in.none, R.cobrowse-redacted, R[data-cobrowse], R[data-pii] { background: url(${src}) }`,
  ),
  styled(
    "background, by a property of its own",
    (src) => `R { --face: url(${src}) } R .in { background: var(--face); height: 40px }`,
  ),
  styled(
    "background, by a property of the root",
    (src) =>
      `:root { --face-of-all: url(${src}) } R .in { background: var(--face-of-all); height: 40px }`,
  ),
  styled("background, imported", () => "", {
    head: (src) => `<link rel="stylesheet" href="/sheet/behind?says=${encodeURIComponent(src)}">`,
    html: (_src, mark) => `<div class="behind" ${mark}>x</div>`,
  }),
  styled(
    "background, in frames of an animation",
    (src) =>
      `@keyframes faces { from, to { background: url(${src}) } } R .in { animation: faces 9s infinite; height: 40px }`,
  ),
  styled("border", (src) => `R .in { border: 9px solid; border-image: url(${src}) 30 }`),
  styled(
    "mask",
    (src) => `R .in { mask-image: url(${src}); -webkit-mask-image: url(${src}); height: 40px }`,
  ),
  styled(
    "box of a mask",
    (src) => `R .in { -webkit-mask-box-image: url(${src}) 30; height: 40px }`,
  ),
  styled(
    "shape",
    (src) => `R .in { float: left; height: 40px; width: 40px; shape-outside: url(${src}) }`,
  ),
  styled("cursor", (src) => `R .in { cursor: url(${src}), auto }`),
  styled("list", (src) => `R li { list-style-image: url(${src}) }`),
  styled("content", (src) => `R .in { content: url(${src}) }`),
  styled("content, before", (src) => `R .in::before { content: url(${src}) }`),
  styled("drawing behind", (src) => `R .in { background: url(${src}); height: 40px }`, {
    picture: "svg",
  }),
];
