/**
 * What is already there and changes: within what is redacted, once the mark is gone, and just before
 * it comes.
 */
import type { Planting, Stage } from "./planting.ts";

type Run = (stage: Stage, value: string) => void | Promise<void>;

const change = (phase: string, place: string) => (channel: string, run: Run, html?: Planting["html"]): Planting => ({
  ...{ group: "changes", channel, phase, place, run },
  ...(html && { html }),
});

const within = change("later", "within");
const onIt = change("later", "on it");
const justBefore = change("just before its mark", "on it");
const sticky = change("after its mark is gone", "within");

const first = (holder: ParentNode, selector = "*") => holder.querySelector(selector) as HTMLElement;

/** A redacted part that has been there since the page came. */
const part = (inside: string) => (_value: string, mark: string) => `<div id="part" ${mark}>${inside}</div>`;

const partOf = ({ host }: Stage, selector = "*") => first(host, `#part ${selector}`);

const words = (value: string) => [value.slice(0, 9), value.slice(9)] as const;

const WITHIN: readonly Planting[] = [
  within("text content", (stage, v) => void (partOf(stage).textContent = v), part("<p>x</p>")),
  within("node value", (stage, v) => void ((partOf(stage).firstChild as Text).data = v), part("<p>x</p>")),
  within("inner text", (stage, v) => void (partOf(stage).innerText = v), part("<p>x</p>")),
  within("appended to a text", (stage, v) => (partOf(stage).firstChild as Text).appendData(v), part("<p>x</p>")),
  within("in the middle of a text", (stage, v) => (partOf(stage).firstChild as Text).insertData(3, v), part("<p>Dear customer</p>")),
  within(
    "a letter at a time",
    async ({ host, task }, v) => {
      for (const letter of v) {
        first(host, "#part p").append(letter);
        await task();
      }
    },
    part("<p></p>"),
  ),
  within("replaced children", (stage, v) => partOf(stage).replaceChildren(v), part("<p>x</p>")),
  within("replaced by another", (stage, v) => partOf(stage).replaceWith(stage.html(`<b title="${v}">${v}</b>`)), part("<p>x</p>")),
  within("written as markup", (stage, v) => void (partOf(stage).outerHTML = `<b title="${v}">${v}</b>`), part("<p>x</p>")),
  within("inserted beside", (stage, v) => partOf(stage).insertAdjacentText("afterend", v), part("<p>x</p>")),
  within("inserted as markup", (stage, v) => partOf(stage).insertAdjacentHTML("beforebegin", `<i>${v}</i>`), part("<p>x</p>")),
  within("set as safe markup", (stage, v) => setMarkup(partOf(stage), `<i>${v}</i>`), part("<p>x</p>")),
  within("a clone", (stage, v) => {
    const clone = partOf(stage).cloneNode(true) as HTMLElement;
    clone.title = v;
    partOf(stage).after(clone);
  }, part("<p>x</p>")),
  within("text split and joined", (stage, v) => {
    const text = partOf(stage).firstChild as Text;
    text.data = v;
    text.splitText(6);
    partOf(stage).normalize();
  }, part("<p>x</p>")),
  within("attribute", (stage, v) => partOf(stage).setAttribute("title", v), part("<p>x</p>")),
  within("attribute, on and off", async (stage, v) => {
    partOf(stage).setAttribute("aria-label", v);
    await stage.settled();
    partOf(stage).removeAttribute("aria-label");
  }, part("<p>x</p>")),
  within("data set", (stage, v) => void (partOf(stage).dataset["name"] = v), part("<p>x</p>")),
  within("class", (stage, v) => partOf(stage).classList.add(v.replaceAll(" ", "-")), part("<p>x</p>")),
  within("inline style", (stage, v) => partOf(stage).style.setProperty("--name", `"${v}"`), part("<p>x</p>")),
  within("value", (stage, v) => void ((partOf(stage) as HTMLInputElement).value = v), part("<input>")),
  within("value, with an event", (stage, v) => {
    (partOf(stage) as HTMLInputElement).value = v;
    partOf(stage).dispatchEvent(new Event("input", { bubbles: true }));
    partOf(stage).dispatchEvent(new Event("change", { bubbles: true }));
  }, part("<input>")),
  within("default value", (stage, v) => void ((partOf(stage) as HTMLInputElement).defaultValue = v), part("<input>")),
  within("text area", (stage, v) => void ((partOf(stage) as HTMLTextAreaElement).value = v), part("<textarea></textarea>")),
  within("options", (stage, v) => void (partOf(stage).innerHTML = `<option>${v}</option>`), part("<select></select>")),
  within("chosen option", (stage) => void ((partOf(stage) as HTMLSelectElement).selectedIndex = 1), (v, mark) => `<div id="part" ${mark}><select><option>x<option value="${v}">${v}</select></div>`),
  within("SVG text", (stage, v) => void (partOf(stage, "text").textContent = v), part("<svg><text y='9'>x</text></svg>")),
  within("answer of a check", (stage, v) => {
    (partOf(stage) as HTMLInputElement).setCustomValidity(v);
    (partOf(stage) as HTMLInputElement).reportValidity();
  }, part("<input>")),
  within("accessible name by reflection", (stage, v) => void (partOf(stage).ariaLabel = v), part("<p>x</p>")),
  within("canvas", (stage, v) => {
    const context = (partOf(stage) as unknown as HTMLCanvasElement).getContext("2d");
    context?.fillText(v, 2, 12);
  }, part("<canvas></canvas>")),
  within("drawn again and again", async ({ host, frame }, v) => {
    for (let turn = 0; turn < 20; turn += 1) {
      first(host, "#part").innerHTML = `<p>${turn} ${v}</p>`;
      await frame();
    }
  }, part("")),
  onIt("text of itself", ({ secret }, v) => secret.append(v)),
  onIt("title", ({ secret }, v) => secret.setAttribute("title", v)),
  onIt("id", ({ secret }, v) => void (secret.id = `n${v.replace(/\W/g, "")}`)),
  onIt("class beside the mark", ({ secret }, v) => secret.classList.add(`n${v.replace(/\W/g, "")}`)),
  onIt("inline style", ({ secret }, v) => void (secret.style.cssText = `--name: "${v}"`)),
  onIt("attribute of a name", ({ secret }, v) => void secret.toggleAttribute(`data-n${v.replace(/\W/g, "").toLowerCase()}`)),
];

