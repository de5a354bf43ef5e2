/**
 * What only a real browser shows of CSS on its way out: which rules reach a redacted part, what the
 * part shows by them, and what of it stays. Customers' pages alone, without a session.
 */
import { type Browser, expect, type Page, test } from "@playwright/test";
import { NO_RULES } from "../../peer/protocol/privacy-rules.ts";
import type {} from "../support/capture-alone.ts";
import type {} from "../support/css-alone.ts";
import { launchFirefox, noFirefoxReason } from "../support/firefox.ts";
import { bundlePage } from "../support/page-bundle.ts";
import { type SmallSite, startSmallSite } from "../support/small-site.ts";
import { skipFor } from "./cobrowse-fixture.ts";

const PART = `<p class="card cobrowse-redacted" id="part"><b class="name">x</b></p><p class="card open">y</p>`;

interface Case {
  css: string;
  /** How it leaves; without this, as it is. */
  leaves?: string;
  html?: string;
}

/** The same with dots for what is between two signs. */
const REACHING: Record<string, Case> = {
  "by its class": { css: `.card::before { content: "«Jane 4711»"; color: red }` },
  "by what is in it": { css: `.name:after{content:'«Jane»'}.open::after{content:"Open"}` },
  "while the mouse is over it": { css: `.card:hover .name:not(.y)::after { content: "«Jane»" }` },
  "in a group of rules": {
    css: `@media print { @supports (color: red) { @layer a { .name { --user: "«Jane»" } } } }`,
  },
  "in a container or scope": {
    css: `@container (width > 1px) { .name { --a: "«Jane»" } } @scope (.card) { :scope b { --a: "«Jane»" } .none { --a: "Open" } }`,
  },
  "inside another rule": {
    css: `.card { color: red; & .name { --a: "«Jane»" } > b::before { content: "«Roe»" } .none { --a: "Open" } }`,
  },
  "by one selector of several": { css: `.none, .name::before { content: "«Jane»" }` },
  "by a selector that no browser reads": { css: `.none:~y::before { content: "«Jane»" }` },
  "by what a component or its parts are": {
    css: `:host(.x) .y { --a: "«Jane»" } ::slotted(i) { --a: "«Jane»" } ::part(x)::before { content: "«Roe»" }`,
  },
  "by words without quotes": { css: `.name { --user: «Jane Roe» !important; --b: "«x»" }` },
  "by more than one text": {
    css: `.name::before { content: "«Jane»" counter(a, decimal) " / " / "«Roe»"; quotes: "«a»" "«b»" }`,
  },
  "with escapes": {
    css: `.name::before { content: "«\\4a ane»\\f101" }`,
    leaves: `.name::before { content: "••••\\f101" }`,
  },
  "by a list": { css: `.name { list-style-type: "«Jane»"; list-style: "«Jane»" inside }` },
  "by what is counted": { css: `.name { counter-reset: price «49990»; counter-increment: a 10 }` },
  "by a picture that holds text": {
    css: `.name { background: red url("data:image/svg+xml,<svg><text>Jane</text></svg>") }`,
    leaves: `.name { background: red url("data:,") }`,
  },
  "by a picture": {
    css: `.card:hover { background: url(a.png) no-repeat; --b: url("b.png"); mask: url(#own) }
      .name { background: image-set("a.png" 1x, url(b.png) 2x) } .open { background: url(c.png) }
      .none:~y { background: url(d.png) }`,
    leaves: `.card:hover { background: url("data:,") no-repeat; --b: url("data:,"); mask: url(#own) }
      .name { background: image-set("data:," 1x, url("data:,") 2x) } .open { background: url(c.png) }
      .none:~y { background: url(d.png) }`,
  },
  "by its own name alone": {
    css: `#part [title="Jane"], p#part > .Jane { --Jane: 1; .x { color: red } } #part, #none { color: red }
      @media print { #part:is(.Jane) { color: red } } :not(#part) { color: red } /* «Jane» */ .open { color: red }`,
    leaves: `:not(*){} #part, #none { color: red }
      @media print {:not(*){} } :not(#part) { color: red } /* •••• */ .open { color: red }`,
  },
  "in print": {
    css: `@page Jane { margin: 1cm; @top-left { content: "Jane" } } .open { color: red }`,
    leaves: `:not(*){} .open { color: red }`,
  },
  "in what no browser knows": {
    css: `@unknown "«Jane»"; @charset "utf-8"; @layer a, b; @what "x" { content: "«Jane»" }`,
  },
  "in keyframes": { css: `@keyframes a { from { content: "«Jane»" } to { --a: "«Jane»" } }` },
  "with a string that is not closed": { css: `.name::before { content: "«Jane»` },
  "with all that is said beside it": {
    css: `/* «Jane» */ .open { color: red; /* «Jane» */ margin/* «Jane» */: 1px /* «Jane» */ } a /* «Jane» */ b { color: red }`,
  },
};

