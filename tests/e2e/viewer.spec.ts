import type { WebSocketRoute } from "@playwright/test";
import { allow, chat, expect, logIn, request, startCobrowse, test } from "./cobrowse-fixture.ts";

const UNAVAILABLE = "Cobrowse is not available for the current conversation";

test("a viewer without a session says so", async ({ desk, server }) => {
  const viewer = await desk.context().newPage();
  await viewer.goto(`${server.origin}/agent/cobrowse`);
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "unavailable");
  await expect(viewer.getByText(UNAVAILABLE)).toBeVisible();
  await expect(viewer.getByText("This tab belongs to no conversation.")).toBeVisible();
});

test("a viewer without a login asks for one", async ({ browser, server }) => {
  const page = await browser.newPage();
  await page.goto(`${server.origin}/agent/cobrowse`);
  await expect(page.getByRole("button", { name: "Log in" })).toBeVisible();
  await page.close();
});

test("a second viewer of the same agent takes the seat over, and the first one says so", async ({
  customer,
  desk,
}) => {
  const { viewer } = await startCobrowse(customer, desk);
  const second = await desk.context().newPage();
  await second.goto(viewer.url());
  await expect(second.locator("main")).toHaveAttribute("data-state", "live");
  await expect(
    second.frameLocator('iframe[title="Customer page"]').getByRole("heading", { level: 1 }),
  ).toBeVisible();
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "unavailable");
  await expect(viewer.getByText("open in another viewer of yours")).toBeVisible();
  await expect(viewer.locator('iframe[title="Customer page"]')).toHaveCount(0);
});

test("another agent's viewer is refused, and the session goes on", async ({
  browser,
  customer,
  desk,
  server,
}) => {
  const { viewer, replica } = await startCobrowse(customer, desk);
  const other = await (await browser.newContext()).newPage();
  await other.goto(`${server.origin}/agent`);
  await logIn(other, "agent2@demo.test");
  await other.goto(viewer.url());
  await expect(other.locator("main")).toHaveAttribute("data-state", "unavailable");
  await expect(other.getByText("Another agent holds the session")).toBeVisible();
  await customer.getByRole("link", { name: "Products" }).click();
  await expect(replica.getByRole("heading", { level: 1 })).toHaveText("Everything we make");
  await other.context().close();
});

test("a viewer that is loaded again shows the page again", async ({ customer, desk }) => {
  const { viewer } = await startCobrowse(customer, desk);
  await viewer.reload();
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "live");
  await expect(
    viewer.frameLocator('iframe[title="Customer page"]').getByRole("heading", { level: 1 }),
  ).toHaveText("Carry less, walk further");
});

test("End in the viewer takes back a question that is not answered yet", async ({
  customer,
  desk,
}) => {
  await chat(customer, desk);
  const viewer = await request(customer, desk);
  await viewer.getByRole("button", { name: "End", exact: true }).click();
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "ended");
  await expect(customer.getByRole("dialog", { name: "Permission request" })).toHaveCount(0);
  await expect(
    desk.getByRole("log").getByText("cobrowse session ended: request taken back"),
  ).toBeVisible();
});

test("after the end the agent may ask again from the viewer, in the same tab", async ({
  customer,
  desk,
}) => {
  const { viewer } = await startCobrowse(customer, desk);
  await customer.getByRole("button", { name: "End Cobrowse" }).first().click();
  await expect(viewer.getByText("The customer ended it.")).toBeVisible();
  const again = viewer.getByRole("button", { name: "Request again" });
  await again.click();
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "waiting");
  await expect(customer.getByRole("dialog", { name: "Permission request" })).toBeVisible();
  const replica = await allow(customer, viewer);
  await expect(replica.getByRole("heading", { level: 1 })).toHaveText("Carry less, walk further");

  // Who has left cannot be asked.
  await customer.getByRole("button", { name: "End Cobrowse" }).first().click();
  await customer.goto("about:blank");
  await again.click();
  await expect(viewer.getByText("The customer has left the site.")).toBeVisible();
});

test("a viewer opened for a request that the server refused says why, and so does the desk", async ({
  customer,
  desk,
}) => {
  await chat(customer, desk);
  for (let asked = 0; asked < 3; asked++) {
    const earlier = await request(customer, desk);
    await desk.getByRole("button", { name: "End Cobrowse" }).click();
    await expect(customer.getByRole("dialog", { name: "Permission request" })).toHaveCount(0);
    await earlier.close();
  }
  await desk.getByRole("button", { name: "Request Cobrowse" }).click();
  const opening = desk.context().waitForEvent("page");
  await desk.getByRole("button", { name: "Request", exact: true }).click();
  const viewer = await opening;
  await expect(viewer.locator("main")).toContainText("You have asked three times in a minute.");
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "unavailable");
  await expect(viewer.getByText(UNAVAILABLE)).toBeVisible();
  await expect(desk.getByRole("alert")).toContainText("You have asked three times in a minute.");
});

test("a viewer whose pop-up was blocked can be opened by a link", async ({ customer, desk }) => {
  await chat(customer, desk);
  await desk.evaluate(() => {
    window.open = () => null;
  });
  await desk.getByRole("button", { name: "Request Cobrowse" }).click();
  await desk.getByRole("button", { name: "Request", exact: true }).click();
  await expect(desk.getByText("Your browser kept the viewer from opening.")).toBeVisible();
  const opening = desk.context().waitForEvent("page");
  await desk.getByRole("link", { name: "Open the viewer" }).click();
  await expect((await opening).locator("main")).toHaveAttribute("data-state", "waiting");
});

const LOGIN_ENDED = "Your login has ended. Log in again at the desk.";

test("after a log-out at the desk the viewer is empty, says so, and leaves the server alone", async ({
  customer,
  desk,
}) => {
  const { viewer } = await startCobrowse(customer, desk);
  let socketCount = 0;
  viewer.on("websocket", () => {
    socketCount += 1;
  });
  await desk.getByRole("button", { name: "Log out" }).click();
  await expect(viewer.getByText(LOGIN_ENDED)).toBeVisible();
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "unavailable");
  await expect(viewer.locator('iframe[title="Customer page"]')).toHaveCount(0);
  await expect(viewer.getByText("Reconnecting")).toHaveCount(0);
  await expect(desk.getByRole("button", { name: "Log in" })).toBeVisible();
  expect(socketCount).toBe(0);
});

test("a viewer whose login has expired is empty once it loses the server", async ({
  customer,
  desk,
}) => {
  const sockets: WebSocketRoute[] = [];
  await desk.context().routeWebSocket(/signaling/, (socket) => {
    socket.connectToServer();
    if (socket.url().includes("agent")) sockets.push(socket);
  });
  const { viewer } = await startCobrowse(customer, desk);
  await desk.context().clearCookies();
  for (const socket of sockets) await socket.close();
  await expect(viewer.getByText(LOGIN_ENDED)).toBeVisible();
  await expect(viewer.locator('iframe[title="Customer page"]')).toHaveCount(0);
});
