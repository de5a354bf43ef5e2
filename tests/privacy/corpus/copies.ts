/**
 * A page that shows what is redacted in a second place, where nobody marked it. For this there is the
 * list of every value that redaction has seen: the copy is known by it.
 */
import type { Planting, Stage } from "./planting.ts";

type Run = (stage: Stage, value: string) => void | Promise<void>;

const copy = (channel: string, run: Run, more: Partial<Planting> = {}): Planting => ({
  ...{ group: "copies", channel, phase: "later", place: "in the open" },
  html: (v, mark) => `<div id="original" ${mark}><p>${v}</p></div><div id="copy"></div>`,
  run,
  ...more,
});

const at = ({ host }: Stage) => host.querySelector("#copy") as HTMLElement;

const atFirst = (channel: string, html: (v: string) => string): Planting => ({
  ...{ group: "copies", channel, phase: "at first", place: "in the open" },
  html: (v, mark) => `${html(v)}<div ${mark}><p>${v}</p></div>`,
});

export const COPIES: readonly Planting[] = [
  atFirst("text", (v) => `<p>${v}</p>`),
  atFirst("text in a sentence", (v) => `<p>Dear ${v}, welcome back</p>`),
  atFirst("title", (v) => `<p title="Signed in as ${v}">x</p>`),
  atFirst("value", (v) => `<input value="${v}">`),
  atFirst("alt", (v) => `<img src="/plain.png" alt="Picture of ${v}">`),
  atFirst("data", (v) => `<p data-name="${v}">x</p>`),
  atFirst("option", (v) => `<select><option>x<option selected>${v}</select>`),
  atFirst("SVG text", (v) => `<svg><text y="9">${v}</text></svg>`),
  atFirst(
    "shadow root",
    (v) => `<x-f><template shadowrootmode="open"><p>${v}</p></template></x-f>`,
  ),
  atFirst("frame", (v) => `<iframe srcdoc="<p>${v}</p>"></iframe>`),
  atFirst("style", (v) => `<p style='--name: "${v}"'>x</p>`),
  atFirst("style element", (v) => `<style>main > p.none::before { content: "${v}" }</style>`),
  { ...atFirst("heading", (v) => `<h2>${v}</h2>`) },
  copy("text", (stage, v) => at(stage).append(v)),
  copy("text that changes", async (stage, v) => {
    at(stage).append("x");
    await stage.settled();
    (at(stage).firstChild as Text).data = `Signed in as ${v}`;
  }),
  copy("markup", (stage, v) => void (at(stage).innerHTML = `<b>${v}</b>`)),
  copy("attribute", (stage, v) => at(stage).setAttribute("aria-label", v)),
  copy("typed value", (stage, v) => {
    at(stage).innerHTML = "<input>";
    (at(stage).firstChild as HTMLInputElement).value = v;
  }),
  copy("title of the page", (_stage, v) => void (document.title = `${v} - My account`)),
  copy("heading and title of the page", (stage, v) => {
    at(stage).innerHTML = `<h1>${v}</h1>`;
    document.title = v;
  }),
  copy("address of the page", (_stage, v) => history.pushState({}, "", `/account-of/${v}`), {
    form: "id",
  }),
  copy("inserted rule", (_stage, v) => {
    const style = document.createElement("style");
    document.head.append(style);
    style.sheet?.insertRule(`body::after { content: "${v}" }`);
  }),
  copy("adopted sheet", (_stage, v) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`body::after { content: "${v}" }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }),
  copy("link", (stage, v) => void (at(stage).innerHTML = `<a href="/users/${v}">x</a>`), {
    form: "id",
  }),
  copy("in capitals", (stage, v) => at(stage).append(v.toUpperCase()), { form: "mail" }),
  copy("number without its spaces", (stage, v) => at(stage).append(v.replaceAll(" ", "")), {
    form: "number",
  }),
  copy("number with other spaces", (stage, v) => at(stage).append(v.replaceAll(" ", "-")), {
    form: "number",
  }),
  copy("from what was typed", (stage, v) => at(stage).append(`You wrote: ${v}`), {
    html: (_v, mark) => `<div id="original" ${mark}><input></div><div id="copy"></div>`,
    async run(stage, v) {
      const field = stage.host.querySelector("input") as HTMLInputElement;
      field.value = v;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      await stage.settled();
      at(stage).append(`You wrote: ${field.value}`);
    },
  }),
  copy("from a password that was typed", () => {}, {
    html: () => '<input type="password" id="original"><div id="copy"></div>',
    async drive({ host }, v) {
      await host.locator("#original").pressSequentially(v);
      await host.locator("#copy").evaluate((element, text) => element.append(text), v);
    },
  }),
  copy("from a hidden field", (stage, v) => at(stage).append(v), {
    html: (v) => `<input type="hidden" value="${v}"><div id="copy"></div>`,
  }),
  copy("in base64", (stage, v) => at(stage).setAttribute("data-user", btoa(v)), { form: "mail" }),
  copy(
    "in base64, in a link",
    (stage, v) => void (at(stage).innerHTML = `<a href="/u/${btoa(v)}">x</a>`),
    {
      form: "mail",
    },
  ),
  copy("percent-coded", (stage, v) => at(stage).setAttribute("data-user", encodeURIComponent(v)), {
    form: "name",
  }),
  copy("in JSON", (stage, v) =>
    at(stage).setAttribute("data-props", JSON.stringify({ user: { name: v } })),
  ),
  copy("in a long text", (stage, v) =>
    at(stage).append(`${"x ".repeat(50_000)}${v}${" x".repeat(500)}`),
  ),
  copy("in two elements", (stage, v) => {
    at(stage).innerHTML = `<i>${v.slice(0, 9)}</i><b>${v.slice(9)}</b>`;
  }),
  copy("echoed as it is typed", () => {}, {
    html: (_v, mark) => `<div ${mark}><input></div><div id="copy"></div>`,
    async drive({ host }, v) {
      await host.evaluate((element) => {
        element.querySelector("input")?.addEventListener("input", ({ target }) => {
          const copied = element.querySelector("#copy");
          if (copied) copied.textContent = `${(target as HTMLInputElement).value}!`;
        });
      });
      await host.locator("input").pressSequentially(v);
    },
  }),
  copy("after the original has gone", async (stage, v) => {
    stage.host.querySelector("#original")?.remove();
    await stage.settled();
    at(stage).append(v);
  }),
  copy(
    "a moment before the original",
    async ({ host, secret }, v) => {
      host.querySelector("#copy")?.append(v);
      secret.append(v);
    },
    { html: () => '<div id="copy"></div>' },
  ),
  copy("of an attribute", (stage, v) => at(stage).append(v), {
    html: (v, mark) => `<div ${mark} title="${v}">x</div><div id="copy"></div>`,
  }),
  copy("of a picture's name", (stage, v) => at(stage).append(v), {
    html: (v, mark) => `<div ${mark}><img src="/plain.png" alt="${v}"></div><div id="copy"></div>`,
  }),
];
