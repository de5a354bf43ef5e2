import { chat, expect, request, startCobrowse, test } from "./cobrowse-fixture.ts";

test("the way out stays within reach in front of a modal dialog", async ({ customer, desk }) => {
  await customer.goto(`${new URL(customer.url()).origin}/products/ridge-40`);
  const { viewer, replica } = await startCobrowse(customer, desk);
  await customer.getByRole("button", { name: "Minimize chat" }).click();
  await customer.getByRole("button", { name: "Size guide" }).click();
  await expect(customer.getByRole("dialog", { name: "Which back length" })).toBeVisible();
  await expect(replica.getByText("Up to 46 cm")).toBeVisible();
  // The chat opens there too, and the dialog closes as ever.
  await customer.getByRole("button", { name: "Open chat" }).click();
  await customer.getByRole("textbox", { name: "Message", exact: true }).fill("In front");
  await customer.getByRole("button", { name: "Send" }).click();
  await expect(customer.getByRole("log").getByText("In front")).toBeVisible();
  await customer
    .getByRole("region", { name: "Cobrowse session", exact: true })
    .getByRole("button", { name: "End Cobrowse" })
    .click();
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "ended");
  await customer.getByRole("button", { name: "Done" }).click();
  await expect(customer.getByRole("dialog", { name: "Which back length" })).toHaveCount(0);
  await expect(customer.getByRole("textbox", { name: "Message", exact: true })).toBeVisible();
});

test("the way out stays within reach when a dialog that holds it closes or is taken away", async ({
  customer,
  desk,
}) => {
  await customer.goto(`${new URL(customer.url()).origin}/products/ridge-40`);
  await startCobrowse(customer, desk);
  const bar = customer.getByRole("region", { name: "Cobrowse session", exact: true });
  await customer.getByRole("button", { name: "Size guide" }).click();
  await customer.getByRole("button", { name: "Done" }).click();
  await expect(bar.getByRole("button", { name: "End Cobrowse" })).toBeVisible();

  await customer.getByRole("button", { name: "Size guide" }).click();
  await customer.evaluate(() => document.getElementById("size-guide")?.remove());
  await expect(bar.getByRole("button", { name: "End Cobrowse" })).toBeVisible();
  await bar.getByRole("button", { name: "End Cobrowse" }).click();
  await expect(bar).toHaveCount(0);
});

test("the way out stays within reach in full screen", async ({ customer, desk }) => {
  await customer.goto(`${new URL(customer.url()).origin}/products/ridge-40`);
  const { viewer } = await startCobrowse(customer, desk);
  await customer.getByRole("button", { name: "Full screen" }).click();
  await expect.poll(() => customer.evaluate(() => document.fullscreenElement?.id)).toBe("gallery");
  await customer
    .getByRole("region", { name: "Cobrowse session", exact: true })
    .getByRole("button", { name: "End Cobrowse" })
    .click();
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "ended");
});

test("the question can be answered in front of a modal dialog, which may close meanwhile", async ({
  customer,
  desk,
}) => {
  await customer.goto(`${new URL(customer.url()).origin}/products/ridge-40`);
  await chat(customer, desk);
  await customer.getByRole("button", { name: "Minimize chat" }).click();
  await customer.getByRole("button", { name: "Size guide" }).click();
  const openChat = () => customer.getByRole("button", { name: "Open chat" }).click();
  const viewer = await request(customer, desk, openChat);
  // In front of the dialog, and where it was when the dialog is gone.
  const question = customer.getByRole("dialog", { name: "Permission request" });
  await customer.getByRole("button", { name: "Done" }).click();
  await expect(question).toBeVisible();
  await question.getByRole("button", { name: "Deny" }).click();
  await expect(question).toHaveCount(0);
  await viewer.close();

  await customer.getByRole("button", { name: "Minimize chat" }).click();
  await customer.getByRole("button", { name: "Size guide" }).click();
  await request(customer, desk, openChat);
  await customer.getByRole("button", { name: "Allow" }).click();
  await customer
    .getByRole("region", { name: "Cobrowse session", exact: true })
    .getByRole("button", { name: "End Cobrowse" })
    .click();
  await expect(desk.getByRole("log").getByText(/customer ended it/)).toBeVisible();
  await customer.getByRole("button", { name: "Done" }).click();
  await expect(customer.getByRole("textbox", { name: "Message", exact: true })).toBeVisible();
});
