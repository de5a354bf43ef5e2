import type { FrameLocator, Page, WebSocketRoute } from "@playwright/test";
import { NO_RULES } from "../../peer/protocol/privacy-rules.ts";
import { launchFirefox, noFirefoxReason } from "../support/firefox.ts";
import { expect, skipFor, startCobrowse, test, withBrowser } from "./cobrowse-fixture.ts";

const SEE = "See what the agent sees";

async function openPreview(customer: Page): Promise<{ preview: Page; seen: FrameLocator }> {
  const opening = customer.waitForEvent("popup");
  await customer.getByRole("button", { name: SEE }).click();
  const preview = await opening;
  return { preview, seen: preview.frameLocator('iframe[title="Customer page"]') };
}

const addressIn = (page: Page, path: string) => new URL(page.url()).origin + path;

test("the customer sees what the agent sees, made of what leaves, and it follows", async ({
  customer,
  desk,
  server,
}) => {
  await customer.goto(addressIn(customer, "/products/ridge-40"));
  const { viewer, replica } = await startCobrowse(customer, desk);
  const asked: string[] = [];
  customer.context().on("request", (made) => {
    if (/\/preview/.test(made.url())) asked.push(made.url());
  });
  const { preview, seen } = await openPreview(customer);
  const others: string[] = [];
  preview.on("request", (made) => others.push(made.url()));
  const sockets: string[] = [];
  preview.on("websocket", (socket) => sockets.push(socket.url()));
  await expect(preview).toHaveTitle("What the agent sees");
  await expect(preview.getByRole("heading", { name: "This is what Agent One sees" })).toBeVisible();
  await expect(seen.getByRole("heading", { level: 1 })).toHaveText("Ridge 40 pack");
  await expect(preview.getByText("1 part is private")).toBeVisible();
  const hidden = seen.getByLabel("Private", { exact: true });
  await expect(hidden).toHaveText("");
  await expect(hidden).toHaveCSS("background-image", /svg/);
  await expect(seen.getByText("Mill Lane")).toHaveCount(0);
  await expect(preview.getByText("/products/ridge-40 · Ridge 40")).toBeVisible();

  await customer.evaluate(() => {
    const heading = document.querySelector("h1");
    if (heading) heading.textContent = "Ridge 41 pack";
  });
  await expect(seen.getByRole("heading", { level: 1 })).toHaveText("Ridge 41 pack");
  await expect(replica.getByRole("heading", { level: 1 })).toHaveText("Ridge 41 pack");
  // The same to the last letter, as far as it stands in the page.
  const textOf = (page: FrameLocator) => page.locator("main").innerText();
  expect(await textOf(seen)).toBe(await textOf(replica));

  // Pressed again, the window is the same one; loaded again, it shows the same.
  await customer.getByRole("button", { name: SEE }).click();
  expect(customer.context().pages()).toHaveLength(2);
  await preview.reload();
  await expect(seen.getByRole("heading", { level: 1 })).toHaveText("Ridge 41 pack");
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "live");

  const own = [`${server.origin}/preview`, "data:", "blob:"];
  expect(asked.length).toBeGreaterThan(0);
  expect(others.filter((url) => !own.some((start) => url.startsWith(start)))).toEqual([]);
  expect(sockets).toEqual([]);
});

test("what the agent has from an earlier page is in the preview too", async ({
  customer,
  desk,
}) => {
  await customer.goto(addressIn(customer, "/products"));
  const { replica } = await startCobrowse(customer, desk);
  await expect(replica.getByRole("heading", { level: 1 })).toHaveText("Everything we make");
  await customer.goto(addressIn(customer, "/products/ridge-40"));
  await expect(replica.getByRole("heading", { level: 1 })).toHaveText("Ridge 40 pack");
  const looks = (page: FrameLocator) =>
    page.locator("body").evaluate((body) => {
      const button = body.querySelector("main button, main .btn");
      return {
        button: button && getComputedStyle(button).backgroundColor,
        text: getComputedStyle(body).fontFamily,
        pictures: [...body.querySelectorAll("img")].map((picture) => picture.naturalWidth),
      };
    });
  await expect
    .poll(async () => (await looks(replica)).pictures.every((width) => width > 1))
    .toBe(true);
  const { preview, seen } = await openPreview(customer);
  await expect(preview.locator("main")).toHaveAttribute("data-state", "live");
  await expect.poll(() => looks(seen)).toEqual(await looks(replica));

  // Closed and opened again it is whole once more.
  await preview.close();
  const again = await openPreview(customer);
  await expect.poll(() => looks(again.seen)).toEqual(await looks(replica));
});

test("on a private page the preview is empty, and says so", async ({ customer, desk }) => {
  let socket: WebSocketRoute | undefined;
  let session = "";
  await customer.routeWebSocket(/signaling\/customer/, (opened) => {
    socket = opened;
    opened.connectToServer().onMessage((text) => {
      session ||= /"session":\{"id":"([^"]+)"/.exec(String(text))?.[1] ?? "";
      opened.send(text);
    });
  });
  await customer.reload();
  const { viewer } = await startCobrowse(customer, desk);
  const { preview, seen } = await openPreview(customer);
  await expect(seen.getByRole("heading", { level: 1 })).toBeVisible();
  const setRules = (blockedPages: string[]) =>
    socket?.send(
      JSON.stringify({ type: "privacy.changed", session, privacy: { ...NO_RULES, blockedPages } }),
    );
  setRules(["/**"]);
  await expect(preview.getByRole("heading", { name: "This page is private" })).toBeVisible();
  await expect(seen.locator("body *")).toHaveCount(0);
  await expect(preview.locator("footer")).toHaveText("");
  await expect(viewer.getByRole("heading", { name: "This page is private" })).toBeVisible();
  // The page itself says the same.
  const bar = customer.getByRole("region", { name: "Cobrowse session", exact: true });
  await expect(bar).toContainText("This page is private. The agent can’t see it.");
  await expect(customer.locator(".alongside-frame")).toHaveCount(0);
  await expect(customer.getByText("Agent can see this page")).toHaveCount(0);

  // So it is for one that is opened there.
  await preview.close();
  const again = await openPreview(customer);
  await expect(again.preview.getByRole("heading", { name: "This page is private" })).toBeVisible();

  setRules([]);
  await expect(again.seen.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(again.preview.getByText("This page is private")).toHaveCount(0);
  await expect(bar).toContainText("Agent can see this page");
  await expect(customer.locator(".alongside-frame")).toHaveCount(1);
});

