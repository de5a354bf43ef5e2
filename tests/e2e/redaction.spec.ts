/**
 * What leaves of a page with redacted parts, in real browsers: its capture alone, without a session,
 * and everything that it says on the page lane.
 */
import { type Browser, expect, type Page, test } from "@playwright/test";
import { NO_RULES, type PrivacyRules } from "../../peer/protocol/privacy-rules.ts";
import type {} from "../support/capture-alone.ts";
import { launchFirefox, noFirefoxReason } from "../support/firefox.ts";
import { bundlePage } from "../support/page-bundle.ts";
import { skipFor } from "./cobrowse-fixture.ts";

const SITE = "http://shop.test";
const HTML = `<!doctype html><title>Redaction</title><main><p id="open">Open</p>
  <div id="part" class="cobrowse-redacted" title="SECRET"><b id="moved">SECRET</b><input id="field"></div>
  <section id="late"><b>LATE</b><i title="LATE">LATE</i></section><ul id="list"><li>One</li></ul>
  <input id="password" type="password"></main>`;

let bundle: string;
test.beforeAll(async () => {
  bundle = await bundlePage("support/capture-alone");
});

async function openPage(browser: Browser, rules: PrivacyRules = NO_RULES, html = HTML) {
  const page = await browser.newPage();
  await page.route(`${SITE}/**`, (route) =>
    route.fulfill({ contentType: "text/html; charset=utf-8", body: html }),
  );
  await page.goto(`${SITE}/account`);
  await page.evaluate(bundle);
  await page.evaluate((given) => window.startCaptureAlone([], given), rules);
  await settled(page);
  return page;
}

/** Two frames on, nothing is held back any more. */
const settled = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        requestAnimationFrame(() =>
          requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve))),
        );
      }),
  );

const said = (page: Page) => page.evaluate(() => window.captureAlone.pageText);

/** What is said because of something that the page does. */
async function saidAfter(page: Page, work: () => unknown): Promise<string> {
  const before = (await said(page)).length;
  await page.evaluate(work);
  await settled(page);
  return (await said(page)).slice(before);
}

const BROWSERS: Array<[string, (given: { browser: Browser }) => Promise<Browser>]> = [
  ["Chromium", async ({ browser }) => browser],
  ["Firefox", () => launchFirefox()],
];

