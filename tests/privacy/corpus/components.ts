/** Shadow roots and what is slotted into them. */
import type { Planting, Stage } from "./planting.ts";

type Run = (stage: Stage, value: string) => void | Promise<void>;

const component = (channel: string, place: string, run: Run): Planting => ({
  ...{ group: "components", channel, phase: "later", place, run },
});

const atFirst = (channel: string, place: string, html: Planting["html"]): Planting => ({
  ...{ group: "components", channel, phase: "at first", place },
  ...(html && { html }),
});

const rootIn = (element: Element, markup = "") => {
  const root = element.attachShadow({ mode: "open" });
  root.innerHTML = markup;
  return root;
};

export const COMPONENTS: readonly Planting[] = [
  atFirst(
    "declared root",
    "within",
    (v, mark) =>
      `<div ${mark}><x-a><template shadowrootmode="open"><p title="${v}">${v}</p></template></x-a></div>`,
  ),
  atFirst(
    "declared root",
    "on it",
    (v, mark) => `<x-a ${mark}><template shadowrootmode="open"><p>${v}</p></template></x-a>`,
  ),
  atFirst(
    "declared root",
    "redacted in it",
    (v, mark) => `<x-a><template shadowrootmode="open"><p ${mark}>${v}</p></template></x-a>`,
  ),
  atFirst(
    "closed root",
    "within",
    (v, mark) =>
      `<div ${mark}><x-a><template shadowrootmode="closed"><p>${v}</p></template></x-a></div>`,
  ),
  atFirst(
    "slotted",
    "slot within",
    (v, mark) =>
      `<x-a><template shadowrootmode="open"><div ${mark}><slot></slot></div></template><p>${v}</p></x-a>`,
  ),
  atFirst(
    "slotted",
    "slot marked",
    (v, mark) =>
      `<x-a><template shadowrootmode="open"><slot ${mark}></slot></template><p title="${v}">${v}</p></x-a>`,
  ),
  atFirst(
    "slotted text",
    "slot within",
    (v, mark) =>
      `<x-a><template shadowrootmode="open"><div ${mark}><slot></slot></div></template>${v}</x-a>`,
  ),
  atFirst(
    "slotted twice",
    "slot within",
    (v, mark) =>
      `<x-a><template shadowrootmode="open"><x-b><template shadowrootmode="open"><div ${mark}><slot></slot></div></template><slot></slot></x-b></template><p>${v}</p></x-a>`,
  ),
  atFirst(
    "name of a slot",
    "on it",
    (v, mark) =>
      `<x-a><template shadowrootmode="open"><slot name="${v}" ${mark}></slot></template><p ${mark} slot="${v}">x</p></x-a>`,
  ),
  atFirst(
    "fallback of a slot",
    "within",
    (v, mark) =>
      `<x-a><template shadowrootmode="open"><div ${mark}><slot>${v}</slot></div></template></x-a>`,
  ),
  atFirst(
    "style of a root",
    "within",
    (v, mark) =>
      `<x-a ${mark}><template shadowrootmode="open"><style>p::before { content: "${v}" }</style><p>x</p></template></x-a>`,
  ),
  atFirst(
    "part of a root",
    "styled from outside",
    (v, mark) =>
      `<style>x-part::part(name)::before { content: "${v}" }</style><x-part ${mark}><template shadowrootmode="open"><p part="name">x</p></template></x-part>`,
  ),
  atFirst(
    "host of a root",
    "styled from inside",
    (v, mark) =>
      `<x-a ${mark}><template shadowrootmode="open"><style>:host::before { content: "${v}" }</style></template></x-a>`,
  ),
  component("root, attached later", "within", ({ secret }, v) => {
    secret.innerHTML = "<x-c></x-c>";
    rootIn(secret.firstChild as Element, `<p title="${v}">${v}</p>`);
  }),
  component("root, attached a frame later", "within", async ({ secret, settled }, v) => {
    secret.innerHTML = "<x-c></x-c>";
    await settled();
    rootIn(secret.firstChild as Element, `<p>${v}</p>`);
  }),
  component("root, attached later", "on it", async ({ secret, settled }, v) => {
    await settled();
    rootIn(secret, `<p>${v}</p><slot></slot>`);
  }),
  component("root in a root", "within", ({ secret }, v) => {
    const outer = rootIn(secret, "<x-c></x-c>");
    rootIn(outer.firstChild as Element, `<p>${v}</p>`);
  }),
  component("text that changes", "redacted in it", async ({ host, mark, settled, html }, v) => {
    const element = html("<x-c></x-c>");
    const root = rootIn(element, "<p>x</p>");
    mark(root.firstChild as Element);
    host.append(element);
    await settled();
    (root.firstChild as Element).textContent = v;
  }),
  component("text that changes, its host redacted", "within", async ({ secret, settled }, v) => {
    const root = rootIn(secret, "<p>x</p>");
    await settled();
    (root.firstChild?.firstChild as Text).data = v;
  }),
  component(
    "marked in the next frame",
    "redacted in it",
    async ({ host, mark, frame, html }, v) => {
      const element = html("<x-c></x-c>");
      const root = rootIn(element);
      host.append(element);
      root.innerHTML = `<p>${v}</p>`;
      await frame();
      mark(root.firstChild as Element);
    },
  ),
  component("host marked in the next frame", "on it", async ({ host, mark, frame, html }, v) => {
    const element = html("<x-c></x-c>");
    host.append(element);
    rootIn(element, `<p>${v}</p>`);
    await frame();
    mark(element);
  }),
  component("slotted later", "slot within", async ({ host, mark, settled, html }, v) => {
    const element = html("<x-c></x-c>");
    const root = rootIn(element, "<div><slot></slot></div>");
    mark(root.firstChild as Element);
    host.append(element);
    await settled();
    element.append(html(`<p>${v}</p>`));
  }),
  component("slot chosen by name", "slot within", async ({ host, mark, settled, html }, v) => {
    const element = html("<x-c></x-c>");
    const root = rootIn(element, "<slot name='open'></slot><div><slot name='own'></slot></div>");
    mark(root.lastChild as Element);
    host.append(element);
    await settled();
    element.append(html(`<p slot="own">${v}</p>`));
  }),
  component("adopted sheet", "within", ({ secret }, v) => {
    const root = rootIn(secret, "<p>x</p>");
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`p::before { content: "${v}" }`);
    root.adoptedStyleSheets = [sheet];
  }),
  component("adopted sheet of another root", "within", async ({ secret, settled }, v) => {
    const root = rootIn(secret, "<p>x</p>");
    const sheet = new CSSStyleSheet();
    root.adoptedStyleSheets = [sheet];
    await settled();
    sheet.replaceSync(`p::before { content: "${v}" }`);
    sheet.insertRule(`p::after { content: "${v}" }`);
  }),
  component("own element that fills itself", "within", ({ secret }, v) => {
    const name = `x-fills-${Math.random().toString(36).slice(2)}`;
    customElements.define(
      name,
      class extends HTMLElement {
        connectedCallback() {
          this.attachShadow({ mode: "open" }).innerHTML = `<p>${v}</p>`;
        }
      },
    );
    secret.append(document.createElement(name));
  }),
  component("own element that marks itself", "on it", ({ host, mark }, v) => {
    const name = `x-marks-${Math.random().toString(36).slice(2)}`;
    customElements.define(
      name,
      class extends HTMLElement {
        connectedCallback() {
          this.textContent = v;
          queueMicrotask(() => mark(this));
        }
      },
    );
    host.append(document.createElement(name));
  }),
  component("own element's inner names", "within", ({ secret }, v) => {
    const name = `x-names-${Math.random().toString(36).slice(2)}`;
    customElements.define(
      name,
      class extends HTMLElement {
        static readonly formAssociated = true;
        constructor() {
          super();
          const internals = this.attachInternals();
          internals.ariaLabel = v;
          internals.setFormValue(v);
        }
      },
    );
    secret.append(document.createElement(name));
  }),
  component("closed root", "within", ({ secret }, v) => {
    secret.attachShadow({ mode: "closed" }).innerHTML = `<p>${v}</p>`;
  }),
  component("moved out of a redacted root", "moved out", async ({ host, secret, settled }, v) => {
    const root = rootIn(secret, `<p>${v}</p>`);
    await settled();
    host.append(root.firstChild as Node);
  }),
  component("set as markup with a root", "within", ({ secret }, v) => {
    const { setHTMLUnsafe } = secret as unknown as { setHTMLUnsafe?: (markup: string) => void };
    setHTMLUnsafe?.call(
      secret,
      `<x-d><template shadowrootmode="open"><p>${v}</p></template></x-d>`,
    );
  }),
];
