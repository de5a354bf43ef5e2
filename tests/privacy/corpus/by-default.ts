/** Where all is private by default: what no mark is for, and what an opened part must not open. */
import type { Planting } from "./planting.ts";

const OPEN = 'data-cobrowse="unredact"';

const atFirst = (
  channel: string,
  place: string,
  html: NonNullable<Planting["html"]>,
  more: Partial<Planting> = {},
): Planting => ({
  ...{ group: "by default", channel, phase: "at first", place, html, ...more },
});

const later = (
  channel: string,
  place: string,
  run: NonNullable<Planting["run"]>,
  html?: Planting["html"],
): Planting => ({
  ...{ group: "by default", channel, phase: "later", place, run, ...(html && { html }) },
});

const first = (holder: ParentNode, selector = "*") => holder.querySelector(selector) as HTMLElement;

export const BY_DEFAULT: readonly Planting[] = [
  atFirst(
    "marked",
    "in an opened part",
    (v) => `<div ${OPEN}>x<p class="cobrowse-redacted" title="${v}">${v}</p></div>`,
  ),
  atFirst(
    "marked, an attribute",
    "in an opened part",
    (v) => `<div ${OPEN}>x<p data-cobrowse="redact">${v}</p></div>`,
  ),
  atFirst(
    "opened in what is marked",
    "in a redacted part",
    (v) => `<div class="cobrowse-redacted"><p ${OPEN}>${v}</p></div>`,
  ),
  atFirst(
    "password",
    "in an opened part",
    (v) => `<div ${OPEN}><input type="password" value="${v}"></div>`,
  ),
  atFirst(
    "password that is opened",
    "on it",
    (v) => `<input type="password" ${OPEN} value="${v}">`,
  ),
  atFirst(
    "card that is opened",
    "on it",
    (v) => `<input autocomplete="cc-number" ${OPEN} value="${v}">`,
  ),
  atFirst(
    "code in an opened part",
    "in an opened part",
    (v) => `<div ${OPEN}><input autocomplete="one-time-code" value="${v}"></div>`,
  ),
  atFirst(
    "hidden field that is opened",
    "on it",
    (v) => `<input type="hidden" ${OPEN} value="${v}">`,
  ),
  atFirst("beside an opened part", "in the open", (v) => `<p>${v} <b ${OPEN}>x</b> ${v}</p>`),
  atFirst(
    "around an opened part",
    "in the open",
    (v) => `<section title="${v}" aria-label="${v}">${v}<b ${OPEN}>x</b></section>`,
  ),
  atFirst(
    "opened by no such name",
    "on it",
    (v) =>
      `<p data-cobrowse="unredacted">${v}</p><p class="unredact">${v}</p><p data-cobrowse="">${v}</p>`,
  ),
  atFirst("title of the page", "of the page", () => "", {
    head: (v) => `<title>${v}</title>`,
    form: "name",
  }),
  atFirst("heading and title", "of the page", (v) => `<h1>${v}</h1>`, {
    head: (v) => `<title>${v}</title>`,
    form: "name",
  }),
  atFirst("content of a rule", "by a rule", () => "<p class='says'>x</p>", {
    head: (v) => `<style>.says::before { content: "${v}" }</style>`,
  }),
  atFirst("list by a rule", "by a rule", () => "<ul class='says-list'><li>x</ul>", {
    head: (v) => `<style>.says-list { list-style-type: "${v}" }</style>`,
  }),
  atFirst(
    "content by a property",
    "by a rule",
    (v) => `<p class="says-own" style='--says: "${v}"'>x</p>`,
    { head: () => "<style>.says-own::before { content: var(--says) }</style>" },
  ),
  atFirst(
    "content by an attribute",
    "by a rule",
    (v) => `<p class="says-data" data-says="${v}">x</p>`,
    { head: () => "<style>.says-data::before { content: attr(data-says) }</style>" },
  ),
  atFirst(
    "text of a drawing",
    "in the open",
    (v) => `<svg><text y="9">${v}</text><title>${v}</title></svg>`,
  ),
  atFirst(
    "proposals",
    "in the open",
    (v) => `<input list="o"><datalist id="o"><option value="${v}"></datalist>`,
  ),
  atFirst("address of a link", "in the open", (v) => `<a href="/people/${v}?x=${v}">x</a>`, {
    form: "id",
  }),
  later(
    "text that changes",
    "in the open",
    async ({ host, settled }, v) => {
      await settled();
      (first(host, "p").firstChild as Text).data = v;
    },
    () => "<p>x</p>",
  ),
  later(
    "a letter at a time",
    "in the open",
    async ({ host, task }, v) => {
      for (const letter of v) {
        (first(host, "p").firstChild as Text).appendData(letter);
        await task();
      }
    },
    () => "<p>x</p>",
  ),
  later(
    "attribute that changes",
    "in the open",
    async ({ host, settled }, v) => {
      await settled();
      for (const name of ["title", "aria-label", "alt", "placeholder", "aria-description"])
        first(host, "input").setAttribute(name, v);
    },
    () => "<input>",
  ),
  later(
    "field that changes",
    "in the open",
    ({ host }, v) => {
      (first(host, "input") as HTMLInputElement).value = v;
      first(host, "input").dispatchEvent(new Event("input", { bubbles: true }));
    },
    () => "<input>",
  ),
  later(
    "rule that is inserted",
    "by a rule",
    ({ html }, v) => {
      const style = html("<style></style>") as HTMLStyleElement;
      document.head.append(style);
      style.sheet?.insertRule(`.later-says::before { content: "${v}" }`);
    },
    () => "<p class='later-says'>x</p>",
  ),
  later(
    "opened part that closes",
    "closed",
    async ({ host, settled }, v) => {
      first(host, "#closing").removeAttribute("data-cobrowse");
      await settled();
      first(host, "#closing").textContent = v;
    },
    () => `<p id="closing" ${OPEN}>x</p>`,
  ),
  later(
    "moved out of an opened part",
    "moved out",
    async ({ host, settled }, v) => {
      const part = first(host, "b");
      host.append(part);
      await settled();
      part.textContent = v;
    },
    () => `<p ${OPEN}><b>x</b></p>`,
  ),
  later(
    "marked in an opened part, in the next frame",
    "in an opened part",
    async ({ host, html, mark, frame }, v) => {
      const part = html(`<p title="${v}">${v}</p>`);
      first(host, "section").append(part);
      await frame();
      mark(part);
    },
    () => `<section ${OPEN}>x</section>`,
  ),
  {
    ...{ group: "by default", channel: "typed", phase: "typed", place: "in the open" },
    html: () => "<input>",
    drive: ({ host }, v) => host.locator("input").pressSequentially(v),
  },
  {
    ...{ group: "by default", channel: "typed, editable", phase: "typed", place: "in the open" },
    html: () => "<div contenteditable>x</div>",
    drive: ({ host }, v) => host.locator("[contenteditable]").pressSequentially(v),
  },
  {
    ...{ group: "by default", channel: "chosen", phase: "typed", place: "in the open" },
    html: (v) => `<select><option>x<option>${v}</select>`,
    drive: async ({ host }, v) => void (await host.locator("select").selectOption({ label: v })),
  },
];
