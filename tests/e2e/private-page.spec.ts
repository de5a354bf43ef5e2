import type { FrameLocator, Page } from "@playwright/test";
import { chat, expect, request, startCobrowse, test } from "./cobrowse-fixture.ts";
import {
  becomeForger,
  FORGED,
  forgedChange,
  forgedElement,
  forgedMutation,
  forgedSnapshot,
  forgedText,
} from "./planted-pages.ts";

const PRIVATE = { type: "page.private", afterEpoch: 1_001 };
const pageOf = (epoch: number, text: string) =>
  forgedSnapshot(epoch, [forgedElement(10, "h1", {}, [forgedText(11, text)])]);
const described = (name: string) => ({
  type: "page.described",
  host: "shop.example",
  path: `/${name}`,
  title: `Title of ${name}`,
});

async function expectPrivate(viewer: Page, replica: FrameLocator): Promise<void> {
  await expect(viewer.getByRole("heading", { name: "This page is private" })).toBeVisible();
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "live");
  // Still there, and nothing in it.
  await expect(viewer.locator('iframe[title="Customer page"]')).toHaveCount(1);
  await expect(replica.locator("body *")).toHaveCount(0);
  await expect(replica.locator("body")).toHaveText("");
  const status = viewer.locator(".status");
  await expect(status).toContainText("Address and title hidden");
  await expect(status).not.toContainText("window");
  await expect(status).not.toContainText("private");
  await expect(viewer.locator(".tag.customer")).toHaveCount(0);
  for (const name of ["Laser Pointer", "Drawing Tool", "Remote Control", "Clear Annotations"]) {
    const tool = viewer.getByRole("button", { name });
    await expect(tool).toHaveAttribute("aria-disabled", "true");
    await expect(tool).toHaveAccessibleDescription(`${name}: not on a private page`);
  }
}

test("[L17] on a private page nothing of any page is left at the agent, until the next one", async ({
  customer,
  desk,
}) => {
  const forger = await becomeForger(customer);
  const { viewer, replica } = await startCobrowse(customer, desk);
  const box = forgedElement(12, "div", { "alongside-private": "", style: "height: 30px" });
  await forger.send(
    described("cart"),
    forgedSnapshot(1_000, [forgedElement(10, "h1", {}, [forgedText(11, "The cart")]), box]),
  );
  await expect(replica.getByRole("heading", { name: "The cart" })).toBeVisible();
  await expect(viewer.locator(".status")).toContainText("1 part private");
  await expect(desk.getByText("Title of cart")).toBeVisible();
  await customer.mouse.move(300, 300);
  await expect(viewer.locator(".tag.customer")).toBeVisible();

  await forger.say(PRIVATE);
  await expectPrivate(viewer, replica);
  await expect(desk.getByText("Title of cart")).toHaveCount(0);
  await expect(desk.getByText("shop.example")).toHaveCount(0);

  // What was under way comes now, and is not shown; nor is a cursor.
  const late = forgedMutation({
    adds: [{ parentId: FORGED.body, nextId: null, node: forgedText(20, "Late") }],
  });
  await forger.send(
    described("checkout"),
    pageOf(1_001, "The checkout"),
    forgedChange(1_001, 1, late),
    forgedChange(1_000, 1, late),
  );
  await customer.mouse.move(320, 320);
  // An answer on the page lane's heels: all that was sent before has come.
  await forger.say(PRIVATE);
  await forger.send(described("products"), pageOf(1_002, "The products"));
  await expect(replica.getByRole("heading", { name: "The products" })).toBeVisible();
  await expect(viewer.locator("main")).not.toContainText("private");
  await expect(viewer.locator(".status")).toContainText("shop.example/products");
  await expect(viewer.locator(".status")).toContainText("window 1280 × 800");
  await expect(desk.getByText("Title of products")).toBeVisible();

  // This one comes too late: a later page is there already.
  await forger.say(PRIVATE, { type: "page.unsendable" });
  await expect(viewer.getByText("This page can’t be shown")).toBeVisible();
  await expect(replica.getByRole("heading", { name: "The products" })).toBeVisible();
});

