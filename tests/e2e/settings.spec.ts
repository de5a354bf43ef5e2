import type { Page } from "@playwright/test";
import { sql } from "drizzle-orm";
import { NO_RULES } from "../../peer/protocol/privacy-rules.ts";
import { createFindings } from "../../signaling/policy/findings.ts";
import { selectorFault } from "../../signaling/policy/selector-fault.ts";
import { createSites } from "../../signaling/policy/sites.ts";
import { guardFindings, sites } from "../../signaling/storage/schema.ts";
import type { TestServer } from "../support/server.ts";
import { test as base, expect, withBrowser } from "./cobrowse-fixture.ts";

/** A manager's browser at the settings. */
const test = base.extend<{ settings: Page }>({
  settings: async ({ browser, server, isQuiet }, use) => {
    await restore(server);
    await withBrowser(
      await browser.newContext({ reducedMotion: "reduce" }),
      isQuiet,
      async (context) => {
        const page = await context.newPage();
        await openSettings(page, server, "manager@demo.test");
        await expect(page.getByRole("heading", { name: "Private pages" })).toBeVisible();
        await use(page);
      },
    );
  },
});

async function openSettings(page: Page, server: TestServer, email: string): Promise<void> {
  await page.goto(`${server.origin}/agent/settings`);
  await page.getByRole("textbox", { name: "Email" }).fill(email);
  await page.getByLabel("Password").fill("demo");
  await page.getByRole("button", { name: "Log in" }).click();
}

/** The tests share one server, and its sites. */
async function restore({ database }: TestServer): Promise<void> {
  const policy = {
    allows: ["view", "control", "screen"],
    privacy: { ...NO_RULES, blockedPages: ["/private"] },
  };
  await store(database, policy);
  await database.delete(guardFindings);
  await database.delete(sites).where(sql`key <> 'demo'`);
}

async function store(database: TestServer["database"], policy: unknown): Promise<void> {
  await database.update(sites).set({ policy });
}

const rules = (page: Page, list: string) =>
  page.getByRole("list", { name: list }).getByRole("listitem");

async function save(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Saved. Live sessions follow it from now on.")).toBeVisible();
}

test("a manager sets every kind of rule, and finds all of them again", async ({ settings }) => {
  await expect(settings.getByRole("button", { name: "Save", exact: true })).toHaveCount(0);
  const page = settings.getByRole("textbox", { name: "Address pattern" });
  await page.fill("/account/*");
  await page.press("Enter");
  await expect(page).toBeFocused();
  await settings.getByRole("textbox", { name: "CSS selector" }).fill("#total");
  await settings.getByRole("textbox", { name: "Only on pages" }).fill("/cart");
  await settings.getByRole("button", { name: "Add part" }).click();
  await settings.getByRole("switch", { name: "Private by default" }).click();
  await settings.getByRole("textbox", { name: "Name of a parameter" }).fill("page");
  await settings.getByRole("button", { name: "Add parameter" }).click();
  await settings.getByRole("switch", { name: "What follows the #" }).click();
  await settings.getByText("Never", { exact: true }).click();
  await settings.getByRole("textbox", { name: "Name", exact: true }).fill("Customer number");
  await settings.getByRole("textbox", { name: "Shape" }).fill("KD-####");
  const trial = settings.getByRole("textbox", { name: "Try it on a text" });
  await trial.fill("my KD-12345");
  await expect(settings.getByText("Not found")).toBeVisible();
  await trial.fill("my KD-1234");
  await expect(settings.getByText("Found", { exact: true })).toBeVisible();
  await settings.getByRole("button", { name: "Add secret" }).click();
  await save(settings);
  await settings.reload();

  await expect(rules(settings, "Private pages")).toHaveText(["/private", "/account/*"]);
  await expect(rules(settings, "Private parts")).toHaveText(["#totalon /cart"]);
  await expect(rules(settings, "Parameters that agents see")).toHaveText(["page"]);
  await expect(rules(settings, "Secrets of your own")).toHaveText(["KD-####Customer number"]);
  for (const name of ["Private by default", "What follows the #"]) {
    await expect(settings.getByRole("switch", { name })).toBeChecked();
  }
  await expect(settings.getByRole("radio", { name: "Never" })).toBeChecked();
});