for (const [name, open] of BROWSERS) {
  test.describe(name, () => {
    if (name === "Firefox") skipFor(noFirefoxReason, "redaction in Firefox");
    let opened: Browser;
    test.beforeAll(async ({ browser }) => {
      opened = await open({ browser });
    });
    test.afterAll(async ({ browser }) => {
      if (opened !== browser) await opened.close();
    });

    test("a redacted part leaves as a box, whatever is done to it", async () => {
      const page = await openPage(opened);
      const snapshot = await said(page);
      expect(snapshot).toContain("Open");
      expect(snapshot).toContain("alongside-private");
      expect(snapshot).not.toContain("SECRET");

      const changes = await saidAfter(page, async () => {
        const find = (id: string) => document.getElementById(id) as HTMLElement;
        const part = find("part");
        part.append("SECRET");
        part.dataset["x"] = "SECRET";
        (find("field") as HTMLInputElement).value = "SECRET";
        find("field").dispatchEvent(new Event("input", { bubbles: true }));
        part.className = "";
        await Promise.resolve();
        part.append(Object.assign(document.createElement("u"), { textContent: "SECRET" }));
        find("list").append(find("moved"));
        find("moved").textContent = "SECRET";
        await Promise.resolve();
        const [text] = find("moved").childNodes;
        find("open").append(text as Node, " after");
      });
      expect(changes).toContain(" after");
      expect(changes).not.toContain("SECRET");
    });

    test("what is redacted later is taken back, and a box put there", async () => {
      const page = await openPage(opened);
      expect(await said(page)).toContain("LATE");
      const changes = await saidAfter(page, () => {
        document.getElementById("late")?.classList.add("cobrowse-redacted");
      });
      const [change] = changes.match(/\{"type":"page.changed".*/) ?? ["{}"];
      const { data } = JSON.parse(change).events[0];
      expect(data.removes).toHaveLength(1);
      expect(data.adds[0].node).toMatchObject({
        attributes: { "alongside-private": "" },
        childNodes: [],
      });
      const later = await saidAfter(page, () => {
        const late = document.getElementById("late") as HTMLElement;
        late.className = "";
        late.append("LATER");
        late.querySelector("b")?.replaceChildren("LATER");
      });
      expect(later).not.toContain("LATER");
    });

    test("added content waits for the end of the next frame, and all after it; a change alone does not", async () => {
      const page = await openPage(opened);
      const order = await page.evaluate(async () => {
        const alone = window.captureAlone;
        const open = document.getElementById("open") as HTMLElement;
        const begun = alone.pageText.length;
        const saidNow = () => alone.pageText.slice(begun);
        const microtasks = async () => {
          for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
        };
        open.title = "FIRST";
        await microtasks();
        const first = saidNow();
        open.append(Object.assign(document.createElement("b"), { textContent: "SECOND" }));
        await microtasks();
        open.title = "THIRD";
        await microtasks();
        const second = saidNow();
        await new Promise((resolve) => requestAnimationFrame(resolve));
        const inFrame = saidNow();
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        return { first, second, inFrame, last: saidNow() };
      });
      expect(order.first).toContain("FIRST");
      expect(order.second).not.toContain("SECOND");
      expect(order.second).not.toContain("THIRD");
      expect(order.inFrame).not.toContain("SECOND");
      expect(order.last.indexOf("SECOND")).toBeGreaterThan(0);
      expect(order.last.indexOf("THIRD")).toBeGreaterThan(order.last.indexOf("SECOND"));
    });

    for (const moment of ["same task", "next microtask", "next frame"] as const) {
      test(`a class that comes in the ${moment} is in time`, async () => {
        const page = await openPage(opened);
        const changes = await page.evaluate(async (when) => {
          const begun = window.captureAlone.pageText.length;
          const added = Object.assign(document.createElement("p"), {
            innerHTML: '<b title="RACE">RACE</b>RACE',
          });
          document.getElementById("list")?.append(added, "beside");
          if (when === "next microtask") await Promise.resolve();
          if (when === "next frame") await new Promise((done) => requestAnimationFrame(done));
          added.className = "cobrowse-redacted";
          for (let frames = 0; frames < 3; frames += 1) {
            await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
          }
          return window.captureAlone.pageText.slice(begun);
        }, moment);
        expect(changes).toContain("beside");
        expect(changes).toContain("alongside-private");
        expect(changes).not.toContain("RACE");
      });
    }

    test("a password stays one when it is shown, and the page keeps no mark of ours", async () => {
      const page = await openPage(opened);
      await page.locator("#password").fill("SECRET-1");
      const changes = await saidAfter(page, () => {
        const field = document.getElementById("password") as HTMLInputElement;
        field.type = "text";
        field.value = "SECRET-2";
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.setAttribute("value", "SECRET-3");
      });
      expect(changes).toContain('"type":"text"');
      await saidAfter(page, () => {
        const field = document.getElementById("password") as HTMLInputElement;
        const anew = Object.assign(document.createElement("input"), { id: "password" });
        anew.value = "SECRET-4";
        field.replaceWith(anew);
        anew.dispatchEvent(new Event("input", { bubbles: true }));
      });
      expect(await said(page)).not.toContain("SECRET-");
      expect(await page.locator("[data-rr-is-password]").count()).toBe(0);
    });

    test("private by default leaves the shape, but for what is opened", async () => {
      const rules = { ...NO_RULES, isPrivateByDefault: true };
      const html = `<!doctype html><title>Jane</title><body><h1>Jane</h1>
        <p title="SECRET">Hello you</p><input value="SECRET" placeholder="SECRET">
        <label><input type="checkbox" value="SECRET" checked>SECRET</label><select><option selected>SECRET</select>
        <div data-cobrowse="unredact"><p title="Opened">Opened</p>
        <i class="cobrowse-redacted">SECRET</i><input type="password" value="SECRET"></div>`;
      const page = await openPage(opened, rules, html);
      const snapshot = await said(page);
      expect(snapshot).not.toMatch(/SECRET|Jane|Hello/);
      expect(snapshot).toContain("••••• •••");
      expect(snapshot.match(/Opened/g)).toHaveLength(2);
      expect(snapshot).not.toContain('"checked"');
    });

    test("a rule of the site, where it holds, and from when it is one", async () => {
      const redact = [
        { selector: "#open + div, #list > li:first-child", pages: "/account/*" },
        { selector: "#late", pages: "/other" },
      ];
      const page = await openPage(opened, { ...NO_RULES, redact });
      expect(await said(page)).not.toContain("One");
      expect(await said(page)).toContain("LATE");
      const changes = await saidAfter(page, () => {
        const item = Object.assign(document.createElement("li"), { textContent: "SECRET" });
        document.getElementById("list")?.prepend(item);
      });
      expect(changes).toContain("alongside-private");
      expect(changes).not.toContain("SECRET");
      const elsewhere = await saidAfter(page, () => {
        history.pushState(null, "", "/other");
        document.getElementById("late")?.append("SECRET");
        document.querySelector("li")?.append("SECRET");
        document.getElementById("open")?.append("on");
      });
      expect(elsewhere).toContain('"on"');
      expect(elsewhere).not.toContain("SECRET");
      const other = { ...NO_RULES, redact: [{ selector: "#open" }] };
      await page.evaluate((rules) => window.captureAlone.setRules(rules), other);
      await settled(page);
      const after = await said(page);
      expect(after.slice(after.lastIndexOf('"page.snapshot"'))).not.toMatch(/Open|SECRET|One/);
    });

    test("of a private page nothing leaves, and the next one goes on", async () => {
      const rules = { ...NO_RULES, blockedPages: ["/account"] };
      const page = await openPage(opened, rules);
      expect(await said(page)).toBe("");
      const went = await saidAfter(page, () => {
        history.pushState(null, "", "/cart");
        document.getElementById("open")?.append("CART");
      });
      expect(went).toContain("CART");
      const back = await saidAfter(page, () => {
        document.getElementById("open")?.append("SECRET");
        history.pushState(null, "", "/x/..%2faccount");
      });
      expect(back).not.toContain("SECRET");
      expect(await page.evaluate(() => window.captureAlone.isPrivate)).toBe(true);
    });

    test("rules that cannot be read close every page", async () => {
      const broken = { ...NO_RULES, redact: [{ selector: "p:::" }] };
      for (const rules of [broken, null] as PrivacyRules[]) {
        const page = await openPage(opened, rules);
        expect(await said(page)).toBe("");
        expect(await page.evaluate(() => window.captureAlone.isPrivate)).toBe(true);
      }
    });
  });
}
