import type { Page } from "@playwright/test";
import { chat, expect, isWithinReach, request, startCobrowse, test } from "./cobrowse-fixture.ts";

const pageEnd = (customer: Page) =>
  customer
    .getByRole("region", { name: "Cobrowse session", exact: true })
    .getByRole("button", { name: "End Cobrowse" });

async function expectWayOut(customer: Page): Promise<void> {
  await expect.poll(() => isWithinReach(pageEnd(customer)).catch(() => false)).toBe(true);
}

test("the way out stays within reach in front of a modal dialog", async ({ customer, desk }) => {
  await customer.goto(`${new URL(customer.url()).origin}/products/ridge-40`);
  const { viewer, replica } = await startCobrowse(customer, desk);
  await customer.getByRole("button", { name: "Minimize chat" }).click();
  await customer.getByRole("button", { name: "Size guide" }).click();
  await expect(customer.getByRole("dialog", { name: "Which back length" })).toBeVisible();
  await expect(replica.getByText("Up to 46 cm")).toBeVisible();
  // The chat opens there too, and the dialog closes as ever.
  await customer.getByRole("button", { name: "Open chat" }).click();
  await customer.getByRole("textbox", { name: "Message", exact: true }).fill("In front");
  await customer.getByRole("button", { name: "Send" }).click();
  await expect(customer.getByRole("log").getByText("In front")).toBeVisible();
  await customer
    .getByRole("region", { name: "Cobrowse session", exact: true })
    .getByRole("button", { name: "End Cobrowse" })
    .click();
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "ended");
  await customer.getByRole("button", { name: "Done" }).click();
  await expect(customer.getByRole("dialog", { name: "Which back length" })).toHaveCount(0);
  await expect(customer.getByRole("textbox", { name: "Message", exact: true })).toBeVisible();
});

test("the way out stays within reach when a dialog that holds it closes or is taken away", async ({
  customer,
  desk,
}) => {
  await customer.goto(`${new URL(customer.url()).origin}/products/ridge-40`);
  await startCobrowse(customer, desk);
  const bar = customer.getByRole("region", { name: "Cobrowse session", exact: true });
  await customer.getByRole("button", { name: "Size guide" }).click();
  await customer.getByRole("button", { name: "Done" }).click();
  await expect(bar.getByRole("button", { name: "End Cobrowse" })).toBeVisible();

  await customer.getByRole("button", { name: "Size guide" }).click();
  await customer.evaluate(() => document.getElementById("size-guide")?.remove());
  await expect(bar.getByRole("button", { name: "End Cobrowse" })).toBeVisible();
  await bar.getByRole("button", { name: "End Cobrowse" }).click();
  await expect(bar).toHaveCount(0);
});

test("the way out stays within reach in full screen", async ({ customer, desk }) => {
  await customer.goto(`${new URL(customer.url()).origin}/products/ridge-40`);
  const { viewer } = await startCobrowse(customer, desk);
  await customer.getByRole("button", { name: "Full screen" }).click();
  await expect.poll(() => customer.evaluate(() => document.fullscreenElement?.id)).toBe("gallery");
  await customer
    .getByRole("region", { name: "Cobrowse session", exact: true })
    .getByRole("button", { name: "End Cobrowse" })
    .click();
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "ended");
});

test("the question can be answered in front of a modal dialog, which may close meanwhile", async ({
  customer,
  desk,
}) => {
  await customer.goto(`${new URL(customer.url()).origin}/products/ridge-40`);
  await chat(customer, desk);
  await customer.getByRole("button", { name: "Minimize chat" }).click();
  await customer.getByRole("button", { name: "Size guide" }).click();
  const openChat = () => customer.getByRole("button", { name: "Open chat" }).click();
  const viewer = await request(customer, desk, openChat);
  // In front of the dialog, and where it was when the dialog is gone.
  const question = customer.getByRole("dialog", { name: "Permission request" });
  await customer.getByRole("button", { name: "Done" }).click();
  await expect(question).toBeVisible();
  await question.getByRole("button", { name: "Deny" }).click();
  await expect(question).toHaveCount(0);
  await viewer.close();

  await customer.getByRole("button", { name: "Minimize chat" }).click();
  await customer.getByRole("button", { name: "Size guide" }).click();
  await request(customer, desk, openChat);
  await customer.getByRole("button", { name: "Allow" }).click();
  await customer
    .getByRole("region", { name: "Cobrowse session", exact: true })
    .getByRole("button", { name: "End Cobrowse" })
    .click();
  await expect(desk.getByRole("log").getByText(/customer ended it/)).toBeVisible();
  await customer.getByRole("button", { name: "Done" }).click();
  await expect(customer.getByRole("textbox", { name: "Message", exact: true })).toBeVisible();
});

