import { createServer } from "node:http";
import { startForeignShop } from "../support/foreign-shop.ts";
import { AGENT_BROWSER, allow, chat, expect, request, test } from "./cobrowse-fixture.ts";
import { ATTACKER_PORT, PLANTED_PAGES } from "./planted-pages.ts";

test.use({ isQuiet: false });

test("what a page plants causes no request from the agent's browser", async ({
  customer,
  desk,
  server,
}) => {
  const asked: Array<{ path: string; isAgent: boolean }> = [];
  const attacker = createServer(({ url = "", headers }, response) => {
    asked.push({ path: url, isAgent: headers["user-agent"] === AGENT_BROWSER });
    response.end();
  });
  await new Promise<void>((resolve) => attacker.listen(ATTACKER_PORT, "127.0.0.1", resolve));
  // Without a policy of its own, so that the customer's browser does load what is planted.
  const shop = await startForeignShop({
    widgetHost: server.origin,
    extraPages: PLANTED_PAGES,
    hasPolicy: false,
  });
  try {
    await customer.goto(`${shop.origin}/planted`);
    await chat(customer, desk);
    const viewer = await request(customer, desk);
    const viewerAsked: string[] = [];
    viewer.on("request", (made) => viewerAsked.push(made.url()));
    const replica = await allow(customer, viewer);
    await expect(replica.getByRole("heading", { level: 1 })).toHaveText("Something planted");

    // More of it, later, by script.
    await customer.evaluate((port) => {
      const from = (path: string) => `http://127.0.0.1:${port}/${path}`;
      const late = document.getElementById("late");
      if (!late) throw new Error("no place to plant");
      late.innerHTML = `<img src="${from("late-image")}" alt="late"><b>planted late</b>
        <iframe src="${from("late-frame")}"></iframe><link rel="prefetch" href="${from("late-prefetch")}">
        <link rel="stylesheet" href="${from("late-sheet")}">`;
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`#late { background: url(${from("late-background")}) }`);
      document.adoptedStyleSheets = [sheet];
      late.setAttribute("style", `border-image: url(${from("late-border")}) 30`);
    }, ATTACKER_PORT);
    await expect(replica.getByText("planted late")).toBeVisible();
    await expect(viewer.locator(".status")).toContainText("Direct");

    // The trap works: the customer's own browser walked into it.
    expect(asked.map(({ path }) => path)).toEqual(
      expect.arrayContaining(["/image", "/import.css", "/frame", "/late-image"]),
    );
    expect(asked.filter(({ isAgent }) => isAgent)).toEqual([]);
    const ownPages = [`${server.origin}/agent`, `${server.origin}/v1/me`, "data:", "blob:"];
    expect(viewerAsked.filter((url) => !ownPages.some((own) => url.startsWith(own)))).toEqual([]);
  } finally {
    await shop.close();
    attacker.closeAllConnections();
    attacker.close();
  }
});
