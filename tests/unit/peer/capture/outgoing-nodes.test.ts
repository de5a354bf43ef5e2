// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import type { LeavingAssets } from "../../../../peer/capture/assets/asset-capture.ts";
import { prepareForLeaving } from "../../../../peer/capture/outgoing-nodes.ts";
import type { RecorderEvent } from "../../../../peer/protocol/lane-messages.ts";

type Attributes = Record<string, unknown>;

/** Says what it was given, so that the test sees it. */
function fakeAssets() {
  const lookedAfter: Node[] = [];
  const assets: LeavingAssets = {
    css: (css) => css.replace(/url\([^)#]*\)/g, "url(NAME)"),
    pictureAdded: () => ({ "alongside-asset": "1" }),
    pictureChanged: () => ({ "alongside-asset": "2" }),
    sheet: (_element, css) => ({ "alongside-sheet": `of ${css}` }),
    link: () => ({ "alongside-sheet": "of the link" }),
    lookAfter: (root) => lookedAfter.push(root),
  };
  return { assets, lookedAfter };
}

function elementOf(html: string): Element {
  const holder = document.createElement("div");
  holder.innerHTML = html;
  const [element] = holder.children;
  if (!element) throw new Error("no element");
  return element;
}

/** The attributes of an element after it has been added, as the recorder tells of it. */
function added(html: string, more: Attributes = {}): Attributes {
  const element = elementOf(html);
  const attributes: Attributes = { ...more };
  for (const { name, value } of element.attributes) attributes[name] ??= value;
  const node = { type: 2, id: 1, tagName: element.localName, attributes, childNodes: [] };
  const event: RecorderEvent = { type: 3, timestamp: 1, data: { source: 0, adds: [{ node }] } };
  prepareForLeaving(event, () => element, fakeAssets().assets);
  return attributes;
}

function change(data: Record<string, unknown>, node: Node | null): RecorderEvent["data"] {
  const event: RecorderEvent = { type: 3, timestamp: 1, data: { source: 0, ...data } };
  prepareForLeaving(event, () => node, fakeAssets().assets);
  return event.data;
}

const ADDRESS = "https://shop.example/secret.png";

describe("nodes as they leave", () => {
  it.each([
    `<img src="${ADDRESS}" srcset="${ADDRESS} 2x">`,
    `<input type="image" src="${ADDRESS}">`,
    `<video src="${ADDRESS}" poster="${ADDRESS}"></video>`,
    `<source src="${ADDRESS}" srcset="${ADDRESS}">`,
    `<link rel="preload" href="${ADDRESS}" imagesrcset="${ADDRESS}">`,
    `<table background="${ADDRESS}"></table>`,
    `<object data="${ADDRESS}"></object>`,
    `<embed src="${ADDRESS}">`,
    `<iframe srcdoc="<img src=${ADDRESS}>"></iframe>`,
    `<p style="background: url(${ADDRESS})"></p>`,
    `<p fill="url(${ADDRESS})"></p>`,
  ])("have no address of a picture or sheet: %s [A2]", (html) => {
    expect(JSON.stringify(added(html))).not.toContain("secret");
  });

  it.each(["image", "feImage", "use"])("have none in a drawing either: %s [A2]", (tagName) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tagName);
    const attributes: Attributes = { href: ADDRESS, "xlink:href": ADDRESS, width: "9" };
    change({ attributes: [{ id: 1, attributes }] }, element);
    expect(JSON.stringify(attributes)).not.toContain("secret");
    expect(attributes["width"]).toBe("9");
    const own: Attributes = { href: "#symbol" };
    change({ attributes: [{ id: 1, attributes: own }] }, element);
    expect(own["href"]).toBe("#symbol");
  });

  it("have the picture's name instead, as it is added and as it changes", () => {
    expect(added(`<img src="${ADDRESS}" alt="x">`)).toEqual({ alt: "x", "alongside-asset": "1" });
    const attributes = { src: ADDRESS };
    change({ attributes: [{ id: 1, attributes }] }, elementOf("<img>"));
    expect(attributes).toEqual({ "alongside-asset": "2" });
  });

  it("do not say a name that the page has written itself", () => {
    expect(added('<p alongside-asset="1" alongside-sheet="2"></p>')).toEqual({});
  });

  it("leave as a box with nothing to read, if they are one [A9]", () => {
    const box = { class: "cobrowse-redacted", rr_width: "10px", rr_height: "20px" };
    const { assets, lookedAfter } = fakeAssets();
    const element = elementOf(`<img class="cobrowse-redacted" src="${ADDRESS}">`);
    const node = { type: 2, id: 1, tagName: "img", attributes: { ...box }, childNodes: [] };
    const event: RecorderEvent = { type: 2, timestamp: 1, data: { node } };
    prepareForLeaving(event, () => element, assets);
    expect(node.attributes).toEqual(box);
    expect(lookedAfter).toEqual([]);
  });

  it("have a sheet by what stands for it, as text or of a link alone [A2]", () => {
    const known = added('<link rel="stylesheet" href="/a.css">', { _cssText: "a{}" });
    expect(known).toEqual({ rel: "stylesheet", "alongside-sheet": "of a{}" });
    expect(added('<link rel="stylesheet" href="/a.css">')).toEqual({
      rel: "stylesheet",
      "alongside-sheet": "of the link",
    });
    const late = { _cssText: "b{}", media: "print" };
    change({ attributes: [{ id: 1, attributes: late }] }, elementOf("<link>"));
    expect(late).toEqual({ media: "print", "alongside-sheet": "of b{}" });
  });

  it("have their styles as the page wrote them, not as the recorder understood them", () => {
    const attributes = added('<p style="background: url( x.png )"></p>', {
      style: "background: url(https://shop.example/) x.png",
    });
    expect(attributes["style"]).toBe("background: url(NAME)");
  });

  it("have names in the properties that changed", () => {
    const style = {
      "background-image": `url(${ADDRESS})`,
      "list-style": [`url(${ADDRESS})`, "important"],
      color: false,
    };
    change({ attributes: [{ id: 1, attributes: { style } }] }, elementOf("<p></p>"));
    expect(style).toEqual({
      "background-image": "url(NAME)",
      "list-style": ["url(NAME)", "important"],
      color: false,
    });
  });

  it("have names in the text of a sheet, added and changed, and in no other text", () => {
    const sheetText = elementOf("<style>a{b:url(x.png)}</style>").firstChild;
    const plainText = elementOf("<p>url(x.png)</p>").firstChild;
    const addedText = (node: Node | null) => {
      const text = { type: 3, id: 1, textContent: "as the recorder wrote it url(x.png)" };
      change({ adds: [{ node: text }] }, node);
      return text.textContent;
    };
    const changedText = (node: Node | null) => {
      const texts = [{ id: 1, value: "url(x.png)" }];
      change({ texts }, node);
      return texts[0]?.value;
    };
    expect(addedText(sheetText)).toBe("a{b:url(NAME)}");
    expect(changedText(sheetText)).toBe("a{b:url(NAME)}");
    expect(addedText(plainText)).toBe("as the recorder wrote it url(x.png)");
    expect(changedText(plainText)).toBe("url(x.png)");
  });

  it("say nothing of what is there only for those without scripts", () => {
    const noscript = document.createElement("noscript");
    noscript.append(`<img src="${ADDRESS}">`);
    const text = { type: 3, id: 1, textContent: `<img src="${ADDRESS}">` };
    change({ adds: [{ node: text }] }, noscript.firstChild);
    expect(text.textContent).toBe("");
  });

  it.each([
    ["rules", 8, (url: string) => ({ adds: [{ rule: `a{b:${url}}`, index: [0, 1] }] })],
    ["replaced sheets", 8, (url: string) => ({ replaceSync: `a{b:${url}}` })],
    ["declarations", 13, (url: string) => ({ set: { property: "b", value: url }, index: [0] })],
    ["adopted sheets", 15, (url: string) => ({ styles: [{ rules: [{ rule: `a{b:${url}}` }] }] })],
  ])("have names in %s [A2]", (_what, source, dataOf) => {
    const left = change({ source, id: 1, ...dataOf(`url(${ADDRESS})`) }, elementOf("<style>"));
    expect(left).toEqual({ source, id: 1, ...dataOf("url(NAME)") });
  });

  it("have links as the page wrote them", () => {
    expect(added('<a href="/cart">', { href: "https://shop.example/cart" })["href"]).toBe("/cart");
  });

  it("are looked after in the document and in the components that they are in", () => {
    const { assets, lookedAfter } = fakeAssets();
    const component = elementOf("<div></div>").attachShadow({ mode: "open" });
    component.innerHTML = "<img>";
    const nodes: Record<number, Node | null> = { 1: document, 2: component.firstChild };
    const picture = { type: 2, id: 2, tagName: "img", attributes: {}, childNodes: [] };
    const node = { type: 0, id: 1, childNodes: [picture] };
    prepareForLeaving({ type: 2, timestamp: 1, data: { node } }, (id) => nodes[id] ?? null, assets);
    expect(lookedAfter).toEqual([document, component]);
  });
});
