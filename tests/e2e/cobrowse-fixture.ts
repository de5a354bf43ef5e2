/**
 * A server, a shop and two people. In the project `own-origin` the shop is served by Alongside's
 * own server; in `foreign-site` it is another origin under a strict content security policy. An
 * uncaught error or a complaint in any page's console fails the test.
 */
import {
  type BrowserContext,
  test as base,
  expect,
  type FrameLocator,
  type Locator,
  type Page,
} from "@playwright/test";
import { startForeignShop } from "../support/foreign-shop.ts";
import { startServer, type TestServer } from "../support/server.ts";

/** By which a server that is called can tell the agent's browser from the customer's. */
export const AGENT_BROWSER = "Mozilla/5.0 (the agent's browser)";

/** Dots that pulse for as long as a session runs would keep two cores busy with painting. */
const CALM = { reducedMotion: "reduce" } as const;

interface Workers {
  server: TestServer;
  shopOrigin: string;
}

interface Fixtures {
  /** Whether a console error or warning fails the test: not where the page is made to complain. */
  isQuiet: boolean;
  /** Origin of the shop without a policy: its pages may have styles that a test writes into them. */
  lenientShop: string;
  /** A customer's browser on the shop's first page. */
  customer: Page;
  /** An agent's browser, logged in at the desk as Agent One. */
  desk: Page;
}

export const test = base.extend<Fixtures, Workers>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures
    async ({}, use) => {
      const server = await startServer();
      await use(server);
      await server.close();
    },
    { scope: "worker" },
  ],
  shopOrigin: [
    async ({ server }, use, workerInfo) => {
      if (workerInfo.project.metadata["shop"] === "own") return use(server.origin);
      const shop = await startForeignShop({ widgetHost: server.origin });
      await use(shop.origin);
      await shop.close();
    },
    { scope: "worker" },
  ],
  lenientShop: async ({ server, shopOrigin }, use, testInfo) => {
    if (testInfo.project.metadata["shop"] === "own") return use(shopOrigin);
    const shop = await startForeignShop({ widgetHost: server.origin, hasPolicy: false });
    await use(shop.origin);
    await shop.close();
  },
  isQuiet: [true, { option: true }],
  customer: async ({ browser, shopOrigin, isQuiet }, use) => {
    await withBrowser(await browser.newContext(CALM), isQuiet, async (context) => {
      const page = await context.newPage();
      await page.goto(shopOrigin);
      await use(page);
    });
  },
  desk: async ({ browser, server, isQuiet }, use) => {
    const opened = await browser.newContext({ ...CALM, userAgent: AGENT_BROWSER });
    await withBrowser(opened, isQuiet, async (context) => {
      const page = await context.newPage();
      await page.goto(`${server.origin}/agent`);
      await logIn(page, "agent@demo.test");
      await use(page);
    });
  },
});

/**
 * Skips the test, or the tests of the hook, that calls it. Not in silence: the list of tests does
 * not say why.
 */
export function skipFor(reason: string | undefined, what: string): void {
  if (reason) process.stderr.write(`${what}: ${reason}\n`);
  test.skip(reason !== undefined, reason);
}

/**
 * The browser tells of every 401, as of the one that asks whether anybody is logged in, and of settings
 * that are refused; and of the scripts by which the tests themselves look into the replica, where no
 * script may run.
 */
const EXPECTED = /status of (?:401|409|422)|^Blocked script execution in/;

/** Closes the browser at the end, and fails on any uncaught error, console error or warning in it. */
export async function withBrowser(
  context: BrowserContext,
  isQuiet: boolean,
  work: (context: BrowserContext) => Promise<void>,
) {
  const problems: string[] = [];
  context.on("weberror", (error) => problems.push(error.error().message));
  context.on("console", (message) => {
    if (!["error", "warning"].includes(message.type()) || !isQuiet) return;
    if (!EXPECTED.test(message.text())) problems.push(message.text());
  });
  await work(context);
  await context.close();
  expect(problems).toEqual([]);
}

export async function logIn(page: Page, email: string): Promise<void> {
  await page.getByRole("textbox", { name: "Email" }).fill(email);
  await page.getByLabel("Password").fill("demo");
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(page.getByRole("tab", { name: "Mine" })).toBeVisible();
}

/** The customer writes; the agent opens the conversation and answers. */
export async function chat(customer: Page, desk: Page): Promise<void> {
  const greeting = `Hello, I am customer ${crypto.randomUUID().slice(0, 8)}`;
  await customer.getByRole("button", { name: "Open chat" }).click();
  await customer.getByRole("textbox", { name: "Message" }).fill(greeting);
  await customer.getByRole("button", { name: "Send" }).click();
  await desk.getByRole("option", { name: greeting }).click();
  await desk.getByRole("textbox", { name: "Message" }).fill("How can I help?");
  await desk.getByRole("button", { name: "Send" }).click();
  await expect(customer.getByRole("log").getByText("How can I help?")).toBeVisible();
}

/**
 * The agent asks; resolves with the viewer once the customer is asked.
 * @param meanwhile - what the customer does to see the question
 */
export async function request(
  customer: Page,
  desk: Page,
  meanwhile = async () => {},
): Promise<Page> {
  await desk.getByRole("button", { name: "Request Cobrowse" }).click();
  const opening = desk.context().waitForEvent("page");
  await desk
    .getByRole("dialog", { name: "Request Cobrowse" })
    .getByRole("button", { name: "Request", exact: true })
    .click();
  const viewer = await opening;
  await meanwhile();
  await expect(customer.getByRole("dialog", { name: "Permission request" })).toBeVisible();
  return viewer;
}

export async function allow(customer: Page, viewer: Page): Promise<FrameLocator> {
  await customer.getByRole("button", { name: "Allow" }).click();
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "live");
  return viewer.frameLocator('iframe[title="Customer page"]');
}

/** Every state that the viewer's stage comes to from now on. */
export async function recordStates(viewer: Page): Promise<string[]> {
  const states: string[] = [];
  await viewer.exposeFunction("noteState", (state: string) => states.push(state));
  await viewer.evaluate(() => {
    const main = document.querySelector("main");
    const { noteState } = window as unknown as { noteState(state: string): void };
    new MutationObserver(() => noteState(main?.dataset["state"] ?? "")).observe(main as Node, {
      attributeFilter: ["data-state"],
    });
  });
  return states;
}

/** From the first message to the live page. */
export async function startCobrowse(customer: Page, desk: Page) {
  await chat(customer, desk);
  const viewer = await request(customer, desk);
  return { viewer, replica: await allow(customer, viewer) };
}

/** Whether a press in the middle of `control` reaches it: nothing covers it, nothing makes it inert. */
export function isWithinReach(control: Locator): Promise<boolean> {
  return control.evaluate((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    const [middleX, middleY] = [x + width / 2, y + height / 2];
    let hit = document.elementFromPoint(middleX, middleY);
    for (let inside = hit?.shadowRoot; inside; inside = hit?.shadowRoot) {
      const next = inside.elementFromPoint(middleX, middleY);
      if (next === null || next === hit) break;
      hit = next;
    }
    return element.contains(hit);
  });
}

export { expect };
