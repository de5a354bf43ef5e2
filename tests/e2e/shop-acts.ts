/** What a customer does on the demo shop's pages, where it is to be the same each time. */
import type { Page } from "@playwright/test";

export const SHOP_ACTS: Record<string, (page: Page) => Promise<void>> = {
  "/": (page) => page.evaluate(() => scrollTo(0, 120)),
  async "/products/ridge-40"(page) {
    await page.getByLabel("Name on the tag").fill("Jo");
    await page.getByLabel("It is a gift").check();
    await page.getByLabel("Slate").check({ force: true });
    await page.getByLabel("Extras").selectOption(["Axe loop", "Map pocket"]);
    await page.getByRole("button", { name: "Work out the price" }).click();
    await page.getByText("How to measure your back").click();
    await page.getByRole("button", { name: "Size guide" }).click();
  },
  async "/checkout"(page) {
    await page.getByLabel("Full name").fill("Jo Harker");
    await page.getByLabel("Card number").fill("4242 4242 4242 4242");
    await page.getByLabel("Password of your account").fill("correct horse");
    await page.getByRole("button", { name: "Pay now" }).click();
  },
  async "/account"() {},
  async "/cart"() {},
  async "/app"(page) {
    await page.getByRole("link", { name: "Borrowed gear" }).click();
    await page.getByRole("link", { name: "Preferences" }).click();
  },
};
