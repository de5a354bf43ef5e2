import { describe, expect, it } from "vitest";
import {
  type NumberOf,
  namedCss,
  picturelessCss,
} from "../../../../../peer/capture/assets/named-css.ts";

const BASE = "https://shop.example/css/main.css";
const LARGE = `data:image/png;base64,${"A".repeat(2_000)}`;

/** Names by turn, the same for the same, and what was named. */
function name(css: string, baseUrl = BASE) {
  const named: Array<[kind: string, ...addresses: string[]]> = [];
  const numberOf: NumberOf = (addresses, kind) => {
    const known = named.findIndex(([, ...before]) => before.join() === addresses.join());
    return known < 0 ? named.push([kind, ...addresses]) : known + 1;
  };
  return { css: namedCss(css, baseUrl, numberOf), named };
}

describe("CSS as it leaves", () => {
  it.each([
    ["a{background:url(x.png)}", 'a{background:url("asset:1")}', "https://shop.example/css/x.png"],
    [
      "a{background:url( 'x.png' )}",
      'a{background:url("asset:1")}',
      "https://shop.example/css/x.png",
    ],
    ["a{b:u\\72l(x.png)}", 'a{b:url("asset:1")}', "https://shop.example/css/x.png"],
    [
      "/* url(no.png) */a{b:url(/y.svg#part)}",
      '/* url(no.png) */a{b:url("asset:1")}',
      "https://shop.example/y.svg",
    ],
    ["a{b:url(//cdn.example/z.png)}", 'a{b:url("asset:1")}', "https://cdn.example/z.png"],
    [
      "a{b:url(https://shop.example/css/blob:https://shop.example/1-2)}",
      'a{b:url("asset:1")}',
      "blob:https://shop.example/1-2",
    ],
  ])("has a name for the address in %s [A2]", (written, left, address) => {
    const { css, named } = name(written);
    expect(css).toBe(left);
    expect(named).toEqual([["image", address]]);
  });

  it("has a name for a picture that is a large part of the text", () => {
    const { css, named } = name(`a{b:url(${LARGE})}`);
    expect(css).toBe('a{b:url("asset:1")}');
    expect(named).toEqual([["image", LARGE]]);
  });

  it.each([
    "a{b:url(#shadow)}",
    "a{b:url(data:image/gif;base64,R0lGOD)}",
    'a{b:url("")}',
    "@namespace url(http://www.w3.org/1999/xhtml);",
  ])("keeps what is no address of anything: %s", (written) => {
    expect(name(written)).toEqual({ css: written, named: [] });
  });

  it("mends a fragment that the recorder has made absolute", () => {
    const { css, named } = name("a{filter:url(https://shop.example/css/#shadow)}");
    expect(css).toBe('a{filter:url("#shadow")}');
    expect(named).toEqual([]);
  });

  it.each([
    "a{b:url(javascript:x)}",
    "a{b:url(chrome-extension://x/y.png)}",
    "a{b:url(https://)}",
  ])("has an address of nothing where there is nothing to read: %s [A2]", (written) => {
    const { css, named } = name(written);
    expect(css).toMatch(/^a\{b:url\("data:,"\)\}$/);
    expect(named).toEqual([]);
  });

  it("has an address of nothing when there are no names left [A2]", () => {
    expect(namedCss("a{b:url(x.png)}", BASE, () => undefined)).toBe('a{b:url("data:,")}');
  });

  it("knows a font from a picture", () => {
    const { named } = name("@font-face{src:url(f.woff2)}a{b:url(p.png)}");
    expect(named.map(([kind]) => kind)).toEqual(["font", "image"]);
  });

  it("has one name for all candidates of a picture", () => {
    const { css, named } = name('a{b:image-set("1.png" 1x, url(2.png) 2x)}');
    expect(css).toBe('a{b:url("asset:1")}');
    expect(named).toEqual([
      ["image", "https://shop.example/css/1.png", "https://shop.example/css/2.png"],
    ]);
  });

  it("drops what the recorder could not read of an import", () => {
    expect(name('@import url("x.css") screen;a{b:c}').css).toBe("a{b:c}");
  });

  it("keeps apart the texts of one sheet, unless an address lies in two of them", () => {
    const split = "/* rr_split */";
    expect(name(`a{b:url(x.png)}${split}c{d:e}`).css).toMatch(/^a.*asset:\d.*\/\* rr_split \*\/c/);
    const { css } = name(`a{b:url(x${split}.png)}`);
    expect(css).not.toContain(split);
    expect(css).toMatch(/^a\{b:url\("asset:\d"\)\}$/);
  });
});

describe("CSS without pictures", () => {
  it("has those alone that the page itself holds", () => {
    const css = `a: url(b.png) url("data:image/png,c"); d: image-set("e.png" 1x); f: url(#g) red`;
    const left = `a: url("data:,") url("data:,"); d: url("data:,"); f: url(#g) red`;
    expect(picturelessCss(css)).toBe(left);
  });
});
