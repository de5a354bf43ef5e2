import { describe, expect, it } from "vitest";
import type { RecorderEvent } from "../../../../peer/protocol/lane-messages.ts";
import { INLINE_DATA_LENGTH } from "../../../../peer/protocol/limits.ts";
import { withTaste } from "../../../../peer/replica/customer-media.ts";
import { makeHarmless } from "../../../../peer/replica/harmless-nodes.ts";
import { type NameAsset, withoutAddresses } from "../../../../peer/replica/harmless-styles.ts";
import { isPictureBox, pictureBox, plainBox } from "../../../../peer/replica/picture-box.ts";

const ATTACKER = "https://attacker.example/x";

/** Of 20 names that this page has. */
const nameAsset: NameAsset = (asset) => (asset > 0 && asset <= 20 ? asset : undefined);
const styled = (css: string) => withoutAddresses(css, nameAsset);
const CONTEXT = { nodeOf: () => null, styled };

const snapshotOf = (tagName: string, attributes: Record<string, unknown>): RecorderEvent => ({
  type: 2,
  timestamp: 1,
  data: {
    node: { type: 0, id: 1, childNodes: [{ type: 2, id: 2, tagName, attributes, childNodes: [] }] },
  },
});

const change = (data: Record<string, unknown>): RecorderEvent => ({
  type: 3,
  timestamp: 1,
  data: { source: 0, adds: [], removes: [], texts: [], attributes: [], ...data },
});

/** What is left of an event of the other side, as text. */
function leftOf(event: RecorderEvent, nodeOf: (id: number) => Node | null = () => null): string {
  makeHarmless(event, { ...CONTEXT, nodeOf });
  return JSON.stringify(event);
}

function harmless(tagName: string, attributes: Record<string, unknown>) {
  const event = snapshotOf(tagName, attributes);
  makeHarmless(event, CONTEXT);
  return attributes;
}

