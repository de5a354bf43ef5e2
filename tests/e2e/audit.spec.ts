/** `alongside("audit")`: what a page's author sees of what would never leave the page. */
import type { Page } from "@playwright/test";
import { NO_RULES, type PrivacyRules } from "../../peer/protocol/privacy-rules.ts";
import { createSites } from "../../signaling/policy/sites.ts";
import { busyFiles } from "../support/busy-page.ts";
import type { TestServer } from "../support/server.ts";
import { startSmallSite } from "../support/small-site.ts";
import { expect, startCobrowse, test } from "./cobrowse-fixture.ts";
import { openVisit } from "./page-visit.ts";

test.use({ trace: "off" });

interface Commanded {
  alongside(verb: string, word?: string): unknown;
}

const audit = (page: Page, word?: string) =>
  page.evaluate((said) => {
    const answer = (window as unknown as Commanded).alongside("audit", said);
    return String(answer);
  }, word);

/** What is painted is in a closed root, which only who was there before us can look into. */
const openRoots = (page: Page) =>
  page.addInitScript(() => {
    const { attachShadow } = Element.prototype;
    Element.prototype.attachShadow = function (options) {
      return attachShadow.call(this, { ...options, mode: "open" });
    };
  });

interface PaintedBox {
  reason: string;
  leaves: string;
  /** Left, top, width, height. */
  at: number[];
}

const painted = (page: Page) =>
  page.evaluate(() => {
    const ours = document.querySelector("alongside-widget")?.shadowRoot?.children ?? [];
    const boxes = [...ours].flatMap(({ shadowRoot }) => [
      ...(shadowRoot?.querySelectorAll<HTMLElement>("[data-leaves]:not([hidden])") ?? []),
    ]);
    return boxes.map((box): PaintedBox => {
      const { x, y, width, height } = box.getBoundingClientRect();
      const at = [x, y, width, height].map(Math.round);
      return { reason: box.textContent ?? "", leaves: box.dataset["leaves"] ?? "", at };
    });
  });

/** Left, top, width, height of an element of the page. */
const standing = (page: Page, selector: string) =>
  page.locator(selector).evaluate((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return [x, y, width, height].map(Math.round);
  });

const isOver = async (page: Page, reason: string, selector: string) => {
  const at = await standing(page, selector);
  const box = (await painted(page)).find((one) => one.reason === reason);
  return JSON.stringify(box?.at) === JSON.stringify(at);
};

async function setRules(server: TestServer, rules: Partial<PrivacyRules>): Promise<() => unknown> {
  const sites = createSites(server.database);
  const site = async () => {
    const found = await sites.byKey("demo");
    if (!found) throw new Error("no demo site");
    return found;
  };
  const { policy } = await site();
  await sites.setPrivacy(await site(), { ...NO_RULES, ...rules });
  const { privacy } = policy as { privacy: PrivacyRules };
  return async () => sites.setPrivacy(await site(), privacy);
}

async function openPage(page: Page, path: string): Promise<void> {
  await openRoots(page);
  await page.goto(`${new URL(page.url()).origin}${path}`);
  await expect(page.getByRole("button", { name: "Open chat" })).toBeVisible();
}

test("each part is painted where it stands, with the reason, and listed in the console", async ({
  customer,
}) => {
  await openPage(customer, "/checkout");
  const listing = customer.waitForEvent("console", (message) => message.type() === "table");
  expect(await audit(customer)).toBe("undefined");
  const reasons: Array<[reason: string, selector: string]> = [
    ["class cobrowse-redacted", ".kept > .cobrowse-redacted"],
    ['data-cobrowse="redact"', "[data-cobrowse=redact]"],
    ["card", "[name=card]"],
    ["card", "[name=expires]"],
    ["card", "[name=code]"],
    ["password", "[name=password]"],
    ["one-time code", "[name=otp]"],
  ];
  const places = await Promise.all(reasons.map(([, selector]) => standing(customer, selector)));
  await expect
    .poll(async () => (await painted(customer)).map(({ reason, at }) => ({ reason, at })))
    .toEqual(reasons.map(([reason], number) => ({ reason, at: places[number] })));

  const rows = (await (await listing).args()[0]?.jsonValue()) as Array<Record<string, string>>;
  expect(rows).toHaveLength(reasons.length + 2);
  const [, , width, height] = places[0] ?? [];
  expect(rows[0]).toEqual({
    place: "#pay-form > div > p:nth-of-type(1)",
    reason: "class cobrowse-redacted",
    leaves: "as an empty box",
    size: `${width} × ${height}`,
  });
  expect(rows.at(-2)).toMatchObject({
    place: "the address",
    leaves: expect.stringMatching(/\/checkout$/),
  });
  expect(rows.at(-1)).toMatchObject({ place: "the title" });
});

