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

/** With its socket open before and after: one that is cut off while it opens complains in the console. */
async function reload(desk: Page): Promise<void> {
  const list = desk.getByRole("listbox");
  await expect(list).toHaveAttribute("aria-busy", "false");
  await desk.reload();
  await expect(list).toHaveAttribute("aria-busy", "false");
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
  // The newest one: other tests' conversations are on the same server.
  await other.getByRole("option", { name: "Agent One: How can I help?" }).first().click();
  const bubble = other.getByRole("log").getByText("How can I help?");
  await expect(other.getByRole("log").getByText("Agent One", { exact: true })).toBeVisible();
  await expect(other.getByRole("main").getByText("Owner: Agent One")).toBeVisible();

  const ground = (element: Element) => getComputedStyle(element).backgroundColor;
  const own = desk.getByRole("log").getByText("How can I help?");
  expect(await bubble.evaluate(ground)).not.toBe(await own.evaluate(ground));
  await expect(desk.getByRole("option", { name: "You: How can I help?" }).first()).toBeVisible();
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

test("a customer's burst of messages brings the agent no complaint of being too fast", async ({
  customer,
  desk,
}) => {
  const readAt: number[] = [];
  let toDesk: WebSocketRoute | undefined;
  await desk.routeWebSocket(/signaling/, (socket) => {
    toDesk = socket;
    const upstream = socket.connectToServer();
    socket.onMessage((message) => {
      if (String(message).includes('"entries.read"')) readAt.push(Date.now());
      upstream.send(message);
    });
  });
  await desk.clock.install();
  await reload(desk);
  await chat(customer, desk);
  for (let number = 1; number <= 30; number++) await write(customer, `Item ${number}`);
  // Exact, as a time may stand right after "Item 3".
  await expect(desk.getByRole("log").getByText("Item 30", { exact: true })).toBeVisible();
  await expect(desk.getByRole("option", { name: "Item 30" })).not.toContainText("unread");
  const tookMs = (readAt.at(-1) ?? 0) - (readAt[0] ?? 0);
  expect(readAt.length).toBeLessThanOrEqual(2 + tookMs / 500);

  const refuse = (request?: string) =>
    toDesk?.send(JSON.stringify({ type: "refused", reason: "too-many", request }));
  await desk.clock.fastForward("00:10");
  await desk.getByRole("textbox", { name: "Message" }).fill("typing");
  refuse("typing.report");
  refuse("entries.read");
  refuse();
  await write(customer, "And that is all");
  await expect(desk.getByRole("log").getByText("And that is all")).toBeVisible();
  await expect(desk.getByRole("alert")).toHaveCount(0);

  // What the agent did themselves is another matter.
  await write(desk, "One moment");
  refuse();
  await expect(desk.getByRole("alert")).toContainText("That was too fast for the server.");
});

test("the desk says that the server is away also with no conversation open", async ({ desk }) => {
  let toDesk: WebSocketRoute | undefined;
  let isAway = false;
  await desk.routeWebSocket(/signaling/, async (socket) => {
    toDesk = socket;
    if (isAway) await socket.close();
    else socket.connectToServer();
  });
  await reload(desk);
  await expect(desk.getByText("No conversation open")).toBeVisible();
  isAway = true;
  await toDesk?.close();
  const words = desk.getByText("Reconnecting to the server, try");
  await expect(words).toBeVisible();
  await desk.setViewportSize({ width: 390, height: 800 });
  await expect(words).toBeVisible();
  isAway = false;
  await expect(words).toHaveCount(0);
});

test("the list is one tab stop, and arrow keys move in it without opening anything", async ({
  browser,
  customer,
  desk,
  shopOrigin,
}) => {
  await chat(customer, desk);
  const second = await browser.newPage();
  await second.goto(shopOrigin);
  await chat(second, desk);
  const options = desk.getByRole("listbox", { name: "Conversations" }).getByRole("option");
  const [newer, older] = [options.nth(0), options.nth(1)];
  await expect(newer).toHaveAttribute("aria-selected", "true");

  await desk.getByRole("tab", { name: "Mine" }).focus();
  await desk.keyboard.press("Tab");
  await expect(newer).toBeFocused();
  await desk.keyboard.press("ArrowDown");
  await expect(older).toBeFocused();
  await expect(newer).toHaveAttribute("aria-selected", "true");
  await desk.keyboard.press("Enter");
  await expect(older).toHaveAttribute("aria-selected", "true");
  await desk.keyboard.press("Home");
  await expect(newer).toBeFocused();
  await desk.keyboard.press(" ");
  await expect(newer).toHaveAttribute("aria-selected", "true");

  await desk.keyboard.press("Tab");
  expect(await options.evaluateAll((all) => all.includes(document.activeElement as never))).toBe(
    false,
  );
  await desk.keyboard.press("Shift+Tab");
  await expect(newer).toBeFocused();
  await second.context().close();
});

test("the details drawer of a narrow desk takes the focus, and gives it back on Escape", async ({
  customer,
  desk,
}) => {
  await chat(customer, desk);
  await desk.setViewportSize({ width: 1000, height: 800 });
  const opener = desk.getByRole("button", { name: "Show customer and cobrowse" });
  const drawer = desk.getByRole("complementary", { name: "Details" });
  const close = drawer.getByRole("button", { name: "Close details" });
  await opener.focus();
  await desk.keyboard.press("Enter");
  await expect(close).toBeFocused();
  await desk.keyboard.press("Escape");
  await expect(drawer).toBeHidden();
  await expect(opener).toBeFocused();

  await opener.click();
  await close.click();
  await expect(drawer).toBeHidden();
  await expect(opener).toBeFocused();
});
