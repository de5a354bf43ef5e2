import { readFileSync } from "node:fs";
import type { Browser, Page } from "@playwright/test";
import { violations } from "./accessibility-rules.ts";
import { expect, request, startCobrowse, test } from "./cobrowse-fixture.ts";

async function openInsights(browser: Browser, origin: string, email: string): Promise<Page> {
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto(`${origin}/agent/insights`);
  await page.getByRole("textbox", { name: "Email" }).fill(email);
  await page.getByLabel("Password").fill("demo");
  await page.getByRole("button", { name: "Log in" }).click();
  return page;
}

const table = (page: Page) => page.getByRole("region", { name: "Sessions", exact: true });

/** Lists the sessions behind an event. Other tests have theirs too: a figure alone says nothing of this one. */
async function showSessions(page: Page, event: string): Promise<void> {
  await page
    .getByRole("region", { name: "Cobrowse events" })
    .getByRole("button", { name: event })
    .click();
  await expect(table(page).getByRole("heading")).toContainText(event);
  await expect(table(page)).toHaveAttribute("aria-busy", "false");
}

test("a session that was held is behind each of its figures, once", async ({
  customer,
  desk,
  browser,
  server,
}) => {
  const { viewer } = await startCobrowse(customer, desk);
  const name = (await desk.getByRole("main").getByRole("heading").first().textContent()) ?? "";
  await desk.getByRole("button", { name: "End Cobrowse" }).click();
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "ended");
  await viewer.close();
  await request(customer, desk);
  await customer.getByRole("button", { name: "Deny" }).click();
  await expect(desk.getByRole("log")).toContainText("customer denied permission to cobrowse");

  const page = await openInsights(browser, server.origin, "manager@demo.test");
  const rows = table(page).getByRole("row").filter({ hasText: name });
  await expect(rows).toHaveCount(2);
  await showSessions(page, "Cobrowse session revoked");
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText("Agent ended it");
  await showSessions(page, "Cobrowse session denied");
  await expect(table(page).getByRole("heading")).toBeFocused();
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText("Customer said no");
  const downloading = page.waitForEvent("download");
  await table(page).getByRole("link", { name: "Export" }).click();
  const file = readFileSync(await (await downloading).path(), "utf8");
  expect(file.split("\r\n")[0]).toContain("Requested,Customer,Agent");
  const lines = file.split("\r\n").filter((line) => line.includes(`,${name},`));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(",denied,");
  await table(page).getByRole("button", { name: "Latest sessions" }).click();
  await expect(rows).toHaveCount(2);
  await page.context().close();
});

test("a manager composes a funnel, shares it, and nobody else changes it", async ({
  browser,
  server,
}) => {
  const manager = await openInsights(browser, server.origin, "manager@demo.test");
  await manager.getByRole("button", { name: "Card or funnel" }).click();
  const dialog = manager.getByRole("dialog", { name: "Card or funnel" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("<b>Help</b> & more");
  await dialog.getByRole("radio", { name: "Funnel" }).check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("alert")).toHaveText("A funnel needs two steps or more.");
  const add = dialog.getByRole("combobox", { name: "Add an event" });
  await add.selectOption({ label: "Remote control granted" });
  await add.selectOption({ label: "Cobrowse session granted" });
  await dialog.getByRole("button", { name: "Move Cobrowse session granted up" }).click();
  await dialog.getByRole("combobox", { name: "Period" }).selectOption({ label: "Last 7 days" });
  await dialog.getByRole("combobox", { name: "Agent" }).selectOption({ label: "Agent One" });
  await dialog.getByRole("checkbox", { name: /Shared/ }).check();
  expect(await violations(manager, "dialog")).toEqual([]);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();

  // Shown as text, with its steps in the order that was chosen.
  const card = manager.getByRole("region", { name: "<b>Help</b> & more" });
  await expect(card.getByRole("listitem")).toContainText([
    "Cobrowse session requested",
    "Cobrowse session granted",
    "Remote control granted",
  ]);
  await expect(card).toContainText("Last 7 days, Agent One");

  const admin = await openInsights(browser, server.origin, "admin@demo.test");
  const shared = admin.getByRole("region", { name: "<b>Help</b> & more" });
  await expect(shared).toContainText("by Manager");
  await expect(shared.getByRole("button", { name: /^Change/ })).toHaveCount(0);
  await admin.context().close();

  await card.getByRole("button", { name: /^Change/ }).click();
  await dialog.getByRole("textbox", { name: "Name" }).fill("Help");
  await dialog.getByRole("radio", { name: "Card" }).check();
  await dialog.getByRole("button", { name: "Save" }).click();
  const changed = manager.getByRole("region", { name: "Help", exact: true });
  await expect(changed.getByRole("listitem")).toHaveCount(3);
  await manager.reload();
  await changed.getByRole("button", { name: /^Change/ }).click();
  await dialog.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(changed).toHaveCount(0);
  await manager.context().close();
});

test("figures can be read by keyboard and screen reader, narrow and dark, and are not for agents", async ({
  browser,
  server,
}) => {
  const page = await openInsights(browser, server.origin, "admin@demo.test");
  await expect(page.getByRole("region", { name: "Cobrowse events" })).toContainText("error");
  expect(await violations(page, "body")).toEqual([]);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize({ width: 390, height: 800 });
  expect(await violations(page, "body")).toEqual([]);
  expect(await page.evaluate(() => document.querySelector("main")?.scrollWidth)).toBe(390);
  await page.getByRole("combobox", { name: "Period" }).selectOption({ label: "From day to day" });
  await page.getByLabel("First day").fill("2026-01-01");
  await page.getByLabel("Last day").fill("2026-01-02");
  await expect(page.getByText("No session in this period.")).toBeVisible();
  expect(await violations(page, "body")).toEqual([]);
  await page.context().close();

  const agent = await openInsights(browser, server.origin, "agent@demo.test");
  await expect(agent.getByText("Figures are for managers and admins.")).toBeVisible();
  await expect(agent.getByRole("link", { name: "Insights" })).toHaveCount(0);
  await agent.context().close();
});