/** Nothing of these changes. */
const OTHERS: Record<string, string> = {
  "what others alone show": `.open::before { content: "Open 12" } .open { --label: "Open"; quotes: "a" "b" }`,
  icons: `.name::before { content: "\\f101" } .card::after { content: "\uf101"; }`,
  names: `.name { font: 12px "Open Sans"; grid-template-areas: "head head" "main side" }
    @font-face { font-family: "Own"; src: local("Own"), url("own.woff2") format("woff2") }
    @property --a { syntax: "<length>"; inherits: false; initial-value: 0px } @import "more.css";`,
  "lengths, colours and words of CSS": `.card { --a: 1px; --b: #fff; --c: rgb(13 110 253 / 50%);
    --d: 0 .5rem 1rem rgba(0,0,0,.15), inset 0 1px 0 #fff; --e: flex; --f: var(--a, 2em); --g: 13, 110, 253;
    --h: linear-gradient(to right, red 10%, transparent); --i: cubic-bezier(.4, 0, 1, 1); --j: ; --k: 1.25;
    --l: calc(100% - var(--a) * -1); --my-font: Inter, "Segoe UI", sans-serif; --m: ease-in-out; --n: none }`,
  "the ticks and arrows of controls": `.card { background-image: url("data:image/svg+xml,%3csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3e%3cpath fill='none' stroke='%23343a40' stroke-linecap='round' stroke-width='2' d='m2 5 6 6 6-6'/%3e%3c/svg%3e"); --b: url("data:image/svg+xml,%3csvg viewBox='0 0 9 9'%3e%3cpath d='M0 0h9'/%3e%3c/svg%3e") }`,
  "addresses of files": `.open { background: url(a.png), image-set("b.png" 1x, "c.png" 2x); --a: url("d.png") }`,
  "selectors and conditions": `.name[title="Jane"] { color: red } @media (min-width: 10px) { .name { color: red } }`,
};

const FAR = `<style>
  html { --user: "Jane Roe"; --unused: "Open" }
  .name::before { content: var(--user) " – " }
  .l { list-style-type: "Item "; quotes: "<<a" ">>" }
</style>`;
/** Told by what the parts of that page show. */
const SHOWN: Record<string, Case> = {
  "a variable": { css: `:root { --user: "«Jane Roe»"; --unused: "Open" }` },
  "a property that the page registers": {
    css: `@property --user { syntax: "*"; inherits: true; initial-value: "«Jane Roe»" }`,
  },
  "with escapes": {
    css: `html { --user: "\\4a ane Roe" }`,
    leaves: `html { --user: "•••• •••" }`,
  },
  "what is inherited": { css: `ol { list-style-type: "«Item »" } ul { list-style: "Open" }` },
};

const FILLER = ".filler { color: red }".repeat(100);
const SHARED = { "access-control-allow-origin": "*", "cache-control": "max-age=600" };

const html = (foreignOrigin: string) => `<!doctype html><meta charset="utf-8"><title>CSS</title>
  <link rel="stylesheet" href="/linked.css">
  <link rel="stylesheet" href="${foreignOrigin}/foreign.css">
  <style id="small">.secret i { --a: "Kept in a small one" } .open { --a: "Open in a small one" }</style>
  <style>${FILLER} .secret i::after { content: "Kept in a large one" }</style>
  <style>:root { --name: "Kept in a variable" } .secret::after { content: var(--name) }</style>
  <p class="secret cobrowse-redacted">A <i></i></p><p class="open">An open one</p>
  <shop-card></shop-card>
  <script>
    const card = document.querySelector("shop-card").attachShadow({ mode: "open" });
    card.innerHTML = '<p class="inner cobrowse-redacted">x</p><style>.inner::before { content: "Kept in a component" }</style>';
    const adopted = new CSSStyleSheet();
    adopted.replaceSync('.inner { --a: "Kept by one that is adopted" } .open { --a: "Open by one that is adopted" }');
    card.adoptedStyleSheets = [adopted];
  </script>`;