test("what is painted follows what the page and its reader do", async ({ customer }) => {
  await openPage(customer, "/checkout");
  await customer.setViewportSize({ width: 900, height: 500 });
  await audit(customer);
  const kept = ".kept > .cobrowse-redacted";
  const follows = () => expect.poll(() => isOver(customer, "class cobrowse-redacted", kept));
  await customer.evaluate(() => scrollTo(0, 260));
  await follows().toBe(true);
  await customer.setViewportSize({ width: 700, height: 600 });
  await follows().toBe(true);
  await customer.locator(kept).evaluate((part) => {
    part.style.marginTop = "31px";
  });
  await follows().toBe(true);
  const before = await painted(customer);

  await customer.evaluate(() => {
    const added = document.createElement("p");
    added.id = "added";
    added.textContent = "Added";
    document.querySelector("h1")?.after(added);
    scrollTo(0, 0);
  });
  await customer
    .locator("#added")
    .evaluate((added) => added.setAttribute("data-cobrowse", "redact"));
  await expect.poll(() => isOver(customer, 'data-cobrowse="redact"', "#added")).toBe(true);
  // It loses the attribute, and is covered all the same.
  await customer.locator("#added").evaluate((added) => added.removeAttribute("data-cobrowse"));
  await expect.poll(() => isOver(customer, "redacted before", "#added")).toBe(true);
  await customer.locator("#added").evaluate((added) => added.remove());
  await customer.evaluate(() => scrollTo(0, 260));
  await expect.poll(async () => (await painted(customer)).length).toBe(before.length);
});

test("a second call takes it away, and so do the word off and a shutdown", async ({ customer }) => {
  await openPage(customer, "/checkout");
  const count = async () => (await painted(customer)).length;
  for (const takeAway of [
    () => audit(customer),
    () => audit(customer, "off"),
    () => customer.evaluate(() => (window as unknown as Commanded).alongside("shutdown")),
  ]) {
    await audit(customer);
    await expect.poll(count).toBe(7);
    await takeAway();
    await expect.poll(count).toBe(0);
  }
});

test("one that is called off before the rules have come paints nothing", async ({ customer }) => {
  await openPage(customer, "/checkout");
  await audit(customer);
  await expect.poll(async () => (await painted(customer)).length).toBe(7);
  await customer.evaluate(() => {
    const { alongside } = window as unknown as Commanded;
    for (const word of ["off", "on", "off"]) alongside("audit", word);
  });
  await customer.waitForLoadState("networkidle");
  await expect.poll(async () => (await painted(customer)).length).toBe(0);
});

test("it stands in front of a dialog that opens, and does not keep the reader from it", async ({
  customer,
}) => {
  await openPage(customer, "/products/ridge-40");
  await audit(customer);
  await customer.evaluate(() => {
    const part = document.createElement("p");
    part.className = "cobrowse-redacted";
    part.id = "in-dialog";
    part.textContent = "Only yours";
    document.querySelector("#size-guide")?.append(part);
  });
  await customer.getByRole("button", { name: "Size guide" }).click();
  await expect
    .poll(async () => {
      const at = await standing(customer, "#in-dialog");
      return (await painted(customer)).some((one) => `${one.at}` === `${at}`);
    })
    .toBe(true);
  const clip = await customer.locator("#in-dialog").boundingBox();
  if (!clip) throw new Error("the part is not shown");
  const withAudit = await customer.screenshot({ clip });
  await audit(customer, "off");
  await expect.poll(async () => (await painted(customer)).length).toBe(0);
  expect(withAudit.equals(await customer.screenshot({ clip }))).toBe(false);
  await audit(customer);
  await expect.poll(async () => (await painted(customer)).length).toBeGreaterThan(1);
  await customer.getByRole("button", { name: "Done" }).click();
  await expect(customer.getByRole("dialog", { name: "Which back length" })).toHaveCount(0);
});

test("rules of the site are asked for, and painted with the texts that are private by default", async ({
  customer,
  server,
}) => {
  const putBack = await setRules(server, {
    isPrivateByDefault: true,
    redact: [{ selector: "h1", pages: "/checkout" }],
  });
  await openPage(customer, "/checkout");
  await audit(customer);
  await expect.poll(() => isOver(customer, "rule of the site: h1", "h1")).toBe(true);
  const reasons = (await painted(customer)).map(({ reason }) => reason);
  expect(reasons.filter((reason) => reason === "private by default").length).toBeGreaterThan(15);
  expect(reasons).toContain("password");
  await putBack();
});

test("of a page that the site keeps private it says that nothing leaves", async ({
  customer,
  server,
}) => {
  const putBack = await setRules(server, { blockedPages: ["/private", "/app/settings"] });
  const cover = customer.getByText("Nothing of this page leaves");
  await openPage(customer, "/private");
  const saying = customer.waitForEvent("console", (message) => message.type() === "info");
  await audit(customer);
  await expect(cover).toBeVisible();
  expect((await saying).text()).toMatch(/nothing of this page leaves/);
  expect(await painted(customer)).toEqual([]);

  // A page may become one without being loaded, and be another again.
  await customer.goto(`${new URL(customer.url()).origin}/app`);
  await audit(customer);
  await customer.getByRole("link", { name: "Preferences" }).click();
  await expect(cover).toBeVisible();
  await customer.goBack();
  await expect(cover).toHaveCount(0);

  // Also where nothing but the address changes.
  await customer.goto(`${new URL(customer.url()).origin}/checkout`);
  await audit(customer);
  await expect.poll(async () => (await painted(customer)).length).toBe(7);
  await customer.evaluate(() => history.pushState(null, "", "/private"));
  await expect(cover).toBeVisible();
  await putBack();
});