/** What was open until now. */
const opened = (html: string): NonNullable<Planting["html"]> => () => `<div id="part">${html}</div>`;

const JUST_BEFORE: readonly Planting[] = [
  justBefore("text content", async (stage, v) => {
    partOf(stage).textContent = v;
    stage.mark(partOf(stage));
  }, opened("<p>Loading</p>")),
  justBefore("node value", (stage, v) => {
    (partOf(stage).firstChild as Text).data = v;
    stage.mark(partOf(stage));
  }, opened("<p>Loading</p>")),
  justBefore("node value, what holds it marked", (stage, v) => {
    (partOf(stage).firstChild as Text).data = v;
    stage.mark(first(stage.host, "#part"));
  }, opened("<p>Loading</p>")),
  justBefore("text content, mark in the next microtask", (stage, v) => {
    partOf(stage).textContent = v;
    queueMicrotask(() => stage.mark(partOf(stage)));
  }, opened("<p>Loading</p>")),
  justBefore("text content, mark in the next frame", async (stage, v) => {
    partOf(stage).textContent = v;
    await stage.frame();
    stage.mark(partOf(stage));
  }, opened("<p>Loading</p>")),
  justBefore("markup, mark in the next frame", async (stage, v) => {
    partOf(stage).innerHTML = `<b>${v}</b>`;
    await stage.frame();
    stage.mark(partOf(stage));
  }, opened("<p>Loading</p>")),
  justBefore("appended data", (stage, v) => {
    const [one, other] = words(v);
    (partOf(stage).firstChild as Text).appendData(one);
    (partOf(stage).firstChild as Text).appendData(other);
    stage.mark(partOf(stage));
  }, opened("<p>Loading</p>")),
  justBefore("title", (stage, v) => {
    partOf(stage).title = v;
    stage.mark(partOf(stage));
  }, opened("<p>x</p>")),
  justBefore("title, on and off", (stage, v) => {
    partOf(stage).title = v;
    partOf(stage).removeAttribute("title");
    partOf(stage).title = v;
    stage.mark(partOf(stage));
  }, opened("<p>x</p>")),
  justBefore("value", (stage, v) => {
    (partOf(stage) as HTMLInputElement).value = v;
    stage.mark(partOf(stage));
  }, opened("<input>")),
  justBefore("value, with an event", (stage, v) => {
    (partOf(stage) as HTMLInputElement).value = v;
    partOf(stage).dispatchEvent(new Event("input", { bubbles: true }));
    stage.mark(partOf(stage));
  }, opened("<input>")),
  justBefore("value, with an event, mark in the next microtask", (stage, v) => {
    (partOf(stage) as HTMLInputElement).value = v;
    partOf(stage).dispatchEvent(new Event("input", { bubbles: true }));
    queueMicrotask(() => stage.mark(partOf(stage)));
  }, opened("<input>")),
  justBefore("chosen option", (stage, v) => {
    (partOf(stage) as HTMLSelectElement).add(new Option(v, v, true, true));
    partOf(stage).dispatchEvent(new Event("change", { bubbles: true }));
    stage.mark(partOf(stage));
  }, opened("<select><option>x</select>")),
  justBefore("inline style", (stage, v) => {
    partOf(stage).style.setProperty("--name", `"${v}"`);
    stage.mark(partOf(stage));
  }, opened("<p>x</p>")),
  justBefore("becomes a password", (stage, v) => {
    const field = partOf(stage) as HTMLInputElement;
    field.value = v;
    field.type = "password";
  }, opened("<input>")),
  justBefore("becomes hidden", (stage, v) => {
    const field = partOf(stage) as HTMLInputElement;
    field.setAttribute("value", v);
    field.type = "hidden";
  }, opened("<input>")),
];

