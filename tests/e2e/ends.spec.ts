import type { Browser, Page } from "@playwright/test";
import type { TestServer } from "../support/server.ts";
import { violations } from "./accessibility-rules.ts";
import { chat, expect, logIn, startCobrowse, test } from "./cobrowse-fixture.ts";

async function openDesk(browser: Browser, server: TestServer, email: string): Promise<Page> {
  const desk = await (await browser.newContext()).newPage();
  await desk.goto(`${server.origin}/agent`);
  await logIn(desk, email);
  return desk;
}

async function choose(desk: Page, action: string): Promise<void> {
  await desk.getByRole("button", { name: "Conversation actions" }).click();
  await desk.getByRole("menuitem", { name: action }).click();
}

/** The name by which this customer goes, as the open conversation shows it. */
const customerOf = async (desk: Page) =>
  (await desk.getByRole("main").getByRole("heading").first().textContent()) ?? "";

async function open(desk: Page, tab: string, customer: string): Promise<void> {
  await desk.getByRole("tab", { name: tab }).click();
  await desk.getByRole("option", { name: customer }).click();
}

/** On all three screens the session is over, and each says why. */
async function expectEnd(
  { customer, desk, viewer }: { customer: Page; desk: Page; viewer: Page },
  words: { desk: string; customer: string; viewer: string },
): Promise<void> {
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "ended");
  await expect(viewer.getByRole("main")).toContainText(words.viewer);
  await expect(
    customer.getByRole("region", { name: "Cobrowse session", exact: true }),
  ).toBeHidden();
  await expect(customer.getByRole("log")).toContainText(words.customer);
  await expect(desk.getByRole("log")).toContainText(`cobrowse session ended: ${words.desk}`);
}

test("a transfer ends the session, and the new owner writes before asking anew", async ({
  browser,
  customer,
  desk,
  server,
}) => {
  const { viewer } = await startCobrowse(customer, desk);
  // Not before: the chat would come to whoever has fewer of them.
  const other = await openDesk(browser, server, "agent2@demo.test");
  const name = await customerOf(desk);
  await choose(desk, "Transfer…");
  const dialog = desk.getByRole("dialog", { name: "Transfer" });
  await dialog.getByRole("radio", { name: "Agent Two" }).check();
  await dialog.getByRole("button", { name: "Transfer" }).click();
  await expectEnd(
    { customer, desk, viewer },
    { desk: "transferred", customer: "Another agent takes over.", viewer: "transferred" },
  );
  await expect(desk.getByRole("main").getByText("Owner: Agent Two")).toBeVisible();
  await open(other, "Mine", name);
  const ask = other.getByRole("button", { name: "Request Cobrowse" });
  await expect(ask).toHaveAttribute("aria-disabled", "true");
  await other.getByRole("textbox", { name: "Message" }).fill("I take over from here");
  await other.getByRole("button", { name: "Send" }).click();
  await expect(ask).toHaveAttribute("aria-disabled", "false");
  await other.context().close();
});

test("what is returned to the queue is there for another agent to take", async ({
  browser,
  customer,
  desk,
  server,
}) => {
  const { viewer } = await startCobrowse(customer, desk);
  // Not before: the chat would come to whoever has fewer of them.
  const other = await openDesk(browser, server, "agent2@demo.test");
  const name = await customerOf(desk);
  await choose(desk, "Return to queue");
  await expectEnd(
    { customer, desk, viewer },
    { desk: "returned to queue", customer: "Another agent takes over.", viewer: "queue" },
  );
  await open(other, "Queue", name);
  await other.getByRole("button", { name: "Take", exact: true }).click();
  await expect(desk.getByRole("main").getByText("Owner: Agent Two")).toBeVisible();
  await other.context().close();
});

test("a manager takes a conversation away, and an agent has no such thing in the menu", async ({
  browser,
  customer,
  desk,
  server,
}) => {
  const { viewer } = await startCobrowse(customer, desk);
  // Not before: the chat would come to whoever has fewer of them.
  const manager = await openDesk(browser, server, "manager@demo.test");
  const name = await customerOf(desk);
  await desk.getByRole("button", { name: "Conversation actions" }).click();
  await expect(desk.getByRole("menuitem")).toHaveText([
    "Transfer…",
    "Return to queue",
    "Close conversation",
  ]);
  await desk.keyboard.press("Escape");
  await open(manager, "All", name);
  await choose(manager, "Take away");
  await expectEnd(
    { customer, desk, viewer },
    { desk: "taken away", customer: "Another agent takes over.", viewer: "manager took" },
  );
  await expect(desk.getByRole("main").getByText("Owner: Manager")).toBeVisible();
  await expect(desk.getByRole("button", { name: "Request Cobrowse" })).toHaveAttribute(
    "aria-disabled",
    "true",
  );
  await manager.context().close();
});

