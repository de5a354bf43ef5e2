// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { createAssetNames } from "../../../../../peer/capture/assets/asset-names.ts";
import {
  type Attributes,
  createPictures,
  isPicture,
} from "../../../../../peer/capture/assets/pictures.ts";

const SHOP = location.origin;

beforeEach(() => document.body.replaceChildren());

function openPage({ loaded = [] as string[], mayLack = false } = {}) {
  const ids = new Map<Node, number>();
  const changes: Array<[id: number, attributes: Attributes]> = [];
  const boxed = new Set<Node>();
  const masked = new Set<Node>();
  const shown: number[] = [];
  const known = new Set(loaded);
  const names = createAssetNames({ onNamed() {}, onForgotten() {} });
  const pictures = createPictures({
    names,
    loaded: {
      has: (address) => known.has(address),
      sizeOf: () => undefined,
      watch() {},
      mayLack: () => mayLack,
    },
    nodeOf: (id) => [...ids].find(([, each]) => each === id)?.[0] ?? null,
    idOf: (node) => ids.get(node) ?? -1,
    isBoxed: (node) => boxed.has(node),
    isMasked: (node) => masked.has(node),
    onShown: ({ name }) => shown.push(name),
    onChange: (id, attributes) => changes.push([id, attributes]),
  });
  return {
    pictures,
    names,
    changes,
    boxed,
    masked,
    shown,
    add<Added extends Element>(element: Added): Added {
      document.body.append(element);
      ids.set(element, ids.size + 1);
      return element;
    },
    load(...addresses: string[]) {
      for (const address of addresses) known.add(address);
      pictures.onLoaded(addresses);
    },
  };
}

/** An `img` as a browser has it. */
function image(state: { currentSrc: string; complete?: boolean; side?: number }): HTMLImageElement {
  return become(document.createElement("img"), state);
}

function become<Image extends HTMLImageElement>(
  element: Image,
  { currentSrc, complete = true, side = 20 }: Parameters<typeof image>[0],
): Image {
  for (const [name, value] of Object.entries({
    currentSrc,
    complete,
    naturalWidth: complete ? side : 0,
    naturalHeight: complete ? side : 0,
  })) {
    Object.defineProperty(element, name, { value, configurable: true });
  }
  return element;
}

