/** The widget as a guest: what it leaves alone in a page, and what a page cannot do to it. */
import type { Page } from "@playwright/test";
import {
  allow,
  chat,
  expect,
  isWithinReach,
  request,
  startCobrowse,
  test,
} from "./cobrowse-fixture.ts";

const question = (customer: Page) => customer.getByRole("dialog", { name: "Permission request" });
const message = (customer: Page) => customer.getByRole("textbox", { name: "Message", exact: true });
const launcher = (customer: Page) => customer.getByRole("button", { name: "Open chat" });
const pageEnd = (customer: Page) =>
  customer
    .getByRole("region", { name: "Cobrowse session", exact: true })
    .getByRole("button", { name: "End Cobrowse" });

/** A rule that a page may have for all of its elements. */
async function addRules(page: Page, rules: string): Promise<void> {
  await page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }, rules);
}

interface Commanded {
  alongside(verb: string, ...words: unknown[]): void;
}

const command = (page: Page, verb: string) =>
  page.evaluate((name) => (window as unknown as Commanded).alongside(name), verb);

test("a password typed while the agent asks and takes it back stays in the page", async ({
  customer,
  desk,
}) => {
  await customer.goto(`${new URL(customer.url()).origin}/checkout`);
  await chat(customer, desk);
  const password = customer.getByLabel("Password of your account");
  await password.focus();
  await customer.keyboard.type("corr");
  await request(customer, desk);
  await customer.keyboard.type("ect h");
  await desk.getByRole("button", { name: "End Cobrowse" }).click();
  await expect(question(customer)).toHaveCount(0);
  await customer.keyboard.type("orse");
  await expect(password).toHaveValue("correct horse");
  await expect(message(customer)).toHaveValue("");
});

test("a focus that is in the chat goes to a question, and back to the text after it", async ({
  customer,
  desk,
}) => {
  await chat(customer, desk);
  await message(customer).click();
  await request(customer, desk);
  await expect(question(customer).getByRole("heading")).toBeFocused();
  await question(customer).getByRole("button", { name: "Deny" }).click();
  await expect(message(customer)).toBeFocused();
});

test("neither a script nor a new page moves the focus to the chat", async ({ customer, desk }) => {
  await customer.goto(`${new URL(customer.url()).origin}/checkout`);
  await chat(customer, desk);
  await customer.addInitScript(() => {
    addEventListener("DOMContentLoaded", () =>
      document.querySelector<HTMLInputElement>("[type=password]")?.focus(),
    );
  });
  await customer.reload();
  await expect(message(customer)).toBeVisible();
  const password = customer.getByLabel("Password of your account");
  await expect(password).toBeFocused();
  await command(customer, "close");
  await expect(launcher(customer)).toBeVisible();
  await expect(password).toBeFocused();
  await command(customer, "open");
  await expect(message(customer)).toBeVisible();
  await expect(password).toBeFocused();
});

test("opening the chat with the launcher puts the focus into it", async ({ customer }) => {
  await launcher(customer).click();
  await expect(message(customer)).toBeFocused();
  await customer.getByRole("button", { name: "Minimize chat" }).click();
  await expect(launcher(customer)).toBeFocused();
});

test("a page's rules for every element do not reach the widget", async ({ customer }) => {
  await addRules(
    customer,
    `* { pointer-events: auto; letter-spacing: 6px; text-transform: uppercase; line-height: 3;
         visibility: hidden; opacity: 0.2; transform: rotate(3deg); filter: blur(2px) }
     ::backdrop { background: rgb(0 0 0 / 0.9) }`,
  );
  await launcher(customer).click();
  const log = customer.getByRole("log");
  await expect(log).toBeVisible();
  const seen = await log.evaluate((element) => {
    const { letterSpacing, textTransform, lineHeight } = getComputedStyle(element);
    return { letterSpacing, textTransform, lineHeight };
  });
  expect(seen).toEqual({ letterSpacing: "normal", textTransform: "none", lineHeight: "20px" });
  const host = await customer.locator("alongside-widget").evaluate((element) => {
    const { pointerEvents, opacity, transform, filter } = getComputedStyle(element);
    return { pointerEvents, opacity, transform, filter };
  });
  expect(host).toEqual({ pointerEvents: "none", opacity: "1", transform: "none", filter: "none" });
});

test("a page's backdrop does not darken the page while it is seen", async ({ customer, desk }) => {
  await addRules(customer, "::backdrop { background: rgb(0 0 0 / 0.9); pointer-events: auto }");
  await startCobrowse(customer, desk);
  const backdrop = await customer
    .locator("alongside-widget")
    .evaluate((element) => getComputedStyle(element, "::backdrop").display);
  expect(backdrop).toBe("none");
});

