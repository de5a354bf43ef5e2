/** Secrets of known shapes in the open, where nobody has marked anything: what the guard is for. */
import type { Form } from "../canary.ts";
import type { Planting, Stage } from "./planting.ts";

const FORMS: readonly Form[] = ["card", "iban", "token", "key", "social-security"];

const inOpen = (form: Form, channel: string, more: Partial<Planting>): Planting => ({
  ...{ group: "shapes", channel: `${form}, ${channel}`, phase: "at first", place: "in the open" },
  ...{ form, ...more },
});

const later = (run: (stage: Stage, value: string) => void | Promise<void>): Partial<Planting> => ({
  ...{ phase: "later", run },
});

const everywhere = (form: Form): Planting[] => [
  inOpen(form, "text", { html: (v) => `<p>${v}</p>` }),
  inOpen(form, "in a sentence", { html: (v) => `<p>Paid with ${v} on Monday.</p>` }),
  inOpen(form, "attribute", { html: (v) => `<p title="${v}" data-number="${v}">x</p>` }),
  inOpen(form, "field", { html: (v) => `<input value="${v}"><textarea>${v}</textarea>` }),
  inOpen(form, "text of a drawing", { html: (v) => `<svg><text y="9">${v}</text></svg>` }),
  inOpen(
    form,
    "text that is added",
    later(({ host, html }, v) => host.append(html(`<p>${v}</p>`))),
  ),
  inOpen(form, "text that changes", {
    html: () => "<p>x</p>",
    ...later(async ({ host, settled }, v) => {
      await settled();
      (host.querySelector("p")?.firstChild as Text).data = v;
    }),
  }),
  inOpen(form, "content of a rule", {
    head: (v) => `<style>main > .none::after { content: "${v}" }</style>`,
  }),
  inOpen(form, "filled in at once", {
    html: () => "<input>",
    phase: "typed",
    drive: ({ host }, v) => host.locator("input").fill(v),
  }),
];

export const SHAPES: readonly Planting[] = [
  ...FORMS.flatMap(everywhere),
  inOpen("card", "in four elements", {
    html: (v) =>
      `<p>${v
        .split(" ")
        .map((group) => `<b>${group}</b>`)
        .join(" ")}</p>`,
  }),
  inOpen("card", "in a shadow root", {
    html: (v) => `<x-j><template shadowrootmode="open"><p>${v}</p></template></x-j>`,
  }),
  inOpen("card", "in a frame", { html: (v) => `<iframe srcdoc="<p>${v}</p>"></iframe>` }),
  inOpen("card", "in the title and a heading", {
    html: (v) => `<h1>${v}</h1>`,
    ...later((_stage, v) => void (document.title = v)),
  }),
  inOpen(
    "card",
    "in the address",
    later((_stage, v) => history.pushState({}, "", `/cards/${v.replaceAll(" ", "")}`)),
  ),
];

/** For a site whose rules name this shape. */
export const SITE_SHAPES: readonly Planting[] = everywhere("customer number");

export const SITE_SHAPE = { name: "Customer number", shape: "KD-########" };