let bundle: string;
let captureBundle: string;
let site: SmallSite;
let foreign: SmallSite;

test.beforeAll(async () => {
  bundle = await bundlePage("support/css-alone");
  captureBundle = await bundlePage("support/capture-alone");
  const sheet = (name: string) => ({
    type: "text/css",
    body: `/* Kept in a comment */ ${FILLER} .secret i::before { content: "Kept in ${name}" } .open::after { content: "Open in ${name}" }`,
    headers: SHARED,
  });
  foreign = await startSmallSite("127.0.0.1", () => ({ "/foreign.css": sheet("a foreign one") }));
  site = await startSmallSite("127.0.0.1", () => ({
    "/": { type: "text/html", body: html(foreign.origin) },
    "/linked.css": sheet("a linked one"),
  }));
});
test.afterAll(() => {
  site.close();
  foreign.close();
});

async function open(page: Page, html: string): Promise<void> {
  await page.setContent(`<!doctype html>${html}`);
  await page.evaluate(bundle);
  await page.evaluate(() => window.startCssAlone().looked());
}

/** Once all has been looked at: what could not be in time is another test. */
const rules = (page: Page, css: string) =>
  page.evaluate(async (text) => {
    await window.cssAlone.looked();
    return window.cssAlone.rules(text);
  }, css);

const written = (css: string) => css.replace(/[«»]/g, "");
const dotted = (css: string) =>
  css.replace(/«([^»]*)»/g, (_all, text) => text.replace(/[\p{L}\p{N}]/gu, "•"));

