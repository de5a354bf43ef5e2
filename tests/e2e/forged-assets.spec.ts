import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContext, FrameLocator, Page } from "@playwright/test";
import { fontFile } from "../support/font.ts";
import { allow, expect, startCobrowse, test } from "./cobrowse-fixture.ts";
import { type AssetForger, takeAssetLane } from "./forged-assets.ts";
import {
  ATTACKER_PORT,
  becomeForger,
  FORGED,
  forgedChange,
  forgedElement,
  forgedMutation,
  forgedSnapshot,
  forgedText,
} from "./planted-pages.ts";

const demo = (name: string) => readFileSync(join("widget/demo", name));
const PICTURE = demo("assets/evening-800.jpg");
const DRAWING = demo("account/order-1042.svg");

const attacker = `http://127.0.0.1:${ATTACKER_PORT}`;
const SHEET = Buffer.from(`@import "${attacker}/import.css";
  @font-face { font-family: Named; src: url("asset:1") format("truetype"), url("${attacker}/f") }
  h2 { font-family: Named; background: url("asset:0"), url("${attacker}/background"); padding: 7px }
  h2::before { content: url("asset:0") }`);
const HOSTILE_DRAWING = Buffer.from(`<?xml version="1.0"?><!-- a drawing -->
  <svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><script>top.hacked = true</script>
  <image href="${attacker}/in-drawing" width="40" height="30"/>
  <foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="${attacker}/frame"/></foreignObject></svg>`);
const NO_PICTURE = Buffer.from("<!doctype html><script>top.hacked = true</script>");

const img = (id: number, attributes: object) =>
  forgedElement(id, "img", { "alongside-natural-size": "400x250", ...attributes });

const CONTENT = [
  forgedElement(10, "link", { "alongside-sheet": "1", rel: "stylesheet" }),
  forgedElement(11, "h2", {}, [forgedText(12, "Forged")]),
  img(20, { id: "dense", "alongside-asset": "2", alt: "Evening" }),
  img(21, { id: "drawn", "alongside-asset": "5" }),
  img(22, { id: "html", "alongside-asset": "6", alt: "No picture" }),
  img(23, { id: "refused", "alongside-asset": "7", alt: "Elsewhere" }),
  img(24, { id: "awaited", "alongside-asset": "77", alt: "Not yet" }),
  img(25, { id: "font", "alongside-asset": "3" }),
  forgedElement(26, "p", { id: "own", style: 'background: url("asset:4")' }),
];

/** How a picture stands in the replica: its address's kind, and its width in its own pixels. */
const standing = (replica: FrameLocator, id: string) =>
  replica.locator(`#${id}`).evaluate((element) => {
    const image = element as HTMLImageElement;
    return [image.currentSrc.replace(/[:;,].*/s, ""), image.naturalWidth];
  });

const cssOf = (replica: FrameLocator, selector: string, property: string) =>
  replica
    .locator(selector)
    .evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property);

async function giveNamed(
  assets: AssetForger,
  name: number,
  kind: "image" | "style" | "font",
  bytes: Buffer,
  references: number[] = [],
): Promise<void> {
  await assets.name(name, kind, bytes, references);
  await assets.give(kind, bytes);
}

interface CountingWindow {
  objectUrls: Set<string>;
}

async function countObjectUrls(browser: BrowserContext): Promise<void> {
  await browser.addInitScript(() => {
    const objectUrls = new Set<string>();
    Object.assign(window, { objectUrls });
    const { createObjectURL, revokeObjectURL } = URL;
    URL.createObjectURL = (object) => {
      const url = createObjectURL.call(URL, object);
      objectUrls.add(url);
      return url;
    };
    URL.revokeObjectURL = (url) => {
      objectUrls.delete(url);
      revokeObjectURL.call(URL, url);
    };
  });
}

const objectUrlCount = (viewer: Page) =>
  viewer.evaluate(() => (window as unknown as CountingWindow).objectUrls.size);

