/**
 * What only a real browser shows of the asset lane: what is in its cache, what it lists, and that a
 * server is not asked again. The customer's page alone, without a session.
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Browser, expect, firefox, type Page, test } from "@playwright/test";
import { build } from "vite";
import type { CustomerAssetMessage } from "../../peer/protocol/asset-messages.ts";
import type {} from "../support/capture-alone.ts";
import { type PictureSite, startPictureSite } from "../support/picture-site.ts";

const FIREFOX = process.env["FIREFOX"] ?? "/usr/bin/firefox-esr";

const SHEET = `
  .used { background: url(used.png); width: 9px; height: 9px }
  .unused { background: url(unused.png) }
  .foreign { background: url(FOREIGN/closed-background.png); width: 9px; height: 9px }
  @font-face { font-family: Own; src: url(own.woff2) }
  .own { font-family: Own }
  ${".filler { color: red }".repeat(100)}`;

const HTML = `<!doctype html><link rel="stylesheet" href="/css/main.css">
  <p class="own">Own</p><div class="used"></div><div class="foreign"></div>
  <img id="plain" src="/plain.png"><img id="candidate" srcset="/wrong.png 9x, /right.png 1x">
  <picture><source srcset="/source.png"><img id="picture" src="/fallback.png"></picture>
  <img id="once" src="/once.png?VISIT"><img id="gone" src="/gone.gif">
  <img id="closed" src="FOREIGN/closed.png"><img id="listed" src="FOREIGN/shared.png">
  <img id="crossorigin" crossorigin src="FOREIGN/shared-too.png">
  <div class="cobrowse-redacted"><img src="/secret.png"></div><img class="cobrowse-redacted" src="/secret-too.png">
  <shop-card></shop-card><div style="height: 9000px"></div><img id="lazy" loading="lazy" src="/lazy.png">
  <script>
    const card = document.querySelector("shop-card").attachShadow({ mode: "open" });
    card.innerHTML = '<link rel="stylesheet" href="/css/card.css"><img id="inside" src="/inside.png">';
  </script>`;

const STRICT =
  "default-src 'none'; img-src *; style-src * 'unsafe-inline'; font-src *; script-src 'unsafe-inline'";

let site: PictureSite;
let bundle: string;

test.beforeAll(async () => {
  site = await startPictureSite(
    {
      "/": { html: HTML },
      "/strict": { html: HTML, policy: STRICT },
    },
    SHEET,
  );
  const entry = fileURLToPath(new URL("../support/capture-alone.ts", import.meta.url));
  const built = await build({
    configFile: false,
    logLevel: "warn",
    build: { write: false, lib: { entry, formats: ["iife"], name: "captureAloneBundle" } },
  });
  const [output] = Array.isArray(built) ? built : [];
  bundle = output?.output[0].code ?? "";
});
test.afterAll(() => site.close());

/** Opens a page, and captures it once it is there, whole. */
async function capture(page: Page, path: string, assetOrigins: string[] = []): Promise<void> {
  await page.goto(site.origin + path);
  await page.evaluate(() => document.fonts.ready);
  site.requests.length = 0;
  // Not by a script element, which the page's policy would not run.
  await page.evaluate(bundle);
  await page.evaluate((origins) => window.startCaptureAlone(origins), assetOrigins);
}

type Settled = Extract<CustomerAssetMessage, { name: number }>;

/** What was said of a name: its kind if there is a hash, else why there is none. */
async function settledAs(page: Page, name: number): Promise<string | undefined> {
  const messages = await page.evaluate(() => window.captureAlone.messages);
  const settled = messages.find(
    (message): message is Settled => "name" in message && message.name === name,
  );
  return settled && (settled.type === "asset.named" ? settled.kind : settled.reason);
}

async function nameOf(page: Page, id: string): Promise<number> {
  const text = await page.evaluate(() => window.captureAlone.pageText);
  const [, name] = new RegExp(`"id":"${id}"[^}]*"alongside-asset":"(\\d+)"`).exec(text) ?? [];
  return Number(name ?? 0);
}

