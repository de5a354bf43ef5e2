import type { FrameLocator, Page } from "@playwright/test";
import { fontFile } from "../support/font.ts";
import { startForeignShop } from "../support/foreign-shop.ts";
import { plainPng, type Rgb } from "../support/png.ts";
import { startSmallSite } from "../support/small-site.ts";
import { AGENT_BROWSER, allow, chat, expect, request, test } from "./cobrowse-fixture.ts";

const RED: Rgb = [200, 20, 20];
const GREEN: Rgb = [20, 160, 20];
const BLUE: Rgb = [20, 20, 200];
const GOLD: Rgb = [220, 180, 20];

async function show(customer: Page, desk: Page, address: string) {
  await customer.goto(address);
  await chat(customer, desk);
  const viewer = await request(customer, desk);
  const asked: string[] = [];
  viewer.on("request", (made) => asked.push(made.url()));
  return { viewer, asked, replica: await allow(customer, viewer) };
}

/** The colour in the middle of a picture of the replica; none as long as it has no pixels. */
function colourOf(replica: FrameLocator, selector: string): Promise<number[]> {
  return replica.locator(selector).evaluate((element) => {
    const image = element as HTMLImageElement;
    if (!image.complete || image.naturalWidth === 0 || !image.src.startsWith("blob:")) return [];
    const canvas = image.ownerDocument.createElement("canvas");
    const context = canvas.getContext("2d");
    context?.drawImage(image, 0, 0);
    const pixel = context?.getImageData(image.naturalWidth / 2, image.naturalHeight / 2, 1, 1);
    return [...(pixel?.data ?? [])].slice(0, 3);
  });
}

const styleOf = (page: Page | FrameLocator, selector: string, properties: string[]) =>
  page
    .locator(selector)
    .first()
    .evaluate((element, names) => {
      const style = getComputedStyle(element);
      return names.map((name) => style.getPropertyValue(name));
    }, properties);