for (const name of ["chromium", "firefox"] as const) {
  test(`${name}: what CSS says to redacted parts leaves as dots [A11]`, async ({ browser }) => {
    skipFor(name === "firefox" ? noFirefoxReason : undefined, "css-out.spec.ts in Firefox");
    const opened: Browser = name === "chromium" ? browser : await launchFirefox();
    const page = await opened.newPage();

    for (const [how, { css, leaves }] of Object.entries(REACHING)) {
      await test.step(`a rule that reaches one ${how}`, async () => {
        await open(page, PART);
        expect(await rules(page, written(css))).toBe(leaves ?? dotted(css));
      });
    }

    await test.step("all else leaves as it is", async () => {
      await open(page, PART);
      for (const css of Object.values(OTHERS)) expect(await rules(page, css)).toBe(css);
    });

    await test.step("and so does everything, as long as nothing is redacted", async () => {
      await open(page, `<p class="card open"><b class="name">x</b></p>`);
      for (const { css } of Object.values(REACHING))
        expect(await rules(page, written(css))).toBe(written(css));
    });

    await test.step("but what names what redacts", async () => {
      const css = `.cobrowse-redacted::before { content: "«Jane»" } .open::before { content: "Open" }`;
      expect(await rules(page, written(css))).toBe(dotted(css));
    });

    await test.step("words that parts count in", async () => {
      const css = `@counter-style own { system: cyclic; symbols: "«One»" "«Two»"; suffix: " "; prefix: "«No»" }`;
      const list = (style: string) =>
        `<ol style="list-style: ${style}"><li class="cobrowse-redacted">x</ol>`;
      for (const style of ["own", "none"]) {
        await open(page, `<style>${written(css)}</style>${list(style)}`);
        expect(await rules(page, written(css))).toBe(style === "own" ? dotted(css) : written(css));
      }
      await open(
        page,
        `<style>b::after { content: counter(a, own) }</style><b class="cobrowse-redacted"></b>`,
      );
      expect(await rules(page, written(css))).toBe(dotted(css));
    });

    await test.step("a text that is said far from the part, and shown by it", async () => {
      await open(
        page,
        `${FAR}${PART}<p class="card open plain">y</p><ol class="cobrowse-redacted l"><li>z</ol>`,
      );
      for (const { css, leaves } of Object.values(SHOWN)) {
        expect(await rules(page, written(css))).toBe(leaves ?? dotted(css));
      }
      const onParent = `--user: "«Jane Roe»"; --other: "Open"; color: red`;
      const own = (css: string, selector: string) =>
        page.evaluate(
          async ([text, at]) => {
            await window.cssAlone.looked();
            return window.cssAlone.own(text, at);
          },
          [css, selector] as const,
        );
      expect(await own(written(onParent), ".open")).toBe(dotted(onParent));
      expect(await own(`"Jane Roe"`, ".open")).toBe(`"•••• •••"`);
      const seen = await page.evaluate(() => window.cssAlone.seen);
      expect(seen).toEqual(expect.arrayContaining(["Jane Roe", "Item ", "<<a"]));
    });

    await test.step("in components and frames, and of what they hold", async () => {
      await open(
        page,
        `<div id="host" class="cobrowse-redacted"></div><iframe class="cobrowse-redacted"></iframe>`,
      );
      await page.evaluate(async () => {
        const inner = document.getElementById("host")?.attachShadow({ mode: "open" });
        if (inner)
          inner.innerHTML = `<style>b::before { content: "In there" } i { cursor: url(http://x/in.png), auto }</style><b></b><i></i>`;
        const frame = document.querySelector("iframe")?.contentDocument;
        if (frame)
          frame.body.innerHTML = `<style>u::after { content: "In a frame" }</style><u></u><img src="http://x/framed.png#a">`;
        await window.cssAlone.looked();
      });
      const css = `b::after { --a: "«Jane»" } u { --a: "«In a frame»" } q { --b: "«In there»"; --c: "Open" } html, body { --d: "Open" }`;
      expect(await rules(page, written(css))).toBe(dotted(css));
      const has = (address: string) =>
        page.evaluate((each) => window.cssAlone.hasPicture(each), address);
      expect(await has("http://x/in.png")).toBe(true);
      expect(await has("http://x/framed.png")).toBe(true);
      expect(await has("http://x/other.png")).toBe(false);
    });

    await test.step("what could not be looked at yet counts as shown", async () => {
      await open(page, "");
      const left = await page.evaluate(() => {
        const parts = Array.from({ length: 20_000 }, () => document.createElement("b"));
        const part = document.createElement("div");
        part.className = "cobrowse-redacted";
        part.append(...parts);
        document.body.append(part);
        const { rules } = window.startCssAlone();
        return rules(`p { --a: "Jane"; --b: 1px; content: "Open" }`);
      });
      expect(left).toBe(`p { --a: "••••"; --b: 1px; content: "Open" }`);
      const whole = await page.evaluate(async () => {
        await window.cssAlone.looked();
        return window.cssAlone.rules(`p { --a: "Jane" }`);
      });
      expect(whole).toBe(`p { --a: "Jane" }`);
    });

    await test.step("what was reached once stays so, and a single value of a rule is not known", async () => {
      await open(page, PART);
      const css = `.name::before { content: "«Jane»" }`;
      expect(await rules(page, written(css))).toBe(dotted(css));
      const left = await page.evaluate(async (text) => {
        const { rules, value, looked } = window.cssAlone;
        await looked();
        document.querySelector(".name")?.removeAttribute("class");
        return [
          rules(text),
          ...[
            ["--user", "Jane"],
            ["content", `"Jane"`],
            ["--size", "1px"],
            ["color", "red"],
            ["font-family", `"Open Sans"`],
          ].map(([name = "", each = ""]) => value(name, each)),
        ];
      }, written(css));
      expect(left).toEqual([dotted(css), "••••", `"••••"`, "1px", "red", `"Open Sans"`]);
    });

    await test.step("private by default, no string of any rule leaves, nor of what is masked", async () => {
      await open(page, `<p id="masked"></p><p id="opened" data-cobrowse="unredact"></p>`);
      const css = `/* «Jane» */ p::before { content: "«Jane»" counter(a, decimal) } @media print { p { --a: "«Roe»"; --b: word; --font: "Inter" } }
        @font-face { font-family: "Own" } .icon::before { content: "\\f101" } p { background: url("a1.png") }`;
      const left = await page.evaluate(async (text) => {
        const { rules, own, value, looked } = window.startCssAlone(true);
        await looked();
        return [
          rules(text),
          own(`--a: "Jane"`, "#masked"),
          own(`--a: "Jane"`, "#opened"),
          value("content", "'Jane'"),
        ];
      }, written(css));
      expect(left).toEqual([dotted(css), `--a: "••••"`, `--a: "Jane"`, "'••••'"]);
    });

    if (opened !== browser) await opened.close();
    else await page.close();
  });
}