test("a closed conversation is closed on every side, and found again by its status", async ({
  customer,
  desk,
}) => {
  const { viewer } = await startCobrowse(customer, desk);
  const name = await customerOf(desk);
  await choose(desk, "Close conversation");
  await expectEnd(
    { customer, desk, viewer },
    { desk: "conversation closed", customer: "The conversation was closed.", viewer: "closed" },
  );
  await expect(desk.getByRole("main")).toContainText("This conversation is closed");
  await expect(desk.getByRole("textbox", { name: "Message" })).toHaveCount(0);
  await desk.getByRole("tab", { name: "Mine" }).click();
  await expect(desk.getByRole("option", { name })).toHaveCount(0);
  await desk.getByLabel("Status").selectOption("closed");
  await expect(desk.getByRole("option", { name })).toBeVisible();
});

test("menu, transfer and keys work without a mouse, and read well", async ({ customer, desk }) => {
  await chat(customer, desk);
  const expectSound = async () => expect(await violations(desk, "body")).toEqual([]);
  const actions = desk.getByRole("button", { name: "Conversation actions" });
  await desk.getByRole("log", { name: "Messages" }).focus();
  await desk.keyboard.press("e");
  await expect(desk.getByRole("menuitem", { name: "Close conversation" })).toBeFocused();
  await expectSound();
  await desk.keyboard.press("Home");
  await desk.keyboard.press("Enter");
  await expect(desk.getByRole("dialog", { name: "Transfer" })).toBeVisible();
  await expectSound();
  await desk.keyboard.press("Escape");
  await actions.focus();
  await desk.keyboard.press("r");
  await expect(desk.getByRole("textbox", { name: "Message" })).toBeFocused();
  await desk.keyboard.type("?r");
  await expect(desk.getByRole("textbox", { name: "Message" })).toHaveValue("?r");
  await actions.focus();
  await desk.keyboard.press("?");
  const sheet = desk.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(sheet).toBeVisible();
  await expectSound();
  await sheet.getByRole("switch", { name: "Single keys" }).click();
  await desk.keyboard.press("Escape");
  await actions.focus();
  await desk.keyboard.press("r");
  await expect(actions).toBeFocused();
  await desk.keyboard.press("?");
  await sheet.getByRole("switch", { name: "Single keys" }).click();
  await sheet.getByRole("button", { name: "Close" }).click();
});

test("a draft stays with its conversation, also over a reload", async ({ customer, desk }) => {
  await chat(customer, desk);
  const box = desk.getByRole("textbox", { name: "Message" });
  await box.fill("Half a sentence");
  await desk.getByRole("tab", { name: "All" }).click();
  await desk.reload();
  await expect(box).toHaveValue("Half a sentence");
  await desk.getByRole("button", { name: "Send" }).click();
  await expect(customer.getByRole("log").getByText("Half a sentence")).toBeVisible();
  await desk.reload();
  await expect(box).toHaveValue("");
});

test("no new conversation comes to an agent who is away", async ({ customer, desk }) => {
  await desk.getByRole("switch", { name: "Available" }).click();
  await expect(desk.getByRole("switch", { name: "Available" })).not.toBeChecked();
  await desk.reload();
  await expect(desk.getByRole("switch", { name: "Available" })).not.toBeChecked();
  const text = `Anybody? ${crypto.randomUUID().slice(0, 8)}`;
  await customer.getByRole("button", { name: "Open chat" }).click();
  await customer.getByRole("textbox", { name: "Message" }).fill(text);
  await customer.getByRole("button", { name: "Send" }).click();
  await desk.getByRole("tab", { name: "Queue" }).click();
  await expect(desk.getByRole("option", { name: text })).toBeVisible();
  await desk.getByRole("switch", { name: "Available" }).click();
});

test("the agent sees how far the last message has come", async ({ customer, desk }) => {
  await chat(customer, desk);
  await expect(desk.getByRole("log")).toContainText("Seen ·");
  await customer.getByRole("button", { name: "Minimize chat" }).click();
  await desk.getByRole("textbox", { name: "Message" }).fill("Are you still there?");
  await desk.getByRole("button", { name: "Send" }).click();
  await expect(desk.getByRole("log")).toContainText("Delivered ·");
  await customer.getByRole("button", { name: "Open chat" }).click();
  await expect(desk.getByRole("log")).toContainText("Seen ·");
});