test("an account page behind a login looks right, and the agent's browser asks the shop for nothing", async ({
  customer,
  desk,
  server,
}) => {
  const shop = await startForeignShop({ widgetHost: server.origin });
  try {
    // The cookie comes with the first visit.
    await customer.goto(shop.origin);
    const { viewer, asked, replica } = await show(customer, desk, `${shop.origin}/account`);
    const pictures = replica.locator("main img");
    await expect(pictures).toHaveCount(4);
    const sizesIn = (page: Page | FrameLocator) =>
      page
        .locator("main img")
        .evaluateAll((images) =>
          (images as HTMLImageElement[]).map(
            ({ complete, naturalWidth, offsetWidth, offsetHeight }) => [
              complete && naturalWidth > 0,
              offsetWidth,
              offsetHeight,
            ],
          ),
        );
    const isShown = (image: Element) =>
      /^(?:blob:|data:image\/svg\+xml)/.test((image as HTMLImageElement).src) &&
      !decodeURIComponent((image as HTMLImageElement).src).includes("#eceef2");
    for (const picture of await pictures.all()) {
      await expect.poll(() => picture.evaluate(isShown)).toBe(true);
    }
    expect(await sizesIn(replica)).toEqual(await sizesIn(customer));
    await expect
      .poll(() => styleOf(replica, ".member", ["background-image"]))
      .toEqual([expect.stringMatching(/^url\("(?:blob:|data:image\/svg)/)]);
    for (const [selector, properties] of [
      [".member", ["background-color", "border-top-color", "display", "padding-top"]],
      ["h1", ["font-size", "font-weight", "color"]],
      [".orders img", ["border-top-left-radius", "width"]],
      ["header", ["background-color", "height"]],
    ] as const) {
      expect(await styleOf(replica, selector, [...properties])).toEqual(
        await styleOf(customer, selector, [...properties]),
      );
    }

    expect(shop.requests.filter(({ userAgent }) => userAgent === AGENT_BROWSER)).toEqual([]);
    // But its own server, whether somebody is logged in.
    const elsewhere = asked.filter((url) => !/^(?:blob|data):/.test(url));
    expect(elsewhere.filter((url) => url !== `${server.origin}/v1/me`)).toEqual([]);
    // Nor was the customer's browser made to ask a second time.
    const urls = shop.requests.map(({ url }) => url).filter((url) => url.startsWith("/account/"));
    expect(urls).toEqual([...new Set(urls)]);
    await expect(viewer.locator("main")).toHaveAttribute("data-state", "live");
  } finally {
    await shop.close();
  }
});

test.describe("on a site of its own", () => {
  // The browser tells that what was never to be kept is not in its cache.
  test.use({ isQuiet: false });

  test("the agent sees what the customer sees, and is sent nothing twice", async ({
    customer,
    desk,
    server,
  }) => {
    // Each time another picture, as a riddle that only its first picture answers.
    const riddles = [RED, GREEN, BLUE, GOLD];
    const elsewhere = await startSmallSite("127.0.0.1", () => ({ "/closed.png": png(RED) }));
    const page = (body: string, title: string) => ({
      type: "text/html; charset=utf-8",
      body: `<!doctype html><title>${title}</title><link rel="stylesheet" href="/site.css">
      <script async src="${server.origin}/widget.js" data-site="demo"></script>
      <h1>${title}</h1>${body}`,
    });
    const site = await startSmallSite("localhost", () => ({
      "/": page(
        `<img id="plain" src="/plain.png" alt="Plain">
        <img id="dense" srcset="/small.png 1x, /large.png 2x" alt="Dense">
        <img id="wide" srcset="/half.png 40w, /whole.png 400w" sizes="80px" alt="Wide">
        <picture><source media="(min-width: 1px)" srcset="/source.png"><img id="source" src="/other.png" alt="Source"></picture>
        <img id="riddle" src="/riddle.png" alt="Riddle">
        <img id="closed" src="${elsewhere.origin}/closed.png" width="80" height="60" alt="From elsewhere">
        <p id="background">Background</p><p><span id="font">Word in a font</span></p>
        <div id="host"></div>
        <script>
          host.attachShadow({ mode: "open" }).innerHTML =
            '<style>b { background: url(/behind.png) }</style><img id="shadow" src="/shadow.png" alt="Shadow"><b>b</b>';
        </script>`,
        "Everything",
      ),
      "/second": page(
        `<img id="plain" src="/plain.png" alt="Plain"><p id="background">Background</p>`,
        "Second",
      ),
      "/site.css": {
        type: "text/css",
        body: `/* ${"x".repeat(2_000)} */
          #background { background-image: url("/background.png") }
          @font-face { font-family: Plain; src: url(/plain.ttf) }
          #font { font: 20px Plain, serif }`,
      },
      "/plain.png": png(RED),
      "/small.png": png(GREEN),
      "/half.png": png(BLUE, 40, 30),
      "/whole.png": png(GOLD, 400, 300),
      "/source.png": png(GOLD),
      "/shadow.png": png(BLUE),
      "/background.png": png(GREEN),
      "/behind.png": png(GREEN, 30, 20),
      "/plain.ttf": { type: "font/ttf", body: fontFile() },
      "/riddle.png": {
        type: "image/png",
        body: () => plainPng(80, 60, riddles.shift() ?? RED),
        headers: { "cache-control": "no-store" },
      },
    }));
    const begun: string[] = [];
    try {
      await noteTransfers(customer, begun);
      const { viewer, replica } = await show(customer, desk, site.origin);
      const colours = { "#plain": RED, "#dense": GREEN, "#source": GOLD, "#shadow": BLUE };
      for (const [selector, colour] of Object.entries(colours)) {
        await expect.poll(() => colourOf(replica, selector), selector).toEqual([...colour]);
      }
      // As it was shown; asked for again it would be another one.
      await expect.poll(() => colourOf(replica, "#riddle")).toEqual([...RED]);
      expect(site.countOf("/riddle.png")).toBe(1);
      for (const selector of ["#background", "#host b"]) {
        await expect
          .poll(() => styleOf(replica, selector, ["background-image"]), selector)
          .toEqual([expect.stringMatching(/^url\("blob:/)]);
      }
      const widthsIn = async (page: Page | FrameLocator) => {
        const widths: Record<string, number> = {};
        for (const id of ["plain", "dense", "wide", "source", "shadow", "riddle", "font"]) {
          widths[id] = await page
            .locator(`#${id}`)
            .evaluate((element) => (element as HTMLElement).offsetWidth);
        }
        return widths;
      };
      const widths = await widthsIn(customer);
      await expect.poll(() => widthsIn(replica)).toEqual(widths);
      await expect(replica.locator("#closed")).toHaveAttribute("src", /From%20elsewhere/);
      await expect(viewer.locator(".status")).toContainText("can’t be shown");

      // On the next page nothing is sent that the agent has.
      const before = begun.length;
      expect(before).toBeGreaterThan(6);
      await customer.goto(`${site.origin}/second`);
      await expect(replica.getByRole("heading", { level: 1 })).toHaveText("Second");
      await expect.poll(() => colourOf(replica, "#plain")).toEqual([...RED]);
      await expect
        .poll(() => styleOf(replica, "#background", ["background-image"]))
        .toEqual([expect.stringMatching(/^url\("blob:/)]);
      expect(begun.slice(before)).toEqual([]);
      expect(begun).toEqual([...new Set(begun)]);
    } finally {
      site.close();
      elsewhere.close();
    }
  });
});

const png = (colour: Rgb, widthPx = 80, heightPx = 60) => ({
  type: "image/png",
  body: plainPng(widthPx, heightPx, colour),
});

/** The hash of every asset that begins to leave the customer's browser, on whatever page. */
async function noteTransfers(customer: Page, begun: string[]): Promise<void> {
  await customer.exposeFunction("noteTransfer", (hash: string) => begun.push(hash));
  await customer.addInitScript(() => {
    const { send } = RTCDataChannel.prototype;
    const { noteTransfer } = window as unknown as { noteTransfer(hash: string): void };
    RTCDataChannel.prototype.send = function (this: RTCDataChannel, frame: never) {
      if (this.label === "asset" && typeof frame === "string") {
        const message = JSON.parse(frame) as { type: string; hash: string };
        if (message.type === "asset.began") noteTransfer(message.hash);
      }
      send.call(this, frame);
    };
  });
}
