import type { FrameLocator, Page } from "@playwright/test";
import { allow, chat, expect, logIn, request, startCobrowse, test } from "./cobrowse-fixture.ts";

/** From a page of the shop to its live copy. */
async function showPage(customer: Page, desk: Page, address: string) {
  await chat(customer, desk);
  await customer.goto(new URL(address, customer.url()).href);
  const viewer = await request(customer, desk);
  return { viewer, replica: await allow(customer, viewer) };
}

const chosenIn = (replica: FrameLocator, list: string) =>
  replica
    .getByLabel(list)
    .evaluate((element) =>
      [...(element as HTMLSelectElement).selectedOptions].map(({ text }) => text),
    );

test("fields are filled in at the agent as they are at the customer, from the start", async ({
  customer,
  desk,
}) => {
  await chat(customer, desk);
  await customer.goto(new URL("/products/ridge-40", customer.url()).href);
  await customer.getByLabel("Extras").selectOption(["Axe loop", "Map pocket"]);
  await customer.getByLabel("Load in kilos").fill("9");
  await customer.evaluate(() => {
    // What the page's author wrote, and what is there now.
    const added = document.createElement("div");
    added.innerHTML = `<label>Emptied <input value="author's"></label>
      <label>Emptied area <textarea>author's</textarea></label>
      <label>Unchecked <input type="checkbox" checked></label>`;
    document.querySelector("main")?.append(added);
    for (const field of added.querySelectorAll("input, textarea")) {
      Object.assign(field, { value: "", checked: false });
    }
  });
  const replica = await allow(customer, await request(customer, desk));
  await expect.poll(() => chosenIn(replica, "Strap")).toEqual(["Normal"]);
  await expect.poll(() => chosenIn(replica, "Extras")).toEqual(["Axe loop", "Map pocket"]);
  await expect(replica.getByLabel("Load in kilos")).toHaveValue("9");
  await expect(replica.getByLabel("Emptied", { exact: true })).toHaveValue("");
  await expect(replica.getByLabel("Emptied area")).toHaveValue("");
  await expect(replica.getByLabel("Unchecked")).not.toBeChecked();
});

test("lists, boxes and a form that starts again change at the agent too", async ({
  customer,
  desk,
}) => {
  const { replica } = await showPage(customer, desk, "/products/ridge-40");
  await customer.getByLabel("Strap").selectOption("Wide");
  await expect.poll(() => chosenIn(replica, "Strap")).toEqual(["Wide"]);
  await customer.getByLabel("Extras").selectOption("Axe loop");
  await expect.poll(() => chosenIn(replica, "Extras")).toEqual(["Axe loop"]);
  // A second one beside the first: the list's own value stays the same.
  await customer.getByLabel("Extras").selectOption(["Axe loop", "Map pocket"]);
  await expect.poll(() => chosenIn(replica, "Extras")).toEqual(["Axe loop", "Map pocket"]);
  await customer.getByLabel("Cloth").check();
  await expect(replica.getByLabel("Cloth")).toBeChecked();
  await expect(replica.getByLabel("Paper")).not.toBeChecked();
  const gift = "It is a gift";
  await customer.getByLabel(gift).check();
  await expect(replica.getByLabel(gift)).toBeChecked();

  await customer.getByRole("button", { name: "Start again" }).click();
  await expect(replica.getByLabel(gift)).not.toBeChecked();
  await expect(replica.getByLabel("Paper")).toBeChecked();
  await expect.poll(() => chosenIn(replica, "Strap")).toEqual(["Normal"]);
  await expect.poll(() => chosenIn(replica, "Extras")).toEqual([]);
  await customer.getByLabel(gift).check();
  await expect(replica.getByLabel(gift)).toBeChecked();
});

