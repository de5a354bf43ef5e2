/** The pictures themselves: their bytes, their hash and their colours. Their names are elsewhere. */
import type { Planting, Stage } from "./planting.ts";

let count = 0;

const shown = (channel: string, html: (src: string, mark: string) => string, more: Partial<Planting> = {}): Planting => ({
  ...{ group: "pictures", channel, phase: "at first", place: "within", picture: "png", html },
  ...more,
});

/** By a rule for an element of the redacted part. */
const styled = (channel: string, css: (src: string) => string, more: Partial<Planting> = {}): Planting => {
  count += 1;
  const id = `pictured-${count}`;
  return {
    ...{ group: "pictures", channel, phase: "at first", place: "by a rule", picture: "png" },
    head: (src) => `<style>${css(src).replaceAll("R", `#${id}`)}</style>`,
    html: (_src, mark) => `<div id="${id}" ${mark}><p class="in">x</p><ul><li>x</li></ul><input type="file"></div>`,
    ...more,
  };
};

const later = (channel: string, place: string, run: (stage: Stage, src: string) => void | Promise<void>): Planting => ({
  ...{ group: "pictures", channel, phase: "later", place, picture: "png", run },
});

function pictureOf(src: string): Promise<HTMLImageElement> {
  const picture = new Image();
  return new Promise((resolve) => {
    picture.addEventListener("load", () => resolve(picture), { once: true });
    picture.src = src;
  });
}

async function dataAddress(src: string): Promise<string> {
  const picture = await pictureOf(src);
  const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 32 });
  canvas.getContext("2d")?.drawImage(picture, 0, 0);
  return canvas.toDataURL();
}

