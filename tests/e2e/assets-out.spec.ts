/**
 * What only a real browser shows of the asset lane: what is in its cache, what it lists, and that a
 * server is not asked again. The customer's page alone, without a session.
 */
import { readFileSync } from "node:fs";
import { type Browser, expect, type Page, test } from "@playwright/test";
import type { CustomerAssetMessage } from "../../peer/protocol/asset-messages.ts";
import { NO_RULES } from "../../peer/protocol/privacy-rules.ts";
import type {} from "../support/capture-alone.ts";
import { launchFirefox, noFirefoxReason } from "../support/firefox.ts";
import { bundlePage } from "../support/page-bundle.ts";
import { type SiteFile, type SmallSite, startSmallSite } from "../support/small-site.ts";
import { skipFor } from "./cobrowse-fixture.ts";

const HUT = readFileSync("widget/demo/assets/hut.png");
const KEPT = { "cache-control": "private, max-age=600" };
const NOT_KEPT = { "cache-control": "no-store" };

/** Each is another picture: what follows the end of one is not looked at. */
const picture = (headers: NonNullable<SiteFile["headers"]> = KEPT): SiteFile => ({
  type: "image/png",
  body: (address) => Buffer.concat([HUT, Buffer.from(address)]),
  headers,
});

/** Scripts of other origins may read it. As on many servers, that is said only when they ask. */
const sharedPicture = picture(({ origin }) => ({
  ...KEPT,
  ...(origin && { "access-control-allow-origin": "*" }),
}));

/** Given once to each address. */
function pictureOnce(): SiteFile {
  const spent = new Set<string>();
  const body = (address: string) => {
    if (spent.has(address)) return undefined;
    spent.add(address);
    return HUT;
  };
  return { type: "image/png", body, headers: NOT_KEPT };
}

const sheetText = (foreignOrigin: string) => `
  html { --kept: url(secret-kept.png) } .kept { background: var(--kept) } .kept b::after { content: url(secret-after.png) }
  .used { background: url(used.png); width: 9px; height: 9px }
  .unused { background: url(unused.png) }
  .foreign { background: url(${foreignOrigin}/closed-background.png); width: 9px; height: 9px }
  @font-face { font-family: Own; src: url(own.woff2) }
  .own { font-family: Own }
  ${".filler { color: red }".repeat(100)}`;

const html = (foreignOrigin: string, visit: number) => `<!doctype html>
  <title>Pictures</title><link rel="stylesheet" href="/css/main.css">
  <p class="own">Own</p><div class="used"></div><div class="foreign"></div>
  <p id="inline" style="background: url(/inline.png)">Inline</p>
  <img id="plain" src="/plain.png"><img id="candidate" srcset="/wrong.png 9x, /right.png 1x">
  <picture><source srcset="/source.png"><img id="picture" src="/fallback.png"></picture>
  <img id="once" src="/once.png?${visit}"><img id="gone" src="/gone.gif">
  <img id="closed" src="${foreignOrigin}/closed.png"><img id="listed" src="${foreignOrigin}/shared.png">
  <img id="crossorigin" crossorigin src="${foreignOrigin}/shared-too.png">
  <div class="cobrowse-redacted kept"><img src="/secret.png"><b></b></div><img class="cobrowse-redacted" src="/secret-too.png">
  <iframe class="cobrowse-redacted" src="/frame"></iframe><p id="later"><b id="within">Within</b></p>
  <shop-card></shop-card><div style="height: 9000px"></div><img id="lazy" loading="lazy" src="/lazy.png">
  <script>
    const card = document.querySelector("shop-card").attachShadow({ mode: "open" });
    card.innerHTML = '<link rel="stylesheet" href="/css/card.css"><img id="inside" src="/inside.png">';
  </script>`;

const STRICT =
  "default-src 'none'; img-src *; style-src * 'unsafe-inline'; font-src *; frame-src 'self'; script-src 'unsafe-inline'";

let site: SmallSite;
let foreign: SmallSite;
let bundle: string;

test.beforeAll(async () => {
  foreign = await startSmallSite("127.0.0.1", () => ({
    "/closed.png": picture(),
    "/closed-background.png": picture(),
    "/shared.png": sharedPicture,
    "/shared-too.png": sharedPicture,
  }));
  let visit = 0;
  const page = (headers: Record<string, string>): SiteFile => ({
    type: "text/html; charset=utf-8",
    body: () => {
      visit += 1;
      return html(foreign.origin, visit);
    },
    headers: { ...NOT_KEPT, ...headers },
  });
  const sheet = { type: "text/css", body: sheetText(foreign.origin), headers: KEPT };
  site = await startSmallSite("127.0.0.1", () => ({
    "/": page({}),
    "/strict": page({ "content-security-policy": STRICT }),
    "/css/main.css": sheet,
    "/css/card.css": sheet,
    "/css/used.png": picture(),
    "/css/secret-kept.png": picture(),
    "/css/secret-after.png": picture(),
    "/css/own.woff2": { type: "font/woff2", body: Buffer.alloc(3_000, "own"), headers: KEPT },
    "/inline.png": picture(),
    "/plain.png": picture(),
    "/right.png": picture(),
    "/source.png": picture(),
    "/once.png": pictureOnce(),
    "/inside.png": picture(),
    "/frame": {
      type: "text/html",
      body: `<p id="framed">In a secret frame</p><img src="/secret-frame.png">`,
    },
    "/secret-frame.png": picture(),
    "/after.png": picture(),
    "/large": { type: "text/html", body: `<img src="/large.png">` },
    "/large.png": {
      type: "image/png",
      body: Buffer.concat([HUT, Buffer.alloc(1_000_000)]),
      headers: KEPT,
    },
    "/secret.png": picture(),
    "/secret-too.png": picture(),
    "/lazy.png": picture(),
  }));
  bundle = await bundlePage("support/capture-alone");
});
test.afterAll(() => {
  site.close();
  foreign.close();
});

