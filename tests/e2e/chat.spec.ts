import { chat, expect, test } from "./cobrowse-fixture.ts";

test("the chat survives a page change, open and with its words", async ({ customer, desk }) => {
  await chat(customer, desk);
  await customer.getByRole("link", { name: "Products" }).click();
  await expect(customer.getByRole("heading", { level: 1 })).toHaveText("Everything we make");
  await expect(customer.getByRole("dialog", { name: "Chat" })).toBeVisible();
  await expect(customer.getByRole("log").getByText("How can I help?")).toBeVisible();
});

test("a site that makes its root font small does not make the chat small", async ({
  customer,
  desk,
}) => {
  await customer.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("html { font-size: 62.5% }");
    document.adoptedStyleSheets = [sheet];
  });
  await chat(customer, desk);
  const size = await customer
    .getByRole("log")
    .getByText("How can I help?")
    .evaluate((message) => getComputedStyle(message).fontSize);
  expect(size).toBe("14px");
});

test("what the agent writes counts as unread while the chat is minimised", async ({
  customer,
  desk,
}) => {
  await chat(customer, desk);
  await customer.getByRole("button", { name: "Minimize chat" }).click();
  await customer.getByRole("link", { name: "Cart" }).click();
  await desk.getByRole("textbox", { name: "Message" }).fill("Are you there?");
  await desk.getByRole("button", { name: "Send" }).click();
  const launcher = customer.getByRole("button", { name: "Open chat" });
  await expect(launcher).toHaveAccessibleDescription("1 unread");
  await launcher.click();
  await expect(customer.getByRole("log").getByText("Are you there?")).toBeVisible();
  await customer.getByRole("button", { name: "Minimize chat" }).click();
  await expect(launcher).toHaveAccessibleDescription("");
});

test("a minimised chat shows the question as a blurb, and opening it asks", async ({
  customer,
  desk,
}) => {
  await chat(customer, desk);
  await customer.getByRole("button", { name: "Minimize chat" }).click();
  await desk.getByRole("button", { name: "Request Cobrowse" }).click();
  await desk.getByRole("button", { name: "Request", exact: true }).click();
  await expect(customer.getByRole("status").getByText("Agent requesting cobrowse")).toBeVisible();
  await customer.getByRole("button", { name: "Open chat" }).click();
  const question = customer.getByRole("dialog", { name: "Permission request" });
  await expect(question.getByRole("heading")).toBeFocused();
  const [deny, allow] = [
    question.getByRole("button", { name: "Deny" }),
    question.getByRole("button", { name: "Allow" }),
  ];
  const [denyBox, allowBox] = [await deny.boundingBox(), await allow.boundingBox()];
  expect([denyBox?.width, denyBox?.height]).toEqual([allowBox?.width, allowBox?.height]);
  // Neither Enter nor Escape answers.
  await customer.keyboard.press("Enter");
  await customer.keyboard.press("Escape");
  await customer.getByRole("button", { name: "Open chat" }).click();
  await expect(question).toBeVisible();
});

test("the agent may ask only after a first message of their own", async ({ customer, desk }) => {
  await customer.getByRole("button", { name: "Open chat" }).click();
  const greeting = `First ${crypto.randomUUID().slice(0, 8)}`;
  await customer.getByRole("textbox", { name: "Message" }).fill(greeting);
  await customer.getByRole("textbox", { name: "Message" }).press("Enter");
  await desk.getByRole("option", { name: greeting }).click();
  const ask = desk.getByRole("button", { name: "Request Cobrowse" });
  await expect(ask).toHaveAttribute("aria-disabled", "true");
  await expect(ask).toHaveAccessibleDescription("Send a message first");
  await ask.focus();
  await expect(ask).toBeFocused();
  await desk.getByRole("textbox", { name: "Message" }).fill("Hello");
  await desk.getByRole("textbox", { name: "Message" }).press("Enter");
  await expect(ask).toHaveAttribute("aria-disabled", "false");
});
