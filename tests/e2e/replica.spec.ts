import type { FrameLocator, Page } from "@playwright/test";
import { allow, chat, expect, request, startCobrowse, test } from "./cobrowse-fixture.ts";

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

test("pictures of every kind are boxes of their size", async ({ customer, desk }) => {
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

test("an image that is loaded later keeps its words", async ({ customer, desk }) => {
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
  await expect(replica.locator("#late")).toHaveAttribute("src", /A%20late%20lamp/);
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
}) => {
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

test("the agent hears of a new title, also when nothing else changes", async ({
  customer,
  desk,
}) => {
  const { viewer } = await startCobrowse(customer, desk);
  await customer.evaluate(() => {
    document.title = "Two messages";
  });
  await expect(viewer.locator(".status")).toContainText("Two messages");
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