test("where the server does not tell the rules it says so, and paints nothing", async ({
  browser,
  server,
}) => {
  const site = await startSmallSite("127.0.0.1", () => ({
    "/": {
      type: "text/html",
      body: `<p class="cobrowse-redacted">x</p><script async src="${server.origin}/widget.js" data-site="demo"></script>`,
    },
  }));
  const page = await browser.newPage();
  await openRoots(page);
  await page.goto(site.origin);
  await page.route("**/v1/privacy?*", (route) => route.fulfill({ status: 403, body: "{}" }));
  const saying = page.waitForEvent("console", (message) => message.type() === "info");
  await audit(page);
  expect((await saying).text()).toMatch(/did not tell the site's rules/);
  expect(await painted(page)).toEqual([]);
  await page.close();
  site.close();
});

test("neither the page nor a session has anything of it", async ({ browser, server, desk }) => {
  const site = await startSmallSite("localhost", () => busyFiles(server.origin, {}));
  const visited = { origin: site.origin, widgetHost: server.origin, asked: () => site.asked };
  const visit = await openVisit(browser, { ...visited, close: site.close }, "/busy");
  const { page } = visit;
  const before = { print: await visit.print(), listeners: await visit.listeners() };
  const timers = await visit.timers();
  await audit(page);
  const isDrawing = async () => (await visit.timers()).frames - timers.frames;
  await expect.poll(isDrawing).toBe(1);
  const during = await visit.print();
  for (const aspect of ["nodes", "globals", "heard", "server"] as const) {
    expect(during[aspect]).toEqual(before.print[aspect]);
  }
  expect(during.requests.slice(before.print.requests.length)).toEqual([
    "GET WIDGET/widget/audit.js",
    "GET WIDGET/v1/privacy?site=demo",
  ]);
  await audit(page);
  await expect.poll(isDrawing).toBe(0);
  expect(await visit.listeners()).toEqual(before.listeners);

  await audit(page);
  await expect.poll(isDrawing).toBe(1);
  const { replica } = await startCobrowse(page, desk);
  await expect(replica.getByRole("heading", { name: "All at once" })).toBeVisible();
  await expect(replica.getByText("class cobrowse-redacted")).toHaveCount(0);
  await expect(replica.locator("[data-leaves]")).toHaveCount(0);
  await page.evaluate(() => (window as unknown as Commanded).alongside("shutdown"));
  await expect.poll(isDrawing).toBe(0);
  await visit.close();
  site.close();
});

test("a part in a frame is painted there, and cut off with what it is in", async ({
  browser,
  server,
}) => {
  const site = await startSmallSite("localhost", () => ({
    "/": {
      type: "text/html",
      body: `<body style="margin: 0"><iframe src="/frame" style="position: absolute; left: 40px; top: 30px;
        width: 200px; height: 100px; border: 5px solid; padding: 7px"></iframe>
        <div id="scroller" style="position: absolute; left: 400px; top: 50px; width: 100px; height: 60px; overflow: auto">
        <p class="cobrowse-redacted" style="margin: 40px 0 0; height: 80px; width: 90px">x</p></div>
        <script async src="${server.origin}/widget.js" data-site="demo"></script>`,
    },
    "/frame": {
      type: "text/html",
      body: `<body style="margin: 0"><input type="password" style="position: absolute; left: 10px; top: 20px;
        width: 80px; height: 24px; box-sizing: border-box"><div style="height: 900px"></div>`,
    },
  }));
  const page = await browser.newPage();
  await openRoots(page);
  await page.goto(site.origin);
  await expect(page.getByRole("button", { name: "Open chat" })).toBeVisible();
  await audit(page);
  // Its border and padding are not its page.
  const [left, top] = [40 + 5 + 7, 30 + 5 + 7];
  const at = async (reason: string) =>
    (await painted(page)).find((one) => one.reason === reason)?.at;
  await expect.poll(() => at("password")).toEqual([left + 10, top + 20, 80, 24]);
  expect(await at("class cobrowse-redacted")).toEqual([400, 90, 90, 20]);
  await page.frames()[1]?.evaluate(() => scrollTo(0, 30));
  await page.locator("#scroller").evaluate((element) => element.scrollTo(0, 30));
  await expect.poll(() => at("password")).toEqual([left + 10, top, 80, 14]);
  await expect.poll(() => at("class cobrowse-redacted")).toEqual([400, 60, 90, 50]);
  await page.frames()[1]?.evaluate(() => scrollTo(0, 300));
  await expect.poll(() => at("password")).toBe(undefined);
  await page.close();
  site.close();
});
