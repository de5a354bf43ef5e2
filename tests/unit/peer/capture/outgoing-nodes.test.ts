// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import type { LeavingAssets } from "../../../../peer/capture/assets/asset-capture.ts";
import { type Leaving, prepareForLeaving } from "../../../../peer/capture/outgoing-nodes.ts";
import { createPrivateBoxes } from "../../../../peer/capture/redaction/private-boxes.ts";
import { createRedaction } from "../../../../peer/capture/redaction/redaction.ts";
import type { RecorderEvent } from "../../../../peer/protocol/lane-messages.ts";
import { NO_RULES, type PrivacyRules } from "../../../../peer/protocol/privacy-rules.ts";

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
    pageChanged: () => {},
    lookAfter: (root) => lookedAfter.push(root),
  };
  return { assets, lookedAfter };
}

function leaving(
  nodeOf: Leaving["nodeOf"],
  assets = fakeAssets().assets,
  rules: PrivacyRules = NO_RULES,
): Leaving {
  const listener = { onRedacted() {}, onChanged() {}, onOpened() {}, onSeen() {} };
  const redaction = createRedaction(rules, listener);
  const boxes = createPrivateBoxes({ idOf: () => 1, onChange() {} });
  return { nodeOf, assets, redaction, boxes, rules };
}

function elementOf(html: string): Element {
  const holder = document.createElement("div");
  holder.innerHTML = html;
  const [element] = holder.children;
  if (!element) throw new Error("no element");
  return element;
}

/** The attributes of an element after it has been added, as the recorder tells of it. */
function added(html: string, more: Attributes = {}, rules = NO_RULES): Attributes {
  const element = elementOf(html);
  const attributes: Attributes = { ...more };
  for (const { name, value } of element.attributes) attributes[name] ??= value;
  const node = { type: 2, id: 1, tagName: element.localName, attributes, childNodes: [] };
  const event: RecorderEvent = { type: 3, timestamp: 1, data: { source: 0, adds: [{ node }] } };
  prepareForLeaving(
    event,
    leaving(() => element, undefined, rules),
  );
  return attributes;
}

