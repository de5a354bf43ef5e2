/**
 * Addresses and titles under rules that let a part of them through: the parameter `tab`, and of a
 * title what a heading shows.
 */
import type { Planting } from "./planting.ts";

const rule = (channel: string, more: Partial<Planting>): Planting => ({
  ...{ group: "address and title", channel, phase: "at first", place: "in the open" },
  ...more,
});

const first = (holder: ParentNode, selector: string) =>
  holder.querySelector(selector) as HTMLElement;

export const ADDRESSES: readonly Planting[] = [
  rule("other parameter of the page", {
    form: "id",
    address: (v) => `?tab=open&user=${v}&tab2=${v}#${v}`,
  }),
  rule("other parameter of a link", {
    form: "id",
    html: (v) => `<a href="/open?tab=a&amp;token=${v}#${v}">x</a>`,
  }),
  rule("name of a parameter", {
    form: "id",
    html: (v) => `<a href="/open?${v}=1&amp;tab=a&amp;${v}">x</a>`,
  }),
  rule("parameter of nearly that name", {
    form: "id",
    html: (v) => `<a href="/open?Tab=${v}&amp;tab[]=${v}&amp;atab=${v}&amp;tab%20=${v}">x</a>`,
  }),
  rule("parameter behind a semicolon", {
    form: "id",
    html: (v) => `<a href="/open?x=1;token=${v}">x</a>`,
  }),
  rule("other parameter of a form", {
    form: "id",
    html: (v) => `<form action="/open?tab=a&amp;token=${v}"></form>`,
  }),
  rule("pushed parameter", {
    ...{ form: "id", phase: "later" },
    run: (_stage, v) => history.pushState({}, "", `?tab=open&user=${v}`),
  }),
  rule("replaced fragment", {
    ...{ form: "id", phase: "later" },
    run: (_stage, v) => history.replaceState({}, "", `?tab=open#/user/${v}`),
  }),
];

export const TITLES: readonly Planting[] = [
  rule("title, its heading redacted", {
    form: "name",
    head: (v) => `<title>Open account · ${v}</title>`,
    html: (v, mark) => `<h2>Open account</h2><h1 ${mark}>${v}</h1>`,
  }),
  rule("title, its heading in part", {
    form: "name",
    html: (v, mark) => `<h1>Hello <b ${mark}>${v}</b></h1>`,
    phase: "later",
    run: (_stage, v) => void (document.title = `Hello ${v}`),
  }),
  rule("title, nowhere in the page", {
    form: "name",
    phase: "later",
    run: (_stage, v) => void (document.title = `Hello | ${v}`),
  }),
  rule("title, in the text of the page", {
    form: "name",
    phase: "later",
    html: (v, mark) => `<p ${mark}>${v}</p>`,
    run: (_stage, v) => void (document.title = v),
  }),
  rule("title, its heading redacted later", {
    form: "name",
    phase: "later",
    html: (_v, mark) => `<div ${mark}><h1>x</h1></div>`,
    async run({ host, settled }, v) {
      first(host, "h1").textContent = v;
      document.title = v;
      await settled();
      document.title = `${v}!`;
    },
  }),
];

export const NEVER_TITLE: readonly Planting[] = [
  rule("title that never leaves", { head: (v) => `<title>${v}</title>`, form: "name" }),
];
