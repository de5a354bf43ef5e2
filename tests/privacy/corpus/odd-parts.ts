/** Marks on elements that are not boxes of their own, or that a page has only one of. */
import type { Planting } from "./planting.ts";

const marked = (
  channel: string,
  html: NonNullable<Planting["html"]>,
  more: Partial<Planting> = {},
): Planting => ({
  ...{ group: "odd parts", channel, phase: "at first", place: "on it", html },
  ...more,
});

export const ODD_PARTS: readonly Planting[] = [
  marked("row", (v, m) => `<table><tr ${m}><td title="${v}">${v}</td></tr><tr><td>x</table>`),
  marked("cell", (v, m) => `<table><tr><td ${m} title="${v}">${v}<td>x</table>`),
  marked("head of a table", (v, m) => `<table><thead ${m}><tr><th>${v}<tbody><tr><td>x</table>`),
  marked("body of a table", (v, m) => `<table><tbody ${m}><tr><td>${v}</table>`),
  marked("caption", (v, m) => `<table><caption ${m}>${v}</caption><tr><td>x</table>`),
  marked(
    "column",
    (v, m) =>
      `<table><colgroup><col ${m} title="${v}" data-name="${v}"></colgroup><tr><td>x</table>`,
  ),
  marked(
    "option",
    (v, m) => `<select><option>x<option ${m} value="${v}" label="${v}">${v}</select>`,
  ),
  marked(
    "chosen option",
    (v, m) => `<select><option>x<option ${m} value="${v}" selected>${v}</select>`,
  ),
  marked(
    "group of options",
    (v, m) => `<select><option>x<optgroup ${m} label="${v}"><option selected>${v}</select>`,
  ),
  marked(
    "option of proposals",
    (v, m) => `<input list="q"><datalist id="q"><option ${m} value="${v}">x</datalist>`,
  ),
  marked("legend", (v, m) => `<fieldset><legend ${m}>${v}</legend><input></fieldset>`),
  marked("summary", (v, m) => `<details open><summary ${m}>${v}</summary>x</details>`),
  marked("details", (v, m) => `<details ${m}><summary>${v}</summary>${v}</details>`),
  marked("list item", (v, m) => `<ul><li ${m}>${v}<li>x</ul>`),
  marked("label around a field", (v, m) => `<label ${m}>${v}<input value="${v}"></label>`),
  marked(
    "form",
    (v, m) => `<form ${m} action="/pay?x=${v}" name="${v}"><input value="${v}"></form>`,
    { form: "id" },
  ),
  marked("button", (v, m) => `<button ${m} title="${v}" value="${v}">${v}</button>`),
  marked(
    "picture",
    (v, m) =>
      `<picture ${m}><source srcset="/no/${v}.png"><img src="/no/${v}.png" alt="${v}"></picture>`,
    { form: "id" },
  ),
  marked(
    "source of a picture",
    (v, m) =>
      `<picture><source ${m} srcset="/no/${v}.png"><img src="/plain.png" alt="x"></picture>`,
    { form: "id" },
  ),
  marked(
    "area",
    (v, m) =>
      `<img src="/plain.png" usemap="#u" alt="x"><map name="u"><area ${m} href="/${v}" alt="${v}"></map>`,
    { form: "id" },
  ),
  marked("map", (v, m) => `<map name="w" ${m}><area href="/${v}" alt="${v}" title="${v}"></map>`, {
    form: "id",
  }),
  marked("track", (v, m) => `<video><track ${m} label="${v}" src="/no/${v}.vtt"></video>`, {
    form: "id",
  }),
  marked(
    "source of a video",
    (v, m) => `<video title="x"><source ${m} src="/no/${v}.mp4" title="${v}"></video>`,
    { form: "id" },
  ),
  marked(
    "SVG",
    (v, m) => `<svg ${m} aria-label="${v}"><title>${v}</title><text y="9">${v}</text></svg>`,
  ),
  marked("SVG group", (v, m) => `<svg><g ${m} aria-label="${v}"><text y="9">${v}</text></g></svg>`),
  marked("SVG text", (v, m) => `<svg><text ${m} y="9">${v}</text></svg>`),
  marked("SVG part of text", (v, m) => `<svg><text y="9">x<tspan ${m}>${v}</tspan></text></svg>`),
  marked("SVG title", (v, m) => `<svg><title ${m}>${v}</title></svg>`),
  marked(
    "SVG symbol",
    (v, m) => `<svg><symbol ${m} id="y"><text y="9">${v}</text></symbol><use href="#y"/></svg>`,
  ),
  marked(
    "SVG picture",
    (v, m) => `<svg><image ${m} href="/no/${v}.png" width="9" height="9"/></svg>`,
    { form: "id" },
  ),
  marked(
    "HTML in an SVG",
    (v, m) => `<svg><foreignObject ${m} width="50" height="20"><p>${v}</p></foreignObject></svg>`,
  ),
  marked("formula", (v, m) => `<math><mrow ${m}><mtext>${v}</mtext></mrow></math>`),
  marked("text of a formula", (v, m) => `<math><mtext ${m}>${v}</mtext></math>`),
  marked(
    "contents without a box",
    (v, m) => `<div ${m} style="display: contents"><p title="${v}">${v}</p></div>`,
  ),
  marked(
    "not displayed",
    (v, m) => `<div ${m} style="display: none"><p title="${v}">${v}</p></div>`,
  ),
  marked("in a line", (v, m) => `<p>Dear <span ${m} title="${v}">${v}</span>, welcome</p>`),
  marked("over lines", (v, m) => `<p style="width: 4em">Dear <b ${m}>${v} ${v} ${v}</b></p>`),
  marked(
    "letter that is out of line",
    (v, m) => `<p ${m} style="position: fixed; top: 0">${v}</p>`,
  ),
  marked("template", (v, m) => `<template ${m}><p>${v}</p></template>`),
  marked("noscript", (v, m) => `<noscript ${m}><p>${v}</p></noscript>`),
  marked("object", (v, m) => `<object ${m} data="/no/${v}" name="${v}">${v}</object>`, {
    form: "id",
  }),
  marked("canvas", (v, m) => `<canvas ${m} aria-label="${v}">${v}</canvas>`),
  marked(
    "line that breaks",
    (v, m) => `<br ${m} title="${v}"><hr ${m} title="${v}"><wbr ${m} title="${v}">`,
  ),
  marked("style", (v, m) => `<style ${m}>.in::after { content: "${v}" }</style>`, { form: "word" }),
  marked("script", (v, m) => `<script ${m} data-user="${v}">"${v}"</script>`, { form: "word" }),
  marked(
    "link",
    (v, m) => `<link ${m} rel="stylesheet" href="/sheet/small-content?says=${v}" title="${v}">`,
    { form: "id" },
  ),
  marked("meta", (v, m) => `<meta ${m} name="user" content="${v}">`),
  marked("title of the page", () => "", {
    head: (v) => `<title class="cobrowse-redacted">${v}</title>`,
    form: "name",
  }),
  marked("mark with other letters", (v) => `<p DATA-COBROWSE="redact" title="${v}">${v}</p>`),
  marked("mark among others", (v) => `<p class="\n a\tcobrowse-redacted  b">${v}</p>`),
  marked(
    "mark that unmarks nothing",
    (v) =>
      `<div class="cobrowse-redacted"><p data-cobrowse="unredact" title="${v}">${v}<input value="${v}"></p></div>`,
  ),
  marked(
    "both marks against each other",
    (v) => `<p class="cobrowse-redacted" data-cobrowse="unredact" title="${v}">${v}</p>`,
  ),
  marked(
    "mark in a mark",
    (v) => `<div class="cobrowse-redacted">x<div data-cobrowse="redact">${v}</div></div>`,
  ),
];
