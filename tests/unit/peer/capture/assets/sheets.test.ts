// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { createAssetNames } from "../../../../../peer/capture/assets/asset-names.ts";
import type { Attributes } from "../../../../../peer/capture/assets/pictures.ts";
import { createSheets } from "../../../../../peer/capture/assets/sheets.ts";

const LARGE = ".rule{color:red}".repeat(100);

/** A sheet of the object model: one rule, or none that may be read. */
type Sheet = { href: string | null; rules?: object[] };

function sheetOf({ href, rules }: Sheet): CSSStyleSheet {
  return {
    href,
    get cssRules() {
      if (!rules) throw new DOMException("", "SecurityError");
      return rules;
    },
  } as unknown as CSSStyleSheet;
}

function open() {
  const changes: Array<[id: number, attributes: Attributes]> = [];
  const boxed = new Set<Node>();
  const names = createAssetNames({ onNamed() {}, onForgotten() {} });
  const sheets = createSheets({
    names,
    inline: (css, baseUrl) => `${css} as in ${baseUrl}`,
    idOf: () => 7,
    isBoxed: (node) => boxed.has(node),
    onChange: (id, attributes) => changes.push([id, attributes]),
  });
  return { sheets, names, changes, boxed };
}

function link(sheet: Sheet | null, attributes: Record<string, string> = {}): HTMLLinkElement {
  const made = document.createElement("link");
  for (const [name, value] of Object.entries({ rel: "stylesheet", ...attributes })) {
    made.setAttribute(name, value);
  }
  return exchange(made, sheet);
}

function exchange(made: HTMLLinkElement, sheet: Sheet | null): HTMLLinkElement {
  const value = sheet && sheetOf(sheet);
  Object.defineProperty(made, "sheet", { value, configurable: true });
  return made;
}

const href = "https://shop.example/css/main.css";

describe("a style sheet as it leaves", () => {
  it("goes by its name, the same for the same text [A2]", () => {
    const { sheets } = open();
    const [one, other] = [link({ href }), link({ href })];
    expect(sheets.asText(one, LARGE)).toEqual({ "alongside-sheet": "1" });
    expect(sheets.asText(other, LARGE)).toEqual({ "alongside-sheet": "1" });
    expect(sheets.asText(one, `${LARGE} `)).toEqual({ "alongside-sheet": "2" });
  });

  it("stays in its place while it is small, or was written in several texts", () => {
    const { sheets, names } = open();
    expect(sheets.asText(link({ href }), "a{}")).toEqual({ _cssText: `a{} as in ${href}` });
    const split = `${LARGE}/* rr_split */${LARGE}`;
    expect(sheets.asText(link({ href: null }), split)).toEqual({
      _cssText: `${split} as in ${document.baseURI}`,
    });
    expect(names.ofSheet("a{}")?.name).toBe(1);
  });

  it("is read from the object model where the recorder does not look, with what it imports", () => {
    const { sheets, names } = open();
    const imported = sheetOf({
      href: "https://shop.example/parts/x.css",
      rules: [{ cssText: ".x { background: url(x.png) }" }],
    });
    const media = { length: 1, mediaText: "print" };
    const rules = [
      { styleSheet: imported, media, cssText: '@import url("x.css") print;' },
      { styleSheet: null, media: { length: 0 }, cssText: '@import url("gone.css");' },
      { cssText: `.y { background: image-set("y.png" 1x); filter: url(#f) } ${LARGE}` },
    ];
    expect(sheets.asLinked(link({ href, rules }))).toEqual({ "alongside-sheet": "1" });
    const text =
      '@media print {\n.x { background: url("https://shop.example/parts/x.png") }\n}\n\n' +
      '.y { background: image-set("https://shop.example/css/y.png"); filter: url("#f") }';
    expect(names.ofSheet(`${text} ${LARGE}`)?.name).toBe(1);
  });

  it.each([
    ["without leave", {}, false],
    ["that shares it", { crossorigin: "" }, true],
  ])("has a name also when it is of another origin %s [A4]", (_which, attributes, isShared) => {
    const { sheets, names } = open();
    const foreign = link({ href }, { href, ...attributes });
    expect(sheets.asLinked(foreign)).toEqual({ "alongside-sheet": "1" });
    expect(names.ofAddresses("style", [href])).toMatchObject({ name: 1, isShared });
  });

  it("is none of a link to something else, or of one that is not there yet", () => {
    const { sheets } = open();
    const rules = [{ cssText: LARGE }];
    expect(sheets.asLinked(link({ href, rules }, { rel: "preload" }))).toEqual({});
    expect(sheets.asLinked(link(null))).toEqual({});
  });

  it("is told when it is there, and when another takes its place, once", () => {
    const { sheets, changes, boxed } = open();
    const late = link(null, { href });
    sheets.asLinked(late);
    exchange(late, { href });
    sheets.onLoad(late);
    expect(changes).toEqual([[7, { "alongside-sheet": "1" }]]);
    sheets.onLoad(late);
    expect(changes).toHaveLength(1);
    exchange(late, { href, rules: [{ cssText: LARGE }] });
    sheets.onLoad(late);
    expect(changes[1]).toEqual([7, { "alongside-sheet": "2" }]);
    // The recorder has told of this one.
    exchange(late, { href, rules: [{ cssText: LARGE }] });
    sheets.asText(late, LARGE);
    sheets.onLoad(late);
    boxed.add(exchange(late, { href, rules: [{ cssText: LARGE }] }));
    sheets.onLoad(late);
    expect(changes).toHaveLength(2);
  });
});
