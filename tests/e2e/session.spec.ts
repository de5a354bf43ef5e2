import {
  allow,
  chat,
  expect,
  recordStates,
  request,
  startCobrowse,
  test,
} from "./cobrowse-fixture.ts";

test("a denial leaves the page alone and lets the agent ask again", async ({ customer, desk }) => {
  await chat(customer, desk);
  const viewer = await request(customer, desk);
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "waiting");
  await customer.getByRole("button", { name: "Deny" }).click();

  await expect(viewer.locator("main")).toHaveAttribute("data-state", "ended");
  await expect(viewer.getByText("The customer said no.")).toBeVisible();
  const messages = desk.getByRole("log", { name: "Messages" });
  await expect(messages.getByText("customer denied permission to cobrowse")).toBeVisible();
  await expect(messages.getByText(/cobrowse session ended/)).toHaveCount(0);
  await expect(desk.getByRole("button", { name: "Request Cobrowse" })).toBeEnabled();
  await viewer.close();
  await allow(customer, await request(customer, desk));
});

test("the agent sees the live page once the customer allows it", async ({ customer, desk }) => {
  await chat(customer, desk);
  await customer.goto(`${new URL(customer.url()).origin}/products/ridge-40`);
  const viewer = await request(customer, desk);
  const replica = await allow(customer, viewer);

  // What the server rendered, what a script had made, and what lives in a shadow root.
  await expect(replica.getByRole("heading", { level: 1 })).toHaveText("Ridge 40 pack");
  await expect(replica.getByText("212 reviews")).toBeVisible();
  await expect(viewer.locator(".status")).toContainText("/products/ridge-40");

  // A rule that finds a link by its address, as the page wrote it.
  await expect(replica.getByRole("link", { name: "Account" })).toHaveAttribute("href", "/account");

  // Changes: a style, a property, a text made by script.
  await customer.getByRole("button", { name: "L/XL" }).click();
  await expect(replica.getByRole("button", { name: "L/XL" })).toHaveClass("on");
  await customer.getByLabel("Name on the tag").fill("Harker");
  await expect(replica.getByLabel("Name on the tag")).toHaveValue("Harker");
  await customer.getByLabel("It is a gift").check();
  await expect(replica.getByLabel("It is a gift")).toBeChecked();
  await customer.getByRole("button", { name: "Add to cart" }).click();
  await expect(replica.getByText("In your cart.")).toBeVisible();

  // The chat is part of what the agent sees; its bars are muted and have no buttons.
  await customer.getByRole("textbox", { name: "Message", exact: true }).fill("Do you see it?");
  await customer.getByRole("button", { name: "Send" }).click();
  await expect(replica.getByText("Do you see it?")).toBeVisible();
  await expect(replica.getByRole("button", { name: "End Cobrowse" })).toHaveCount(0);
});

test("the agent sees what a single-page app draws, and where it goes", async ({
  customer,
  desk,
}) => {
  await chat(customer, desk);
  await customer.goto(`${new URL(customer.url()).origin}/app`);
  const viewer = await request(customer, desk);
  const replica = await allow(customer, viewer);
  await expect(replica.getByRole("heading", { level: 1 })).toHaveText("Where next");

  await customer.getByRole("button", { name: "Add a trip" }).click();
  await expect(replica.getByText("Trip number 4")).toBeVisible();
  await customer.getByRole("button", { name: "Remove the last" }).click();
  await expect(replica.getByText("Trip number 4")).toHaveCount(0);
  await customer.getByRole("link", { name: "Borrowed gear" }).click();
  await expect(replica.getByRole("heading", { level: 1 })).toHaveText("Gear you have borrowed");
  await expect(viewer.locator(".status")).toContainText("/app/orders");
});

test("[L8] the address that the agent sees has no query and no fragment", async ({
  customer,
  desk,
}) => {
  await chat(customer, desk);
  await customer.goto(`${new URL(customer.url()).origin}/cart?token=secret#also-secret`);
  const viewer = await request(customer, desk);
  await allow(customer, viewer);
  await expect(viewer.locator(".status")).toContainText("/cart");
  expect(await viewer.locator(".status").innerText()).not.toMatch(/secret/);
});

test("the stage keeps the shape of the customer's window and follows its size", async ({
  customer,
  desk,
}) => {
  await customer.setViewportSize({ width: 1280, height: 720 });
  const { viewer } = await startCobrowse(customer, desk);
  const frame = viewer.locator('iframe[title="Customer page"]');
  const ratio = async () => {
    const box = await frame.boundingBox();
    return box ? box.width / box.height : 0;
  };
  await expect.poll(ratio).toBeCloseTo(1280 / 720, 2);
  await customer.setViewportSize({ width: 900, height: 900 });
  await expect.poll(ratio).toBeCloseTo(1, 2);
  const stage = await viewer.locator("main").boundingBox();
  const box = await frame.boundingBox();
  expect(box?.height ?? 0).toBeLessThanOrEqual(stage?.height ?? 0);
});

