/** What a page says that nobody may see, and single pages that become such a one. */
import type { Planting } from "./planting.ts";

const onPage = (channel: string, more: Partial<Planting>): Planting => ({
  ...{ group: "private pages", channel, phase: "at first", place: "in the page" },
  ...more,
});

export const PRIVATE_PAGE: readonly Planting[] = [
  onPage("title", { head: (v) => `<title>${v}</title>`, form: "name" }),
  onPage("heading", { html: (v) => `<h1>${v}</h1>` }),
  onPage("meta", { head: (v) => `<meta name="description" content="${v}">` }),
  onPage("style", { head: (v) => `<style>main::before { content: "${v}" }</style>` }),
  onPage("linked sheet", {
    head: (v) => `<link rel="stylesheet" href="/sheet/large-content?says=${v}">`,
    form: "id",
  }),
  onPage("picture", { html: (src) => `<img src="${src}" alt="x">`, picture: "png" }),
  onPage("picture behind", {
    html: (src) => `<p style="background: url(${src})">x</p>`,
    picture: "png",
  }),
  onPage("drawing", { html: (v) => `<svg><text y="9">${v}</text></svg>` }),
  onPage("frame", { html: (v) => `<iframe src="/framed/${v}"></iframe>`, form: "id" }),
  onPage("component", {
    html: (v) => `<x-i><template shadowrootmode="open"><p>${v}</p></template></x-i>`,
  }),
  onPage("field", { html: (v) => `<input value="${v}">` }),
  onPage("query", { address: (v) => `?user=${v}#${v}`, form: "id" }),
  onPage("opened part", { html: (v) => `<p data-cobrowse="unredact">${v}</p>` }),
  onPage("title that changes", { phase: "later", run: (_stage, v) => void (document.title = v) }),
  onPage("text that is added", {
    phase: "later",
    run: ({ host, html }, v) => host.append(html(`<p title="${v}">${v}</p>`)),
  }),
  onPage("sheet that is adopted", {
    phase: "later",
    run(_stage, v) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`body::after { content: "${v}" }`);
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    },
  }),
  onPage("picture that is added", {
    phase: "later",
    picture: "png",
    run({ host, html }, src) {
      const picture = html("<img alt='x'>") as HTMLImageElement;
      const loading = new Promise<void>((resolve) =>
        picture.addEventListener("load", () => resolve()),
      );
      host.append(picture);
      picture.src = src;
      return loading;
    },
  }),
  onPage("what is typed", {
    phase: "typed",
    html: () => "<input>",
    drive: ({ host }, v) => host.locator("input").pressSequentially(v),
  }),
];

/** The same on a page whose root is redacted: its path and what its frames load are told, no more. */
export const WHOLE_PAGE: readonly Planting[] = PRIVATE_PAGE.map((planting) => ({
  ...planting,
  group: "whole page",
}));

/** From an open address to one that is closed, and with what order of things. */
const route = (channel: string, run: NonNullable<Planting["run"]>): Planting => ({
  ...{ group: "private pages", channel, phase: "route", place: "single page", run },
});

const show = (host: HTMLElement, v: string) => {
  host.innerHTML = `<section><h2 title="${v}">${v}</h2><input value="${v}"></section>`;
};

/** Each is played alone: it ends on the closed address, with its text in its host. */
export const ROUTES: readonly Planting[] = [
  route("address first", ({ host }, v) => {
    history.pushState({}, "", `/closed/${v.replace(/\W/g, "")}`);
    show(host, v);
  }),
  route("content first, in the same task", ({ host }, v) => {
    show(host, v);
    history.pushState({}, "", "/closed/7");
  }),
  route("content first, address in the next microtask", async ({ host }, v) => {
    show(host, v);
    await undefined;
    history.pushState({}, "", "/closed/7");
  }),
  route("content first, address in the next frame", async ({ host, frame }, v) => {
    show(host, v);
    await frame();
    history.pushState({}, "", "/closed/7");
  }),
  route("address replaced", ({ host }, v) => {
    history.replaceState({}, "", "/closed");
    show(host, v);
    document.title = v;
  }),
  route("by its fragment", ({ host }, v) => {
    location.hash = "#/account/7";
    show(host, v);
  }),
  route("by a query", ({ host }, v) => {
    history.pushState({}, "", "?step=card");
    show(host, v);
  }),
  route("by another spelling", ({ host }, v) => {
    history.pushState({}, "", "/%43LOSED//x/..;a=b");
    show(host, v);
  }),
  route("back to it", async ({ host, settled }, v) => {
    history.pushState({}, "", "/closed/7");
    await settled();
    history.back();
    await settled();
    const arriving = new Promise((resolve) =>
      window.addEventListener("popstate", resolve, { once: true }),
    );
    history.forward();
    await arriving;
    show(host, v);
  }),
  route("changed again and again", async ({ host, frame }, v) => {
    for (let turn = 0; turn < 10; turn += 1) {
      history.pushState({}, "", "/closed/7");
      show(host, v);
      await frame();
      host.innerHTML = "";
      history.pushState({}, "", "/single");
    }
    history.pushState({}, "", "/closed/7");
    show(host, v);
  }),
];
