/** Drawings, formulas, sound and moving pictures, frames. Their bytes are in `pictures.ts`. */
import { type Content, listOf } from "./content.ts";

const { forPeople, silent } = listOf("embedded");

const svg = (inside: string) => `<svg width="80" height="20">${inside}</svg>`;

export const EMBEDDED: readonly Content[] = [
  forPeople("SVG text", (v) => svg(`<text y="12">${v}</text>`)),
  forPeople("SVG part of text", (v) => svg(`<text y="12">x<tspan>${v}</tspan></text>`)),
  forPeople("SVG text on a path", (v) =>
    svg(`<path id="p" d="M0 9h80"/><text><textPath href="#p">${v}</textPath></text>`),
  ),
  forPeople("SVG title", (v) => svg(`<title>${v}</title><rect width="9" height="9"/>`)),
  forPeople("SVG description", (v) => svg(`<desc>${v}</desc>`)),
  silent("SVG metadata", (v) => svg(`<metadata>${v}</metadata>`)),
  forPeople("SVG symbol and use", (v) =>
    svg(`<symbol id="s"><text y="9">${v}</text></symbol><use href="#s"/>`),
  ),
  forPeople("SVG with HTML in it", (v) =>
    svg(`<foreignObject width="80" height="20"><p>${v}</p></foreignObject>`),
  ),
  forPeople(
    "SVG with a name",
    (v) => `<svg role="img" aria-label="${v}" width="9" height="9"></svg>`,
  ),
  forPeople("SVG title of a link", (v) => svg(`<a href="#" xlink:title="${v}"><text>x</text></a>`)),
  silent("SVG link", (v) => svg(`<a href="/orders/${v}"><text y="9">x</text></a>`), "id"),
  silent(
    "SVG old link",
    (v) => svg(`<a xlink:href="/orders?x=${v}"><text y="9">x</text></a>`),
    "id",
  ),
  silent("SVG use of another file", (v) => svg(`<use href="/no/${v}.svg#a"/>`), "id"),
  silent("SVG picture", (v) => svg(`<image href="/no/${v}.png" width="9" height="9"/>`), "id"),
  silent("SVG ids", (v) => svg(`<g id="${v}" class="${v}"><rect width="9" height="9"/></g>`), "id"),
  silent("SVG attribute of its own", (v) =>
    svg(`<g customer="${v}" inkscape:label="${v}"><rect width="9" height="9"/></g>`),
  ),
  silent("SVG style", (v) => svg(`<style>.a::before { content: "${v}" }</style>`), "word"),
  silent("SVG script", (v) => svg(`<script>"${v}"</script>`), "word"),
  silent("SVG CDATA", (v) => svg(`<text y="9"><![CDATA[${v}]]></text>`), "word"),
  silent(
    "SVG animation",
    (v) => svg(`<rect><animate attributeName="fill" values="${v}" begin="${v}.click"/></rect>`),
    "id",
  ),
  silent(
    "SVG fill",
    (v) => svg(`<rect fill="url(#${v})" filter="url(#${v})" width="9" height="9"/>`),
    "id",
  ),
  silent("SVG switch", (v) => svg(`<switch><text systemLanguage="xx">${v}</text></switch>`)),
  forPeople("MathML", (v) => `<math><mi>${v}</mi><mtext>${v}</mtext></math>`),
  silent(
    "MathML annotation",
    (v) => `<math><semantics><mi>x</mi><annotation>${v}</annotation></semantics></math>`,
  ),
  silent("MathML alttext", (v) => `<math alttext="${v}"><mi>x</mi></math>`),
  silent("video", (v) => `<video src="/no/${v}.mp4" poster="/no/${v}.png"></video>`, "id"),
  silent(
    "source of a video",
    (v) => `<video><source src="/no/${v}.webm" type="video/webm"></video>`,
    "id",
  ),
  silent(
    "track of a video",
    (v) => `<video><track src="/no/${v}.vtt" srclang="${v}"></video>`,
    "id",
  ),
  silent("sound", (v) => `<audio src="/no/${v}.mp3" controls></audio>`, "id"),
  silent(
    "object",
    (v) => `<object data="/no/${v}.pdf" type="application/pdf" name="${v}"></object>`,
    "id",
  ),
  silent("embed", (v) => `<embed src="/no/${v}.swf" type="${v}">`, "id"),
  silent("picture", (v) => `<img src="/no/${v}.png" alt="x">`, "id"),
  silent(
    "set of pictures",
    (v) => `<img srcset="/no/${v}.png 1x, /no/${v}-2.png 2x" sizes="${v}" alt="x">`,
    "id",
  ),
  silent(
    "picture by size",
    (v) =>
      `<picture><source srcset="/no/${v}.png" media="(min-width: 1px)"><img alt="x"></picture>`,
    "id",
  ),
  silent(
    "picture that is still to come",
    (v) => `<img data-src="/no/${v}.png" data-original="/no/${v}.jpg" alt="x">`,
    "id",
  ),
  silent("background attribute", (v) => `<table background="/no/${v}.png"><tr><td>x</table>`, "id"),
  silent("address of a frame", (v) => `<iframe src="/framed/${v}"></iframe>`, "id"),
  silent(
    "address of a frame, query",
    (v) => `<iframe src="/framed?token=${v}#${v}"></iframe>`,
    "id",
  ),
  silent(
    "name of a frame",
    (v) => `<iframe src="/framed" name="${v}" title="${v}"></iframe>`,
    "id",
  ),
  forPeople(
    "text of a frame",
    (v) => `<iframe srcdoc="&lt;p title='${v}'>${v}&lt;/p>"></iframe>`,
    "word",
  ),
  silent(
    "rights of a frame",
    (v) => `<iframe src="/framed" allow="${v}" csp="${v}"></iframe>`,
    "id",
  ),
  silent("fenced frame", (v) => `<fencedframe src="/${v}"></fencedframe>`, "id"),
  silent("portal", (v) => `<portal src="/${v}"></portal>`, "id"),
  silent("applet", (v) => `<applet code="${v}" alt="${v}"></applet>`, "id"),
  silent("sound of the page", (v) => `<bgsound src="/${v}">`, "id"),
];
