/**
 * Text in style sheets that only what is redacted shows. `R` in a rule is a selector of the redacted
 * part that the planting has for itself.
 */
import type { Planting } from "./planting.ts";
import { styledPart } from "./styled-part.ts";

const rules = (
  channel: string,
  css: (v: string) => string,
  more: Partial<Planting> = {},
): Planting => {
  const { id, html } = styledPart(channel);
  return {
    ...{ group: "styles", channel, phase: "at first", place: "in a sheet", form: "word" },
    head: (v) => `<style>${css(v).replaceAll("R", `#${id}`)}</style>`,
    html,
    ...more,
  };
};

const name = (channel: string, css: (v: string) => string) => rules(channel, css, { form: "id" });

export const STYLES: readonly Planting[] = [
  rules("content, before", (v) => `R .in::before { content: "${v}" }`),
  rules("content, after", (v) => `R .in::after { content: "x" "${v}" counter(x) }`),
  rules("content, of itself", (v) => `R::before { content: '${v}' }`),
  rules("content, replaced", (v) => `R .in { content: "${v}" }`),
  rules("content, marker", (v) => `R li::marker { content: "${v}" }`),
  rules("content with words for screen readers", (v) => `R .in::before { content: "x" / "${v}" }`),
  rules("content, escaped letters", (v) => `R .in::before { content: "\\43${v.slice(1)}" }`),
  rules(
    "content, several rules of one",
    (v) => `p, R .in::before, .never { color: red; content: "${v}" }`,
  ),
  rules("content, important", (v) => `R .in::before { content: "${v}" !important }`),
  rules(
    "content, in a query of media",
    (v) => `@media screen { R .in::before { content: "${v}" } }`,
  ),
  rules("content, in a layer", (v) => `@layer a { R .in::before { content: "${v}" } }`),
  rules(
    "content, if supported",
    (v) => `@supports (color: red) { R .in::before { content: "${v}" } }`,
  ),
  rules(
    "content, in a container",
    (v) => `@container (width > 1px) { R .in::before { content: "${v}" } }`,
  ),
  rules("content, nested", (v) => `R { & .in { &::before { content: "${v}" } } }`),
  rules("content, in a scope", (v) => `@scope (R) { .in::before { content: "${v}" } }`),
  rules("content, while starting", (v) => `@starting-style { R .in::before { content: "${v}" } }`),
  rules(
    "content, by :is and :where",
    (v) => `:is(R, #none) :where(.in)::before { content: "${v}" }`,
  ),
  rules("content, by :has", (v) => `main:has(R) R .in::before { content: "${v}" }`),
  rules("content, under the pointer", (v) => `R .in:hover::before { content: "${v}" }`),
  rules(
    "content, while focused",
    (v) => `R input:focus { --x: "${v}" } R:focus-within::after { content: "${v}" }`,
  ),
  rules("content, in print", (v) => `@media print { R .in::before { content: "${v}" } }`),
  rules(
    "content, by the mark",
    (v) =>
      `.cobrowse-redacted > .in::before, [data-cobrowse="redact"] > .in::before, [data-pii] > .in::before { content: "${v}" }`,
  ),
  rules("style of a list", (v) => `R li { list-style-type: "${v}" }`),
  rules("quotes", (v) => `R q { quotes: "${v}" "${v}" }`),
  rules("ellipsis", (v) => `R .in { text-overflow: "${v}" }`),
  rules("hyphen", (v) => `R .in { hyphenate-character: "${v}" }`),
  rules("emphasis", (v) => `R .in { text-emphasis: "${v}" }`),
  rules("property of its own", (v) => `R { --name: "${v}" }`),
  rules("property of its own, without quotes", (v) => `R { --name: ${v} }`),
  rules(
    "property of its own, by way of the root",
    (v) =>
      `:root { --name-of-customer: "${v}" } R .in::before { content: var(--name-of-customer) }`,
  ),
  rules(
    "property of its own, its fallback",
    (v) => `R .in::before { content: var(--never, "${v}") }`,
  ),
  rules(
    "registered property",
    (v) =>
      `@property --registered { syntax: "*"; inherits: true; initial-value: "${v}" } R .in::before { content: var(--registered) }`,
  ),
  rules(
    "style of counters",
    (v) =>
      `@counter-style own { system: cyclic; symbols: "${v}"; suffix: "${v}" } R li { list-style: own }`,
  ),
  rules(
    "keyframes",
    (v) =>
      `@keyframes own { from { content: "${v}"; --x: "${v}" } } R .in::before { content: "x"; animation: own 1s infinite }`,
  ),
  rules(
    "picture of data",
    (v) =>
      `R { background: url("data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><text y='9'>${v}</text></svg>") }`,
  ),
  rules("comment", (v) => `/* ${v} */ R { color: red }`),
  rules("comment in a rule", (v) => `R { color: /* ${v} */ red }`),
  rules("what no browser knows", (v) => `R { x-name: "${v}"; -own-content: "${v}" }`),
  rules("rule that no browser knows", (v) => `@unknown "${v}"; R { color: red }`),
  rules("attribute in a selector", (v) => `R [data-name="${v}"] { color: red }`),
  rules("attribute in a selector, part of it", (v) => `R [title*="${v}" i] { color: red }`),
  rules("language and direction", (v) => `R :lang("${v}") { color: red }`),
  name("class in a selector", (v) => `R .${v} { color: red }`),
  name("element in a selector", (v) => `R x-${v}, R > ${v} { color: red }`),
  name("part in a selector", (v) => `R::part(${v}) { color: red }`),
  name("state in a selector", (v) => `R :state(${v}) { color: red }`),
  name("highlight", (v) => `R::highlight(${v}) { color: red }`),
  name("name of a property", (v) => `R { --${v}: 1 }`),
  name(
    "name of a counter",
    (v) => `R { counter-reset: ${v} } R .in::before { content: counter(${v}) }`,
  ),
  name(
    "name of a place in a grid",
    (v) => `R { display: grid; grid-template: "${v}" / [${v}] 1fr; grid-area: ${v} }`,
  ),
  name("name of a transition", (v) => `R { view-transition-name: ${v} }`),
  name("name of an anchor", (v) => `R { anchor-name: --${v} } R .in { position-anchor: --${v} }`),
  name(
    "name of a timeline",
    (v) => `R { scroll-timeline: --${v}; view-timeline: --${v}; timeline-scope: --${v} }`,
  ),
  name("name of a page", (v) => `@page ${v} { margin: 1cm } R { page: ${v} }`),
  name("what will change", (v) => `R { will-change: ${v}; transition-property: ${v} }`),
  name("picture behind", (v) => `R { background: url(/no/${v}.png) }`),
  name(
    "pictures by density",
    (v) => `R { background-image: image-set(url(/no/${v}.png) 1x, "/no/${v}-2.png" 2x) }`,
  ),
  name("picture of a border", (v) => `R { border-image: url("/no/${v}.png") 30 }`),
  name(
    "mask, cursor, filter, shape",
    (v) =>
      `R { mask: url(/no/${v}.svg); cursor: url(/no/${v}.cur), auto; filter: url(/no/${v}.svg#f); clip-path: url(#${v}); shape-outside: url(/no/${v}.png) }`,
  ),
  name("picture of a list", (v) => `R li { list-style-image: url('/no/${v}.png') }`),
  name("picture as content", (v) => `R .in::before { content: url(/no/${v}.png) }`),
  name("sheet that is imported", (v) => `@import url("/no/${v}.css") layer(x);`),
  rules("media of a sheet", () => "R { color: red }", {
    form: "id",
    head: (v) => `<style media="not ${v}" title="${v}" data-name="${v}">p { color: red }</style>`,
  }),
  rules("redacted style", () => "", {
    head: (v) => `<style class="cobrowse-redacted">main::before { content: "${v}" }</style>`,
  }),
  rules("sheet that is switched off", () => "", {
    head: (v) => `<style media="not all">.cobrowse-redacted::before { content: "${v}" }</style>`,
  }),
  rules("linked sheet, small", () => "", {
    form: "id",
    head: (v) => `<link rel="stylesheet" href="/sheet/small-content?says=${v}">`,
  }),
  rules("linked sheet, large", () => "", {
    form: "id",
    head: (v) => `<link rel="stylesheet" href="/sheet/large-content?says=${v}">`,
  }),
  rules("linked sheet, what it imports", () => "", {
    form: "id",
    head: (v) => `<link rel="stylesheet" href="/sheet/import-content?says=${v}">`,
  }),
  rules("linked sheet, another one to choose", () => "", {
    form: "id",
    head: (v) =>
      `<link rel="alternate stylesheet" title="Other" href="/sheet/small-content?says=${v}">`,
  }),
  rules("attribute shown", () => "R .in::before { content: attr(data-says) }", {
    html: (v, mark) => `<div id="styled-attr" ${mark}><p class="in" data-says="${v}">x</p></div>`,
  }),
  rules(
    "property of its own, on what is around it",
    () => "#styled-around .in::before { content: var(--says) }",
    {
      html: (v, mark) =>
        `<div style='--says: "${v}"'><div id="styled-around" ${mark}><p class="in">x</p></div></div>`,
    },
  ),
  rules("sheet in the part", () => "", {
    html: (v, mark) =>
      `<div ${mark}><style>main .in::before { content: "${v}" }</style><p class="in">x</p></div>`,
  }),
];
