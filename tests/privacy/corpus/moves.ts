/** What is moved: into what is redacted before anybody has seen it, and out of it. */
import type { Planting, Stage } from "./planting.ts";

type Run = (stage: Stage, value: string) => void | Promise<void>;

const SEEN = "<p id='seen' title='V'>V<input value='V'></p>";

/** Something that has been in the redacted part since the page came. */
const secretPart: NonNullable<Planting["html"]> = (value, mark) =>
  `<div id="from" ${mark}>${SEEN.replaceAll("V", value)}</div><div id="to"></div>`;

const out = (
  channel: string,
  run: (stage: Stage, ends: Ends, value: string) => void | Promise<void>,
): Planting => ({
  ...{ group: "moves", channel, phase: "later", place: "moved out" },
  html: secretPart,
  run: (stage, value) => run(stage, endsOf(stage), value),
});

const into = (channel: string, run: Run): Planting => ({
  ...{ group: "moves", channel, phase: "later", place: "moved in", run },
});

interface Ends {
  from: HTMLElement;
  to: HTMLElement;
  seen: HTMLElement;
}

function endsOf({ host }: Stage): Ends {
  const at = (id: string) => host.querySelector(`#${id}`) as HTMLElement;
  return { from: at("from"), to: at("to"), seen: at("seen") };
}

export const MOVES: readonly Planting[] = [
  out("appended", (_stage, { to, seen }) => to.append(seen)),
  out("appended, then changed", async ({ settled }, { to, seen }, v) => {
    to.append(seen);
    await settled();
    seen.title = `${v}!`;
    (seen.firstChild as Text).data = `${v}!`;
  }),
  out("through a fragment", (_stage, { to, from }) => {
    const fragment = document.createDocumentFragment();
    fragment.append(...from.childNodes);
    to.append(fragment);
  }),
  out("through a parent outside of the page", async ({ settled }, { to, seen }) => {
    const parent = document.createElement("div");
    parent.append(seen);
    await settled();
    to.append(parent);
  }),
  out("taken out, and added a task later", async ({ task }, { to, seen }) => {
    seen.remove();
    await task();
    to.append(seen);
  }),
  out("replacing children", (_stage, { to, seen }) => to.replaceChildren(seen)),
  out("in place of the part", (_stage, { from, seen }) => from.replaceWith(seen)),
  out("unwrapped", (_stage, { from }) => from.replaceWith(...from.childNodes)),
  out("inserted before", (_stage, { to, seen }) => to.before(seen)),
  out("moved without leaving", (_stage, { to, seen }) => {
    const { moveBefore } = to as { moveBefore?: (node: Node, before: Node | null) => void };
    if (moveBefore) moveBefore.call(to, seen, null);
    else to.append(seen);
  }),
  out("by a range", (_stage, { to, from }) => {
    const range = document.createRange();
    range.selectNodeContents(from);
    to.append(range.extractContents());
  }),
  out("its text alone", (_stage, { to, seen }) => to.append(seen.firstChild as Text)),
  out("its text, joined to another", (_stage, { to, seen }) => {
    to.append("Dear ", seen.firstChild as Text);
    to.normalize();
  }),
  out("its attribute", (_stage, { to, seen }) => {
    const attribute = seen.getAttributeNode("title") as Attr;
    seen.removeAttributeNode(attribute);
    to.setAttributeNode(attribute);
  }),
  out("its field", (_stage, { to, seen }) => to.append(seen.querySelector("input") as Element)),
  out("into a shadow root", (_stage, { to, seen }) =>
    to.attachShadow({ mode: "open" }).append(seen),
  ),
  out("into another document", async (_stage, { to, seen }) => {
    const frame = document.createElement("iframe");
    to.append(frame);
    frame.contentDocument?.body.append(seen);
  }),
  out("deeper, in something new", (_stage, { to, seen }) => {
    const section = document.createElement("section");
    section.append(seen);
    to.append(section);
  }),
  out("exchanged with what is open", (_stage, { to, from, seen }) => {
    const open = document.createElement("p");
    to.append(open);
    from.append(open);
    to.append(seen);
  }),
  out("the part itself, its mark gone", ({ unmark }, { to, from }) => {
    unmark(from);
    to.append(from);
  }),
  out("the part around it unmarked and moved", async ({ unmark, settled, html }, { to, from }) => {
    const around = html("<section></section>");
    from.replaceWith(around);
    around.append(from);
    await settled();
    unmark(from);
    to.append(around);
  }),
  out("cloned", (_stage, { to, seen }) => to.append(seen.cloneNode(true))),
  out("imported", (_stage, { to, seen }) => to.append(document.importNode(seen, true))),
  out("copied as markup", (_stage, { to, from }) => void (to.innerHTML = from.innerHTML)),
  out("copied as the part, its mark gone", ({ unmark }, { to, from }) => {
    const clone = from.cloneNode(true) as HTMLElement;
    unmark(clone);
    to.append(clone);
  }),
  into("appended", ({ secret, html }, v) => secret.append(html(`<p title="${v}">${v}</p>`))),
  into("through a fragment", ({ secret, html }, v) => {
    const fragment = document.createDocumentFragment();
    fragment.append(html(`<p>${v}</p>`), html(`<input value="${v}">`));
    secret.append(fragment);
  }),
  into("out of the open in the same task", ({ host, secret, html }, v) => {
    const part = html(`<p>${v}</p>`);
    host.append(part);
    secret.append(part);
  }),
  into("out of the open in the next frame", async ({ host, secret, html, frame }, v) => {
    const part = html(`<p>${v}</p>`);
    host.append(part);
    await frame();
    secret.append(part);
  }),
  into("wrapped in the next frame", async ({ host, html, mark, frame }, v) => {
    const part = html(`<p>${v}</p>`);
    host.append(part);
    await frame();
    const wrapper = html("<div></div>");
    mark(wrapper);
    part.replaceWith(wrapper);
    wrapper.append(part);
  }),
  into("an option", ({ secret, html }, v) => {
    const list = html("<select></select>") as HTMLSelectElement;
    secret.append(list);
    list.append(new Option(v, v));
  }),
  into("dragged from one redacted part to another", ({ host, secret, html, mark }, v) => {
    const other = html("<div></div>");
    mark(other);
    host.append(other);
    secret.append(html(`<p>${v}</p>`));
    other.append(secret.firstChild as Node);
  }),
];