test("[L17] what the lanes bring late of the page before is never seen on a private page", async ({
  customer,
  desk,
}) => {
  const forger = await becomeForger(customer);
  const { viewer, replica } = await startCobrowse(customer, desk);
  await forger.say(PRIVATE);
  await expectPrivate(viewer, replica);
  await viewer.evaluate(() => {
    const seen = new Set<string>();
    // Also what the desk is told of it.
    const told = new BroadcastChannel("alongside-viewer");
    told.onmessage = ({ data }) => seen.add(JSON.stringify(data));
    Object.assign(window, { seen, told });
    const look = () => {
      for (const frame of document.querySelectorAll("iframe")) {
        seen.add(frame.contentDocument?.body?.textContent ?? "");
      }
      seen.add(document.querySelector(".status .url")?.textContent ?? "");
      requestAnimationFrame(look);
    };
    look();
    new MutationObserver(look).observe(document, { subtree: true, childList: true });
  });
  await forger.send(described("cart"), pageOf(1_000, "The cart"), pageOf(1_001, "The checkout"));
  await forger.send(described("products"), pageOf(1_002, "The products"));
  await expect(replica.getByRole("heading", { name: "The products" })).toBeVisible();
  const seen = await viewer.evaluate(() => [...(window as unknown as { seen: Set<string> }).seen]);
  expect(seen.join()).toContain("The products");
  expect(seen.join()).not.toMatch(/The cart|The checkout|Title of c/);
});

test("[L17] a session may begin on a private page, and come back to one", async ({
  customer,
  desk,
}) => {
  const forger = await becomeForger(customer);
  await forger.setCapture("silent");
  await customer.reload();
  await chat(customer, desk);
  const viewer = await request(customer, desk);
  await customer.getByRole("button", { name: "Allow" }).click();
  const replica = viewer.frameLocator('iframe[title="Customer page"]');
  const sayPrivate = () =>
    // Nobody hears it before the link is open at both ends.
    expect(async () => {
      await forger.say({ type: "page.private", afterEpoch: 0 });
      await expect(viewer.locator("main")).toHaveAttribute("data-state", "live", { timeout: 500 });
    }).toPass();
  await sayPrivate();
  await expectPrivate(viewer, replica);
  await expect(viewer.locator(".hatch")).toBeVisible();

  // The next page of this tab is on a link of its own.
  await forger.setCapture("heard");
  await customer.reload();
  await expect(replica.getByRole("heading", { level: 1 })).toHaveText("Carry less, walk further");
  await expect(viewer.locator("main")).not.toContainText("private");
  await expect(viewer.locator(".hatch")).toHaveCount(0);

  await forger.setCapture("silent");
  await customer.reload();
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "reconnecting");
  await sayPrivate();
  await expectPrivate(viewer, replica);

  // What stood in its place goes with the session.
  await viewer.getByRole("button", { name: "End", exact: true }).click();
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "ended");
  await expect(viewer.locator('iframe[title="Customer page"]')).toHaveCount(0);
  await expect(viewer.locator(".hatch")).toHaveCount(0);
  const tool = viewer.getByRole("button", { name: "Laser Pointer" });
  await expect(tool).toHaveAccessibleDescription("Laser Pointer: not in this version");
});

test("a page that the site keeps private is so on each of its links, and the next one comes back", async ({
  customer,
  desk,
}) => {
  await customer.goto(`${new URL(customer.url()).origin}/private`);
  const { viewer, replica } = await startCobrowse(customer, desk);
  await expectPrivate(viewer, replica);
  await viewer.reload();
  await expectPrivate(viewer, replica);
  await customer.reload();
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "reconnecting");
  await expectPrivate(viewer, replica);
  await customer.getByRole("link", { name: "Cart" }).click();
  await expect(replica.getByRole("heading", { level: 1 })).toHaveText("What you carry home");
  await expect(viewer.locator(".status")).toContainText("/cart");
  await customer.getByRole("link", { name: "Fitting notes" }).click();
  await expectPrivate(viewer, replica);
  await customer.goBack();
  await expect(replica.getByRole("heading", { level: 1 })).toHaveText("What you carry home");
});
