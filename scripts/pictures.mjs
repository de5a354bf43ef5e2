/** `npm run pictures`: takes the README's pictures from the running product. */
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import { register } from "tsx/esm/api";
import { bundlesAreStale } from "./bundle-stamp.mjs";

register();
if (bundlesAreStale()) await (await import("./build.mjs")).buildAll();
const { startServer } = await import("../tests/support/server.ts");
const { CHROMIUM_ARGUMENTS, CHROMIUM_PATH } = await import("../tests/support/chromium.ts");

const directory = join(dirname(fileURLToPath(import.meta.url)), "..", "docs", "pictures");
mkdirSync(directory, { recursive: true });
const server = await startServer();
const browser = await chromium.launch({
  executablePath: CHROMIUM_PATH,
  args: CHROMIUM_ARGUMENTS,
});
const open = async (address) => {
  const page = await (
    await browser.newContext({
      viewport: { width: 1280, height: 800 },
      locale: "en-GB",
      // No picture of something that is half way in.
      reducedMotion: "reduce",
    })
  ).newPage();
  await page.goto(server.origin + address);
  return page;
};
const take = async (page, name) => {
  await page.bringToFront();
  await page.screenshot({ path: join(directory, `${name}.png`) });
};

const desk = await open("/agent");
await desk.getByLabel("Email").fill("agent@demo.test");
await desk.getByLabel("Password").fill("demo");
await desk.getByRole("button", { name: "Log in" }).click();
await desk.getByRole("tab", { name: "Mine" }).waitFor();

const customer = await open("/products/ridge-40");
await customer.getByRole("button", { name: "Open chat" }).click();
await customer
  .getByRole("textbox", { name: "Message", exact: true })
  .fill("Hi, the Ridge 40 won’t let me pick M/L. It stays grey.");
await customer.keyboard.press("Enter");
await desk.getByRole("option").first().click();
await desk
  .getByRole("textbox", { name: "Message" })
  .fill("Happy to look at it with you. May I see the page?");
await desk.keyboard.press("Enter");
await customer.getByText("Happy to look").waitFor();

await desk.getByRole("button", { name: "Request Cobrowse" }).click();
const opening = desk.context().waitForEvent("page");
await desk.getByRole("button", { name: "Request", exact: true }).click();
const viewer = await opening;
await customer.getByRole("dialog", { name: "Permission request" }).waitFor();
await take(customer, "permission");
await customer.getByRole("button", { name: "Allow" }).click();
await viewer.locator('main[data-state="live"]').waitFor();
await customer.bringToFront();
await customer.mouse.move(690, 300);
await customer.mouse.move(700, 330);
await viewer.locator(".tag.customer").waitFor();
await viewer.getByText(/^Direct · \d ms/).waitFor();
await viewer.getByText("1 part private").waitFor();
await take(customer, "customer");
await take(viewer, "viewer");
await desk.getByText(/^Direct · \d ms/).waitFor();
await take(desk, "desk");
await browser.close();
await server.close();
