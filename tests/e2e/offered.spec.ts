import type { Browser, Page } from "@playwright/test";
import { NO_RULES } from "../../peer/protocol/privacy-rules.ts";
import { DEFAULT_FEATURES, type SiteFeatures } from "../../peer/protocol/site-features.ts";
import type { TestServer } from "../support/server.ts";
import { ask, manageSite } from "../support/site-policy.ts";
import { violations } from "./accessibility-rules.ts";
import { chat, expect, logIn, request, startCobrowse, test } from "./cobrowse-fixture.ts";

/** As the settings page sends it. */
async function offer(server: TestServer, changed: Partial<SiteFeatures>): Promise<void> {
  const { cookie, path, read } = await manageSite(server);
  const { version, privacy = NO_RULES } = await read();
  const body = { version, privacy, features: { ...DEFAULT_FEATURES, ...changed } };
  expect((await ask(server, cookie, `${path}/policy`, { method: "PUT", body })).status).toBe(200);
}

async function openSettings(browser: Browser, server: TestServer): Promise<Page> {
  const settings = await (await browser.newContext()).newPage();
  await settings.goto(`${server.origin}/agent`);
  await logIn(settings, "manager@demo.test");
  await settings.goto(`${server.origin}/agent/settings`);
  await expect(settings.getByRole("switch", { name: "Remote Control" })).toBeVisible();
  return settings;
}

test.afterEach(async ({ server }) => offer(server, {}));

test("cobrowse that a manager turns off ends where it runs, and its button goes", async ({
  browser,
  customer,
  desk,
  server,
}) => {
  const { viewer } = await startCobrowse(customer, desk);
  const settings = await openSettings(browser, server);
  await settings.getByRole("switch", { name: "Cobrowse" }).click();
  await settings.getByRole("button", { name: "Save" }).click();
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "ended");
  await expect(desk.getByRole("log")).toContainText("cobrowse session ended: not allowed any more");
  await expect(customer.getByRole("log")).toContainText("The site does not allow it any more.");
  await expect(desk.getByText("Cobrowse is off for this site")).toBeVisible();
  await expect(desk.getByRole("button", { name: "Request Cobrowse" })).toHaveCount(0);
  await expect(settings.getByRole("cell", { name: "Cobrowse: all agents → off" })).toBeVisible();
  await settings.getByRole("switch", { name: "Cobrowse" }).click();
  await settings.getByRole("button", { name: "Save" }).click();
  await expect(desk.getByRole("button", { name: "Request Cobrowse" })).toBeVisible();
  expect(await violations(settings, "body")).toEqual([]);
  await settings.context().close();
});

test("an agent who is not chosen has no button", async ({ browser, customer, desk, server }) => {
  await chat(customer, desk);
  const settings = await openSettings(browser, server);
  await settings.getByRole("radio", { name: "Chosen agents" }).check();
  await settings.getByRole("checkbox", { name: "Agent Two" }).check();
  expect(await violations(settings, "body")).toEqual([]);
  await settings.getByRole("button", { name: "Save" }).click();
  await expect(desk.getByText("Cobrowse is for chosen agents of this site")).toBeVisible();
  await expect(desk.getByRole("button", { name: "Request Cobrowse" })).toHaveCount(0);
  await settings.getByRole("checkbox", { name: "Agent One" }).check();
  await settings.getByRole("button", { name: "Save" }).click();
  await expect(desk.getByRole("button", { name: "Request Cobrowse" })).toBeVisible();
  await settings.context().close();
});

test("a time that is out of range is not saved, and says so", async ({ browser, server }) => {
  const settings = await openSettings(browser, server);
  await settings.getByLabel("Time to answer").fill("5");
  await expect(settings.getByText("A whole number from 10 to 600")).toBeVisible();
  await settings.getByRole("button", { name: "Save" }).click();
  await expect(settings.getByText("A time is out of its range")).toBeVisible();
  await settings.getByLabel("Time to answer").fill("90");
  await settings.getByRole("button", { name: "Save" }).click();
  await expect(settings.getByRole("cell", { name: "Time to answer: 60 → 90" })).toBeVisible();
  await settings.context().close();
});

test("a minimised chat is told of the question, unless the site wants no blurbs", async ({
  customer,
  desk,
  server,
}) => {
  await chat(customer, desk);
  await customer.getByRole("button", { name: "Minimize chat" }).click();
  const blurb = customer.getByRole("status", { name: "Agent requesting cobrowse" });
  const question = customer.getByRole("dialog", { name: "Permission request" });
  const openChat = async () => {
    await expect(blurb).toBeVisible();
    await customer.getByRole("button", { name: "Open chat" }).focus();
    await customer.keyboard.press("Enter");
  };
  const viewer = await request(customer, desk, openChat);
  await expect(question.getByRole("heading")).toBeFocused();
  // One that comes after the end finds no session, and knows of none.
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "waiting");
  await desk.getByRole("button", { name: "End Cobrowse" }).click();
  await expect(question).toBeHidden();
  await expect(customer.getByRole("log")).toContainText("The question to see this page has closed");
  await expect(viewer.getByRole("main")).toContainText("taken back before the customer answered");
  await expect(desk.getByRole("log")).toContainText("cobrowse session ended: request taken back");

  await offer(server, { blurbs: false });
  await customer.getByRole("button", { name: "Minimize chat" }).click();
  await desk.getByRole("button", { name: "Request Cobrowse" }).click();
  await desk
    .getByRole("dialog", { name: "Request Cobrowse" })
    .getByRole("button", { name: "Request", exact: true })
    .click();
  // Once the chat shows the question, the note would have been there as well.
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "waiting");
  await customer.getByRole("button", { name: "Open chat" }).click();
  await expect(question).toBeVisible();
  await customer.getByRole("button", { name: "Minimize chat" }).click();
  await expect(customer.getByRole("button", { name: "Open chat" })).toBeVisible();
  await expect(blurb).toHaveCount(0);
  await customer.getByRole("button", { name: "Open chat" }).click();
  await customer.getByRole("button", { name: "Deny" }).click();
});

test("a question that nobody answers is counted down and closes on both sides", async ({
  customer,
  desk,
  server,
}) => {
  await offer(server, { requestSeconds: 20 });
  await chat(customer, desk);
  const viewer = await request(customer, desk);
  const question = customer.getByRole("dialog", { name: "Permission request" });
  await expect(question).toContainText(/closes in 0:(?:0[3-9]|1\d)/);
  await expect(viewer.getByRole("main")).toContainText("It closes after 20 seconds");
  await expect(question).toContainText(/closes in 0:0[12]/, { timeout: 30_000 });
  await expect(question).toBeHidden({ timeout: 30_000 });
  await expect(customer.getByRole("log")).toContainText("The question to see this page has closed");
  await expect(viewer.getByRole("main")).toContainText("did not answer in 20 seconds");
  await expect(desk.getByRole("log")).toContainText(
    "cobrowse session ended: customer did not answer",
  );
});
