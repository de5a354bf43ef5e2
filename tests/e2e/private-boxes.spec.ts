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
const drawing = (id: number, tagName: string, attributes: object, childNodes: unknown[] = []) => ({
  ...forgedElement(id, tagName, attributes, childNodes),
  isSVG: true,
});
const cell = (id: number) => forgedElement(id, "td", {}, [forgedText(id + 100, "A cell")]);
const row = (id: number, ...cells: unknown[]) => forgedElement(id, "tr", {}, cells);

/** The page's own rules, which find a box as they find any other element of its kind. */
const RULES = `
  body { margin: 20px; background: #14181f; color: white }
  table { border-collapse: collapse } td { border: 1px solid; padding: 8px }
  div { background: red !important; border-radius: 50% } td { background: pink !important }
  li { list-style: square } span::before, div::after, li::before { content: "told" }`;

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
          box(48, "tr", "display: table-row; height: 30px; width: 400px"),
        ]),
        box(49, "tbody", "display: table-row-group; height: 50px; width: 400px"),
      ]),
      forgedElement(50, "select", {}, [box(51, "option", "display: block")]),
      drawing(52, "svg", { width: "300", height: "80" }, [
        drawing(53, "rect", { [PRIVATE]: "", x: "5", y: "5", width: "90", height: "30" }),
      ]),
      forgedElement(60, "ul", {}, [box(61, "li", "display: list-item; height: 30px; width: 90px")]),
      { ...component, isShadowHost: true, isCustom: true },
    ]),
  );
  await expect(replica.getByText("In a line")).toBeVisible();
  await expect(viewer.locator(".status")).toContainText("10 parts private");
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
  // What has no cells has no size in some browsers, and shows no background.
  for (const [place, size] of [
    [48, "400x30"],
    [49, "400x50"],
  ] as const) {
    const cell = at(place).locator("td");
    await expect(cell).toHaveCSS("background-image", DRAWN);
    await expect(cell).toHaveJSProperty("colSpan", 2);
    expect(await sizeOf(place), String(place)).toBe(size);
  }
  await expect(replica.locator("option")).toHaveAttribute("label", "Private");
  await expect(replica.locator("rect")).toHaveAccessibleName("Private");
  await expect(replica.locator("rect")).toHaveCSS("stroke-dasharray", "3px, 2px");
  const contentOf = (place: number, part: string) =>
    at(place).evaluate((element, which) => getComputedStyle(element, which).content, part);
  expect(await contentOf(20, "::after")).toBe("none");
  expect(await contentOf(32, "::before")).toBe("none");

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
