import { describe, expect, it } from "vitest";
import { replaceAddresses } from "../../../../peer/styles/css-addresses.ts";

/** Every address that was found, with its place, and the CSS with each address named by its turn. */
function found(css: string) {
  const addresses: string[] = [];
  const replaced = replaceAddresses(css, {
    onAddress(address, place) {
      addresses.push(`${place} ${address}`);
      return `url("${addresses.length}")`;
    },
    onImageSet(candidates) {
      addresses.push(`set ${candidates.join(" | ")}`);
      return "set";
    },
    onImport: "keep",
  });
  return { addresses, replaced };
}

describe("addresses in CSS", () => {
  it("are found quoted, bare, spaced and escaped", () => {
    const { addresses } = found(`
      a { background: url("a.png") } b { background: url( 'b c.png' ) }
      c { background: url(  c.png ) } d { background: \\75rl(d\\29.png) }`);
    expect(addresses).toEqual(["image a.png", "image b c.png", "image c.png", "image d).png"]);
  });

  it("of a font are told from those of pictures", () => {
    const { addresses } = found(
      `@font-face { font-family: A; src: local("A"), url(a.woff2) format("woff2") } p { mask: url(m.svg) }`,
    );
    expect(addresses).toEqual(["font a.woff2", "image m.svg"]);
  });

  it("of a set come together, plain strings among them and types left out", () => {
    const { addresses, replaced } = found(
      `p { background: red image-set("one.avif" type("image/avif"), url(two.png) 2x) no-repeat }`,
    );
    expect(addresses).toEqual(["set one.avif | two.png"]);
    expect(replaced).toBe("p { background: red set no-repeat }");
  });

  it("are not found in comments, strings and names", () => {
    const css = `/* url(a) */ p::after { content: "url(b)" } .curl\\(c\\) {} q { --d: myurl(d) }`;
    expect(found(css)).toEqual({ addresses: [], replaced: css });
  });

  it("leave all around them as it was written", () => {
    const css = `@import "x.css" screen;\np{background:url(a)  center}/* end */`;
    expect(found(css).replaced).toBe(
      `@import "x.css" screen;\np{background:url("1")  center}/* end */`,
    );
  });

  it("are found after a quote that is escaped and begins no string", () => {
    const css = `.before\\:content-\\[\\'\\'\\]:before{color:red}.x{background:url(a.png)}.y\\'{color:red}`;
    expect(found(css).addresses).toEqual(["image a.png"]);
  });

  it.each(["\r", "\f"])("are found after a string that %j has ended", (newline) => {
    const css = `a{x:"${newline};background:url(a.png);y:"}`;
    expect(found(css).addresses).toEqual(["image a.png"]);
  });

  it.each([
    ["hexadecimal escapes", "\\aaaaaa"],
    ["escaped quotes", '\\"'],
    ["escaped letters", "\\g"],
    ["sets within sets", "image-set("],
    ["addresses without an end", "url("],
    ["addresses in quotes without an end", 'url("a"'],
  ])("do not make %s take for ever", (_what, piece) => {
    // What takes the square of its length, or worse, does not come to an end here.
    const css = `.${piece.repeat(40_000)}`;
    expect(found(css).replaced.length).toBeGreaterThan(0);
  });
});
