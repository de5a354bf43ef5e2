import { expect, it } from "vitest";
import { PAGE_DEPTH_COUNT } from "../../../../peer/protocol/limits.ts";
import { type BuildableNode, makeBuildable } from "../../../../peer/replica/buildable-nodes.ts";

const element = (tagName: unknown, more: Record<string, unknown> = {}) => ({
  type: 2,
  id: 2,
  tagName,
  attributes: {},
  childNodes: [] as unknown[],
  ...more,
});

function built(node: unknown): BuildableNode {
  if (!makeBuildable(node)) throw new Error("cannot be built");
  return node;
}

it("takes nothing for a node that has no number as its id, or no known type", () => {
  for (const node of [null, 1, "x", [], {}, element("p", { id: "2" }), element("p", { type: 9 })]) {
    expect(makeBuildable(node)).toBe(false);
  }
  for (const id of [0, -2, 1.5, Number.NaN])
    expect(makeBuildable(element("p", { id }))).toBe(false);
});

it("keeps of an element's children those that are nodes, and no document", () => {
  const text = { type: 3, id: 5, textContent: "kept" };
  const document = { type: 0, id: 6, childNodes: [] };
  const kept = built(element("div", { childNodes: [null, "x", { type: 2 }, document, text] }));
  expect(kept.childNodes).toEqual([text]);
});

it("makes text of character data, and of what is no text", () => {
  expect(built({ type: 4, id: 1, textContent: ".a {}" })).toMatchObject({ type: 3 });
  expect(built({ type: 3, id: 1 })).toMatchObject({ textContent: "" });
});

it("gives an element a name, attributes and children where it has none that a browser takes", () => {
  for (const name of ["a b", "", "1st", "constructor", "__proto__", ["link"], undefined]) {
    expect(built(element(name)).tagName).toBe("span");
  }
  for (const name of ["p", "h1", "my-element", "svg:rect"]) {
    expect(built(element(name)).tagName).toBe(name);
  }
  expect(built({ type: 2, id: 2, tagName: "p" })).toMatchObject({ attributes: {}, childNodes: [] });
});

it("lets only those be custom elements and have shadows that can", () => {
  expect(built(element("b", { isCustom: true, isShadowHost: true }))).toEqual(element("b"));
  const custom = element("my-box", { isCustom: true, isShadowHost: true });
  expect(built({ ...custom })).toEqual(custom);
  expect(built(element("div", { isShadowHost: true })).isShadowHost).toBe(true);
});

it("cuts what is too deep to be built one inside the other", () => {
  let root = element("b");
  for (let depth = 0; depth < 6_000; depth += 1) root = element("b", { childNodes: [root] });
  let depth = 0;
  for (let at: BuildableNode | undefined = built(root); at; at = at.childNodes?.[0]) depth += 1;
  expect(depth).toBe(PAGE_DEPTH_COUNT);
});