/** Every address that was asked for, of either site, since a page was captured. */
const asked = () => [...site.asked, ...foreign.asked];

/** Opens a page, and captures it once it is there, whole. */
async function capture(page: Page, address: string, assetOrigins: string[] = []): Promise<void> {
  await page.goto(site.origin + address);
  await page.evaluate(() => document.fonts.ready);
  site.asked.length = 0;
  foreign.asked.length = 0;
  // Not by a script element, which the page's policy would not run.
  await page.evaluate(bundle);
  await page.evaluate((origins) => window.startCaptureAlone(origins), assetOrigins);
}

/** What has been said until now. */
const captured = (page: Page) =>
  page.evaluate(() => {
    const { messages, pageText, byteCount } = window.captureAlone;
    return { messages, pageText, byteCount };
  });

/** What was said of a name: its kind if there is a hash, else why there is none. */
function settledAs(messages: CustomerAssetMessage[], name: number): string | undefined {
  const settled = messages.find((message) => "name" in message && message.name === name);
  if (settled?.type === "asset.named") return settled.kind;
  return settled?.type === "asset.refused" ? settled.reason : undefined;
}

/** Of an element's picture or background; 0 if it has none. */
function nameOf(pageText: string, id: string): number {
  const pattern = new RegExp(`"id":"${id}"[^}]*(?:"alongside-asset":"|asset:)(\\d+)`);
  return Number(pattern.exec(pageText)?.[1] ?? 0);
}

/** Of the large sheet: what became of what it names, in the order of its text. */
function referencesIn(messages: CustomerAssetMessage[]): Array<string | undefined> {
  const sheet = messages.find(
    (message) => message.type === "asset.named" && message.kind === "style",
  );
  const references = sheet?.type === "asset.named" ? sheet.references : [];
  return references.map((name) => settledAs(messages, name));
}

/** All at once, and often: each look costs Firefox a tenth of a second, a pause between them more. */
async function expectSettled(
  page: Page,
  pictures: Record<string, string>,
  references: unknown,
): Promise<void> {
  const look = async () => {
    const { messages, pageText } = await captured(page);
    const ids = Object.keys(pictures);
    return {
      pictures: Object.fromEntries(
        ids.map((id) => [id, settledAs(messages, nameOf(pageText, id))]),
      ),
      references: referencesIn(messages),
    };
  };
  await expect.poll(look, OFTEN).toEqual({ pictures, references });
}

const OFTEN = { intervals: [50] };

/** The same word for each of these elements. */
const each = (ids: string[], settled: string) => Object.fromEntries(ids.map((id) => [id, settled]));