function change(data: Record<string, unknown>, node: Node | null): RecorderEvent["data"] {
  const event: RecorderEvent = { type: 3, timestamp: 1, data: { source: 0, ...data } };
  prepareForLeaving(
    event,
    leaving(() => node),
  );
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
    `<img data-src="${ADDRESS}" data-srcset="${ADDRESS} 2x" data-lazy-src="${ADDRESS}">`,
    `<div data-bg="${ADDRESS}"></div>`,
    `<iframe rr_src="${ADDRESS}"></iframe>`,
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
    const own: Attributes = { href: "https://shop.example/#symbol" };
    element.setAttribute("href", "#symbol");
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

  it("leave as a box with nothing of their own, if they are redacted [A9]", () => {
    const { assets, lookedAfter } = fakeAssets();
    const element = elementOf(`<img class="cobrowse-redacted" src="${ADDRESS}" alt="A secret">`);
    const child = { type: 3, id: 2, textContent: "a secret" };
    const attributes = { src: ADDRESS, alt: "A secret", rr_width: "9px" };
    const node = {
      type: 2,
      id: 1,
      tagName: "img",
      attributes,
      childNodes: [child],
      isShadow: true,
    };
    const event: RecorderEvent = { type: 2, timestamp: 1, data: { node } };
    prepareForLeaving(
      event,
      leaving(() => element, assets),
    );
    expect(Object.keys(node).sort()).toEqual(
      ["attributes", "childNodes", "id", "isShadow", "tagName", "type"].sort(),
    );
    expect(Object.keys(node.attributes)).toEqual(["alongside-private", "style"]);
    expect(JSON.stringify(event)).not.toMatch(/secret/i);
    expect(lookedAfter).toEqual([]);
  });

  it("leave empty when they are not in the page any more", () => {
    const child = { type: 3, id: 2, textContent: "a secret" };
    const node = { type: 2, id: 1, tagName: "p", attributes: { title: "x" }, childNodes: [child] };
    const data = {
      source: 0,
      adds: [{ parentId: 9, nextId: null, node }],
      attributes: [{ id: 3, attributes: { title: "x" } }],
      texts: [{ id: 4, value: "x" }],
    };
    prepareForLeaving(
      { type: 3, timestamp: 1, data },
      leaving(() => null),
    );
    expect(node).toEqual({ ...node, attributes: {}, childNodes: [{ ...child, textContent: "" }] });
    expect(data.attributes).toEqual([{ id: 3, attributes: {} }]);
    expect(data.texts).toEqual([{ id: 4, value: "" }]);
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

  it.each([
    ["/cart", "/cart"],
    ["/cart?token=1#x", "/cart#"],
    ["?a=1", ""],
    ["#part", "#"],
    ["https://jane:pw@shop.example/a?b", "https://shop.example/a"],
    ["//jane@shop.example/a", "//shop.example/a"],
    ["mailto:jane@shop.example", "mailto:"],
    ["java\nscript:alert(1)", ""],
    ["data:text/plain,secret", ""],
  ])("have links as the page wrote them, without what is asked for there: %j", (href, left) => {
    const element = elementOf("<a></a>");
    element.setAttribute("href", href);
    const attributes = { href: "https://shop.example/as-the-recorder-made-it?x=1" };
    change({ attributes: [{ id: 1, attributes }] }, element);
    expect(attributes.href).toBe(left);
  });

  it("have of a query what the site allows", () => {
    const rules = { ...NO_RULES, address: { parameters: ["page"], hasFragment: true } };
    expect(added('<a href="/list?page=2&q=jane#top">', {}, rules)["href"]).toBe("/list?page=2#top");
  });

  it.each([
    ['<meta name="author" content="secret">', {}],
    ['<meta name="viewport" content="secret">', {}],
    ['<meta name="color-scheme" content="secret">', {}],
    [
      '<meta name="color-scheme" content="light dark">',
      { name: "color-scheme", content: "light dark" },
    ],
    ['<base href="/secret">', {}],
    ['<link rel="canonical" href="/secret" title="secret">', { rel: "canonical" }],
    ['<input type="hidden" name="secret" value="secret" data-x="secret">', { type: "hidden" }],
    ['<p onclick="secret()" nonce="secret" data-rr-is-password="true" title="x">', { title: "x" }],
    ['<p data-to="https://shop.example/?secret=1">', { "data-to": "https://shop.example/" }],
    ['<input type="password" value="secret" title="secret" id="a">', { id: "a", type: "password" }],
  ])("say nothing that only code or a server reads: %s", (html, left) => {
    const attributes = added(html);
    expect(attributes).toMatchObject(left);
    expect(JSON.stringify(attributes)).not.toContain("secret");
  });

  it("of what is private by default, leave their shape", () => {
    const rules = { ...NO_RULES, isPrivateByDefault: true };
    expect(
      added('<input class="a" placeholder="Your name" title="x" data-y="x">', {}, rules),
    ).toEqual({ class: "a", placeholder: "•••• ••••" });
    expect(added('<a href="/a/jane" data-cobrowse="unredact">', {}, rules)["href"]).toBe("/a/jane");
  });

  it("are looked after in the document and in the components that they are in", () => {
    const { assets, lookedAfter } = fakeAssets();
    const component = elementOf("<div></div>").attachShadow({ mode: "open" });
    component.innerHTML = "<img>";
    const nodes: Record<number, Node | null> = { 1: document, 2: component.firstChild };
    const picture = { type: 2, id: 2, tagName: "img", attributes: {}, childNodes: [] };
    const node = { type: 0, id: 1, childNodes: [picture] };
    prepareForLeaving(
      { type: 2, timestamp: 1, data: { node } },
      leaving((id) => nodes[id] ?? null, assets),
    );
    expect(lookedAfter).toEqual([document, component]);
  });
});
