/** Puts secrets of the bench `guard` where pages have text. */

export type PlantPlace =
  | "text"
  | "attribute"
  | "data"
  | "link"
  | "field"
  | "area"
  | "option"
  | "sheet"
  | "drawing"
  | "changed text"
  | "changed attribute"
  | "added"
  | "typed"
  | "elements"
  | "two changes";

export interface Planted {
  place: PlantPlace;
  texts: string[];
}

/** @returns what is to be done while the page is recorded, step by step */
export function putInto(parent: Element, { place, texts }: Planted): Array<() => void> {
  const [text = ""] = texts;
  const add = (tag: string, attributes: Record<string, string> = {}, content = "") => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.textContent = content;
    parent.append(element);
    return element;
  };
  // As pages have it: nobody's digits stand side by side.
  add("h3", {}, "Note");
  switch (place) {
    case "text":
      add("p", {}, text);
      return [];
    case "attribute":
      add("i", { title: text });
      return [];
    case "data":
      add("i", { "data-note": text });
      return [];
    case "link":
      add("a", { href: text }, "more");
      return [];
    case "field":
      add("input", { value: text });
      return [];
    case "area":
      add("textarea", {}, text);
      return [];
    case "option":
      add("select").append(new Option(text));
      return [];
    case "sheet":
      add("style", {}, `.note::after{content:"${CSS.escape(text)}"}`);
      return [];
    case "drawing":
      add("div").innerHTML = "<svg><text></text></svg>";
      (parent.lastElementChild?.querySelector("text") as SVGTextElement).textContent = text;
      return [];
    case "elements":
      for (const part of texts) add("span", {}, part);
      return [];
    case "changed text": {
      const element = add("p", {}, "before");
      return [() => writeInto(element, text)];
    }
    case "changed attribute": {
      const element = add("p");
      return [() => element.setAttribute("aria-label", text)];
    }
    case "added":
      return [() => add("p", {}, text)];
    case "typed": {
      const element = add("input") as HTMLInputElement;
      return [
        () => {
          element.value = text;
          element.dispatchEvent(new Event("input", { bubbles: true }));
        },
      ];
    }
    case "two changes":
      return texts.map((part) => {
        const element = add("p", {}, "before");
        return () => writeInto(element, part);
      });
  }
}

/** As a change of the text node that it has. */
function writeInto(element: Element, text: string): void {
  if (element.firstChild) element.firstChild.nodeValue = text;
}
