/**
 * Elements that do not answer as elements do: forms whose fields have the names of properties, own
 * elements that answer for themselves. Who asks them, and believes them, is led past the mark.
 */
import type { Planting, Stage } from "./planting.ts";

/** A field of such a name takes the place of the form's own property. */
const NAMES = [
  ...["matches", "closest", "contains", "getRootNode", "querySelectorAll", "getElementsByTagName"],
  ...["classList", "className", "attributes", "getAttribute", "hasAttribute", "getAttributeNames"],
  ...["nodeName", "nodeType", "tagName", "localName", "namespaceURI", "isConnected", "id", "style"],
  ...["parentNode", "parentElement", "childNodes", "children", "firstChild", "nextSibling"],
  ...["lastChild", "previousSibling", "nodeValue", "contentDocument", "content", "host", "baseURI"],
  ...["ownerDocument", "shadowRoot", "assignedSlot", "dataset", "getBoundingClientRect", "value"],
  ...["addEventListener", "textContent", "innerHTML", "isPrototypeOf", "elements", "length"],
];

const fields = (names: readonly string[]) =>
  names.map((name) => `<input type="text" name="${name}" value="x">`).join("");

const form = (channel: string, place: string, html: NonNullable<Planting["html"]>): Planting => ({
  ...{ group: "odd elements", channel, phase: "at first", place, html },
});

const each = NAMES.flatMap((name): Planting[] => [
  form(
    `form with a field named ${name}`,
    "on it",
    (v, mark) =>
      `<form ${mark}>${fields([name])}<p title="${v}">${v}</p><input value="${v}"></form>`,
  ),
  form(
    `form with a field named ${name}`,
    "within",
    (v, mark) =>
      `<div ${mark}><form>${fields([name])}<p title="${v}">${v}</p><input value="${v}"></form></div>`,
  ),
  {
    ...form(
      `form with a field named ${name}`,
      "redacted in it",
      (_v, mark) => `<form>${fields([name])}<p ${mark}>x</p></form>`,
    ),
    phase: "later",
    run: ({ host }, v) => void (host.querySelector("p") as HTMLElement).append(v),
  },
]);

const own = (
  channel: string,
  place: string,
  run: (stage: Stage, value: string, define: Define) => void | Promise<void>,
): Planting => ({
  ...{ group: "odd elements", channel, phase: "later", place },
  run: (stage, value) => run(stage, value, define),
});

type Define = (kind: CustomElementConstructor) => HTMLElement;

let count = 0;

function define(kind: CustomElementConstructor): HTMLElement {
  count += 1;
  const name = `x-odd-${count}`;
  customElements.define(name, kind);
  return document.createElement(name);
}

export const ODD_ELEMENTS: readonly Planting[] = [
  ...each,
  form(
    "form with fields of all these names",
    "on it",
    (v, mark) => `<form ${mark}>${fields(NAMES)}<p>${v}</p></form>`,
  ),
  own("element that says it is no match", "on it", ({ host, mark }, v, defineElement) => {
    const element = defineElement(
      class extends HTMLElement {
        override getAttribute() {
          return null;
        }
        override hasAttribute() {
          return false;
        }
      },
    );
    mark(element);
    element.innerHTML = `<p title="${v}">${v}</p>`;
    host.append(element);
  }),
  own("element that hides what it has in it", "within", ({ secret }, v, defineElement) => {
    const element = defineElement(
      class extends HTMLElement {
        override get childNodes() {
          return document.createElement("p").childNodes;
        }
        override get parentNode() {
          return null;
        }
        override get parentElement() {
          return null;
        }
        override get shadowRoot() {
          return null;
        }
      },
    );
    element.innerHTML = `<p>${v}</p>`;
    secret.append(element);
  }),
  own(
    "element that moves out by itself",
    "moved out",
    async ({ host, secret, settled }, v, defineElement) => {
      const element = defineElement(
        class extends HTMLElement {
          override get parentNode() {
            return host;
          }
        },
      );
      element.innerHTML = `<p>${v}</p>`;
      secret.append(element);
      await settled();
      element.title = v;
    },
  ),
  own("element of no namespace", "on it", ({ host }, v) => {
    const element = document.createElementNS(null, "secret");
    element.setAttribute("class", "cobrowse-redacted");
    element.textContent = v;
    host.append(element);
  }),
  own("element of another namespace", "within", ({ secret }, v) => {
    const element = document.createElementNS("urn:bank", "b:account");
    element.setAttributeNS("urn:bank", "b:holder", v);
    element.textContent = v;
    secret.append(element);
  }),
  own("page that has its own words for it", "on it", ({ host, html, mark }, v) => {
    const part = html(`<p title="${v}">${v}</p>`);
    Object.assign(part, { matches: () => false, closest: () => null, contains: () => false });
    mark(part);
    host.append(part);
  }),
];