test("a page's own sheets and rules leave the bar its room, and get it back", async ({
  customer,
  desk,
}) => {
  await addRules(customer, "html#page.page { padding-top: 3px !important }");
  await customer.evaluate(() =>
    Object.assign(document.documentElement, { id: "page", className: "page" }),
  );
  const room = () => customer.evaluate(() => getComputedStyle(document.documentElement).paddingTop);
  expect(await room()).toBe("3px");
  const { viewer } = await startCobrowse(customer, desk);
  expect(await room()).toBe("48px");
  // Some pages keep a list of their own, and know nothing of ours.
  await customer.evaluate(() => {
    const [own] = document.adoptedStyleSheets;
    document.adoptedStyleSheets = own ? [own] : [];
  });
  await expect.poll(room).toBe("48px");
  await viewer.getByRole("button", { name: "End", exact: true }).click();
  await expect.poll(room).toBe("3px");
  expect(await customer.evaluate(() => document.adoptedStyleSheets.length)).toBe(1);
});

test("what is typed in the chat is no shortcut of the page", async ({ customer }) => {
  await customer.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    for (const type of ["keydown", "keypress", "keyup", "input", "paste"]) {
      document.addEventListener(type, (event) => {
        heard.push(event.type);
        if (event.type === "keydown") event.preventDefault();
      });
    }
  });
  await launcher(customer).click();
  await message(customer).pressSequentially("a/b?");
  await expect(message(customer)).toHaveValue("a/b?");
  expect(await customer.evaluate(() => (window as unknown as { heard: string[] }).heard)).toEqual(
    [],
  );
});

test("Escape in the chat minimises it, and leaves a dialog of the page open", async ({
  customer,
  desk,
}) => {
  await customer.goto(`${new URL(customer.url()).origin}/products/ridge-40`);
  await startCobrowse(customer, desk);
  await customer.getByRole("button", { name: "Size guide" }).click();
  await message(customer).click();
  await customer.keyboard.press("Escape");
  await expect(launcher(customer)).toBeVisible();
  await expect(customer.getByRole("dialog", { name: "Which back length" })).toBeVisible();
});

test("the chat can be minimised while the agent asks, which answers nothing", async ({
  customer,
  desk,
}) => {
  await chat(customer, desk);
  await request(customer, desk);
  await customer.getByRole("button", { name: "Minimize chat" }).click();
  await expect(customer.getByRole("status", { name: "Agent requesting cobrowse" })).toBeVisible();
  await launcher(customer).click();
  await expect(question(customer)).toBeVisible();
});

test("a double tap on Allow does not open the chat again on a phone", async ({
  customer,
  desk,
}) => {
  await customer.setViewportSize({ width: 390, height: 844 });
  await chat(customer, desk);
  const viewer = await request(customer, desk);
  await question(customer)
    .getByRole("button", { name: "Allow" })
    .evaluate((button: HTMLElement) => {
      const root = button.getRootNode() as ShadowRoot;
      button.click();
      root.querySelector<HTMLElement>("[aria-label='Open chat']")?.click();
    });
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "live");
  await expect(message(customer)).toHaveCount(0);
  // It opens again for a tap of its own.
  await expect(async () => {
    await launcher(customer).click({ timeout: 1_000 });
    await expect(message(customer)).toBeVisible({ timeout: 1_000 });
  }).toPass();
});

test("in forced colours each button has an edge, and the frame is highlighted", async ({
  customer,
  desk,
}) => {
  await customer.emulateMedia({ forcedColors: "active" });
  await chat(customer, desk);
  const edgeOf = (name: string) =>
    customer.getByRole("button", { name, exact: true }).evaluate((button) => {
      const { borderTopColor, borderTopWidth, backgroundColor } = getComputedStyle(button);
      return borderTopWidth !== "0px" && borderTopColor !== backgroundColor;
    });
  expect(await edgeOf("Send")).toBe(true);
  const viewer = await request(customer, desk);
  expect(await edgeOf("Deny")).toBe(true);
  expect(await edgeOf("Allow")).toBe(true);
  await allow(customer, viewer);
  const isHighlighted = await customer.locator(".alongside-frame").evaluate((frame) => {
    const probe = document.createElement("i");
    probe.style.color = "Highlight";
    frame.after(probe);
    const highlight = getComputedStyle(probe).color;
    probe.remove();
    return getComputedStyle(frame).borderTopColor === highlight;
  });
  expect(isHighlighted).toBe(true);
});

