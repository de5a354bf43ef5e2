import type { Browser, Page, WebSocketRoute } from "@playwright/test";
import type { TestServer } from "../support/server.ts";
import { chat, expect, logIn, test } from "./cobrowse-fixture.ts";

/** A desk of another agent, in a browser of their own. */
async function openOtherDesk(
  browser: Browser,
  server: TestServer,
  prepare = async (_desk: Page) => {},
): Promise<Page> {
  const other = await (await browser.newContext()).newPage();
  await prepare(other);
  await other.goto(`${server.origin}/agent`);
  await logIn(other, "agent2@demo.test");
  return other;
}

async function write(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox", { name: "Message" }).fill(text);
  await page.getByRole("textbox", { name: "Message" }).press("Enter");
}

test("what another agent wrote bears their name, and is not shown as one's own", async ({
  browser,
  customer,
  desk,
  server,
}) => {
  await chat(customer, desk);
  const other = await openOtherDesk(browser, server);
  await other.getByRole("tab", { name: "All" }).click();
  const item = other.getByRole("option", { name: "Agent One: How can I help?" });
  await item.click();
  const bubble = other.getByRole("log").getByText("How can I help?");
  await expect(other.getByRole("log").getByText("Agent One", { exact: true })).toBeVisible();
  await expect(other.getByRole("main").getByText("Owner: Agent One")).toBeVisible();

  const ground = (element: Element) => getComputedStyle(element).backgroundColor;
  const own = desk.getByRole("log").getByText("How can I help?");
  expect(await bubble.evaluate(ground)).not.toBe(await own.evaluate(ground));
  await expect(desk.getByRole("option", { name: "You: How can I help?" })).toBeVisible();
  await expect(desk.getByRole("log").getByText("Agent One", { exact: true })).toHaveCount(0);
  await expect(desk.getByText("Owner: Agent One")).toHaveCount(0);
  await other.context().close();
});

test("who loses the race for a conversation is told who took it", async ({
  browser,
  customer,
  server,
}) => {
  const question = `Anybody there? ${crypto.randomUUID().slice(0, 8)}`;
  await customer.getByRole("button", { name: "Open chat" }).click();
  await write(customer, question);
  await expect(customer.getByRole("log").getByText(question)).toBeVisible();

  // The loser's desk hears late of what the winner did, so that both find it in the queue.
  let isHeldBack = false;
  const heldBack: Array<() => void> = [];
  const loser = await openOtherDesk(browser, server, (page) =>
    page.routeWebSocket(/signaling/, (socket: WebSocketRoute) => {
      const upstream = socket.connectToServer();
      upstream.onMessage((message) => {
        const isNews = String(message).includes('"conversation.changed"');
        if (isHeldBack && isNews) heldBack.push(() => socket.send(message));
        else socket.send(message);
      });
    }),
  );
  const winner = await (await browser.newContext()).newPage();
  await winner.goto(`${server.origin}/agent`);
  await logIn(winner, "agent@demo.test");
  for (const desk of [loser, winner]) {
    await desk.getByRole("tab", { name: "Queue" }).click();
    await desk.getByRole("option", { name: question }).click();
  }
  isHeldBack = true;
  await winner.getByRole("button", { name: "Take" }).click();
  await expect(winner.getByRole("button", { name: "Request Cobrowse" })).toBeVisible();
  await loser.getByRole("button", { name: "Take" }).click();
  await expect(loser.getByRole("alert")).toContainText("belongs to another agent");
  isHeldBack = false;
  for (const release of heldBack) release();
  await expect(loser.getByRole("alert")).toContainText("Agent One took it.");
  await expect(loser.getByRole("button", { name: "Take" })).toHaveCount(0);
  await loser.context().close();
  await winner.context().close();
});
