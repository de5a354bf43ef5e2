/**
 * The page with Alongside is the page without it, but for what `listed-exceptions.ts` lists. Each page
 * is visited twice under a strict policy: once with an empty script in the place of the widget, once
 * through a whole session. Both times the same is done in it.
 */
import type { ServerResponse } from "node:http";
import type { Browser, Page } from "@playwright/test";
import { busyFiles } from "../support/busy-page.ts";
import { startForeignShop } from "../support/foreign-shop.ts";
import { startSmallSite } from "../support/small-site.ts";
import { expect, startCobrowse, test } from "./cobrowse-fixture.ts";
import { type Aspect, LISTED_EXCEPTIONS, type ListedException } from "./listed-exceptions.ts";
import {
  openVisit,
  type Print,
  type ReportCollector,
  startReportCollector,
  type VisitedSite,
} from "./page-visit.ts";
import { SHOP_ACTS } from "./shop-acts.ts";

// Its traces would put scripts of their own into the page.
test.use({ trace: "off" });

/** A host whose widget is an empty script. */
let nobody: Awaited<ReturnType<typeof startSmallSite>>;
let reports: ReportCollector;

test.beforeAll(async () => {
  nobody = await startSmallSite("127.0.0.1", () => ({
    "/widget.js": { type: "text/javascript", body: "" },
  }));
  reports = await startReportCollector();
});
test.afterAll(() => {
  nobody.close();
  reports.close();
});

async function openShop(widgetHost: string): Promise<VisitedSite> {
  const shop = await startForeignShop({ widgetHost, reportUrl: reports.url });
  return {
    origin: shop.origin,
    widgetHost,
    asked: () => shop.requests.map(({ url }) => url),
    close: shop.close,
  };
}

async function openBusySite(widgetHost: string): Promise<VisitedSite> {
  const policy = [
    "default-src 'self'",
    `script-src 'self' ${widgetHost}`,
    `connect-src 'self' ${widgetHost} ${widgetHost.replace(/^http/, "ws")}`,
    `report-uri ${reports.url}`,
  ];
  const site = await startSmallSite("localhost", () =>
    busyFiles(widgetHost, { "content-security-policy": policy.join("; ") }),
  );
  return { origin: site.origin, widgetHost, asked: () => site.asked, close: site.close };
}

interface Tried {
  path: string;
  open: (widgetHost: string) => Promise<VisitedSite>;
  /** What is done in the page, with us and without. */
  act(page: Page): Promise<void>;
}

const SHOP: Tried[] = Object.entries(SHOP_ACTS).map(([path, act]) => ({
  path,
  open: openShop,
  act,
}));

interface BusyWindow {
  alongside(verb: string): void;
  beBusy(): Promise<void>;
  taint(): void;
  wrapLate(): void;
  areWrapped(): object;
  ownCalls: object;
}

const BUSY: Tried = {
  path: "/busy",
  open: openBusySite,
  act: (page) => page.evaluate(() => (window as unknown as BusyWindow).beBusy()),
};

/** Where the customer has pressed last, in the page or in our element, does not matter here. */
async function actIn(page: Page, { act }: Tried): Promise<void> {
  await act(page);
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    getSelection()?.removeAllRanges();
  });
}

async function without(tried: Tried, browser: Browser) {
  const { path, open } = tried;
  const site = await open(nobody.origin);
  const visit = await openVisit(browser, site, path);
  await actIn(visit.page, tried);
  await visit.page.waitForLoadState("networkidle");
  const seen = {
    print: await visit.print(),
    listeners: await visit.listeners(),
    timers: await visit.timers(),
  };
  await visit.close();
  await site.close();
  return seen;
}

type Stage = ListedException["until"] | "live";
const ORDER: Stage[] = ["live", "end of the session", "shutdown", "never"];
/** What has happened has happened. */
const HISTORY = new Set<Aspect>(["heard", "requests", "console", "server"]);

const used = new Set<ListedException>();

/** Lines that one of the two has and the other has not, without those that are listed at this stage. */
function unlisted(stage: Stage, now: Print, before: Print): string[] {
  return (Object.keys(now) as Aspect[]).flatMap((aspect) => {
    const more = lacking(now[aspect], before[aspect]).map((line) => ["+", line] as const);
    const less = lacking(before[aspect], now[aspect]).map((line) => ["-", line] as const);
    return [...more, ...less].flatMap(([sign, line]) => {
      const row = LISTED_EXCEPTIONS.find(
        (one) => one.aspect === aspect && one.line.test(line) && isAllowed(one, stage),
      );
      if (row) used.add(row);
      return row ? [] : [`${sign} ${aspect} ${line}`];
    });
  });
}

const isAllowed = ({ aspect, until }: ListedException, stage: Stage) =>
  HISTORY.has(aspect) || ORDER.indexOf(until) > ORDER.indexOf(stage);