const expectSettled = (page: Page, id: string, what: string) =>
  expect.poll(async () => settledAs(page, await nameOf(page, id)), id).toBe(what);

/** Of the large sheet: what became of what it names, in the order of its text. */
async function referencesSettled(page: Page): Promise<Array<string | undefined>> {
  const messages = await page.evaluate(() => window.captureAlone.messages);
  const sheet = messages.find(
    (message) => message.type === "asset.named" && message.kind === "style",
  );
  const references = sheet?.type === "asset.named" ? sheet.references : [];
  return Promise.all(references.map((name) => settledAs(page, name)));
}

for (const name of ["chromium", "firefox"] as const) {
  test(`${name}: what the page has loaded is read without asking for it again, and nothing else [A9]`, async ({
    browser,
  }, { project }) => {
    test.skip(project.name !== "own-origin", "it has a site of its own, and no widget");
    test.skip(name === "firefox" && !existsSync(FIREFOX), `there is no ${FIREFOX}`);
    const opened: Browser =
      name === "chromium"
        ? browser
        : await firefox.launch({ executablePath: FIREFOX, channel: "moz-firefox" });
    const page = await opened.newPage();

    await test.step("from the cache, or as it is displayed", async () => {
      await capture(page, "/");
      for (const id of ["plain", "candidate", "picture", "once", "inside", "crossorigin"]) {
        await expectSettled(page, id, "image");
      }
      for (const id of ["closed", "listed"]) await expectSettled(page, id, "another-origin");
      await expect
        .poll(() => referencesSettled(page))
        .toEqual(["image", undefined, "another-origin", "font"]);
      expect(await nameOf(page, "gone")).toBe(0);
      expect(site.requests).toEqual([]);
      const text = await page.evaluate(() => window.captureAlone.pageText);
      expect(text).not.toMatch(/\.(?:png|css|woff2|gif)\b/);
      expect(text).not.toContain("secret");
      expect(await page.evaluate(() => window.captureAlone.byteCount)).toBeGreaterThan(6 * 6_000);
    });

    await test.step("a picture that is loaded later is told then", async () => {
      const told = async () => {
        const text = await page.evaluate(() => window.captureAlone.pageText);
        return [...text.matchAll(/"alongside-asset":"(\d+)"/g)].map(([, name]) => Number(name));
      };
      const before = await told();
      await page.locator("#lazy").scrollIntoViewIfNeeded();
      await expect.poll(async () => (await told()).length).toBe(before.length + 1);
      const name = (await told()).at(-1) ?? 0;
      await expect.poll(() => settledAs(page, name)).toBe("image");
      expect(site.requests).toEqual(["/lazy.png"]);
      await page.evaluate(() => window.captureAlone.stop());
    });

    await test.step("another origin where the site says so", async () => {
      await capture(page, "/", [site.foreignOrigin]);
      for (const id of ["plain", "once", "listed"]) await expectSettled(page, id, "image");
      await expectSettled(page, "closed", "another-origin");
      await expect.poll(() => referencesSettled(page)).toContain("font");
      const asked = new Set(site.requests);
      for (const address of ["/closed.png", "/closed-background.png", "/shared.png"])
        asked.delete(address);
      expect([...asked]).toEqual([]);
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
      for (const id of ["plain", "candidate", "once", "inside"])
        await expectSettled(page, id, "image");
      await expect
        .poll(() => referencesSettled(page))
        .toEqual(["unreadable", undefined, "another-origin", "unreadable"]);
      const violations = await page.evaluate(
        () => (window as unknown as { violations: string[] }).violations,
      );
      // One for each origin, and no more.
      expect(violations).toEqual(["connect-src", "connect-src"]);
      expect(site.requests).toEqual([]);
      await page.close();
    });

    await page.close();
    if (opened !== browser) await opened.close();
  });
}
