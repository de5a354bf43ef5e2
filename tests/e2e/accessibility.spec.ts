import { createFindings } from "../../signaling/policy/findings.ts";
import { createSites } from "../../signaling/policy/sites.ts";
import { violations } from "./accessibility-rules.ts";
import { chat, expect, request, startCobrowse, test } from "./cobrowse-fixture.ts";

for (const colorScheme of ["light", "dark"] as const) {
  test(`widget, desk and viewer pass the accessibility rules, ${colorScheme}`, async ({
    customer,
    desk,
  }) => {
    await customer.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await desk.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    expect(await violations(customer, "alongside-widget")).toEqual([]);
    await chat(customer, desk);
    expect(await violations(customer, "alongside-widget")).toEqual([]);
    const viewer = await request(customer, desk);
    await viewer.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    expect(await violations(customer, "alongside-widget")).toEqual([]);
    expect(await violations(viewer, "body")).toEqual([]);
    await customer.getByRole("button", { name: "Allow" }).click();
    await expect(viewer.locator("main")).toHaveAttribute("data-state", "live");
    expect(await violations(customer, "alongside-widget")).toEqual([]);
    expect(await violations(viewer, "body")).toEqual([]);
    expect(await violations(desk, "body")).toEqual([]);

    const opening = customer.waitForEvent("popup");
    await customer.getByRole("button", { name: "See what the agent sees" }).click();
    const preview = await opening;
    await preview.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await expect(preview.locator("main")).toHaveAttribute("data-state", "live");
    expect(await violations(preview, "body")).toEqual([]);
    await customer.getByRole("link", { name: "Fitting notes" }).click();
    await expect(viewer.getByRole("heading", { name: "This page is private" })).toBeVisible();
    expect(await violations(viewer, "body")).toEqual([]);
    expect(await violations(customer, "alongside-widget")).toEqual([]);
    await expect(preview.getByRole("heading", { name: "The page moved on" })).toBeVisible();
    expect(await violations(preview, "body")).toEqual([]);
  });
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`settings pass the accessibility rules, ${colorScheme}`, async ({ browser, server }) => {
    const site = await createSites(server.database).byKey("demo");
    const caught = { kind: "card", path: "/checkout", place: "main > p", count: 2 } as const;
    await createFindings(server.database).add(site?.id ?? "", [caught]);
    const context = await browser.newContext({ colorScheme, reducedMotion: "reduce" });
    const page = await context.newPage();
    await page.goto(`${server.origin}/agent/settings`);
    await page.getByRole("textbox", { name: "Email" }).fill("manager@demo.test");
    await page.getByLabel("Password").fill("demo");
    await page.getByRole("button", { name: "Log in" }).click();
    await expect(page.getByRole("button", { name: "Mended" })).toBeVisible();
    const selector = page.getByRole("textbox", { name: "CSS selector" });
    await selector.fill("a:hover");
    await selector.press("Enter");
    await page.getByRole("textbox", { name: "Shape" }).fill("KD-####");
    await page.getByRole("textbox", { name: "Address pattern" }).press("Enter");
    await page.getByRole("switch", { name: "Private by default" }).click();
    await expect(page.getByText("Write an address first")).toBeVisible();
    expect(await violations(page, "body")).toEqual([]);
    await page.getByRole("textbox", { name: "Shape" }).fill("");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByText("Not saved. One rule cannot be read")).toBeVisible();
    await page.setViewportSize({ width: 390, height: 800 });
    expect(await violations(page, "body")).toEqual([]);
    const widths = await page.evaluate(() => {
      const main = document.querySelector("main");
      return [document.documentElement.scrollWidth, main?.scrollWidth];
    });
    expect(widths).toEqual([390, 390]);
    await context.close();
  });
}

test("the login passes the accessibility rules", async ({ browser, server }) => {
  const page = await browser.newPage();
  await page.goto(`${server.origin}/agent`);
  await expect(page.getByRole("button", { name: "Log in" })).toBeVisible();
  expect(await violations(page, "body")).toEqual([]);
  await page.close();
});

test("empty and loading lists of the desk pass the accessibility rules", async ({ desk }) => {
  await expect(desk.getByRole("listbox")).toHaveAttribute("aria-busy", "false");
  await desk.getByRole("searchbox").fill("nobody is called so");
  await expect(desk.getByText("Nothing found.")).toBeVisible();
  expect(await violations(desk, "body")).toEqual([]);

  // A server that never answers.
  await desk.routeWebSocket(/signaling/, () => {});
  await desk.reload();
  await expect(desk.locator(".sk").first()).toBeVisible();
  expect(await violations(desk, "body")).toEqual([]);
});

test("forced colours underline the chosen tab alone, and give Send an edge", async ({
  customer,
  desk,
}) => {
  await chat(customer, desk);
  await desk.emulateMedia({ forcedColors: "active" });
  const colour = (element: Element, property: string) =>
    getComputedStyle(element).getPropertyValue(property);
  const underline = (tab: string) =>
    desk.getByRole("tab", { name: tab }).evaluate(colour, "border-bottom-color");
  const unseen = "rgba(0, 0, 0, 0)";
  expect(await underline("Mine")).not.toBe(unseen);
  expect(await underline("Queue")).toBe(unseen);
  expect(await underline("All")).toBe(unseen);

  const send = desk.getByRole("button", { name: "Send" });
  const fill = await send.evaluate(colour, "background-color");
  expect(await send.evaluate(colour, "border-top-color")).not.toBe(fill);
});

test("a session is run by keyboard alone", async ({ customer, desk }) => {
  const { viewer } = await startCobrowse(customer, desk);
  const end = customer
    .getByRole("region", { name: "Cobrowse session", exact: true })
    .getByRole("button", { name: "End Cobrowse" });
  await end.focus();
  await customer.keyboard.press("Enter");
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "ended");
});