/** The mark goes, and something comes only after it. */
const afterwards =
  (run: Run): Run =>
  async (stage, value) => {
    stage.unmark(stage.secret);
    await stage.settled();
    await run(stage, value);
  };

const STICKY: readonly Planting[] = [
  sticky("text", afterwards(({ secret }, v) => secret.append(v))),
  sticky("markup", afterwards(({ secret }, v) => void (secret.innerHTML = `<p title="${v}">${v}</p>`))),
  sticky("attribute", afterwards(({ secret }, v) => void (secret.title = v))),
  sticky("field", afterwards(({ secret }, v) => {
    secret.innerHTML = "<input>";
    (secret.firstChild as HTMLInputElement).value = v;
    secret.firstChild?.dispatchEvent(new Event("input", { bubbles: true }));
  })),
  sticky("shadow root", afterwards(({ secret }, v) => {
    secret.attachShadow({ mode: "open" }).innerHTML = `<p>${v}</p>`;
  })),
  sticky("frame", afterwards(({ secret }, v) => {
    secret.innerHTML = `<iframe srcdoc="${v}"></iframe>`;
  })),
  sticky("in place of it, taken out and added again", async ({ host, secret, unmark, settled }, v) => {
    secret.remove();
    unmark(secret);
    await settled();
    host.append(secret);
    secret.textContent = v;
  }),
  sticky("what holds it was marked", async (stage, v) => {
    const { host, mark, unmark, settled } = stage;
    mark(first(host, "#part"));
    await settled();
    unmark(first(host, "#part"));
    await settled();
    partOf(stage).textContent = v;
  }, opened("<p>x</p>")),
  sticky("all classes were replaced", async ({ secret, settled }, v) => {
    for (const name of ["class", "data-cobrowse", "data-pii"]) secret.removeAttribute(name);
    secret.className = "card is-open";
    await settled();
    secret.textContent = v;
  }),
];

export const CHANGES: readonly Planting[] = [...WITHIN, ...JUST_BEFORE, ...STICKY];

function setMarkup(element: Element, markup: string): void {
  const { setHTMLUnsafe = undefined } = element as Partial<Element>;
  if (setHTMLUnsafe) setHTMLUnsafe.call(element, markup);
  else element.innerHTML = markup;
}