test("pictures of every kind have their size", async ({ customer, desk }) => {
  const { viewer, replica } = await showPage(customer, desk, "/app/settings");
  const sizeOf = async (page: Page | FrameLocator, selector: string) =>
    page.locator(selector).evaluate((element) => {
      const { offsetWidth, offsetHeight } = element as HTMLElement;
      return [offsetWidth, Math.round(offsetHeight)];
    });
  await expect(replica.locator("canvas")).toBeVisible();
  expect(await sizeOf(replica, "canvas")).toEqual(await sizeOf(customer, "canvas"));

  await customer.getByRole("link", { name: "Products" }).click();
  await customer.getByRole("link", { name: /Ridge 40/ }).click();
  await expect(replica.getByRole("heading", { level: 1 })).toHaveText("Ridge 40 pack");
  for (const picture of [".picture img", "input[type=image]"]) {
    await expect(replica.locator(picture)).toHaveAttribute("src", /^data:image\/svg/);
    expect(await sizeOf(replica, picture)).toEqual(await sizeOf(customer, picture));
  }
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "live");
});

test("an image that is loaded later is shown then", async ({ customer, desk }) => {
  const { replica } = await showPage(customer, desk, "/");
  await customer.evaluate(() => {
    const image = document.createElement("img");
    image.alt = "A late lamp";
    image.id = "late";
    document.querySelector("main")?.prepend(image);
    requestAnimationFrame(() => {
      image.src = "/assets/tarn-lamp.svg";
    });
  });
  const late = replica.getByRole("img", { name: "A late lamp" });
  await expect(late).toHaveAttribute("alongside-asset", /^\d+$/);
  // A drawing as it is, not the box in its place, which would have its words in it.
  await expect(late).toHaveAttribute("src", /^data:image\/svg\+xml;base64,/);
});

test("the chat is still seen while the page shows a dialog", async ({ customer, desk }) => {
  const { replica } = await showPage(customer, desk, "/products/ridge-40");
  await customer.getByRole("button", { name: "Size guide" }).click();
  await expect(replica.getByText("Up to 46 cm")).toBeVisible();
  await expect(replica.getByRole("dialog", { name: "Chat" })).toBeVisible();
  await customer.getByRole("button", { name: "Done" }).click();
  await expect(replica.getByText("Up to 46 cm")).not.toBeVisible();
  await expect(replica.getByRole("dialog", { name: "Chat" })).toBeVisible();
});

test("the text of a sheet changes at the agent too, however it is changed", async ({
  customer,
  desk,
  lenientShop,
}) => {
  await customer.goto(lenientShop);
  await customer.evaluate(() => {
    document.head.insertAdjacentHTML("beforeend", '<style id="late">h1 { color: red }</style>');
  });
  const { replica } = await startCobrowse(customer, desk);
  const heading = replica.getByRole("heading", { level: 1 });
  await expect(heading).toHaveCSS("color", "rgb(255, 0, 0)");
  const changed = async (change: (sheet: HTMLElement) => void, css: string, value: string) => {
    await customer.locator("#late").evaluate(change);
    await expect(heading).toHaveCSS(css, value);
  };
  await changed(
    (sheet) => {
      sheet.textContent = "h1 { color: lime }";
    },
    "color",
    "rgb(0, 255, 0)",
  );
  await changed(
    (sheet) => {
      (sheet.firstChild as Text).data = "h1 { color: blue }";
    },
    "color",
    "rgb(0, 0, 255)",
  );
  await changed((sheet) => sheet.append(" h1 { opacity: 0.5 }"), "opacity", "0.5");
});

test("the agent hears of a new title as far as a heading shows it, also when nothing else changes", async ({
  customer,
  desk,
}) => {
  const { viewer } = await startCobrowse(customer, desk);
  const heading = (await customer.locator("h1").innerText()).trim();
  const name = (said: string) =>
    customer.evaluate((title) => {
      document.title = title;
    }, said);
  await name(`${heading} | Jane Harker`);
  await expect(viewer.locator(".status")).toContainText(` ${heading}`);
  await name("Jane Harker");
  await expect(viewer.locator(".status")).not.toContainText(heading);
  await expect(viewer.locator(".status")).not.toContainText("Harker");
});