test("what a page names is shown as it comes, from nowhere but the lane, until the session ends", async ({
  customer,
  desk,
  server,
}) => {
  const assets = await takeAssetLane(customer);
  const forger = await becomeForger(customer);
  await countObjectUrls(desk.context());
  const { viewer, replica } = await startCobrowse(customer, desk);
  const asked: string[] = [];
  viewer.on("request", (made) => asked.push(made.url()));

  await test.step("a page is not shown before its style sheet is here", async () => {
    await forger.send(forgedSnapshot(1_000, CONTENT));
    await expect(replica.getByRole("heading", { level: 1 })).toHaveText("Carry less, walk further");
    await giveNamed(assets, 1, "style", SHEET, [2, 3]);
    await expect(replica.getByRole("heading", { level: 2 })).toHaveCSS("padding-top", "7px");
    expect(await standing(replica, "dense")).toEqual(["data", 400]);
  });

  await test.step("each is shown for what it is, or as a part that cannot be", async () => {
    await giveNamed(assets, 2, "image", PICTURE);
    await giveNamed(assets, 3, "font", fontFile());
    await giveNamed(assets, 4, "image", DRAWING);
    await giveNamed(assets, 5, "image", HOSTILE_DRAWING);
    await giveNamed(assets, 6, "image", NO_PICTURE);
    await assets.send({ type: "asset.refused", name: 7, reason: "another-origin" });

    // 800 pixels wide, and 400 at the customer, whose screen is dense.
    await expect.poll(() => standing(replica, "dense")).toEqual(["blob", 400]);
    await expect
      .poll(() => cssOf(replica, "h2", "background-image"))
      .toMatch(/^url\("blob:.*data:,/);
    await expect
      .poll(() => cssOf(replica, "#own", "background-image"))
      .toMatch(/^url\("data:image\/svg/);
    await expect.poll(() => standing(replica, "drawn")).toEqual(["data", 400]);
    await expect(replica.locator("#html")).toHaveAttribute("src", /No%20picture/);
    await expect(replica.locator("#font")).toHaveAttribute("src", /Image/);
    await expect(replica.locator("#refused")).toHaveAttribute("src", /Elsewhere/);
    await expect(replica.locator("#awaited")).not.toHaveAttribute("src", /Not%20yet/);
    const fontStates = () =>
      replica.locator("h2").evaluate(async ({ ownerDocument: { fonts } }) => {
        await fonts.load("12px Named");
        return [...fonts].map(({ status }) => status);
      });
    await expect.poll(fontStates).toEqual(["loaded"]);
    const missing = viewer.locator(".status").getByText("3 parts can’t be shown");
    await expect(missing).toBeVisible();
    await expect(missing).toHaveAttribute("title", "2 not a picture, 1 from another site");
  });

  await test.step("changes name what is held, and by no other way than its name", async () => {
    const blob = await replica
      .locator("#dense")
      .evaluate((image) => (image as HTMLImageElement).currentSrc);
    await forger.send(
      forgedChange(
        1_000,
        1,
        forgedMutation({
          adds: [{ parentId: FORGED.body, nextId: null, node: img(30, { id: "late", src: blob }) }],
          attributes: [
            { id: 20, attributes: { "alongside-asset": "4", "alongside-natural-size": "48x48" } },
            { id: 24, attributes: { "alongside-asset": "2", "alongside-natural-size": "800x500" } },
          ],
        }),
        {
          source: 8,
          id: 10,
          adds: [{ rule: `h2 { mask: url("${blob}"), url("asset:9") }`, index: 0 }],
        },
      ),
    );
    await expect.poll(() => standing(replica, "awaited")).toEqual(["blob", 800]);
    await expect.poll(() => standing(replica, "dense")).toEqual(["data", 48]);
    await expect(replica.locator("#late")).toHaveAttribute("src", /^data:image\/svg/);
    expect(await cssOf(replica, "h2", "mask-image")).toBe('url("data:,"), url("data:,")');
    expect(await objectUrlCount(viewer)).toBe(2);
  });

  await test.step("each crosses once: the next link is told of what is here", async () => {
    await customer.getByRole("link", { name: "Products" }).click();
    await expect(replica.getByRole("heading", { level: 1 })).toHaveText("Everything we make");
    const fiveHashes = Array(5).fill(expect.any(String));
    await expect.poll(assets.told).toEqual([{ type: "assets.held", hashes: fiveHashes }]);
  });

  await test.step("nothing ran, and nobody was asked", async () => {
    expect(await viewer.evaluate(() => "hacked" in window)).toBe(false);
    const own = [`${server.origin}/agent`, `${server.origin}/v1/me`, "data:", "blob:"];
    expect(asked.filter((url) => !own.some((start) => url.startsWith(start)))).toEqual([]);
  });

  await test.step("nothing of it outlives the session", async () => {
    await customer.getByRole("button", { name: "End Cobrowse" }).first().click();
    await viewer.getByRole("button", { name: "Request again" }).click();
    await allow(customer, viewer);
    await expect.poll(assets.told).toContainEqual({ type: "assets.held", hashes: [] });
    expect(await objectUrlCount(viewer)).toBe(0);
  });
});