test("the agent sees the customer's light page light, also where the agent prefers dark", async ({
  customer,
  desk,
}) => {
  await customer.emulateMedia({ colorScheme: "light" });
  await chat(customer, desk);
  const viewer = await request(customer, desk);
  await viewer.emulateMedia({ colorScheme: "dark" });
  const replica = await allow(customer, viewer);
  const chatInReplica = replica.locator(".chat");
  await expect(chatInReplica).toHaveCSS("background-color", "rgb(255, 255, 255)");
  await customer.emulateMedia({ colorScheme: "dark" });
  await expect(chatInReplica).toHaveCSS("background-color", "rgb(20, 24, 31)");
});

test("the customer's cursor shows where they point", async ({ customer, desk }) => {
  const { viewer } = await startCobrowse(customer, desk);
  await customer.mouse.move(200, 300);
  await customer.mouse.move(240, 320);
  await expect(viewer.locator(".tag.customer")).toBeVisible();
});

test("[P10] where the customer points within a redacted part is not told, so no key of a pad is", async ({
  customer,
  desk,
}) => {
  const { viewer } = await startCobrowse(customer, desk);
  const tag = viewer.locator(".tag.customer");
  await customer.evaluate(() => {
    const pad = document.createElement("div");
    pad.id = "pad";
    pad.className = "cobrowse-redacted";
    for (const key of ["1", "2", "3"]) {
      pad.append(Object.assign(document.createElement("button"), { textContent: key }));
    }
    const inComponent = document.createElement("div");
    inComponent.id = "component";
    const inRoot = pad.cloneNode(true) as Element;
    inRoot.removeAttribute("id");
    inComponent.attachShadow({ mode: "open" }).append(inRoot);
    document.querySelector("main")?.prepend(pad, inComponent);
  });
  for (const pad of ["#pad", "#component"]) {
    await customer.getByRole("heading", { level: 1 }).hover();
    await expect(tag).toBeVisible();
    await customer.locator(pad).getByRole("button", { name: "2" }).click();
    await expect(tag).toBeHidden();
    await customer.locator(pad).getByRole("button", { name: "3" }).click();
    // What comes next on the lane comes after what would have been told of that.
    await customer.getByRole("heading", { level: 1 }).hover();
    await expect(tag).toBeVisible();
  }
});

const WAYS_TO_END = [
  {
    who: "customer",
    where: "Cobrowse session",
    words: "cobrowse session ended: customer ended it",
  },
  {
    who: "customer",
    where: "Cobrowse session in chat",
    words: "cobrowse session ended: customer ended it",
  },
  { who: "desk", where: "the desk", words: "cobrowse session ended: agent ended it" },
  { who: "viewer", where: "the viewer", words: "cobrowse session ended: agent ended it" },
] as const;

for (const { who, where, words } of WAYS_TO_END) {
  test(`the session ends from ${where} (${who})`, async ({ customer, desk }) => {
    const { viewer } = await startCobrowse(customer, desk);
    if (who === "customer") {
      await customer
        .getByRole("region", { name: where, exact: true })
        .getByRole("button", { name: "End Cobrowse" })
        .click();
    } else if (who === "desk") {
      await desk.getByRole("button", { name: "End Cobrowse" }).click();
    } else {
      await viewer.getByRole("button", { name: "End", exact: true }).click();
    }
    await expect(viewer.locator("main")).toHaveAttribute("data-state", "ended");
    await expect(viewer.locator('iframe[title="Customer page"]')).toHaveCount(0);
    await expect(customer.getByRole("region", { name: /Cobrowse session/ })).toHaveCount(0);
    await expect(desk.getByRole("log", { name: "Messages" }).getByText(words)).toBeVisible();
    // Chat and its socket stay.
    await customer.getByRole("textbox", { name: "Message", exact: true }).fill("Thanks, bye");
    await customer.getByRole("button", { name: "Send" }).click();
    await expect(
      desk.getByRole("log", { name: "Messages" }).getByText("Thanks, bye"),
    ).toBeVisible();
  });
}

