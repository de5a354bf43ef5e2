// @vitest-environment happy-dom
import { beforeEach, expect, it } from "vitest";
import type { RecorderEvent } from "../../../../../peer/protocol/lane-messages.ts";
import type { AssetState } from "../../../../../peer/replica/assets/link-assets.ts";
import { createSheetElements } from "../../../../../peer/replica/assets/sheet-elements.ts";

const NOTHING = { adds: [], removes: [], texts: [], attributes: [] };

/** A page of nodes by number, and sheets that come when the test says so. */
function openPage() {
  const nodes = new Map<number, Node>();
  const named = new Map<number, AssetState>();
  const applied: Array<{ change: unknown; css: string | null }> = [];
  const sheets = createSheetElements({
    assets: {
      lookUp: (name) => named.get(name) ?? { state: "unsettled" },
      whyMissing: () => undefined,
      watch: () => () => {},
      rejectPicture() {},
      close() {},
    },
    nodeOf: (id) => nodes.get(id) ?? null,
    finish: (css, references) => `${css} /* ${references} */`,
    apply: (change) => applied.push({ change, css: document.head.textContent }),
  });
  return {
    sheets,
    applied,
    build(id: number, name: string | null, ...texts: string[]): Element {
      const element = document.createElement("style");
      if (name !== null) element.setAttribute("alongside-sheet", name);
      nodes.set(id, element);
      texts.forEach((text, index) => {
        const child = document.createTextNode(text);
        nodes.set(id * 10 + index, child);
        element.append(child);
      });
      document.head.append(element);
      sheets.place(id, element);
      return element;
    },
    settle(name: number, state: AssetState = { state: "style", css: "p {}", references: [4] }) {
      named.set(name, state);
      return sheets.settled(name);
    },
  };
}

const ruleChange = (id: number): RecorderEvent => ({
  type: 3,
  timestamp: 1,
  data: { source: 8, id },
});
const mutation = (data: object) => ({ source: 0, ...NOTHING, ...data });

beforeEach(() => {
  document.head.replaceChildren();
});

it("puts a sheet into the one text that the recorder knows, or into the element itself", () => {
  const page = openPage();
  const linked = page.build(1, "7");
  const written = page.build(2, "7", "");
  const [known] = written.childNodes;
  expect(page.settle(7)).toBe(true);
  expect(linked.textContent).toBe("p {} /* 4 */");
  expect(written.textContent).toBe("p {} /* 4 */");
  expect([...written.childNodes]).toEqual([known]);
  const several = page.build(3, "7", "a {}", "b {}");
  expect([...several.childNodes].map(({ textContent }) => textContent)).toEqual([
    "p {} /* 4 */",
    "",
  ]);
});

it("makes changes of single rules after the sheet has come, in their order", () => {
  const page = openPage();
  page.build(1, "7");
  const changes = [ruleChange(1), ruleChange(1)];
  expect(changes.map((change) => page.sheets.holdBack(change))).toEqual([true, true]);
  expect(page.sheets.holdBack(ruleChange(2))).toBe(false);
  expect(page.applied).toEqual([]);
  page.settle(7);
  expect(page.applied).toEqual(changes.map((change) => ({ change, css: "p {} /* 4 */" })));
  expect(page.sheets.holdBack(ruleChange(1))).toBe(false);
});

it("makes them also when the sheet will never come", () => {
  const page = openPage();
  const element = page.build(1, "7");
  page.sheets.holdBack(ruleChange(1));
  page.settle(7, { state: "missing", reason: "another-origin" });
  expect(page.applied).toHaveLength(1);
  expect(element.textContent).toBe("");
  expect(page.sheets.areSettled()).toBe(true);
});

it("does not let changes pile up without end", () => {
  const page = openPage();
  page.build(1, "7");
  expect(() => {
    for (let turn = 0; turn < 100_000; turn += 1) page.sheets.holdBack(ruleChange(1));
  }).toThrow("too much waits");
});

it.each([
  ["changed", { texts: [{ id: 10, value: "i {}" }] }],
  ["emptied", { texts: [{ id: 10, value: "" }] }],
  ["taken out", { removes: [{ id: 10, parentId: 1 }] }],
  ["added", { adds: [{ parentId: 1, node: { textContent: "i {}" } }] }],
])("gives way to a text that is %s while it is awaited", (_how, change) => {
  const page = openPage();
  const element = page.build(1, "7", "");
  page.sheets.giveWayTo(mutation(change));
  expect(page.sheets.areSettled()).toBe(true);
  expect(page.settle(7)).toBe(false);
  expect(element.textContent).toBe("");
});

it("does not give way to the empty text that belongs to it, nor to what happens elsewhere", () => {
  const page = openPage();
  page.build(1, "7");
  page.build(2, null, "b {}");
  const [texts, removes] = [[{ id: 20, value: "" }], [{ id: 20, parentId: 2 }]];
  const adds = [{ parentId: 1, node: { textContent: "" } }];
  page.sheets.giveWayTo(mutation({ adds, texts, removes }));
  expect(page.settle(7)).toBe(true);
});

it("is settled once all sheets are in that the page still has", () => {
  const page = openPage();
  page.build(1, "7");
  const other = page.build(2, "8");
  page.settle(7);
  expect(page.sheets.areSettled()).toBe(false);
  other.remove();
  expect(page.sheets.areSettled()).toBe(true);
  expect(page.sheets.names()).toEqual([7]);
});

it("takes another sheet when it is named anew, and the same one once", () => {
  const page = openPage();
  const element = page.build(1, "7");
  page.settle(7);
  element.textContent = "changed by rules of the page";
  page.sheets.place(1, element);
  expect(element.textContent).toBe("changed by rules of the page");
  element.setAttribute("alongside-sheet", "8");
  page.sheets.place(1, element);
  page.settle(8, { state: "style", css: "q {}", references: [] });
  expect(element.textContent).toBe("q {} /*  */");
});
