import { expect, startCobrowse, test } from "./cobrowse-fixture.ts";
import {
  becomeForger,
  FORGED,
  forgedChange,
  forgedElement,
  forgedMutation,
  forgedSnapshot,
  forgedText,
} from "./planted-pages.ts";

const PRIVATE = "alongside-private";
const DRAWN = /^url\("data:image\/svg\+xml,/;

const box = (id: number, tagName: string, style: string, place = String(id)) =>
  forgedElement(id, tagName, { [PRIVATE]: "", style, class: `at-${place}` });
const cell = (id: number) => forgedElement(id, "td", {}, [forgedText(id + 100, "A cell")]);
const row = (id: number, ...cells: unknown[]) => forgedElement(id, "tr", {}, cells);

/** The page's own rules, which find a box as they find any other element of its kind. */
const RULES = `
  body { margin: 20px; background: #14181f; color: white }
  table { border-collapse: collapse } td { border: 1px solid; padding: 8px }
  div { background: red !important; border-radius: 50% } td { background: pink !important }
  li { list-style: square } span::before, div::after, li::before, tr::after { content: "told" }`;

test("what is private is a box of its size, in the page, in a line, in tables and in components", async ({
  customer,
  desk,
}) => {
  const forger = await becomeForger(customer);
  const { viewer, replica } = await startCobrowse(customer, desk);
  const component = forgedElement(70, "shop-part", {}, [
    { ...box(71, "div", "display: block; width: 200px; height: 50px"), isShadow: true },
  ]);
  await forger.send(
    forgedSnapshot(1_000, [
      forgedElement(10, "style", {}, [forgedText(11, RULES)]),
      box(20, "div", "display: block; width: 300px; height: 44px"),
      forgedElement(30, "p", {}, [
        forgedText(31, "In a line"),
        box(32, "span", "display: inline-block; width: 40px; height: 18px"),
        box(33, "span", "display: inline-block; width: 0px; height: 0px"),
      ]),
      forgedElement(40, "table", {}, [
        forgedElement(41, "tbody", {}, [
          row(42, cell(43), cell(44)),
          row(45, cell(46), box(47, "td", "display: table-cell; width: 120px; height: 40px")),
          box(48, "tr", "display: table-row; height: 30px"),
        ]),
      ]),
      forgedElement(60, "ul", {}, [box(61, "li", "display: list-item; height: 30px; width: 90px")]),
      { ...component, isShadowHost: true, isCustom: true },
    ]),
  );
  await expect(replica.getByText("In a line")).toBeVisible();
  await expect(viewer.locator(".status")).toContainText("7 parts private");
  const at = (place: number) => replica.locator(`.at-${place}`);
  const sizeOf = (place: number) =>
    at(place).evaluate((element) => {
      // As in the page: the whole of it is scaled.
      const { offsetWidth, offsetHeight } = element as HTMLElement;
      return `${offsetWidth}x${offsetHeight}`;
    });
  for (const [place, size] of [
    [20, "300x44"],
    [32, "40x18"],
    [33, "0x0"],
    [61, "90x30"],
    [71, "200x50"],
  ] as const) {
    expect(await sizeOf(place), String(place)).toBe(size);
  }
  for (const place of [20, 32, 33, 47, 61, 71]) {
    await expect(at(place)).toHaveCSS("background-image", DRAWN);
    await expect(at(place)).toHaveAccessibleName("Private");
    await expect(at(place)).toHaveCSS("border-radius", "0px");
  }
  // A row without cells shows no background; it is drawn over it.
  const pseudo = (place: number, part: string, property: string) =>
    at(place).evaluate(
      (element, [which = "", name = ""]) => getComputedStyle(element, which).getPropertyValue(name),
      [part, property],
    );
  expect(await pseudo(48, "::before", "background-image")).toMatch(DRAWN);
  expect(await pseudo(48, "::before", "height")).toBe("30px");
  expect(await pseudo(48, "::after", "content")).toBe("none");
  expect(await pseudo(20, "::after", "content")).toBe("none");
  expect(await pseudo(32, "::before", "content")).toBe("none");

  // It grows at the customer, one more comes, and one goes.
  const grown = "display: block; width: 310px; height: 60px";
  const added = box(80, "div", "display: block; width: 20px; height: 10px");
  await forger.send(
    forgedSnapshot(1_001, [box(20, "div", "display: block; width: 300px; height: 44px")]),
    forgedChange(
      1_001,
      1,
      forgedMutation({
        adds: [{ parentId: FORGED.body, nextId: null, node: added }],
        attributes: [
          { id: 20, attributes: { style: grown } },
          { id: 80, attributes: { style: "display: block; width: 30px; height: 10px" } },
        ],
      }),
    ),
  );
  await expect.poll(() => sizeOf(20)).toBe("310x60");
  expect(await sizeOf(80)).toBe("30x10");
  for (const place of [20, 80]) {
    await expect(at(place)).toHaveCSS("background-image", DRAWN);
  }
  await expect(viewer.locator(".status")).toContainText("2 parts private");
  const removes = [{ parentId: FORGED.body, id: 80 }];
  await forger.send(
    forgedSnapshot(1_002, [box(20, "div", grown), added]),
    forgedChange(1_002, 1, forgedMutation({ removes })),
  );
  await expect(viewer.locator(".status")).toContainText("1 part private");
});
