/**
 * Ways in which something that stays with the customer once left the page, each on a page of its own:
 * what is to stay says SECRET, and nothing on the page lane may.
 */
import { type Browser, expect, type Page, test } from "@playwright/test";
import { NO_RULES, type PrivacyRules } from "../../peer/protocol/privacy-rules.ts";
import type {} from "../support/capture-alone.ts";
import { bundlePage } from "../support/page-bundle.ts";

const SITE = "http://shop.test";

let bundle: string;
test.beforeAll(async () => {
  bundle = await bundlePage("support/capture-alone");
});

interface Opening {
  rules?: Partial<PrivacyRules>;
  contentType?: string;
  /** The page's content security policy. */
  policy?: string;
}

async function openPage(browser: Browser, body: string, opening: Opening = {}): Promise<Page> {
  const { rules, contentType = "text/html; charset=utf-8", policy } = opening;
  const page = await browser.newPage();
  const headers = {
    "content-type": contentType,
    ...(policy && { "content-security-policy": policy }),
  };
  await page.route(`${SITE}/**`, (route) => route.fulfill({ headers, body }));
  await page.goto(`${SITE}/account`);
  await page.evaluate(bundle);
  await page.evaluate((given) => window.startCaptureAlone([], given), { ...NO_RULES, ...rules });
  await settled(page);
  return page;
}

/** What the page does in its frames has left, and so has what the recorder tells in a task of its own. */
const settled = (page: Page) =>
  page.evaluate(async () => {
    for (let frames = 0; frames < 4; frames += 1) {
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    }
  });

async function said(page: Page): Promise<string> {
  await settled(page);
  return page.evaluate(() => window.captureAlone.pageText);
}

async function expectNoSecret(page: Page): Promise<void> {
  const text = await said(page);
  expect(text).toContain("page.snapshot");
  expect(text).not.toContain("SECRET");
}

test("what a script writes into a hidden field", async ({ browser }) => {
  const page = await openPage(browser, "<!doctype html><input type=hidden>");
  await page.evaluate(() => {
    (document.querySelector("input") as HTMLInputElement).value = "SECRET";
  });
  await expectNoSecret(page);
});

test("what a secret field of several lines said before it was emptied", async ({ browser }) => {
  const html =
    '<!doctype html><textarea name=iban>SECRET</textarea><script>document.querySelector("textarea").value = ""</script>';
  const page = await openPage(browser, html);
  await expectNoSecret(page);
  await page.evaluate(() => {
    const area = document.querySelector("textarea") as HTMLTextAreaElement;
    area.append("SECRET");
    const other = area.cloneNode(true) as HTMLTextAreaElement;
    other.value = "";
    document.body.append(other);
  });
  await expectNoSecret(page);
});

test("fields of a page in XHTML, whose elements have small names", async ({ browser }) => {
  const html = `<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title>
    <meta name="description" content="SECRET"/></head>
    <body><input type="hidden" value="SECRET"/><input type="password" value="SECRET"/></body></html>`;
  const page = await openPage(browser, html, { contentType: "application/xhtml+xml" });
  await page.locator("[type=password]").fill("SECRET");
  await expectNoSecret(page);
});

test("a private page that is still shown a moment after the address has changed", async ({
  browser,
}) => {
  const html = "<!doctype html><main title=SECRET>SECRET</main>";
  const page = await openPage(browser, html, { rules: { blockedPages: ["/account"] } });
  await page.evaluate(async () => {
    history.pushState(null, "", "/cart");
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const main = document.querySelector("main") as HTMLElement;
    Object.assign(main.firstChild as Text, { nodeValue: "CART" });
    main.title = "";
  });
  await expectNoSecret(page);
  expect(await said(page)).toContain("CART");
});

test("a field that becomes one for a password while its value waits", async ({ browser }) => {
  const page = await openPage(browser, "<!doctype html><main></main>");
  await page.evaluate(async () => {
    const field = document.createElement("input");
    document.querySelector("main")?.append(field);
    await Promise.resolve();
    field.value = "SECRET";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((resolve) => requestAnimationFrame(resolve));
    field.type = "password";
  });
  await expectNoSecret(page);
});

test("what a component shows in a redacted part of its own", async ({ browser }) => {
  const html = `<!doctype html><x-card><template shadowrootmode=open><slot></slot>
    <div class=cobrowse-redacted><slot name=s></slot></div></template>
    <b>open</b><i slot=s title=SECRET>SECRET</i></x-card>`;
  const page = await openPage(browser, html);
  expect(await said(page)).toContain('"open"');
  await page.evaluate(() => {
    const added = Object.assign(document.createElement("u"), { slot: "s", textContent: "SECRET" });
    document.querySelector("x-card")?.append(added);
    document.querySelector("i")?.append("SECRET");
  });
  await expectNoSecret(page);
  await page.evaluate(() => {
    const before = document.querySelector("i") as HTMLElement;
    before.slot = "";
    before.append("SECRET");
  });
  await expectNoSecret(page);
});

