import type { BrowserContext, Page } from "@playwright/test";
import { allow, chat, expect, startCobrowse, test } from "./cobrowse-fixture.ts";

const replicaOf = (viewer: Page) => viewer.frameLocator('iframe[title="Customer page"]');
const customerOf = async (desk: Page) =>
  (await desk.getByRole("main").getByRole("heading").first().textContent()) ?? "";
const select = (desk: Page, name: string) => desk.getByRole("option", { name }).click();

/** Two customers with one agent, both seen; the second one is selected at the desk. */
async function startTwo(first: Page, desk: Page, context: BrowserContext, shopOrigin: string) {
  const { viewer } = await startCobrowse(first, desk);
  const firstName = await customerOf(desk);
  const second = await context.newPage();
  await second.goto(`${shopOrigin}/products`);
  await chat(second, desk);
  const secondName = await customerOf(desk);
  await desk.getByRole("button", { name: "Request Cobrowse" }).click();
  await desk
    .getByRole("dialog", { name: "Request Cobrowse" })
    .getByRole("button", { name: "Request", exact: true })
    .click();
  await expect(second.getByRole("dialog", { name: "Permission request" })).toBeVisible();
  await allow(second, viewer);
  return { viewer, second, firstName, secondName };
}

const heading = (page: Page) => page.getByRole("heading", { level: 1 }).first().textContent();

test("an agent has two sessions, and sees the one of the conversation at the desk", async ({
  browser,
  customer,
  desk,
  shopOrigin,
}) => {
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const { viewer, second, firstName, secondName } = await startTwo(
    customer,
    desk,
    context,
    shopOrigin,
  );
  const [firstTitle, secondTitle] = [await heading(customer), await heading(second)];
  expect(firstTitle).not.toBe(secondTitle);
  await expect(replicaOf(viewer).locator("h1")).toHaveText(secondTitle ?? "");
  await expect(viewer.locator("iframe:visible")).toHaveCount(1);
  await expect(viewer.getByRole("banner")).toContainText(secondName);

  // What happens while it is hidden is there the moment it is shown.
  await customer.evaluate(() => {
    const title = document.querySelector("h1");
    if (title) title.textContent = "Changed while nobody looked";
  });
  await select(desk, firstName);
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "live");
  await expect(replicaOf(viewer).locator("h1")).toHaveText("Changed while nobody looked");
  await expect(viewer.locator("iframe:visible")).toHaveCount(1);
  await expect(viewer.getByRole("banner")).toContainText(firstName);

  // The end of one is no end of the other.
  await viewer.getByRole("button", { name: "End" }).click();
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "ended");
  await select(desk, secondName);
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "live");
  await expect(replicaOf(viewer).locator("h1")).toHaveText(secondTitle ?? "");
  await context.close();
});

test("a viewer that is loaded anew takes all its sessions up again", async ({
  browser,
  customer,
  desk,
  shopOrigin,
}) => {
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const { viewer, second, firstName } = await startTwo(customer, desk, context, shopOrigin);
  await viewer.reload();
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "live");
  await expect(replicaOf(viewer).locator("h1")).toHaveText((await heading(second)) ?? "");
  await select(desk, firstName);
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "live");
  await expect(replicaOf(viewer).locator("h1")).toHaveText((await heading(customer)) ?? "");
  await context.close();
});

test("Focus Cobrowse opens a viewer that was closed, and its sessions go on", async ({
  browser,
  customer,
  desk,
  shopOrigin,
}) => {
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const { viewer, firstName } = await startTwo(customer, desk, context, shopOrigin);
  await viewer.close();
  const opening = desk.context().waitForEvent("page");
  await desk.getByRole("button", { name: "Focus Cobrowse" }).click();
  const again = await opening;
  await expect(again.locator("main")).toHaveAttribute("data-state", "live");
  await select(desk, firstName);
  await expect(again.locator("main")).toHaveAttribute("data-state", "live");
  await expect(replicaOf(again).locator("h1")).toHaveText((await heading(customer)) ?? "");
  await context.close();
});

test("a viewer that was opened without a conversation holds none for its next load", async ({
  desk,
  server,
}) => {
  const viewer = await desk.context().newPage();
  await viewer.goto(`${server.origin}/agent/cobrowse`);
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "unavailable");
  const held = await viewer.evaluate(() => sessionStorage.getItem("alongside.viewer"));
  // Sessions of other tests may be about to end; what must not stand there is no conversation.
  expect(JSON.parse(held ?? "null")).not.toContain("");
});

test("where no session can be, the viewer says so, and comes back with the other one", async ({
  browser,
  customer,
  desk,
  shopOrigin,
}) => {
  const { viewer } = await startCobrowse(customer, desk);
  const firstName = await customerOf(desk);
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const other = await context.newPage();
  await other.goto(shopOrigin);
  const question = `Anybody there? ${crypto.randomUUID().slice(0, 8)}`;
  await other.getByRole("button", { name: "Open chat" }).click();
  await other.getByRole("textbox", { name: "Message" }).fill(question);
  await other.getByRole("button", { name: "Send" }).click();
  await select(desk, question);
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "unavailable");
  await expect(
    viewer.getByText("Cobrowse is not available for the current conversation"),
  ).toBeVisible();
  await expect(viewer.locator("iframe:visible")).toHaveCount(0);
  await expect(viewer.getByText("Send a message first.")).toBeVisible();
  await desk.getByRole("textbox", { name: "Message" }).fill("I am here");
  await desk.getByRole("button", { name: "Send" }).click();
  await expect(viewer.getByText("Request one at the desk")).toBeVisible();
  await select(desk, firstName);
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "live");
  await expect(replicaOf(viewer).locator("h1")).toHaveText((await heading(customer)) ?? "");
  await context.close();
});

test("two viewers of one agent come to rest, whatever is selected at the desk", async ({
  browser,
  customer,
  desk,
  shopOrigin,
}) => {
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const started = await startTwo(customer, desk, context, shopOrigin);
  const { viewer, firstName, secondName } = started;
  const second = await desk.context().newPage();
  await second.goto(viewer.url());
  await expect(second.locator("main")).toHaveAttribute("data-state", "live");
  await expect(viewer.getByText("open in another viewer of yours")).toBeVisible();
  for (const name of [firstName, secondName, firstName, secondName]) {
    await select(desk, name);
    await expect(second.getByRole("banner")).toContainText(name);
    await expect(second.locator("main")).toHaveAttribute("data-state", "live");
    await expect(viewer.getByText("open in another viewer of yours")).toBeVisible();
  }
  await context.close();
});

test("a session that ended while another was shown says how it ended", async ({
  browser,
  customer,
  desk,
  shopOrigin,
}) => {
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const { viewer, firstName, secondName } = await startTwo(customer, desk, context, shopOrigin);
  await customer.getByRole("button", { name: "End Cobrowse" }).first().click();
  await expect(desk.getByRole("option", { name: firstName })).not.toContainText("Live");
  // The desk speaks once more of what is shown: no reason to forget the other one.
  await select(desk, secondName);
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "live");
  await select(desk, firstName);
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "ended");
  await expect(viewer.getByText("The customer ended it.")).toBeVisible();
  await select(desk, secondName);
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "live");
  await context.close();
});
