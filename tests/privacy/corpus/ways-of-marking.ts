/** The mark itself, put on in every way that there is, a frame after its element. */
import type { Planting, Stage } from "./planting.ts";

const NAME = "cobrowse-redacted";

type Put = (element: HTMLElement, stage: Stage) => void;

const markedBy = (channel: string, put: Put): Planting => ({
  ...{ group: "ways of marking", channel, phase: "marked in the next frame", place: "on it" },
  async run(stage, v) {
    const part = stage.html(`<p class="card" title="${v}">${v}</p>`);
    stage.host.append(part);
    await stage.frame();
    put(part, stage);
  },
});

export const WAYS_OF_MARKING: readonly Planting[] = [
  markedBy("added to the list of classes", (part) => part.classList.add("a", NAME, "b")),
  markedBy("toggled", (part) => part.classList.toggle(NAME, true)),
  markedBy("in place of another class", (part) => part.classList.replace("card", NAME)),
  markedBy("list of classes written", (part) => void (part.classList.value = `a ${NAME}`)),
  markedBy("name of the class", (part) => void (part.className += ` ${NAME}`)),
  markedBy("attribute in capitals", (part) => part.setAttribute("CLASS", NAME)),
  markedBy("attribute without a namespace", (part) => part.setAttributeNS(null, "class", NAME)),
  markedBy("attribute's node", (part) => {
    const attribute = document.createAttribute("class");
    attribute.value = NAME;
    part.setAttributeNode(attribute);
  }),
  markedBy("value of the attribute's node", (part) => {
    (part.getAttributeNode("class") as Attr).value = NAME;
  }),
  markedBy("text of the attribute's node", (part) => {
    (part.getAttributeNode("class") as Attr).textContent = `x ${NAME}`;
  }),
  markedBy("named item", (part) => {
    const attribute = document.createAttribute("data-cobrowse");
    attribute.value = "redact";
    part.attributes.setNamedItem(attribute);
  }),
  markedBy("data set", (part) => void (part.dataset["cobrowse"] = "redact")),
  markedBy("wrapped", (part, { html, mark }) => {
    const wrapper = html("<div></div>");
    mark(wrapper);
    part.replaceWith(wrapper);
    wrapper.append(part);
  }),
  markedBy("surrounded by a range", (part, { html, mark }) => {
    const wrapper = html("<div></div>");
    mark(wrapper);
    const range = document.createRange();
    range.selectNode(part);
    range.surroundContents(wrapper);
  }),
  markedBy("written anew as markup", (part) => {
    part.outerHTML = `<p class="${NAME}" title="${part.title}">${part.textContent}</p>`;
  }),
  markedBy("what holds it written anew", (part, { host }) => {
    part.className = NAME;
    const markup = host.innerHTML;
    host.innerHTML = markup;
  }),
  markedBy("cloned with its mark", (part) => {
    const clone = part.cloneNode(true) as HTMLElement;
    clone.className = NAME;
    part.replaceWith(clone);
  }),
  markedBy("moved into a redacted part", (part, { secret }) => secret.append(part)),
  markedBy("moved into a redacted part without leaving", (part, { secret }) => {
    const { moveBefore } = secret as { moveBefore?: (node: Node, before: Node | null) => void };
    if (moveBefore) moveBefore.call(secret, part, null);
    else secret.append(part);
  }),
];