test("a dialog of the page does not take the agent's keyboard", async ({ customer, desk }) => {
  const { viewer, replica } = await showPage(customer, desk, "/products/ridge-40");
  const end = viewer.getByRole("button", { name: "End", exact: true });
  await end.focus();
  await customer.evaluate(() => {
    document.body.insertAdjacentHTML(
      "beforeend",
      `<dialog id="asking"><a href="/elsewhere">Elsewhere</a><input autofocus></dialog>`,
    );
    (document.querySelector("#asking") as HTMLDialogElement).showModal();
  });
  const link = replica.getByRole("link", { name: "Elsewhere" });
  await expect(link).toBeVisible();
  await expect(end).toBeFocused();
  await customer.evaluate(() => {
    const dialog = document.querySelector("#asking") as HTMLDialogElement;
    dialog.close();
    dialog.showModal();
  });
  await expect(link).toBeVisible();
  await expect(end).toBeFocused();
  // Nor can it be given to it.
  await link.focus();
  await expect(end).toBeFocused();
});

test("the page has the customer's taste, not the agent's", async ({
  customer,
  desk,
  lenientShop,
}) => {
  await customer.goto(lenientShop);
  await customer.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  await customer.evaluate(() => {
    document.head.insertAdjacentHTML(
      "beforeend",
      `<style>@namespace url(http://www.w3.org/1999/xhtml);
        :root { color-scheme: light dark } h1 { color: light-dark(red, lime) }
        @media (prefers-reduced-motion: reduce) { h1 { word-spacing: 3px } }</style>
      <style media="(prefers-color-scheme: dark)">h1 { opacity: 0.5 }</style>
      <style media="(prefers-color-scheme: light)">h1 { opacity: 0.25 }</style>`,
    );
  });
  const { replica } = await startCobrowse(customer, desk);
  const heading = replica.getByRole("heading", { level: 1 });
  await expect(heading).toHaveCSS("color", "rgb(0, 255, 0)");
  await expect(heading).toHaveCSS("opacity", "0.5");
  await expect(heading).toHaveCSS("word-spacing", "3px");
  await customer.emulateMedia({ colorScheme: "light", reducedMotion: "no-preference" });
  await expect(heading).toHaveCSS("color", "rgb(255, 0, 0)");
  await expect(heading).toHaveCSS("opacity", "0.25");
  await expect(heading).toHaveCSS("word-spacing", "0px");
});

test("a page that scrolls smoothly is at once where the customer is", async ({
  customer,
  desk,
  lenientShop,
}) => {
  await customer.goto(lenientShop);
  await customer.evaluate(() => {
    document.head.insertAdjacentHTML(
      "beforeend",
      "<style>:root, * { scroll-behavior: smooth } body { min-height: 9000px }</style>",
    );
  });
  const { replica } = await startCobrowse(customer, desk);
  const root = replica.locator(":root");
  await expect(root).toHaveCSS("scroll-behavior", "auto");
  await customer.evaluate(() => scrollTo({ top: 4_000, behavior: "instant" }));
  await expect.poll(() => root.evaluate(({ scrollTop }) => scrollTop)).toBe(4_000);
});

test("boxes that are neither checked nor not are so at the agent too", async ({
  customer,
  desk,
}) => {
  await customer.evaluate(() => {
    const tree = document.createElement("form");
    tree.innerHTML = `<label>All <input type="checkbox" id="all"></label>
      <label>First <input type="checkbox"></label><label>Second <input type="checkbox"></label>`;
    document.querySelector("main")?.prepend(tree);
    const [all, ...some] = tree.querySelectorAll("input");
    if (!all) throw new Error("no box");
    all.indeterminate = true;
    tree.addEventListener("change", () => {
      const checkedCount = some.filter(({ checked }) => checked).length;
      all.checked = checkedCount === some.length;
      all.indeterminate = checkedCount === 1;
    });
  });
  const { replica } = await startCobrowse(customer, desk);
  const isIndeterminate = () =>
    replica.locator("#all").evaluate((box) => (box as HTMLInputElement).indeterminate);
  await expect.poll(isIndeterminate).toBe(true);
  await customer.getByLabel("First").check();
  await customer.getByLabel("Second").check();
  await expect(replica.getByLabel("All")).toBeChecked();
  await expect.poll(isIndeterminate).toBe(false);
  await customer.getByLabel("First").uncheck();
  await expect.poll(isIndeterminate).toBe(true);
});

