import { describe, expect, it } from "vitest";
import type { RecorderEvent } from "../../../../peer/protocol/lane-messages.ts";
import { withColorScheme } from "../../../../peer/replica/customer-media.ts";
import { makeHarmless } from "../../../../peer/replica/harmless-nodes.ts";
import { withoutAddresses } from "../../../../peer/replica/harmless-styles.ts";
import { pictureBox } from "../../../../peer/replica/picture-box.ts";

const ATTACKER = "https://attacker.example/x";

const CONTEXT = { nodeOf: () => null, styled: withoutAddresses };

const snapshotOf = (tagName: string, attributes: Record<string, unknown>): RecorderEvent => ({
  type: 2,
  timestamp: 1,
  data: { node: { type: 0, childNodes: [{ type: 2, tagName, attributes, childNodes: [] }] } },
});

function harmless(tagName: string, attributes: Record<string, unknown>) {
  const event = snapshotOf(tagName, attributes);
  makeHarmless(event, CONTEXT);
  return attributes;
}

describe("nodes of the replica", () => {
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
    expect(harmless("div", { ...box })).toHaveProperty("data-alongside-private");
    expect(harmless("section", { ...box, class: "alongside-bar page" })).not.toHaveProperty(
      "data-alongside-private",
    );
  });

  it("survives trees that are none", () => {
    for (const data of [{ node: null }, { node: [] }, { adds: [null, 1] }, { attributes: "x" }]) {
      expect(() => makeHarmless({ type: 3, timestamp: 1, data }, CONTEXT)).not.toThrow();
    }
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
  ])("%s asks for nothing", (css) => {
    expect(withoutAddresses(css)).not.toContain("attacker.example");
  });

  it("keeps what is in the sheet itself", () => {
    const css = `a { background: url(data:image/png;base64,AA) } b { fill: url(#gradient) }`;
    expect(withoutAddresses(css)).toBe(css);
  });
});

describe("the customer's taste", () => {
  it("answers queries for light and dark, whatever the agent prefers", () => {
    const css = "@media (prefers-color-scheme: dark) { a { color: red } }";
    expect(withColorScheme(css, "dark")).toContain("(min-width: 0px)");
    expect(withColorScheme(css, "light")).toContain("(max-width: 0px)");
    expect(withColorScheme("@media ( prefers-color-scheme:light )", "light")).toBe(
      "@media (min-width: 0px)",
    );
  });
});

describe("picture box", () => {
  it("has the size of the picture and its words, escaped", () => {
    const drawing = decodeURIComponent(pictureBox("400x300", '<b>"Pack"</b>') ?? "");
    expect(drawing).toContain('width="400" height="300"');
    expect(drawing).not.toContain("<b>");
  });

  it("is none while the size is not known, or no size", () => {
    for (const size of [undefined, "", "0", "x", "1e9x1", "100000x1"]) {
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
    const change = { id: 7, attributes: { "alongside-natural-size": "400x300" } };
    const event = { type: 3, timestamp: 1, data: { source: 0, attributes: [change] } };
    makeHarmless(event, { ...CONTEXT, nodeOf: () => known as unknown as Node });
    expect(decodeURIComponent(String((change.attributes as { src?: string }).src))).toContain(
      "Pack",
    );
  });
});