test("the way out stays within reach whatever fills the screen", async ({ customer, desk }) => {
  await startCobrowse(customer, desk);
  for (const name of ["video", "iframe", "img", "canvas", "shop-viewer"]) {
    await customer.evaluate((tag) => {
      const filling = document.createElement(tag);
      filling.id = "filling";
      Object.assign(filling.style, { width: "300px", height: "150px", display: "block" });
      document.querySelector("main")?.prepend(filling);
      let part: Element = filling;
      if (tag.includes("-")) {
        part = document.createElement("div");
        filling.attachShadow({ mode: "open" }).append(part);
      }
      document.addEventListener("click", () => part.requestFullscreen(), { once: true });
    }, name);
    await customer.locator("h1").first().click();
    await expect
      .poll(() => customer.evaluate(() => document.fullscreenElement?.id), name)
      .toBe("filling");
    await expectWayOut(customer);
    await customer.evaluate(() => document.exitFullscreen());
    await expect.poll(() => customer.evaluate(() => document.fullscreenElement)).toBeNull();
    await customer.evaluate(() => document.getElementById("filling")?.remove());
  }
  await pageEnd(customer).click();
  await expect(pageEnd(customer)).toHaveCount(0);
});

test("the way out stays within reach in front of a modal dialog inside a component", async ({
  customer,
  desk,
}) => {
  await startCobrowse(customer, desk);
  await customer.evaluate(() => {
    const component = document.createElement("shop-dialog");
    component.id = "component";
    const dialog = document.createElement("dialog");
    Object.assign(dialog.style, { width: "80vw", height: "80vh" });
    component.attachShadow({ mode: "open" }).append(dialog);
    document.body.append(component);
    dialog.showModal();
  });
  await expectWayOut(customer);
  await customer.evaluate(() =>
    document.getElementById("component")?.shadowRoot?.querySelector("dialog")?.close(),
  );
  await expectWayOut(customer);
  await pageEnd(customer).click();
  await expect(pageEnd(customer)).toHaveCount(0);
  await expect(customer.locator("body > alongside-widget")).toHaveCount(1);
});

test("the way out stays within reach in front of the dialog that opened last", async ({
  customer,
  desk,
}) => {
  await startCobrowse(customer, desk);
  await customer.evaluate(async () => {
    const [first, second] = [document.createElement("dialog"), document.createElement("dialog")];
    document.body.append(second, first);
    first.showModal();
    await new Promise(requestAnimationFrame);
    second.showModal();
  });
  await expectWayOut(customer);
});

test("the way out lies in front of overlays and of popovers that open later", async ({
  customer,
  desk,
}) => {
  await startCobrowse(customer, desk);
  await customer.evaluate(() => {
    const cover = (element: HTMLElement) => {
      Object.assign(element.style, { position: "fixed", inset: "0", width: "100vw" });
      Object.assign(element.style, { height: "100vh", zIndex: "2147483647" });
      document.body.append(element);
    };
    cover(document.createElement("div"));
    const popover = document.createElement("div");
    popover.popover = "auto";
    popover.id = "covering";
    cover(popover);
    popover.showPopover();
  });
  await expectWayOut(customer);
  await expect(customer.locator("#covering:popover-open")).toHaveCount(1);
  await pageEnd(customer).click();
  await expect(pageEnd(customer)).toHaveCount(0);
});

test("a page that puts itself in front again and again does not freeze", async ({
  customer,
  desk,
}) => {
  await startCobrowse(customer, desk);
  await customer.evaluate(() => {
    const popover = document.createElement("div");
    popover.popover = "manual";
    document.body.append(popover);
    const host = document.querySelector("alongside-widget") as HTMLElement;
    const raise = () => {
      if (popover.matches(":popover-open")) popover.hidePopover();
      popover.showPopover();
    };
    host.addEventListener("toggle", raise);
    new MutationObserver(() => {
      if (!host.inert) host.inert = true;
    }).observe(host, { attributes: true });
    raise();
    host.inert = true;
  });
  await customer.getByRole("link", { name: "Cart" }).click();
  await expect(customer.getByRole("heading", { level: 1 })).toBeVisible();
  await expectWayOut(customer);
});

for (const rule of ["transform: scale(1)", "filter: blur(0)", "contain: strict"]) {
  test(`the way out stays on screen where the body has ${rule}`, async ({ customer, desk }) => {
    await startCobrowse(customer, desk);
    await customer.evaluate((declaration) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`body { ${declaration}; min-height: 3000px }`);
      document.adoptedStyleSheets = [sheet];
      scrollTo(0, 900);
    }, rule);
    await expectWayOut(customer);
  });
}

test("the way out stays within reach beside a dialog that hides all else by hand", async ({
  customer,
  desk,
}) => {
  await startCobrowse(customer, desk);
  await customer.evaluate(() => {
    for (const element of document.body.children) {
      (element as HTMLElement).inert = true;
      (element as HTMLElement).hidden = true;
      element.setAttribute("aria-hidden", "true");
    }
  });
  await expectWayOut(customer);
  await pageEnd(customer).click();
  await expect(pageEnd(customer)).toHaveCount(0);
});

test("the way out comes along when a page replaces its body, or all of itself", async ({
  customer,
  desk,
}) => {
  await startCobrowse(customer, desk);
  await customer.evaluate(() => {
    const body = document.createElement("body");
    body.append("Another body");
    document.body.replaceWith(body);
  });
  await expectWayOut(customer);
  await customer.evaluate(() => {
    document.open();
    document.write("<!doctype html><title>Written</title><body><h1>Written</h1></body>");
    document.close();
  });
  await expect(customer.getByRole("heading", { name: "Written" })).toBeVisible();
  await expectWayOut(customer);
  await pageEnd(customer).click();
  await expect(pageEnd(customer)).toHaveCount(0);
});