function element(tagName: string, attributes: Record<string, string>): Element {
  const made =
    tagName === "image"
      ? document.createElementNS("http://www.w3.org/2000/svg", tagName)
      : document.createElement(tagName);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

describe("a picture as it leaves", () => {
  it("has the name of the candidate that was chosen, and its size [A2]", () => {
    const { pictures, names, add } = openPage();
    const chosen = image({ currentSrc: `${SHOP}/2x.png#part` });
    chosen.setAttribute("srcset", "1x.png 1x, 2x.png 2x");
    expect(pictures.asAdded(add(chosen))).toEqual({
      "alongside-natural-size": "20x20",
      "alongside-asset": "1",
    });
    expect(names.ofAddresses("image", [`${SHOP}/2x.png`])?.name).toBe(1);
  });

  it("has the same name wherever it is shown", () => {
    const { pictures, add } = openPage();
    const currentSrc = `${SHOP}/a.png`;
    const [one, other] = [add(image({ currentSrc })), add(image({ currentSrc }))];
    expect(pictures.asAdded(one)).toEqual(pictures.asAdded(other));
  });

  it.each([
    ["is still being loaded", { currentSrc: `${SHOP}/a.png`, complete: false }],
    ["could not be loaded", { currentSrc: `${SHOP}/a.png`, side: 0 }],
    ["is none", { currentSrc: "" }],
  ])("has no name if it %s [A9]", (_what, state) => {
    const { pictures, add } = openPage();
    expect(pictures.asAdded(add(image(state)))).not.toHaveProperty("alongside-asset");
  });

  it("has no name if it is a single pixel", () => {
    const { pictures, add } = openPage();
    const dot = add(image({ currentSrc: `${SHOP}/dot.gif`, side: 1 }));
    expect(pictures.asAdded(dot)).toEqual({ "alongside-natural-size": "1x1" });
  });

  it("stays in its place while it is small and part of the page, and has a name when it is large", () => {
    const { pictures, add } = openPage();
    const small = "data:image/gif;base64,R0lGODdh";
    expect(pictures.asAdded(add(image({ currentSrc: small })))["src"]).toBe(small);
    const large = image({ currentSrc: `data:image/png;base64,${"A".repeat(2_000)}` });
    const attributes = pictures.asAdded(add(large));
    expect(attributes).toHaveProperty("alongside-asset");
    expect(attributes).not.toHaveProperty("src");
  });

  it("says nothing at all of what leaves as an empty box [A9]", () => {
    const { pictures, names, boxed, add } = openPage();
    const secret = add(image({ currentSrc: `${SHOP}/secret.png` }));
    boxed.add(secret);
    expect(pictures.asAdded(secret)).toEqual({});
    expect(pictures.asChanged(secret)).toEqual({});
    expect(names.ofAddresses("image", [`${SHOP}/another.png`])?.name).toBe(1);
  });

  it("is not shown by an element that has become part of an empty box", () => {
    const { pictures, names, boxed, add } = openPage();
    const shown = add(image({ currentSrc: `${SHOP}/a.png` }));
    pictures.asAdded(shown);
    const asset = names.ofAddresses("image", [`${SHOP}/a.png`]);
    expect(asset && pictures.shownBy(asset)).toBe(shown);
    boxed.add(shown);
    expect(asset && pictures.shownBy(asset)).toBeUndefined();
  });

  it("is a box of its size where it is private by default, also when it was open before", () => {
    const { pictures, names, masked, add } = openPage();
    const shown = add(image({ currentSrc: `${SHOP}/a.png` }));
    pictures.asAdded(shown);
    masked.add(shown);
    const size = { "alongside-natural-size": "20x20" };
    expect(pictures.asChanged(shown)).toEqual({ ...size, "alongside-asset": null });
    const asset = names.ofAddresses("image", [`${SHOP}/a.png`]);
    expect(asset && pictures.shownBy(asset)).toBeUndefined();
    const small = add(image({ currentSrc: "data:image/gif;base64,R0lGODdh" }));
    masked.add(small);
    expect(pictures.asAdded(small)).toEqual(size);
  });

  it("is hidden from when an element that has shown it may not be seen any more", () => {
    const { pictures, names, boxed, masked, shown, add } = openPage();
    const address = `${SHOP}/a.png`;
    const [one, other] = [add(image({ currentSrc: address })), add(image({ currentSrc: address }))];
    pictures.asAdded(one);
    pictures.asAdded(other);
    expect(shown).toEqual([1, 1]);
    const asset = names.ofAddresses("image", [address]);
    const isHidden = () => asset && pictures.isHidden(asset);
    expect(isHidden()).toBe(false);
    masked.add(one);
    expect(isHidden()).toBe(true);
    masked.clear();
    one.remove();
    expect(isHidden()).toBe(false);
    boxed.add(other);
    expect(isHidden()).toBe(true);
  });

  it("is not shown any more by an element that shows another one", () => {
    const { pictures, names, add } = openPage();
    const shown = add(image({ currentSrc: `${SHOP}/a.png` }));
    pictures.asAdded(shown);
    become(shown, { currentSrc: `${SHOP}/b.png` });
    const asset = names.ofAddresses("image", [`${SHOP}/a.png`]);
    expect(asset && pictures.shownBy(asset)).toBeUndefined();
  });

  it("is known as shared if the page asks for it so", () => {
    const { pictures, names, add } = openPage();
    const shared = image({ currentSrc: "https://cdn.example/a.png" });
    shared.setAttribute("crossorigin", "");
    pictures.asAdded(add(shared));
    pictures.asAdded(add(image({ currentSrc: "https://cdn.example/b.png" })));
    const isShared = (name: string) =>
      names.ofAddresses("image", [`https://cdn.example/${name}.png`])?.isShared;
    expect([isShared("a"), isShared("b")]).toEqual([true, false]);
  });
});

describe("a picture that changes", () => {
  it("is told when it has been loaded", () => {
    const { pictures, add } = openPage();
    const late = add(image({ currentSrc: `${SHOP}/a.png`, complete: false }));
    pictures.asAdded(late);
    expect(pictures.asChanged(late)).toEqual({});
    become(late, { currentSrc: `${SHOP}/a.png` });
    expect(pictures.asChanged(late)).toEqual({
      "alongside-natural-size": "20x20",
      "alongside-asset": "1",
    });
    expect(pictures.asChanged(late)).toEqual({});
  });

  it("stays as it was while the next one is on its way, as in a browser", () => {
    const { pictures, add } = openPage();
    const slide = add(image({ currentSrc: `${SHOP}/a.png` }));
    pictures.asAdded(slide);
    become(slide, { currentSrc: `${SHOP}/b.png`, complete: false });
    expect(pictures.asChanged(slide)).toEqual({});
    become(slide, { currentSrc: `${SHOP}/b.png` });
    expect(pictures.asChanged(slide)).toMatchObject({ "alongside-asset": "2" });
  });

  it("takes back what was told of the one before", () => {
    const { pictures, add } = openPage();
    const changing = add(image({ currentSrc: `${SHOP}/a.png` }));
    pictures.asAdded(changing);
    become(changing, { currentSrc: "data:image/gif;base64,R0lGODdh" });
    expect(pictures.asChanged(changing)).toMatchObject({
      "alongside-asset": null,
      src: "data:image/gif;base64,R0lGODdh",
    });
    become(changing, { currentSrc: `${SHOP}/broken.png`, side: 0 });
    expect(pictures.asChanged(changing)).toEqual({ "alongside-natural-size": null, src: null });
  });
});

describe("a picture of which no event tells", () => {
  const CASES = [
    ["input", { type: "image", src: "button.png" }, `${SHOP}/button.png`],
    ["video", { poster: "/poster.png" }, `${SHOP}/poster.png`],
    ["image", { href: "drawn.png" }, `${SHOP}/drawn.png`],
    ["image", { "xlink:href": "drawn.png" }, `${SHOP}/drawn.png`],
  ] as const;

  it.each(
    CASES,
  )("%s has a name from when the browser has loaded it [A9]", (tagName, attributes, address) => {
    const { pictures, names, changes, add, load } = openPage();
    const waiting = add(element(tagName, attributes));
    expect(isPicture(waiting)).toBe(true);
    expect(pictures.asAdded(waiting)).not.toHaveProperty("alongside-asset");
    load(`${SHOP}/unrelated.png`);
    expect(changes).toEqual([]);
    load(address);
    expect(changes).toEqual([[1, expect.objectContaining({ "alongside-asset": "1" })]]);
    expect(names.ofAddresses("image", [address])?.name).toBe(1);
  });

  it("is not told of when it has become part of an empty box meanwhile", () => {
    const { pictures, boxed, changes, add, load } = openPage();
    const waiting = add(element("input", { type: "image", src: "button.png" }));
    pictures.asAdded(waiting);
    boxed.add(waiting);
    load(`${SHOP}/button.png`);
    expect(changes).toEqual([]);
  });

  it("has a name at once where the browser's list lacks some", () => {
    const { pictures, add } = openPage({ mayLack: true });
    expect(pictures.asAdded(add(element("video", { poster: "/poster.png" })))).toMatchObject({
      "alongside-asset": "1",
    });
  });

  it("has none of another origin before it is known to be loaded, whatever the list lacks [A9]", () => {
    const { pictures, changes, add, load } = openPage({ mayLack: true });
    const poster = "https://elsewhere.example/poster.png";
    expect(pictures.asAdded(add(element("video", { poster, crossorigin: "" })))).toEqual({});
    load(poster);
    expect(changes).toEqual([[1, { "alongside-asset": "1" }]]);
  });

  it("is none where there is no address", () => {
    const { pictures, add } = openPage({ mayLack: true });
    for (const tagName of ["video", "image"]) {
      expect(pictures.asAdded(add(element(tagName, {})))).toEqual({});
    }
    expect(isPicture(element("input", { type: "text" }))).toBe(false);
  });
});