test("forms with fields that are called as what is asked of an element", async ({ browser }) => {
  const names = ["host", "attributes", "children", "content"];
  const fields = names.map((name) => `<input name=${name}>`).join("");
  const html = `<!doctype html><main></main><form>${fields}<b>x</b></form>
    <div class=cobrowse-redacted></div>`;
  const page = await openPage(browser, html);
  // It hung here: up from the form to its field, and from there to the form.
  await page.evaluate(() => {
    document.querySelector("b")?.append("y");
    document.querySelector("form")?.remove();
  });
  await settled(page);
  await page.evaluate(() => {
    const form = "<form><input name=attributes><p>SECRET</p></form>";
    document.querySelector("div")?.insertAdjacentHTML("beforeend", form);
  });
  await settled(page);
  await page.evaluate(() => {
    document.querySelector("main")?.append(document.querySelector("p") as HTMLElement);
  });
  await expectNoSecret(page);
  await page.evaluate(() => {
    const form = "<form><input name=children><p>4111 1111 1111 1111</p></form>after";
    document.querySelector("main")?.insertAdjacentHTML("beforeend", form);
  });
  expect(await said(page)).toContain("after");
});

// Each of these once stopped the whole page: nothing of it came, and nobody was told why.
for (const name of [
  "assignedSlot",
  "getAttribute",
  "getAttributeNames",
  "getBoundingClientRect",
  "lastChild",
  "localName",
  "matches",
  "parentNode",
  "previousSibling",
]) {
  test(`a form with a field named ${name} does not keep the page from leaving`, async ({
    browser,
  }) => {
    const form = (inner: string) => `<form ${inner}><input name=${name}><p>`;
    const page = await openPage(
      browser,
      `<!doctype html><p>before</p>${form("class=cobrowse-redacted")}SECRET</p></form>
      <div class=cobrowse-redacted>${form("")}SECRET</p></form></div>${form("")}after</p></form>`,
    );
    await page.evaluate(() => {
      for (const part of document.querySelectorAll("p")) part.append("!");
    });
    await expectNoSecret(page);
    const text = await said(page);
    for (const open of ["before", "after", "!"]) expect(text).toContain(open);
  });
}

test("a rule for a style, where the page's policy forbids styles", async ({ browser }) => {
  const body = "<!doctype html><b>open</b>";
  const page = await openPage(browser, body, {
    rules: { redact: [{ selector: "[style*='left: 7px']" }] },
    policy: "default-src 'self'",
  });
  await page.evaluate(() => {
    const violations: string[] = [];
    Object.assign(window, { violations });
    document.addEventListener("securitypolicyviolation", ({ violatedDirective }) => {
      violations.push(violatedDirective);
    });
    const part = document.createElement("i");
    document.body.append(part);
    part.style.left = "7px";
    // Nobody was told yet that the rule held for it.
    part.style.left = "8px";
    part.textContent = "SECRET";
  });
  await expectNoSecret(page);
  expect(await page.evaluate(() => Reflect.get(window, "violations"))).toEqual([]);
});

for (const moment of ["same task", "next frame"] as const) {
  test(`a rule of CSS for an element that gets its class in the ${moment}`, async ({ browser }) => {
    const page = await openPage(browser, "<!doctype html><style>p {}</style><p class=x>open</p>");
    await page.evaluate(async (when) => {
      const rule = '.x::after { content: "SECRET" }';
      (document.querySelector("style") as HTMLStyleElement).sheet?.insertRule(rule);
      if (when === "next frame") await new Promise((done) => requestAnimationFrame(done));
      document.querySelector("p")?.classList.add("cobrowse-redacted");
    }, moment);
    await expectNoSecret(page);
  });
}

test("a field that is shown as dots, or named by another element", async ({ browser }) => {
  const html = `<!doctype html><style>.dots { -webkit-text-security: disc }</style>
    <input class=dots><b id=named>Security code</b><input aria-labelledby=named>`;
  const page = await openPage(browser, html);
  await page.locator("input").first().fill("SECRET");
  await page.locator("input").last().fill("SECRET");
  await expectNoSecret(page);
  await page
    .locator("input")
    .first()
    .evaluate((field) => field.removeAttribute("class"));
  await page.locator("input").first().fill("SECRET again");
  await expectNoSecret(page);
});

test("private by default: numbers that CSS writes, and names in drawings", async ({ browser }) => {
  const html = `<!doctype html><style>p::after { content: counter(n) }</style>
    <p style="counter-reset:n 19991;--name:SECRET">x</p>
    <svg><g label="SECRET" ng-reflect-name="SECRET" inkscape:label="SECRET"></g></svg>`;
  const page = await openPage(browser, html, { rules: { isPrivateByDefault: true } });
  await expectNoSecret(page);
  expect(await said(page)).not.toContain("19991");
});

test("a title that nothing but a script in the header says", async ({ browser }) => {
  const html = `<!doctype html><title>SECRET</title>
    <header><script type="text/plain"> SECRET </script>Shop</header>`;
  await expectNoSecret(await openPage(browser, html));
});

test("what an address in an attribute asks for, relative or not", async ({ browser }) => {
  const html = `<!doctype html><p data-href="../order?token=SECRET" data-url="order?token=SECRET"
    data-next="?token=SECRET"></p><a href="https:/SECRET:x@shop.test/">1</a>
    <a href="https:///SECRET@shop.test/">2</a><a href="&#1;https://SECRET@shop.test/">3</a>
    <a href="h&#10;ttps://SECRET@shop.test/">4</a><a href="&#1;javascript:SECRET">5</a>`;
  await expectNoSecret(await openPage(browser, html));
});