test("an element keeps the sheets that it adopted when it is moved", async ({ customer, desk }) => {
  await customer.evaluate(() => {
    const host = document.createElement("div");
    host.id = "host";
    const root = host.attachShadow({ mode: "open" });
    root.innerHTML = "<b>Styled inside</b>";
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("b { color: lime }");
    root.adoptedStyleSheets = [sheet];
    document.querySelector("main")?.prepend(host);
  });
  const { replica } = await startCobrowse(customer, desk);
  const inside = replica.locator("#host").getByText("Styled inside");
  await expect(inside).toHaveCSS("color", "rgb(0, 255, 0)");
  await customer.evaluate(() => {
    const host = document.getElementById("host");
    const place = document.createElement("section");
    place.id = "place";
    if (host) place.append(host);
    document.querySelector("main")?.append(place);
    // The widget's own host, too.
    const widget = document.querySelector("alongside-widget");
    if (widget) document.documentElement.append(widget);
  });
  const moved = replica.locator("#place #host").getByText("Styled inside");
  await expect(moved).toHaveCSS("color", "rgb(0, 255, 0)");
  const chat = { name: "Chat" };
  const at = await customer.getByRole("dialog", chat).boundingBox();
  await expect
    .poll(() =>
      replica.getByRole("dialog", chat).evaluate((box) => {
        const { x, y, width, height } = box.getBoundingClientRect();
        return { x, y, width, height };
      }),
    )
    .toEqual(at);
});

test("a page beside a scrollbar is as wide at the agent as at the customer", async ({
  playwright,
  launchOptions,
  server,
  shopOrigin,
}) => {
  const browser = await playwright.chromium.launch({
    ...launchOptions,
    // Playwright's, without which the scrollbars take room.
    ignoreDefaultArgs: ["--hide-scrollbars"],
  });
  try {
    const customer = await browser.newPage();
    await customer.goto(shopOrigin);
    const desk = await browser.newPage();
    await desk.goto(`${server.origin}/agent`);
    await logIn(desk, "agent@demo.test");
    const { replica } = await startCobrowse(customer, desk);
    const widthIn = (page: Page | FrameLocator) =>
      page.locator("body").evaluate((body) => (body as HTMLElement).offsetWidth);
    const narrow = await widthIn(customer);
    expect(narrow).toBeLessThan(await customer.evaluate(() => innerWidth));
    await expect.poll(() => widthIn(replica)).toBe(narrow);
    // It goes, and comes again.
    const scrolls = (overflow: string) =>
      customer.evaluate((value) => {
        document.documentElement.style.overflow = value;
      }, overflow);
    await scrolls("hidden");
    await expect.poll(() => widthIn(replica)).toBe(await widthIn(customer));
    expect(await widthIn(customer)).toBeGreaterThan(narrow);
    await scrolls("");
    await expect.poll(() => widthIn(replica)).toBe(narrow);
  } finally {
    await browser.close();
  }
});

test("[L11] a page that is larger than a message can be is told, and the next one is shown", async ({
  customer,
  desk,
}) => {
  await chat(customer, desk);
  await customer.evaluate(() => {
    const paragraph = "x".repeat(1_000_000);
    for (let count = 0; count < 34; count += 1) {
      document.querySelector("main")?.append(paragraph);
    }
  });
  const viewer = await request(customer, desk);
  await customer.getByRole("button", { name: "Allow" }).click();
  await expect(viewer.getByText("This page can’t be shown")).toBeVisible();
  await customer.getByRole("link", { name: "Cart" }).click();
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "live");
  await expect(viewer.getByText("This page can’t be shown")).toHaveCount(0);
});