export const PICTURES: readonly Planting[] = [
  shown("picture", (src, mark) => `<div ${mark}><img src="${src}" alt="x"></div>`),
  shown("picture", (src, mark) => `<img ${mark} src="${src}" alt="x">`, { place: "on it" }),
  shown("drawing", (src, mark) => `<div ${mark}><img src="${src}" alt="x"></div>`, { picture: "svg" }),
  shown("set of pictures", (src, mark) => `<div ${mark}><img srcset="${src} 1x" alt="x"></div>`),
  shown("picture by size", (src, mark) => `<div ${mark}><picture><source srcset="${src}"><img alt="x"></picture></div>`),
  shown("source of a redacted picture", (src, mark) => `<picture ${mark}><source srcset="${src}"><img alt="x"></picture>`, { place: "on it" }),
  shown("button", (src, mark) => `<div ${mark}><input type="image" src="${src}" alt="x"></div>`),
  shown("poster", (src, mark) => `<div ${mark}><video poster="${src}"></video></div>`),
  shown("SVG picture", (src, mark) => `<div ${mark}><svg width="64" height="32"><image href="${src}" width="64" height="32"/></svg></div>`),
  shown("SVG picture in a pattern", (src, mark) => `<svg ${mark} width="64" height="32"><pattern id="pt" width="1" height="1"><image href="${src}" width="64" height="32"/></pattern><rect width="64" height="32" fill="url(#pt)"/></svg>`, { place: "on it" }),
  shown("SVG picture in a filter", (src, mark) => `<div ${mark}><svg width="64" height="32"><filter id="fl"><feImage href="${src}"/></filter><rect width="64" height="32" filter="url(#fl)"/></svg></div>`),
  shown("SVG picture in a redacted group", (src, mark) => `<svg width="64" height="32"><g ${mark}><image href="${src}" width="64" height="32"/></g></svg>`, { place: "on it" }),
  shown("object", (src, mark) => `<div ${mark}><object data="${src}" type="image/png"></object></div>`),
  shown("embed", (src, mark) => `<div ${mark}><embed src="${src}" type="image/png"></div>`),
  shown("old background", (src, mark) => `<table ${mark} background="${src}"><tr><td>x</table>`, { place: "on it" }),
  shown("inline background", (src, mark) => `<div ${mark}><p style="background: url(${src}); height: 40px">x</p></div>`),
  shown("inline background", (src, mark) => `<div ${mark} style="background: url(${src}); height: 40px">x</div>`, { place: "on it" }),
  shown("in a root", (src, mark) => `<x-g ${mark}><template shadowrootmode="open"><img src="${src}" alt="x"></template></x-g>`),
  shown("in a root, redacted in it", (src, mark) => `<x-g><template shadowrootmode="open"><img ${mark} src="${src}" alt="x"><style>img { border: 1px solid }</style></template></x-g>`, { place: "on it" }),
  shown("background in a root", (src, mark) => `<x-g ${mark}><template shadowrootmode="open"><style>p { background: url(${src}); height: 40px }</style><p>x</p></template></x-g>`),
  shown("in a frame", (src, mark) => `<iframe ${mark} srcdoc="<img src='${src}'>"></iframe>`),
  shown("in a frame, redacted in it", (src, mark) => `<iframe srcdoc='<div ${mark}><img src="${src}"></div>'></iframe>`),
  shown("slotted", (src, mark) => `<x-g><template shadowrootmode="open"><div ${mark}><slot></slot></div></template><img src="${src}" alt="x"></x-g>`),
  shown("preloaded", (src, mark) => `<div ${mark}><img src="${src}" alt="x"></div>`, { head: (src) => `<link rel="preload" as="image" href="${src}">` }),
  styled("background", (src) => `R .in { background: url(${src}); height: 40px }`),
  styled("background of itself", (src) => `R { background: url(${src}); height: 40px }`),
  styled("one of several backgrounds", (src) => `R .in { background: url(/plain.png), url("${src}"); height: 40px }`),
  styled("background, by density", (src) => `R .in { background: image-set(url("${src}") 1x, url(/plain.png) 9x); height: 40px }`),
  styled("background, of before", (src) => `R .in::before { content: ""; display: block; height: 40px; background: url(${src}) }`),
  styled("background, of a first letter", (src) => `R .in::first-letter { background: url(${src}) }`),
  styled("background, of a button for files", (src) => `R input::file-selector-button { background: url(${src}) }`),
  styled("background, by the mark", (src) => `.cobrowse-redacted > .in.none, R.cobrowse-redacted, R[data-cobrowse], R[data-pii] { background: url(${src}) }`),
  styled("background, by a property of its own", (src) => `R { --face: url(${src}) } R .in { background: var(--face); height: 40px }`),
  styled("background, by a property of the root", (src) => `:root { --face-of-all: url(${src}) } R .in { background: var(--face-of-all); height: 40px }`),
  styled("background, imported", () => "", { head: (src) => `<link rel="stylesheet" href="/sheet/behind?says=${encodeURIComponent(src)}">`, html: (_src, mark) => `<div class="behind" ${mark}>x</div>` }),
  styled("background, in frames of an animation", (src) => `@keyframes faces { from, to { background: url(${src}) } } R .in { animation: faces 9s infinite; height: 40px }`),
  styled("border", (src) => `R .in { border: 9px solid; border-image: url(${src}) 30 }`),
  styled("mask", (src) => `R .in { mask-image: url(${src}); -webkit-mask-image: url(${src}); height: 40px }`),
  styled("box of a mask", (src) => `R .in { -webkit-mask-box-image: url(${src}) 30; height: 40px }`),
  styled("shape", (src) => `R .in { float: left; height: 40px; width: 40px; shape-outside: url(${src}) }`),
  styled("cursor", (src) => `R .in { cursor: url(${src}), auto }`),
  styled("list", (src) => `R li { list-style-image: url(${src}) }`),
  styled("content", (src) => `R .in { content: url(${src}) }`),
  styled("content, before", (src) => `R .in::before { content: url(${src}) }`),
  styled("drawing behind", (src) => `R .in { background: url(${src}); height: 40px }`, { picture: "svg" }),
  later("added", "within", async ({ secret }, src) => void secret.append(await pictureOf(src))),
  later("marked in the next frame", "on it", async ({ host, mark, frame, html }, src) => {
    const picture = html("<img alt='x'>") as HTMLImageElement;
    picture.src = src;
    host.append(picture);
    await frame();
    mark(picture);
  }),
  later("loaded before, marked in the next frame", "on it", async ({ host, mark, frame }, src) => {
    const picture = await pictureOf(src);
    host.append(picture);
    await frame();
    mark(picture);
  }),
  later("marked as it loads", "on it", async ({ host, mark }, src) => {
    const picture = document.createElement("img");
    const loading = new Promise<void>((resolve) => {
      picture.addEventListener("load", () => {
        mark(picture);
        resolve();
      });
    });
    host.append(picture);
    picture.src = src;
    mark(picture);
    await loading;
  }),
  later("another one, once the mark is gone", "within", async ({ secret, unmark, settled }, src) => {
    const picture = await pictureOf("/plain.png");
    secret.append(picture);
    await settled();
    unmark(secret);
    await settled();
    picture.src = src;
    await picture.decode();
  }),
  later("moved out", "moved out", async ({ host, secret, settled }, src) => {
    const picture = await pictureOf(src);
    secret.append(picture);
    await settled();
    host.append(picture);
  }),
  later("of data", "within", async ({ secret }, src) => {
    const picture = document.createElement("img");
    picture.src = await dataAddress(src);
    secret.append(picture);
  }),
  later("of data, behind", "within", async ({ secret }, src) => {
    secret.innerHTML = `<p style='background: url("${await dataAddress(src)}"); height: 40px'>x</p>`;
  }),
  later("of a blob", "within", async ({ secret }, src) => {
    const blob = await (await fetch(src)).blob();
    secret.append(await pictureOf(URL.createObjectURL(blob)));
  }),
  later("drawn on a canvas", "within", async ({ secret }, src) => {
    const canvas = document.createElement("canvas");
    secret.append(canvas);
    canvas.getContext("2d")?.drawImage(await pictureOf(src), 0, 0);
  }),
  later("background, by script", "within", async ({ secret, html }, src) => {
    const part = html("<p>x</p>");
    secret.append(part);
    await pictureOf(src);
    part.style.backgroundImage = `url(${src})`;
  }),
  later("background, by an inserted rule", "by a rule", async ({ secret, html }, src) => {
    secret.className += " behind-inserted";
    const style = html("<style></style>") as HTMLStyleElement;
    document.head.append(style);
    await pictureOf(src);
    style.sheet?.insertRule(`.behind-inserted { background: url(${src}) }`);
  }),
  later("background, by an adopted sheet", "by a rule", async ({ secret }, src) => {
    secret.className += " behind-adopted";
    await pictureOf(src);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`.behind-adopted { background: url(${src}) }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }),
  later("poster, by script", "within", async ({ secret, html }, src) => {
    const video = html("<video></video>") as HTMLVideoElement;
    secret.append(video);
    await pictureOf(src);
    video.poster = src;
  }),
];
