/** What is already there, and changes while it is redacted. */
import { change, redactedPart as part, partOf, wholePart } from "./changing-part.ts";
import type { Planting } from "./planting.ts";

const within = change("later", "within");
const onIt = change("later", "on it");

export const CHANGES: readonly Planting[] = [
  within("text content", (stage, v) => void (partOf(stage).textContent = v), part("<p>x</p>")),
  within(
    "node value",
    (stage, v) => void ((partOf(stage).firstChild as Text).data = v),
    part("<p>x</p>"),
  ),
  within("inner text", (stage, v) => void (partOf(stage).innerText = v), part("<p>x</p>")),
  within(
    "appended to a text",
    (stage, v) => (partOf(stage).firstChild as Text).appendData(v),
    part("<p>x</p>"),
  ),
  within(
    "in the middle of a text",
    (stage, v) => (partOf(stage).firstChild as Text).insertData(3, v),
    part("<p>Dear customer</p>"),
  ),
  within(
    "a letter at a time",
    async (stage, v) => {
      for (const letter of v) {
        partOf(stage).append(letter);
        await stage.task();
      }
    },
    part("<p></p>"),
  ),
  within("replaced children", (stage, v) => partOf(stage).replaceChildren(v), part("<p>x</p>")),
  within(
    "replaced by another",
    (stage, v) => partOf(stage).replaceWith(stage.html(`<b title="${v}">${v}</b>`)),
    part("<p>x</p>"),
  ),
  within(
    "written as markup",
    (stage, v) => void (partOf(stage).outerHTML = `<b title="${v}">${v}</b>`),
    part("<p>x</p>"),
  ),
  within(
    "inserted beside",
    (stage, v) => partOf(stage).insertAdjacentText("afterend", v),
    part("<p>x</p>"),
  ),
  within(
    "inserted as markup",
    (stage, v) => partOf(stage).insertAdjacentHTML("beforebegin", `<i>${v}</i>`),
    part("<p>x</p>"),
  ),
  within(
    "set as safe markup",
    (stage, v) => setMarkup(partOf(stage), `<i>${v}</i>`),
    part("<p>x</p>"),
  ),
  within(
    "a clone",
    (stage, v) => {
      const clone = partOf(stage).cloneNode(true) as HTMLElement;
      clone.title = v;
      partOf(stage).after(clone);
    },
    part("<p>x</p>"),
  ),
  within(
    "text split and joined",
    (stage, v) => {
      const text = partOf(stage).firstChild as Text;
      text.data = v;
      text.splitText(6);
      partOf(stage).normalize();
    },
    part("<p>x</p>"),
  ),
  within("attribute", (stage, v) => partOf(stage).setAttribute("title", v), part("<p>x</p>")),
  within(
    "attribute, on and off",
    async (stage, v) => {
      partOf(stage).setAttribute("aria-label", v);
      await stage.settled();
      partOf(stage).removeAttribute("aria-label");
    },
    part("<p>x</p>"),
  ),
  within("data set", (stage, v) => void (partOf(stage).dataset["name"] = v), part("<p>x</p>")),
  within(
    "class",
    (stage, v) => partOf(stage).classList.add(v.replaceAll(" ", "-")),
    part("<p>x</p>"),
  ),
  within(
    "inline style",
    (stage, v) => partOf(stage).style.setProperty("--name", `"${v}"`),
    part("<p>x</p>"),
  ),
  within(
    "value",
    (stage, v) => void ((partOf(stage) as HTMLInputElement).value = v),
    part("<input>"),
  ),
  within(
    "value, with an event",
    (stage, v) => {
      (partOf(stage) as HTMLInputElement).value = v;
      partOf(stage).dispatchEvent(new Event("input", { bubbles: true }));
      partOf(stage).dispatchEvent(new Event("change", { bubbles: true }));
    },
    part("<input>"),
  ),
  within(
    "default value",
    (stage, v) => void ((partOf(stage) as HTMLInputElement).defaultValue = v),
    part("<input>"),
  ),
  within(
    "text area",
    (stage, v) => void ((partOf(stage) as HTMLTextAreaElement).value = v),
    part("<textarea></textarea>"),
  ),
  within(
    "options",
    (stage, v) => void (partOf(stage).innerHTML = `<option>${v}</option>`),
    part("<select></select>"),
  ),
  within(
    "chosen option",
    (stage) => void ((partOf(stage) as HTMLSelectElement).selectedIndex = 1),
    (v, mark) => `<div id="part" ${mark}><select><option>x<option value="${v}">${v}</select></div>`,
  ),
  within(
    "SVG text",
    (stage, v) => void (partOf(stage, "text").textContent = v),
    part("<svg><text y='9'>x</text></svg>"),
  ),
  within(
    "answer of a check",
    (stage, v) => {
      (partOf(stage) as HTMLInputElement).setCustomValidity(v);
      (partOf(stage) as HTMLInputElement).reportValidity();
    },
    part("<input>"),
  ),
  within(
    "accessible name by reflection",
    (stage, v) => void (partOf(stage).ariaLabel = v),
    part("<p>x</p>"),
  ),
  within(
    "canvas",
    (stage, v) => {
      const context = (partOf(stage) as unknown as HTMLCanvasElement).getContext("2d");
      context?.fillText(v, 2, 12);
    },
    part("<canvas></canvas>"),
  ),
  within(
    "drawn again and again",
    async (stage, v) => {
      for (let turn = 0; turn < 20; turn += 1) {
        wholePart(stage).innerHTML = `<p>${turn} ${v}</p>`;
        await stage.frame();
      }
    },
    part(""),
  ),
  onIt("text of itself", ({ secret }, v) => secret.append(v)),
  onIt("title", ({ secret }, v) => secret.setAttribute("title", v)),
  onIt("id", ({ secret }, v) => void (secret.id = `n${v.replace(/\W/g, "")}`)),
  onIt("class beside the mark", ({ secret }, v) =>
    secret.classList.add(`n${v.replace(/\W/g, "")}`),
  ),
  onIt("inline style", ({ secret }, v) => void (secret.style.cssText = `--name: "${v}"`)),
  onIt(
    "attribute of a name",
    ({ secret }, v) => void secret.toggleAttribute(`data-n${v.replace(/\W/g, "").toLowerCase()}`),
  ),
];

function setMarkup(element: Element, markup: string): void {
  const { setHTMLUnsafe = undefined } = element as Partial<Element>;
  if (setHTMLUnsafe) setHTMLUnsafe.call(element, markup);
  else element.innerHTML = markup;
}