/** Where a text that is kept to the customer has left, with what is around it. */
const kept = (text: string) => text.match(/.{0,60}Kept.{0,60}/g) ?? [];

/** What has left, of either lane. */
async function left(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const { pageText, assetTexts } = window.captureAlone;
    return [pageText, ...(await assetTexts())].join("\n").replaceAll('\\"', '"');
  });
}

/**
 * A text that nobody could look at yet, on a machine that was busy, leaves as dots; then the page as a
 * whole, sent once more, has it.
 */
async function expectToLeave(page: Page, text: string): Promise<void> {
  const leftSoFar = async () => {
    const all = await left(page);
    if (!all.includes(text)) await page.evaluate(() => window.captureAlone.takeSnapshot());
    return all;
  };
  await expect.poll(leftSoFar).toContain(text);
}

test("a page's sheets leave without what they say to redacted parts, on either lane [A11]", async ({
  page,
}) => {
  await page.goto(site.origin);
  await page.evaluate(captureBundle);
  await page.evaluate((origin) => window.startCaptureAlone([origin]), foreign.origin);

  await test.step("as the page begins", async () => {
    const opens = ["a small one", "a linked one", "a foreign one"].map(
      (name) => `"Open in ${name}"`,
    );
    for (const text of [...opens, '"Open by one that is adopted"']) {
      await expectToLeave(page, text);
    }
    expect(kept(await left(page))).toEqual([]);
  });

  await test.step("as scripts change them", async () => {
    await page.evaluate(() => {
      const [sheet] = [document.querySelector<HTMLStyleElement>("#small")?.sheet];
      if (!sheet) return;
      sheet.insertRule(`.secret::before { content: "Kept by an added rule" }`);
      (sheet.cssRules[1] as CSSStyleRule).style.setProperty("--b", "Kept by a single value");
      (sheet.cssRules[1] as CSSStyleRule).style.setProperty("--c", "7px");
      const card = document.querySelector("shop-card")?.shadowRoot;
      card?.adoptedStyleSheets[0]?.replaceSync(`.inner { --a: "Kept by one that is replaced" }`);
      document.body.append(
        Object.assign(document.createElement("p"), { id: "after", className: "open" }),
      );
      document.getElementById("after")?.style.setProperty("--own", "'Kept in a variable'");
      document.getElementById("after")?.style.setProperty("--other", "'Open by its own'");
    });
    await expectToLeave(page, "'Open by its own'");
    await expectToLeave(page, "7px");
    expect(kept(await left(page))).toEqual([]);
  });

  await test.step("and when a part is redacted a frame after its sheet has come", async () => {
    await page.evaluate((filler) => {
      const part = document.createElement("p");
      part.className = "late";
      const sheet = document.createElement("style");
      sheet.textContent = `${filler} .late::before { content: "Kept a frame later" } .open { --a: "Open later" }`;
      document.body.append(sheet, part);
      requestAnimationFrame(() => part.classList.add("cobrowse-redacted"));
    }, FILLER);
    const assets = () => page.evaluate(async () => (await window.captureAlone.assetTexts()).join());
    await expect.poll(assets).toContain("Open later");
    expect(kept(await assets())).toEqual([]);
  });

  await test.step("and when all becomes private by default, sheets leave again, without any text", async () => {
    const assets = () => page.evaluate(() => window.captureAlone.assetTexts());
    const pageText = () => page.evaluate(() => window.captureAlone.pageText);
    const before = { assetsCount: (await assets()).length, length: (await pageText()).length };
    await page.evaluate((rules) => window.captureAlone.setRules(rules), {
      ...NO_RULES,
      isPrivateByDefault: true,
    });
    // The linked one, the foreign one and the late one; of another nothing more is to be blanked.
    await expect.poll(async () => (await assets()).length).toBe(before.assetsCount + 3);
    const told = (await assets()).slice(before.assetsCount);
    told.push((await pageText()).slice(before.length));
    expect(told.join()).toContain("page.snapshot");
    expect(told.join().match(/.{0,60}(?:Kept|Open) .{0,60}/g) ?? []).toEqual([]);
  });
});