test("the preview ends with the session, and is empty then", async ({ customer, desk }) => {
  const { viewer } = await startCobrowse(customer, desk);
  const { preview, seen } = await openPreview(customer);
  await expect(seen.getByRole("heading", { level: 1 })).toBeVisible();
  await viewer.getByRole("button", { name: "End", exact: true }).click();
  await expect(preview.getByRole("heading", { name: "Cobrowse ended" })).toBeVisible();
  await expect(preview.locator("iframe")).toHaveCount(0);
  await expect(preview.locator("footer")).toHaveText("");
  const closing = preview.waitForEvent("close");
  await preview.getByRole("button", { name: "Close" }).click();
  await closing;
  await expect(customer.getByRole("button", { name: SEE })).toHaveCount(0);
});

test("the preview says that the page moved on, and the next page opens it again", async ({
  customer,
  desk,
}) => {
  await startCobrowse(customer, desk);
  const { preview, seen } = await openPreview(customer);
  await expect(seen.getByRole("heading", { level: 1 })).toBeVisible();
  await customer.getByRole("link", { name: "Products" }).click();
  await expect(preview.getByRole("heading", { name: "The page moved on" })).toBeVisible();
  await expect(preview.getByText("Open it again from the page.")).toBeVisible();
  await expect(preview.locator("iframe")).toHaveCount(0);

  await customer.getByRole("button", { name: SEE }).click();
  await expect(seen.getByRole("heading", { level: 1 })).toHaveText("Everything we make");
  expect(customer.context().pages()).toHaveLength(2);

  // A tab may go without a word.
  await customer.close();
  await expect(preview.getByRole("heading", { name: "The page moved on" })).toBeVisible();
});

test("a window that the browser keeps from opening is told of in the chat", async ({
  customer,
  desk,
}) => {
  await startCobrowse(customer, desk);
  await customer.evaluate(() => {
    window.open = () => null;
  });
  const words = "Your browser kept the window from opening. Allow pop-ups for this site";
  await customer.getByRole("button", { name: SEE }).click();
  await expect(customer.getByRole("dialog", { name: "Chat" }).getByText(words)).toBeVisible();
  await expect(customer.getByRole("status").filter({ hasText: words })).toHaveCount(1);

  await customer.getByRole("button", { name: "Minimize chat" }).click();
  await customer.getByRole("button", { name: SEE }).click();
  await expect(customer.locator(".blurb").getByText(words)).toBeVisible();
});

test("the button is always there, and End where it was", async ({ customer, desk }) => {
  await startCobrowse(customer, desk);
  const ends = customer.getByRole("button", { name: "End Cobrowse" });
  for (const width of [1280, 800, 601, 600, 390, 320]) {
    await customer.setViewportSize({ width, height: 700 });
    // One of the two, in whichever bar has room for it.
    await expect(customer.getByRole("button", { name: SEE })).toHaveCount(1);
    for (const end of await ends.all()) {
      const { right, top, height, bar } = await end.evaluate((button) => {
        const { right, top, height } = button.getBoundingClientRect();
        return { right, top, height, bar: button.closest("section")?.getBoundingClientRect() };
      });
      expect(bar && bar.right - right, String(width)).toBeLessThanOrEqual(12);
      expect(bar && top - bar.top, String(width)).toBeLessThanOrEqual(9);
      expect(height).toBeLessThan(50);
    }
  }
});

test("a window that no page has opened shows nothing", async ({ browser, server }) => {
  const page = await (await browser.newContext()).newPage();
  const response = await page.goto(`${server.origin}/preview`);
  const headers = response?.headers() ?? {};
  const policy = headers["content-security-policy"] ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("connect-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(headers["cross-origin-opener-policy"]).toBe("unsafe-none");
  await expect(page.getByRole("heading", { name: "Open this from the page" })).toBeVisible();
  await page.context().close();
});

test("the preview follows in Firefox too, and ends with the session", async ({
  desk,
  shopOrigin,
}) => {
  skipFor(noFirefoxReason, "the preview in Firefox");
  const firefox = await launchFirefox({ "media.peerconnection.ice.loopback": true });
  try {
    await withBrowser(await firefox.newContext(), true, async (context) => {
      const customer = await context.newPage();
      await customer.goto(`${shopOrigin}/products/ridge-40`);
      const { viewer } = await startCobrowse(customer, desk);
      const { preview, seen } = await openPreview(customer);
      await expect(seen.getByRole("heading", { level: 1 })).toHaveText("Ridge 40 pack");
      await expect(preview.getByText("1 part is private")).toBeVisible();
      await customer.evaluate(() => {
        document.querySelector("h1")?.replaceChildren("Changed");
      });
      await expect(seen.getByRole("heading", { level: 1 })).toHaveText("Changed");
      await viewer.getByRole("button", { name: "End", exact: true }).click();
      await expect(preview.getByRole("heading", { name: "Cobrowse ended" })).toBeVisible();
    });
  } finally {
    await firefox.close();
  }
});