describe("nodes of the replica", () => {
  it.each([
    ["input", { name: "appendChild" }],
    ["select", { id: "hasAttribute" }],
    ["img", { name: "createElement" }],
    ["BUTTON", { NAME: "localName" }],
  ])("%s takes no property's place from a form or the document", (tagName, attributes) => {
    expect(harmless(tagName, attributes)).toEqual({});
  });

  it("leaves fields the names that style rules and labels go by", () => {
    for (const attributes of [
      { name: "firstName", id: "email" },
      { id: "role" },
      { id: "title" },
    ]) {
      expect(harmless("input", { ...attributes })).toEqual(attributes);
    }
    expect(harmless("section", { id: "content" })).toEqual({ id: "content" });
  });

  it.each([
    ["img", { src: ATTACKER, srcset: `${ATTACKER} 2x` }],
    ["link", { rel: "prefetch", href: ATTACKER }],
    ["link", { rel: "preconnect", href: ATTACKER }],
    ["link", { rel: "stylesheet", href: ATTACKER }],
    ["base", { href: ATTACKER }],
    ["iframe", { src: ATTACKER, srcdoc: `<img src="${ATTACKER}">` }],
    ["object", { data: ATTACKER }],
    ["embed", { src: ATTACKER }],
    ["video", { src: ATTACKER, poster: ATTACKER }],
    ["body", { background: ATTACKER, onload: `fetch("${ATTACKER}")` }],
    ["form", { action: ATTACKER }],
    ["a", { ping: ATTACKER }],
    ["use", { "xlink:href": ATTACKER }],
    ["image", { href: ATTACKER }],
    ["div", { style: `background: url(${ATTACKER})` }],
    ["style", { _cssText: `@import "${ATTACKER}"; p { background: url('${ATTACKER}') }` }],
  ])("%s keeps no address that a browser would ask for", (tagName, attributes) => {
    expect(JSON.stringify(harmless(tagName, attributes))).not.toContain("attacker.example");
  });

  it("takes what a meta element would do by itself", () => {
    const attributes = harmless("meta", { "http-equiv": "refresh", content: `0; url=${ATTACKER}` });
    expect(attributes["http-equiv"]).toBeUndefined();
  });

  it("keeps links readable, and pictures that came with the page", () => {
    expect(harmless("a", { href: ATTACKER })["href"]).toBe(ATTACKER);
    const src = "data:image/png;base64,AAAA";
    expect(harmless("img", { src })["src"]).toBe(src);
  });

  it("keeps no picture in an address that is long enough for one that costs much", () => {
    const src = `data:image/png;base64,${"A".repeat(INLINE_DATA_LENGTH)}`;
    expect(harmless("img", { src })).not.toHaveProperty("src");
    expect(harmless("p", { style: `background: url(${src})` })["style"]).toBe(
      'background: url("data:,")',
    );
  });

  it("cleans rules that come one by one", () => {
    const event: RecorderEvent = {
      type: 3,
      timestamp: 1,
      data: { source: 8, adds: [{ rule: `p { background: url(${ATTACKER}) }`, index: 0 }] },
    };
    makeHarmless(event, CONTEXT);
    expect(JSON.stringify(event)).not.toContain("attacker.example");
  });

  it("marks what came as an empty box, but not the widget's own bars", () => {
    const box = { rr_width: "10px", rr_height: "10px" };
    expect(harmless("div", { ...box })).toHaveProperty("alongside-private");
    expect(harmless("section", { ...box, class: "alongside-bar page" })).not.toHaveProperty(
      "alongside-private",
    );
  });

  it("survives changes that are none, and refuses a page that is none", () => {
    for (const data of [{ adds: [null, 1] }, { adds: [{ node: {} }] }, { attributes: "x" }]) {
      expect(() => makeHarmless(change(data), CONTEXT)).not.toThrow();
    }
    for (const node of [null, [], { type: 2, id: 1, tagName: "p" }]) {
      const event = { type: 2, timestamp: 1, data: { node } };
      expect(() => makeHarmless(event, CONTEXT)).toThrow();
    }
  });

  it.each([
    ["img", { SRC: ATTACKER, SrcSet: `${ATTACKER} 2x` }],
    ["use", { "XLINK:HREF": ATTACKER, Href: ATTACKER }],
    ["pattern", { href: ATTACKER }],
    [
      "img",
      { src: "data:image/png;base64,AA", srcset: `data:image/png;base64,AA 1x, ${ATTACKER}` },
    ],
    ["img", { src: [ATTACKER] }],
    ["img", { rr_dataURL: ATTACKER }],
    ["canvas", { rr_dataURL: ATTACKER }],
    ["iframe", { src: `data:image/svg+xml,<image href='${ATTACKER}'/>` }],
    ["rect", { fill: `url(${ATTACKER}#a)`, "clip-path": `url("${ATTACKER}")` }],
    ["rect", { "marker-end": `url(${ATTACKER}#m)`, mask: `url(${ATTACKER}#m)` }],
    ["rect", { cursor: `url(${ATTACKER}), auto`, filter: `url(${ATTACKER}#f)` }],
    ["a", { attributionsrc: ATTACKER }],
  ])("%s keeps no address under another case, kind or name", (tagName, attributes) => {
    expect(JSON.stringify(harmless(tagName, attributes))).not.toContain("attacker.example");
  });

  it("animates nothing into an address", () => {
    const attributes = { attributeName: "xlink:href", values: "#a;#b" };
    expect(harmless("animate", attributes)).not.toHaveProperty("attributeName");
    expect(harmless("animate", { attributeName: "x" })).toHaveProperty("attributeName");
  });

  it("takes what would act by itself", () => {
    expect(harmless("input", { autofocus: "", AUTOFOCUS: "", accesskey: "e" })).toEqual({});
    expect(harmless("video", { autoplay: "", rr_mediaState: "played" })).toEqual({});
  });

  it("leaves a dialog no way to take the keyboard", () => {
    expect(harmless("dialog", { open: "" })).toEqual({ open: "", inert: "" });
    const standing = { nodeName: "DIALOG" } as Node;
    const event = change({ attributes: [{ id: 7, attributes: { inert: null } }] });
    expect(leftOf(event, () => standing)).toContain('"inert":""');
  });

  it("never builds a link or a base, in whatever way it comes", () => {
    const link = (id: unknown, tagName: unknown = "link") => {
      return { type: 2, id, tagName, attributes: { REL: "prefetch", HREF: ATTACKER } };
    };
    for (const event of [
      change({ adds: [{ parentId: 5, nextId: null, node: link(50) }] }),
      change({ adds: [{ parentId: 5, nextId: null, node: link(50, "LINK") }] }),
      change({ adds: [{ parentId: 5, nextId: null, node: link(50, ["link"]) }] }),
      change({ adds: [{ parentId: 5, nextId: null, node: link("50") }] }),
      change({ adds: [{ parentId: 5, nextId: null, node: link(50, "base") }] }),
      snapshotOf("Link", { Rel: "preconnect", Href: ATTACKER }),
    ]) {
      const left = leftOf(event);
      expect(left).not.toContain("attacker.example");
      expect(left).not.toMatch(/"tagName":\[?"(link|base)"/i);
    }
  });

  it("cleans what changes an element that is added by the same event", () => {
    const added = { type: 2, id: 50, tagName: "iframe", attributes: {} };
    const attributes = [
      { id: 50, attributes: { src: "data:image/svg+xml,<svg/>", srcdoc: ATTACKER } },
      { id: "50", attributes: { href: ATTACKER } },
    ];
    const left = leftOf(change({ adds: [{ parentId: 5, nextId: null, node: added }], attributes }));
    expect(left).not.toContain("attacker.example");
    expect(left).not.toContain("data:image");
  });

  it("knows the text of a sheet by where it stands", () => {
    const css = `p { background: url(${ATTACKER}) }`;
    const text = (id: number, more = {}) => ({ type: 3, id, textContent: css, ...more });
    const style = { type: 2, id: 2, tagName: "style", attributes: {}, childNodes: [text(3)] };
    expect(leftOf(change({ adds: [{ parentId: 9, nextId: null, node: style }] }))).not.toContain(
      "attacker.example",
    );
    const adds = [
      { parentId: 9, nextId: null, node: { ...style, childNodes: [] } },
      { parentId: 2, nextId: null, node: text(3) },
    ];
    expect(leftOf(change({ adds, texts: [{ id: 3, value: css }] }))).not.toContain(
      "attacker.example",
    );
    const standing = { nodeName: "STYLE" } as Node;
    const shown = { nodeName: "#text", parentNode: standing } as unknown as Node;
    const standingOf = (id: number) => (id === 2 ? standing : shown);
    expect(leftOf(change({ texts: [{ id: 3, value: css }] }), standingOf)).not.toContain(
      "attacker.example",
    );
    expect(
      leftOf(change({ adds: [{ parentId: 2, nextId: null, node: text(4) }] }), standingOf),
    ).not.toContain("attacker.example");
  });
});

describe("styles of the replica", () => {
  it.each([
    `a { background: url(${ATTACKER}) }`,
    `a { background: url( "${ATTACKER}" ) }`,
    `a { background: URL('${ATTACKER}') }`,
    `@import url(${ATTACKER}) screen;`,
    `@import "${ATTACKER}";`,
    `@font-face { src: url(${ATTACKER}) format("woff2") }`,
    `a { background: image-set("${ATTACKER}" 1x, "${ATTACKER}" 2x) }`,
    `a { background: -webkit-image-set(url("${ATTACKER}") 1x, "${ATTACKER})" type("x") 2x) }`,
    String.raw`a { background: u\72l(${ATTACKER}) }`,
    String.raw`a { background: \75 rl("${ATTACKER}") }`,
    String.raw`@\69mport "${ATTACKER}";`,
    `@import/**/"${ATTACKER}"`,
    `@import url("a;b}c") layer(x); a { background: url(\n${ATTACKER}\n) }`,
    String.raw`a { background: image-set("a\)" 1x, url(\)${ATTACKER}) 2x, "${ATTACKER}") }`,
    `a { background: url("${ATTACKER}" crossorigin(anonymous)) }`,
    `a { background: url(${ATTACKER}`,
    `a { content: "/*"; background: url(${ATTACKER}) } b { content: "*/" }`,
    `a { background: u/* rr_split */rl(${ATTACKER}) }`,
  ])("%s asks for nothing", (css) => {
    expect(styled(css)).not.toContain("attacker.example");
  });

  it.each([
    `a { background: url(data:image/png;base64,AA) } b { fill: url(#gradient) }`,
    `@namespace url(${ATTACKER}); @namespace svg url("${ATTACKER}"); h1 { color: red }`,
    `/* see @import "x" in the docs */ h1 { color: red } p { color: green }`,
    `/* url(${ATTACKER}) */ a::before { content: "url(${ATTACKER})" }`,
    String.raw`.md\:flex { color: red } .a\/b::before { content: "\f101" }`,
    `a { color: red }/* rr_split */b { background: url(#b) }`,
  ])("keeps %s, which asks for nothing", (css) => {
    expect(styled(css)).toBe(css);
  });

  it("takes of an import no more than the import", () => {
    const rules = "h1 { color: red }";
    expect(styled(`@import "x" screen;${rules}`)).toBe(rules);
    expect(styled(`@import "x" ${rules}`)).toContain("{ color: red }");
    expect(styled(`a { @import "x" } ${rules}`)).toBe(`a { } ${rules}`);
    expect(styled(`a { color: red }/* rr_split */@import "x";b {}`)).toBe(
      "a { color: red }/* rr_split */b {}",
    );
  });
});

describe("assets that the page names in its styles", () => {
  const PICTURE = 'var(--alongside-asset-12, url("data:,"))';

  it("are variables where a picture may stand, however they are written", () => {
    for (const written of [
      'url("asset:12")',
      "url(asset:12)",
      "URL( 'asset:12' )",
      'src("asset:12")',
    ]) {
      expect(styled(`a { background: ${written} no-repeat }`)).toBe(
        `a { background: ${PICTURE} no-repeat }`,
      );
    }
    const image = 'url("asset:12")';
    expect(harmless("p", { style: `cursor: ${image}, auto` })["style"]).toBe(
      `cursor: ${PICTURE}, auto`,
    );
    expect(harmless("style", { _cssText: `a { mask: ${image} }` })["_cssText"]).toContain(PICTURE);
    const event = change({ attributes: [{ id: 7, attributes: { style: { mask: [image, ""] } } }] });
    expect(leftOf(event)).toContain("var(--alongside-asset-12");
  });

  it("are names of no font where a font may stand, without what cannot follow a name", () => {
    expect(
      styled('@font-face { src: url("asset:12") format("woff2") tech(variations), local("A") }'),
    ).toBe('@font-face { src: local("alongside-asset-12"), local("A") }');
    expect(styled(`@font-face { src: url(${ATTACKER}) format("woff2") }`)).toBe(
      '@font-face { src: local("alongside-none") }',
    );
    const embedded = '@font-face { src: url(data:font/woff2;base64,AA) format("woff2") }';
    expect(styled(embedded)).toBe(embedded);
  });

  it.each([
    "asset:0",
    "asset:21",
    "asset:-1",
    "asset:1e1",
    "asset:12#a",
    "asset:12?",
    "asset: 12",
  ])("are none of the page's under %s", (address) => {
    expect(styled(`a { background: url("${address}") }`)).toBe('a { background: url("data:,") }');
  });

  it("are the only way to what the viewer holds", () => {
    const blob = "blob:http://127.0.0.1/1fd929f7-6179-4437-9417-0de32e7aaba5";
    expect(styled(`a { background: url(${blob}) }`)).not.toContain("blob:");
    for (const attributes of [{ src: blob }, { src: "asset:12" }, { srcset: `${blob} 1x` }]) {
      expect(harmless("img", attributes)).toEqual({});
    }
  });
});

describe("assets that the page names in its nodes", () => {
  it.each([
    "0",
    "5001",
    "-1",
    "1e1",
    "1.5",
    "012",
    " 1",
    "blob:x",
    "",
    ["12"],
    true,
    {},
  ])("are none under %j", (name) => {
    expect(harmless("img", { "alongside-asset": name })).toEqual({});
    expect(harmless("style", { "alongside-sheet": name })).toEqual({});
  });

  it("are pictures of what shows pictures, and sheets of what has rules", () => {
    for (const tagName of ["img", "input", "video", "image", "feImage"]) {
      expect(harmless(tagName, { "alongside-asset": "12" })).toEqual({ "alongside-asset": "12" });
    }
    for (const tagName of ["iframe", "object", "embed", "a", "use", "style", "link", "source"]) {
      expect(harmless(tagName, { "alongside-asset": "12" })).toEqual({});
    }
    for (const tagName of ["link", "style"]) {
      expect(harmless(tagName, { "alongside-sheet": 12 })).toEqual({ "alongside-sheet": "12" });
    }
    expect(harmless("p", { "alongside-sheet": "12" })).toEqual({});
  });

  it("have no box beforehand, nor one that comes with a later change", () => {
    const size = { "alongside-natural-size": "400x300" };
    expect(harmless("img", { ...size, "alongside-asset": "12" })).not.toHaveProperty("src");
    const named = (name: string | null) => ({
      nodeName: "IMG",
      getAttribute: (attribute: string) => (attribute === "alongside-asset" ? name : null),
    });
    const changed = (attributes: Record<string, unknown>, name: string | null) => {
      leftOf(change({ attributes: [{ id: 7, attributes }] }), () => named(name) as unknown as Node);
      return attributes;
    };
    expect(changed({ ...size }, "12")).not.toHaveProperty("src");
    expect(changed({ ...size }, null)).toHaveProperty("src");
    expect(changed({ ...size, "alongside-asset": null }, "12")).toHaveProperty("src");
  });

  it("give way to rules that come with the element itself", () => {
    const sheet = { nodeName: "STYLE", getAttribute: () => "12" } as unknown as Node;
    const attributes = { _cssText: "p {}" };
    leftOf(change({ attributes: [{ id: 7, attributes }] }), () => sheet);
    expect(attributes).toEqual({ _cssText: "p {}", "alongside-sheet": null });
  });
});

describe("the customer's taste", () => {
  it("answers queries for light and dark, whatever the agent prefers", () => {
    const css = "@media (prefers-color-scheme: dark) { a { color: red } }";
    expect(withTaste(css, { colorScheme: "dark" })).toContain("(min-width: 0px)");
    expect(withTaste(css, { colorScheme: "light" })).toContain("(max-width: 0px)");
    expect(withTaste("@media ( prefers-color-scheme:light )", { colorScheme: "light" })).toBe(
      "@media (min-width: 0px)",
    );
  });

  it("answers queries for less motion, if the customer's browser told", () => {
    const css = "@media (prefers-reduced-motion) {} @media (prefers-reduced-motion: no-preference)";
    const withMotion = (reducedMotion?: "reduce" | "no-preference") =>
      withTaste(css, { colorScheme: "light", reducedMotion });
    expect(withMotion()).toBe(css);
    expect(withMotion("reduce")).toBe("@media (min-width: 0px) {} @media (max-width: 0px)");
    expect(withMotion("no-preference")).toBe("@media (max-width: 0px) {} @media (min-width: 0px)");
  });

  it("makes a page that is both light and dark one of them", () => {
    const scheme = (css: string) => withTaste(css, { colorScheme: "dark" });
    expect(scheme(":root { color-scheme: light dark; }")).toBe(":root { color-scheme: dark; }");
    expect(scheme(":root { color-scheme:dark light }")).toBe(":root { color-scheme:dark }");
    for (const css of ["a { color-scheme: light }", "a { --my-color-scheme: light dark }"]) {
      expect(scheme(css)).toBe(css);
    }
  });

  it("is asked for also by the media of elements and in the head", () => {
    const styled = (css: string) => withTaste(css, { colorScheme: "dark" });
    const built = (tagName: string, attributes: Record<string, unknown>) => {
      makeHarmless(snapshotOf(tagName, attributes), { ...CONTEXT, styled });
      return attributes;
    };
    for (const tagName of ["style", "link", "source"]) {
      const media = "(prefers-color-scheme: dark)";
      expect(built(tagName, { media })["media"]).toBe("(min-width: 0px)");
    }
    const meta = { name: "color-scheme", content: "light dark" };
    expect(built("meta", meta)["content"]).toBe("dark");
  });
});

it("asks what the page asks of the customer's screen of the frame that stands for it", () => {
  const css = "@media screen and (max-device-width: 600px) { .min-device-width {} }";
  expect(withTaste(css, { colorScheme: "light" })).toBe(
    "@media screen and (max-width: 600px) { .min-device-width {} }",
  );
});

describe("picture box", () => {
  it("is plain and without words while its picture is awaited", () => {
    const box = plainBox("400x300") ?? "";
    expect(decodeURIComponent(box)).toContain('width="400" height="300"');
    expect(decodeURIComponent(box)).not.toContain("<text");
    expect([box, pictureBox("400x300", "Pack") ?? ""].map(isPictureBox)).toEqual([true, true]);
    expect(isPictureBox("data:image/svg+xml,%3Csvg%3E")).toBe(false);
    expect(plainBox("0x300")).toBeUndefined();
  });

  it("has the size of the picture and its words, escaped", () => {
    const drawing = decodeURIComponent(pictureBox("400x300", '<b>"Pack"</b>') ?? "");
    expect(drawing).toContain('width="400" height="300"');
    expect(drawing).not.toContain("<b>");
  });

  it("is none while the size is not known, or no size", () => {
    for (const size of [undefined, "", "0", "x", "1e9x1", "100000x1", "0x1"]) {
      expect(pictureBox(size, "Pack")).toBeUndefined();
    }
  });

  it("stands for images, buttons that are pictures, and videos", () => {
    const boxOf = (tagName: string, picture: "src" | "poster") =>
      decodeURIComponent(
        String(harmless(tagName, { "alongside-natural-size": "400x300" })[picture]),
      );
    expect(boxOf("img", "src")).toContain("Image");
    expect(boxOf("input", "src")).toContain("Button");
    expect(boxOf("video", "poster")).toContain("Video");
    expect(harmless("input", { type: "text" })).toEqual({ type: "text" });
  });

  it("has the words that the element had before its picture came", () => {
    const known = {
      nodeName: "IMG",
      getAttribute: (name: string) => (name === "alt" ? "Pack" : null),
    };
    const sized = { id: 7, attributes: { "alongside-natural-size": "400x300" } };
    const nodeOf = () => known as unknown as Node;
    makeHarmless(change({ attributes: [sized] }), { ...CONTEXT, nodeOf });
    expect(decodeURIComponent(String((sized.attributes as { src?: string }).src))).toContain(
      "Pack",
    );
  });
});