/** Also a line that is there twice has to be there twice. */
function lacking(lines: string[], others: string[]): string[] {
  const left = [...others];
  return lines.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

for (const tried of [...SHOP, BUSY]) {
  test(`${tried.path} is the same with a session as without us`, async ({
    browser,
    server,
    desk,
  }) => {
    const before = await without(tried, browser);
    reports.reports.length = 0;
    used.clear();
    const site = await tried.open(server.origin);
    const visit = await openVisit(browser, site, tried.path);
    const { page } = visit;
    const { viewer } = await startCobrowse(page, desk);
    await actIn(page, tried);
    const unlistedNow = async (stage: Stage) => unlisted(stage, await visit.print(), before.print);
    await expect.poll(() => unlistedNow("live")).toEqual([]);
    await endFrom(viewer, page);
    await expect.poll(() => unlistedNow("end of the session")).toEqual([]);
    await page.evaluate(() => (window as unknown as BusyWindow).alongside("shutdown"));
    await expect.poll(() => unlistedNow("shutdown")).toEqual([]);
    expect(await visit.listeners()).toEqual(before.listeners);
    await expect.poll(() => visit.timers()).toEqual(before.timers);

    expect(await visit.violations()).toEqual([]);
    expect(reports.reports).toEqual([]);
    // Only the busy page does something of every kind.
    if (tried === BUSY) expect(LISTED_EXCEPTIONS.filter((row) => !used.has(row))).toEqual([]);
    await visit.close();
    await site.close();
  });
}

async function endFrom(viewer: Page, page: Page): Promise<void> {
  await viewer.getByRole("button", { name: "End", exact: true }).click();
  await expect(page.getByRole("region", { name: /Cobrowse session/ })).toHaveCount(0);
}

/** What the page itself has put in the place of the browser's own. */
const OWN = ["CSSStyleSheet.prototype.insertRule: value", "window.alongside: new function"];
const ownGlobals = (print: Print) =>
  print.globals.filter((line) => !/window\.(?!alongside)/.test(line)).sort();

test("nothing is left in a frame that was recorded twice, nor in one that loads after the end", async ({
  browser,
  server,
  desk,
}) => {
  const site = await openBusySite(server.origin);
  const visit = await openVisit(browser, site, "/busy");
  const { page } = visit;
  const { viewer, replica } = await startCobrowse(page, desk);
  const inFrame = replica.frameLocator("#frame").getByText("In a frame");
  const fieldListeners = async () =>
    (await visit.listeners()).filter((line) => / (?:input|change)\b/.test(line));
  await expect(inFrame).toBeVisible();
  await expect(replica.frameLocator("#written").getByText("Written")).toBeVisible();
  const nested = replica.frameLocator("#frame").frameLocator("#nested");
  await expect(nested.getByText("Innermost")).toBeVisible();
  const once = await fieldListeners();
  await viewer.reload();
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "live");
  await expect(inFrame).toBeVisible();
  expect(once.length).toBeGreaterThan(2);
  expect(await fieldListeners()).toEqual(once);
  await endFrom(viewer, page);
  await expect.poll(async () => ownGlobals(await visit.print())).toEqual(OWN);
  await page.evaluate(async () => {
    const frame = document.querySelector<HTMLIFrameElement>("#frame");
    const loaded = new Promise((resolve) => frame?.addEventListener("load", resolve));
    frame?.contentWindow?.location.reload();
    await loaded;
    // Whoever waits for the same load has had their turn, and a moment more.
    await new Promise((resolve) => setTimeout(resolve));
  });
  expect(ownGlobals(await visit.print())).toEqual(OWN);
  await visit.close();
  await site.close();
});

test("what the page puts around a function, before or meanwhile, is there after the end", async ({
  browser,
  server,
  desk,
}) => {
  const site = await openBusySite(server.origin);
  const visit = await openVisit(browser, site, "/busy");
  const { page } = visit;
  await page.evaluate(() => (window as unknown as BusyWindow).taint());
  const { viewer } = await startCobrowse(page, desk);
  await page.evaluate(() => (window as unknown as BusyWindow).wrapLate());
  await endFrom(viewer, page);
  const counts = await page.evaluate(() => {
    const busy = window as unknown as BusyWindow;
    const [field] = document.getElementsByTagName("input");
    if (field) field.value = "after the end";
    document.createElement("div").attachShadow({ mode: "open" });
    document.styleSheets[0]?.insertRule(".after {}");
    document.body.style.setProperty("--after", "1");
    return { ...busy.areWrapped(), calls: busy.ownCalls, value: field?.value };
  });
  expect(counts).toEqual({
    attachShadow: true,
    insertRule: true,
    setProperty: true,
    value: "after the end",
    isValueWrapped: true,
    // Once by the wrapper of the beginning, once by the one that came late.
    calls: { attachShadow: 1, insertRule: 2, setProperty: 1, value: 1 },
  });
  // Where the recorder has to look for what the browser had before, it does so in our element.
  const { heard } = await visit.print();
  expect(heard).toContain("somebody makes an iframe");
  expect(heard.filter((line) => line.endsWith("iframe"))).toEqual(["somebody makes an iframe"]);
  await visit.close();
  await site.close();
});

test("default-src 'self' is enough where the site serves us itself", async ({
  browser,
  server,
  desk,
}) => {
  const setPolicy = (_: unknown, response: ServerResponse) =>
    response.setHeader("content-security-policy", `default-src 'self'; report-uri ${reports.url}`);
  server.app.server.prependListener("request", setPolicy);
  reports.reports.length = 0;
  const site = { origin: server.origin, widgetHost: "WIDGET", asked: () => [], close() {} };
  const visit = await openVisit(browser, site, "/products/ridge-40");
  expect((await visit.page.reload())?.headers()["content-security-policy"]).toContain("'self'; r");
  const { viewer } = await startCobrowse(visit.page, desk);
  await visit.page.getByRole("button", { name: "Size guide" }).click();
  await endFrom(viewer, visit.page);
  expect(await visit.violations()).toEqual([]);
  expect(reports.reports).toEqual([]);
  // What the policy does keep out is seen, by both.
  await visit.page.evaluate(() => document.body.setAttribute("style", "color: red"));
  await expect.poll(() => visit.violations()).toHaveLength(1);
  await expect.poll(() => reports.reports).toHaveLength(1);
  await visit.close();
  server.app.server.off("request", setPolicy);
});