for (const name of ["chromium", "firefox"] as const) {
  test(`${name}: what the page has loaded is read without asking for it again, and nothing else [A9]`, async ({
    browser,
  }) => {
    skipFor(name === "firefox" ? noFirefoxReason : undefined, "assets-out.spec.ts in Firefox");
    const opened: Browser = name === "chromium" ? browser : await launchFirefox();
    const page = await opened.newPage();

    await test.step("from the cache, or as it is displayed; and the page is described without its query [P4]", async () => {
      await capture(page, "/?secret#secret");
      const read = ["plain", "candidate", "picture", "once", "inside", "crossorigin", "inline"];
      await expectSettled(
        page,
        { ...each(read, "image"), ...each(["closed", "listed"], "another-origin") },
        [undefined, "image", undefined, "another-origin", "font"],
      );
      const { pageText, byteCount } = await captured(page);
      expect(nameOf(pageText, "gone")).toBe(0);
      expect(asked()).toEqual([]);
      expect(pageText).not.toMatch(/\.(?:png|css|woff2|gif)\b/);
      const host = site.origin.replace("http://", "");
      expect(pageText).toContain(
        JSON.stringify({ type: "page.described", host, path: "/", title: "" }),
      );
      expect(pageText).not.toContain("secret");
      expect(byteCount).toBeGreaterThan(6 * 6_000);
    });

    await test.step("nothing of a redacted frame, nor of what is redacted later", async () => {
      const { pageText: before } = await captured(page);
      await page.evaluate(() => {
        const framed = document.querySelector("iframe")?.contentDocument?.getElementById("framed");
        framed?.append("A secret word");
        framed?.setAttribute("title", "A secret title");
        const later = document.getElementById("later");
        if (later) later.dataset["cobrowse"] = "redact";
        const within = document.getElementById("within");
        within?.setAttribute("style", "background: url(/after.png)");
        within?.setAttribute("title", "A secret title");
        document.body.append("Told after all that");
      });
      const told = async () => (await captured(page)).pageText.slice(before.length);
      await expect.poll(told, OFTEN).toContain("Told after all that");
      expect(await told()).not.toMatch(/secret|asset:/);
    });

    await test.step("a picture that is loaded later is told then", async () => {
      const told = async () => {
        const { messages, pageText } = await captured(page);
        const names = [...pageText.matchAll(/"alongside-asset":"(\d+)"/g)].map(([, name]) =>
          Number(name),
        );
        return { count: names.length, newest: settledAs(messages, names.at(-1) ?? 0) };
      };
      const { count } = await told();
      await page.locator("#lazy").scrollIntoViewIfNeeded();
      await expect.poll(told, OFTEN).toEqual({ count: count + 1, newest: "image" });
      // By the page itself.
      expect(asked()).toEqual(["/after.png", "/lazy.png"]);
      await page.evaluate(() => window.captureAlone.stop());
    });

    await test.step("another origin where the site says so", async () => {
      await capture(page, "/", [foreign.origin]);
      await expectSettled(
        page,
        { ...each(["plain", "once", "listed"], "image"), closed: "another-origin" },
        expect.arrayContaining(["font"]),
      );
      expect(site.asked).toEqual([]);
      const mayBeAsked = ["/closed.png", "/closed-background.png", "/shared.png"];
      expect(mayBeAsked).toEqual(expect.arrayContaining(foreign.asked));
    });

    await test.step("under a policy that lets nothing be read, pictures as they are displayed", async () => {
      // A browser of its own: Firefox lists no picture that it has in memory.
      const page = await opened.newPage();
      await page.addInitScript(() => {
        document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
          const counting = window as unknown as { violations?: string[] };
          counting.violations = [...(counting.violations ?? []), effectiveDirective];
        });
      });
      await capture(page, "/strict");
      await expectSettled(page, each(["plain", "candidate", "once", "inside"], "image"), [
        undefined,
        "unreadable",
        undefined,
        "another-origin",
        "unreadable",
      ]);
      const violations = await page.evaluate(
        () => (window as unknown as { violations: string[] }).violations,
      );
      // One for each origin, and no more.
      expect(violations).toEqual(["connect-src", "connect-src"]);
      expect(asked()).toEqual([]);
      await page.close();
    });

    await page.close();
    if (opened !== browser) await opened.close();
  });
}

test("where all is private by default, pictures are boxes of their size, until they are opened [A10]", async ({
  page,
}) => {
  await page.goto(site.origin);
  await page.evaluate(bundle);
  await page.evaluate((rules) => window.startCaptureAlone([], rules), {
    ...NO_RULES,
    isPrivateByDefault: true,
  });
  await expect
    .poll(async () => referencesIn((await captured(page)).messages), OFTEN)
    .toEqual(expect.arrayContaining(["font"]));
  const { pageText } = await captured(page);
  for (const id of ["plain", "picture", "inside", "inline"]) expect(nameOf(pageText, id)).toBe(0);
  const size = /"id":"plain"[^}]*"alongside-natural-size":"\d+x\d+"/;
  expect(pageText).toMatch(size);
  await page.evaluate(() => {
    const plain = document.getElementById("plain");
    if (plain) plain.dataset["cobrowse"] = "unredact";
  });
  const plainNow = async () => {
    const { messages, pageText } = await captured(page);
    return settledAs(messages, nameOf(pageText, "plain"));
  };
  await expect.poll(plainNow, OFTEN).toBe("image");
});

test("a picture that is redacted while it is sent does not go on [A10]", async ({ page }) => {
  await page.goto(`${site.origin}/large`);
  await page.evaluate(bundle);
  await page.evaluate(() => {
    window.startCaptureAlone([]);
    // Its name, its beginning and one piece.
    window.captureAlone.assetRoom = 3;
  });
  await expect.poll(async () => (await captured(page)).byteCount, OFTEN).toBeGreaterThan(0);
  const { byteCount } = await captured(page);
  await page.evaluate(async () => {
    document.querySelector("img")?.classList.add("cobrowse-redacted");
    await Promise.resolve();
    window.captureAlone.assetRoom = Number.POSITIVE_INFINITY;
  });
  const ended = async () =>
    (await captured(page)).messages.some(({ type }) => type === "asset.ended");
  await expect.poll(ended, OFTEN).toBe(true);
  // One more was at the lane already.
  expect((await captured(page)).byteCount).toBeLessThanOrEqual(2 * byteCount);
});