test("our words are English on a page that reads from right to left", async ({
  customer,
  desk,
}) => {
  await customer.evaluate(() => {
    document.documentElement.dir = "rtl";
    document.documentElement.lang = "ar";
  });
  await chat(customer, desk);
  const asked = customer.getByText("Let the agent see this page?");
  const directionOf = (element: Element) => [
    getComputedStyle(element).direction,
    element.closest("[lang]")?.getAttribute("lang"),
  ];
  const viewer = await request(customer, desk);
  expect(await asked.evaluate(directionOf)).toEqual(["ltr", "en"]);
  await allow(customer, viewer);
  const words = customer
    .getByRole("region", { name: "Cobrowse session", exact: true })
    .getByText("Agent can see this page");
  expect(await words.evaluate(directionOf)).toEqual(["ltr", "en"]);
  // The chat itself stands where the page's direction puts it.
  expect((await message(customer).boundingBox())?.x).toBeLessThan(400);
});

test("a status says that the agent sees the page, and that it is over", async ({
  customer,
  desk,
}) => {
  await chat(customer, desk);
  const viewer = await request(customer, desk);
  const status = customer.getByRole("status");
  await allow(customer, viewer);
  await expect(status.filter({ hasText: "Agent can see this page" })).toHaveCount(1);
  await customer.getByRole("button", { name: "Minimize chat" }).click();
  await pageEnd(customer).click();
  const ended = "Cobrowse ended. The agent no longer sees this page.";
  await expect(status.filter({ hasText: ended })).toHaveCount(1);
  const blurb = customer.locator(".blurb").filter({ hasText: ended });
  await expect(blurb).toBeVisible();
  await blurb.getByRole("button", { name: "Dismiss" }).click();
  await expect(blurb).toHaveCount(0);
  await expect(launcher(customer)).toBeFocused();
});

test("the words that it is over go away by themselves", async ({ customer, desk }) => {
  await startCobrowse(customer, desk);
  await customer.getByRole("button", { name: "Minimize chat" }).click();
  await desk.getByRole("button", { name: "End Cobrowse" }).click();
  const blurb = customer.locator(".blurb").filter({ hasText: "Cobrowse ended." });
  await expect(blurb).toBeVisible();
  await expect(blurb).toHaveCount(0);
});

test("a shutdown tells of the end, and leaves nothing that could come back", async ({
  customer,
  desk,
}) => {
  await startCobrowse(customer, desk);
  const heard = await customer.evaluate(() => {
    const told: string[] = [];
    const removed: string[] = [];
    const { removeEventListener } = document;
    document.removeEventListener = (type: string, ...rest: [EventListener]) => {
      removed.push(type);
      removeEventListener.call(document, type, ...rest);
    };
    const { alongside } = window as unknown as Commanded;
    for (const name of ["open", "ended"]) alongside("on", name, () => told.push(name));
    alongside("shutdown");
    alongside("open");
    return { told, removed, padding: getComputedStyle(document.documentElement).paddingTop };
  });
  expect(heard.told).toEqual(["ended"]);
  expect(heard.removed).toContain("visibilitychange");
  expect(heard.padding).toBe("0px");
  await expect(customer.locator("alongside-widget")).toHaveCount(0);
  const isMarkedOpen = await customer.evaluate(() =>
    Object.keys(sessionStorage).some((key) => key.endsWith(".open")),
  );
  expect(isMarkedOpen).toBe(false);
});

test("overlays of the page do not cover the question", async ({ customer, desk }) => {
  await chat(customer, desk);
  await request(customer, desk);
  await customer.evaluate(() => {
    const overlay = document.createElement("div");
    Object.assign(overlay.style, { position: "fixed", inset: "0", zIndex: "2147483647" });
    document.body.append(overlay);
  });
  const allowButton = customer.getByRole("button", { name: "Allow" });
  expect(await isWithinReach(allowButton)).toBe(true);
  await customer.evaluate(() => {
    const popover = document.createElement("div");
    popover.popover = "auto";
    popover.id = "covering";
    Object.assign(popover.style, {
      position: "fixed",
      inset: "0",
      width: "100vw",
      height: "100vh",
    });
    document.body.append(popover);
    popover.showPopover();
  });
  await expect.poll(() => isWithinReach(allowButton)).toBe(true);
  // Ours came in front without closing theirs.
  await expect(customer.locator("#covering:popover-open")).toHaveCount(1);
});

test("nothing is asked of the server before a customer opens the chat", async ({
  browser,
  server,
  shopOrigin,
}) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().startsWith(server.origin)) asked.push(new URL(request.url()).pathname);
  });
  const sockets: string[] = [];
  page.on("websocket", (socket) => sockets.push(socket.url()));
  await page.goto(`${shopOrigin}/checkout`);
  await expect(page.getByRole("button", { name: "Open chat" })).toBeVisible();
  await page.waitForLoadState("networkidle");
  expect(asked.filter((path) => /widget|v1/.test(path))).toEqual(["/widget.js"]);
  expect(sockets).toEqual([]);
  expect(await context.storageState()).toMatchObject({ origins: [] });
  await context.close();
});