test("the event lines stand in the conversation, and can be hidden", async ({ customer, desk }) => {
  const { viewer } = await startCobrowse(customer, desk);
  await viewer.getByRole("button", { name: "End", exact: true }).click();
  const messages = desk.getByRole("log", { name: "Messages" });
  const lines = [
    "agent requested a cobrowse session",
    "customer granted permission to cobrowse",
    "cobrowse session ended: agent ended it",
  ];
  for (const line of lines) await expect(messages.getByText(line, { exact: true })).toBeVisible();
  await desk.getByRole("switch", { name: "Conversation Details" }).click();
  for (const line of lines) await expect(messages.getByText(line, { exact: true })).toHaveCount(0);
  await expect(messages.getByText("How can I help?")).toBeVisible();
});

test("the session goes on by itself when the customer goes to another page", async ({
  customer,
  desk,
}) => {
  const { viewer, replica } = await startCobrowse(customer, desk);
  const bar = customer.getByRole("region", { name: "Cobrowse session", exact: true });
  await expect(bar.locator("time")).toHaveText(/^0:(0[2-9]|[1-5]\d)$/);
  await customer.getByRole("link", { name: "Cart" }).click();
  await expect(customer.getByRole("heading", { level: 1 })).toHaveText("What you carry home");
  // It counts from the moment it was allowed, not anew on each page.
  expect(await bar.locator("time").innerText()).not.toMatch(/^0:0[01]$/);
  await expect(replica.getByRole("heading", { level: 1 })).toHaveText("What you carry home");
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "live");
});

test("a window that the page opens does not take the session away from it", async ({
  customer,
  desk,
}) => {
  const { viewer } = await startCobrowse(customer, desk);
  const opening = customer.context().waitForEvent("page");
  await customer.evaluate(() => void window.open("/cart"));
  const opened = await opening;
  await expect(opened.getByRole("heading", { level: 1 })).toHaveText("What you carry home");
  await expect(opened.getByRole("dialog", { name: "Chat" })).toBeVisible();
  await expect(opened.getByRole("region", { name: /Cobrowse session/ })).toHaveCount(0);
  await opened.close();
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "live");
  await expect(
    customer.getByRole("region", { name: "Cobrowse session", exact: true }),
  ).toBeVisible();
});

test("a denial takes back an allowance that the server has not heard of", async ({
  customer,
  desk,
}) => {
  // A socket that loses its way to the server while the customer decides.
  const waiting: Array<() => void> = [];
  let isAway = false;
  await customer.routeWebSocket(/signaling/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => {
      if (isAway) waiting.push(() => server.send(message));
      else server.send(message);
    });
  });
  await customer.reload();
  await chat(customer, desk);
  const viewer = await request(customer, desk);
  const states = await recordStates(viewer);
  isAway = true;
  await customer.getByRole("button", { name: "Allow" }).click();
  await expect(customer.getByText("Your answer is on its way")).toBeVisible();
  await customer.getByRole("button", { name: "Deny" }).click();
  isAway = false;
  for (const send of waiting) send();
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "ended");
  expect(states).not.toContain("live");
  await expect(desk.getByRole("log").getByText("customer denied permission")).toBeVisible();
});

test("[L9] a page that is busy for long is not taken for one that is gone", async ({
  customer,
  desk,
}) => {
  const { viewer, replica } = await startCobrowse(customer, desk);
  const states = await recordStates(viewer);
  await customer.evaluate(() => {
    const until = performance.now() + 9_000;
    while (performance.now() < until);
    document.querySelector("h1")?.replaceChildren("Back from work");
  });
  await expect(replica.getByRole("heading", { level: 1 })).toHaveText("Back from work");
  expect(states).toEqual([]);
});

test("a frame of the same site, with the same script, is part of its page and no customer of its own", async ({
  customer,
  desk,
}) => {
  const { viewer, replica } = await startCobrowse(customer, desk);
  await customer.evaluate(() => {
    const frame = document.createElement("iframe");
    frame.src = "/products";
    frame.title = "More";
    document.querySelector("main")?.prepend(frame);
  });
  const inside = customer.frameLocator('iframe[title="More"]');
  await expect(inside.getByRole("heading", { level: 1 })).toHaveText("Everything we make");
  await expect(
    replica.frameLocator('iframe[title="More"]').getByRole("heading", { level: 1 }),
  ).toHaveText("Everything we make");
  // Its script has run by then.
  await customer.frame({ url: /\/products$/ })?.waitForLoadState("load");
  await expect(inside.locator("alongside-widget")).toHaveCount(0);
  await expect(viewer.locator(".status")).not.toContainText("/products");
  await expect(
    customer.getByRole("region", { name: "Cobrowse session", exact: true }),
  ).toBeVisible();
});