test("a rule that cannot be read says why, beside its field", async ({ settings }) => {
  const page = settings.getByRole("textbox", { name: "Address pattern" });
  await page.fill("checkout");
  await page.press("Enter");
  await expect(page).toHaveAccessibleDescription(/begins with \//);
  await expect(page).toBeFocused();
  await page.fill("/private");
  await page.press("Enter");
  await expect(page).toHaveAccessibleDescription("This is in the list already.");
  await page.fill("");

  const selector = settings.getByRole("textbox", { name: "CSS selector" });
  await selector.fill(".total[");
  await settings.getByRole("button", { name: "Add part" }).click();
  await expect(selector).toHaveAccessibleDescription(/^Browsers cannot read this selector\./);
  const pages = settings.getByRole("textbox", { name: "Only on pages" });
  await selector.fill(".total");
  await pages.fill("cart");
  await settings.getByRole("button", { name: "Add part" }).click();
  await expect(pages).toHaveAccessibleDescription(/begins with \//);
  await pages.fill("");
  await selector.fill("");

  const shape = settings.getByRole("textbox", { name: "Shape" });
  await settings.getByRole("textbox", { name: "Name", exact: true }).fill("Short");
  await shape.fill("##");
  await settings.getByRole("button", { name: "Add secret" }).click();
  await expect(shape).toHaveAccessibleDescription(/shorter than 4 characters/);
  await expect(settings.getByRole("button", { name: "Save", exact: true })).toHaveCount(0);
});

test("what this browser takes and another may not is refused by the server, and can be mended", async ({
  settings,
}) => {
  const selector = settings.getByRole("textbox", { name: "CSS selector" });
  await selector.fill(".menu:hover");
  await selector.press("Enter");
  await selector.fill("p::before");
  await selector.press("Enter");
  await settings.getByRole("button", { name: "Save", exact: true }).click();
  await expect(settings.getByText("Not saved. 2 rules cannot be read")).toBeVisible();
  const parts = rules(settings, "Private parts");
  await expect(parts.nth(0)).toContainText("A state, such as :hover, begins without notice");
  await expect(parts.nth(1)).toContainText("A pseudo-element, such as ::before");
  const edit = settings.getByRole("button", { name: "Edit .menu:hover" });
  await expect(edit).toBeFocused();
  await expect(edit).toHaveAccessibleDescription(/^A state, such as :hover/);

  await settings.keyboard.press("Enter");
  await expect(selector).toHaveValue(".menu:hover");
  await expect(selector).toBeFocused();
  await selector.fill(".menu");
  // What is typed and not added would be missed.
  await settings.getByRole("button", { name: "Save", exact: true }).click();
  await expect(settings.getByText("Add what is typed under Private parts")).toBeVisible();
  await selector.press("Enter");
  await expect(parts.nth(0)).toContainText("A pseudo-element");
  await settings.getByRole("button", { name: "Remove p::before" }).click();
  await expect(settings.getByRole("button", { name: "Remove .menu" })).toBeFocused();
  await save(settings);
  await expect(parts).toHaveText([".menuon every page"]);
});

test("no rule is lost when another one is edited before it is back in the list", async ({
  settings,
}) => {
  const page = settings.getByRole("textbox", { name: "Address pattern" });
  await page.fill("/two");
  await page.press("Enter");
  await settings.getByRole("button", { name: "Edit /private" }).click();
  await expect(page).toHaveValue("/private");
  await settings.getByRole("button", { name: "Edit /two" }).click();
  await expect(settings.getByText("Add what is typed under Private pages first")).toBeVisible();
  await expect(page).toBeFocused();
  await expect(page).toHaveValue("/private");
  await expect(rules(settings, "Private pages")).toHaveText(["/two"]);
  await page.press("Enter");
  await expect(rules(settings, "Private pages")).toHaveText(["/two", "/private"]);

  await settings.getByRole("button", { name: "Edit /private" }).click();
  await settings.getByRole("button", { name: "Discard" }).click();
  await expect(rules(settings, "Private pages")).toHaveText(["/private"]);
  await expect(page).toHaveValue("");
  // Also before anything is to be saved.
  await page.fill("/new");
  await settings.getByRole("button", { name: "Edit /private" }).click();
  await expect(settings.getByText("Add what is typed under Private pages first")).toBeVisible();
  await expect(page).toHaveValue("/new");
});

test("nothing is lost that somebody else has saved meanwhile", async ({ settings, server }) => {
  const store = createSites(server.database);
  const demo = await store.byKey("demo");
  if (demo) await store.setPrivacy(demo, { ...NO_RULES, blockedPages: ["/theirs"] });
  await settings.getByRole("switch", { name: "Private by default" }).click();
  await settings.getByRole("button", { name: "Save", exact: true }).click();
  await expect(settings.getByText("Somebody else has changed these settings")).toBeVisible();
  await settings.getByRole("button", { name: "Load theirs" }).click();
  await expect(rules(settings, "Private pages")).toHaveText(["/theirs"]);
  await expect(settings.getByRole("heading", { level: 1 })).toBeFocused();
  await expect(settings.getByRole("switch", { name: "Private by default" })).not.toBeChecked();
  await expect(settings.getByRole("button", { name: "Save", exact: true })).toHaveCount(0);
});

test("Discard puts everything back, and the browser asks before changes are left behind", async ({
  settings,
}) => {
  await settings.getByRole("button", { name: "Remove /private" }).click();
  await expect(settings.getByRole("textbox", { name: "Address pattern" })).toBeFocused();
  await expect(settings.getByText("Private pages changed. Not saved yet.")).toBeVisible();
  const asked: string[] = [];
  settings.once("dialog", async (dialog) => {
    asked.push(dialog.type());
    await dialog.dismiss();
  });
  await settings.getByRole("link", { name: "Conversations" }).click({ noWaitAfter: true });
  await expect.poll(() => asked).toEqual(["beforeunload"]);
  await settings.getByRole("button", { name: "Discard" }).click();
  await expect(rules(settings, "Private pages")).toHaveText(["/private"]);
  await settings.getByRole("link", { name: "Conversations" }).click();
  await expect(settings.getByRole("tab", { name: "Mine" })).toBeVisible();
  await settings.getByRole("link", { name: "Settings" }).click();
  await expect(
    settings.getByRole("heading", { name: "Cobrowse and private content" }),
  ).toBeVisible();
});

test("each site has its own rules", async ({ settings, server }) => {
  const store = createSites(server.database);
  const privacy = { ...NO_RULES, blockedPages: ["/of-the-other"] };
  await store.add({ name: "Zweiter Laden", origins: [], privacy });
  await settings.reload();
  const choice = settings.getByLabel("Site");
  await choice.selectOption({ label: "Zweiter Laden" });
  await expect(rules(settings, "Private pages")).toHaveText(["/of-the-other"]);
  await settings.getByRole("button", { name: "Remove /of-the-other" }).click();
  await expect(choice).toBeDisabled();
  await settings.getByRole("button", { name: "Discard" }).click();
  await expect(choice).toBeEnabled();
  const selector = settings.getByRole("textbox", { name: "CSS selector" });
  await selector.fill(".typed");
  await expect(choice).toBeDisabled();
  await expect(choice).toHaveAccessibleDescription("Add what is typed first, or clear it");
  await selector.fill("");
  await settings.getByRole("button", { name: "Remove /of-the-other" }).click();
  await save(settings);
  await choice.selectOption({ label: "Tarn & Trail" });
  await expect(rules(settings, "Private pages")).toHaveText(["/private"]);
});

test("rules that cannot be read are said to close the site until they are mended", async ({
  settings,
  server,
}) => {
  const broken = { ...NO_RULES, redact: [{ selector: "a[" }, { selector: ".b" }] };
  await store(server.database, { allows: ["view"], privacy: broken });
  await settings.reload();
  await expect(settings.getByRole("alert")).toContainText("agents see none of its pages");
  await expect(rules(settings, "Private parts").nth(0)).toContainText("Browsers cannot read this");
  await settings.getByRole("button", { name: "Remove a[" }).click();
  await save(settings);
  await expect(settings.getByRole("alert")).toHaveCount(0);

  await store(server.database, { allows: ["view"], privacy: "broken" });
  await settings.reload();
  await expect(settings.getByRole("alert")).toContainText("Set them anew");
  await expect(settings.getByText("These rules are not saved yet.")).toBeVisible();
  await save(settings);
  await expect(settings.getByRole("alert")).toHaveCount(0);
});

test("what the guard has caught is there to be mended", async ({ settings, server }) => {
  await expect(settings.getByText("Nothing was caught.")).toBeVisible();
  const demo = await createSites(server.database).byKey("demo");
  const found = createFindings(server.database);
  const place = "main > p:nth-of-type(2)";
  const id = demo?.id ?? "";
  await found.add(id, [{ kind: "iban", path: "/account", place, count: 3 }], 1_000);
  await found.add(id, [{ kind: "card", path: "/checkout", place, count: 1_200 }], 2_000);
  await settings.reload();
  const rows = settings.getByRole("region", { name: "To mend" }).getByRole("row");
  await expect(rows).toHaveCount(3);
  const [first, second] = [rows.nth(1), rows.nth(2)];
  await expect(first).toContainText("Card number");
  for (const words of ["Bank account number", "/account", place, "3"]) {
    await expect(second).toContainText(words);
  }
  await first.getByRole("button", { name: "Mended" }).click();
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(1).getByRole("button", { name: "Mended" })).toBeFocused();
  await settings.keyboard.press("Enter");
  await expect(settings.getByText("Nothing was caught.")).toBeVisible();
  await settings.reload();
  await expect(settings.getByText("Nothing was caught.")).toBeVisible();
});

test("an agent is told that settings are for managers and admins", async ({ browser, server }) => {
  const opened = await browser.newContext({ reducedMotion: "reduce" });
  await withBrowser(opened, true, async (context) => {
    const page = await context.newPage();
    await openSettings(page, server, "agent@demo.test");
    await expect(page.getByText("Settings are for managers and admins.")).toBeVisible();
    await expect(page.getByRole("heading", { name: "Private pages" })).toHaveCount(0);
    await expect(page.getByRole("link", { name: "Settings" })).toHaveCount(0);
    await page.getByRole("link", { name: "Conversations" }).click();
    await expect(page.getByRole("tab", { name: "Mine" })).toBeVisible();
    await expect(page.getByRole("link", { name: "Settings" })).toHaveCount(0);
  });
});

test("what the server takes for a selector, a browser does too", async ({ settings }) => {
  const seed = 4;
  const selectors = madeUpSelectors(seed, 60_000);
  const taken = selectors.filter((selector) => selectorFault(selector) === undefined);
  expect(taken.length).toBeGreaterThan(500);
  const refused = await settings.evaluate((list) => {
    const nowhere = document.createDocumentFragment();
    return list.filter((selector) => {
      try {
        nowhere.querySelector(selector);
        return false;
      } catch {
        return true;
      }
    });
  }, taken);
  expect(refused, `seed ${seed}`).toEqual([]);
});

/** Put together from pieces that are selectors, parts of some, and what browsers refuse. */
function madeUpSelectors(seed: number, count: number): string[] {
  const pieces = [
    ..."a|div|*|.card|#x|[data-x]|[a=b]|[a=\"b c\"]|[a~=b i]|[a='x'|[a=b c]|[a!=b]|[=b]|[1a]|[a=-1]".split(
      "|",
    ),
    ...'[a="b" s]|[ a = b i ]|:root|:empty|:hover|:foo|:not(|:is(|:where(|:has(|)|(|:|:not()|:not(,)'.split(
      "|",
    ),
    ..."||:nth-child(2n+1)|:nth-child(odd)|:nth-child(2 n)|:nth-child(-n + 3)|:nth-child(+ 3)|:nth-child()".split(
      "|",
    ),
    ...'|:nth-child(n of .a)|:lang(en)|:lang("en")|:lang()|:lang(1)|:lang(*-CH)|:dir(ltr)|:dir(x)|:dir()'.split(
      "|",
    ),
    ...":has(> a)|:has(:has(a))|:not(> a)|:is(a >)|:NOT(a)|:has()|:root()|:not|::before|:before|&".split(
      "|",
    ),
    ..."svg\\|a|>|+|~| |,|, |\\31 |\\|\"|'|/*|*/|/* c */|{|;|!|@a|%|1|-|--|\u00e9|\u{1f512}|.1a|.-a|#1|[|]".split(
      "|",
    ),
    "||",
    "*|a",
    "[*|a]",
    "end",
    ",end",
    " ,end)",
  ];
  let state = seed;
  const random = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + random(6) }, () => pieces[random(pieces.length)]).join(""),
  );
}
