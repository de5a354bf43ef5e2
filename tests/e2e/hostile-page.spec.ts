import { createServer } from "node:http";
import { deflateRawSync } from "node:zlib";
import { startForeignShop } from "../support/foreign-shop.ts";
import { bombAfter, deflated, withLength } from "../support/page-stream.ts";
import {
  AGENT_BROWSER,
  allow,
  chat,
  expect,
  request,
  startCobrowse,
  test,
} from "./cobrowse-fixture.ts";
import {
  ATTACKER_PORT,
  becomeForger,
  FORGED,
  forgedChange,
  forgedElement,
  forgedMutation,
  forgedSnapshot,
  forgedText,
  PLANTED_PAGES,
} from "./planted-pages.ts";

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

test("what a customer forges causes no request, not even to the viewer's own host", async ({
  customer,
  desk,
  server,
}) => {
  const forger = await becomeForger(customer);
  const { viewer, replica } = await startCobrowse(customer, desk);
  const viewerAsked: string[] = [];
  viewer.on("request", (made) => viewerAsked.push(made.url()));
  const own = (path: string) => `${server.origin}/planted-${path}`;
  const text = forgedText(90, "Something forged");
  const add = (node: unknown, parentId = FORGED.body) => ({ parentId, nextId: null, node });
  await forger.send(
    forgedSnapshot(1_000, [
      forgedElement(10, "link", { REL: "prefetch", HREF: own("upper") }),
      forgedElement(11, "LINK", { Rel: "stylesheet", Href: own("sheet") }),
      forgedElement(12, ["link"], { rel: "prefetch", href: own("array") }),
      forgedElement("z", "link"),
      forgedElement(13, "base", { HREF: own("base") }),
      forgedElement(14, "link"),
      forgedElement(15, "img", { rr_dataURL: own("image"), src: [own("list")] }),
      forgedElement(16, "canvas", { rr_dataURL: own("canvas") }),
      forgedElement(17, "iframe", { SRC: own("frame"), srcDoc: `<img src="${own("doc")}">` }),
      forgedElement(18, "meta", { "HTTP-EQUIV": "refresh", content: `0;url=${own("refresh")}` }),
      { ...forgedElement(19, "rect", { fill: `url(${own("fill")}#a)` }), isSVG: true },
      { ...forgedElement(20, "feImage", { HREF: own("filter") }), isSVG: true },
      text,
    ]),
    forgedChange(
      1_000,
      1,
      forgedMutation({
        adds: [add(forgedElement(30, "link"))],
        attributes: [
          { id: 30, attributes: { rel: "prefetch", href: own("same-event") } },
          { id: "z", attributes: { rel: "prefetch", href: own("text-id") } },
        ],
      }),
      forgedMutation({ attributes: [{ id: 14, attributes: { HREF: own("later") } }] }),
      forgedMutation({ attributes: [{ id: 14, attributes: { REL: "prefetch" } }] }),
      { source: 10, family: "planted", fontSource: `url(${own("font")})`, descriptors: {} },
      {
        source: 15,
        id: 1,
        styleIds: [1],
        styles: [{ styleId: 1, rules: [{ rule: `p { background: url(${own("rule")}) }` }] }],
      },
      forgedMutation({ adds: [add(forgedText(31, "Changed by a forger"))] }),
    ),
  );
  await expect(replica.getByText("Changed by a forger")).toBeVisible();
  await expect(viewer.locator(".status")).toContainText("Direct");
  const ownPages = [`${server.origin}/agent`, `${server.origin}/v1/me`, "data:", "blob:"];
  expect(viewerAsked.filter((url) => !ownPages.some((page) => url.startsWith(page)))).toEqual([]);
});

test("a page that cannot be built leaves the last picture, and is asked for thrice at most", async ({
  customer,
  desk,
}) => {
  const forger = await becomeForger(customer);
  const { viewer, replica } = await startCobrowse(customer, desk);
  const heading = replica.getByRole("heading", { level: 1 });
  await expect(heading).toBeVisible();
  const before = await forger.ownStreamCount();
  // A document takes one element: the second one throws.
  const broken = forgedSnapshot(1_000, [forgedText(9, "Broken")], [forgedElement(8, "html")]);
  await forger.send(broken);
  await expect.poll(forger.ownStreamCount).toBe(before + 1);
  await expect(heading).toBeVisible();
  // What throws in a change counts as well.
  const text = { parentId: FORGED.document, nextId: null, node: forgedText(9, "Broken") };
  await forger.send(
    forgedSnapshot(1_001, [forgedText(7, "Whole")]),
    forgedChange(1_001, 1, forgedMutation({ adds: [text] })),
  );
  await expect.poll(forger.ownStreamCount).toBe(before + 2);
  await expect(heading).toBeVisible();
  await forger.send(broken);
  await expect.poll(forger.ownStreamCount).toBe(before + 3);
  await forger.send(broken, broken, forgedSnapshot(1_002, [forgedText(7, "Whole again")]));
  await expect(replica.getByText("Whole again")).toBeVisible();
  expect(await forger.ownStreamCount()).toBe(before + 3);
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "live");
});

test("[L13] what unpacks to a gigabyte is refused, and the session lives on", async ({
  customer,
  desk,
}) => {
  const forger = await becomeForger(customer);
  const { viewer, replica } = await startCobrowse(customer, desk);
  const heading = replica.getByRole("heading", { level: 1 });
  await expect(heading).toHaveText("Carry less, walk further");
  const before = await forger.ownStreamCount();
  const place = { type: "page.described", host: "a", path: "/", title: "" };
  const whole = withLength(JSON.stringify(place));
  const lies = [
    bombAfter(withLength("", 2 ** 30)),
    bombAfter(whole),
    // A stream that is complete, and goes on.
    Buffer.concat([deflateRawSync(whole), deflated(whole)]),
  ];
  for (const [index, lie] of lies.entries()) {
    await forger.sendDeflated(lie);
    await expect.poll(forger.ownStreamCount).toBe(before + index + 1);
  }
  await customer.evaluate(() => {
    const [heading] = document.getElementsByTagName("h1");
    if (heading) heading.textContent = "Seen after all";
  });
  await expect(heading).toHaveText("Seen after all");

  // From here on it is not asked any more, however often it lies.
  for (const lie of lies) await forger.sendDeflated(lie);
  await forger.send(forgedSnapshot(1_000, [forgedText(7, "Whole again")]));
  await expect(replica.getByText("Whole again")).toBeVisible();
  expect(await forger.ownStreamCount()).toBe(before + lies.length);
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "live");
});

test("[L7] odd events change nothing and break nothing, and a gap is asked about", async ({
  customer,
  desk,
}) => {
  const forger = await becomeForger(customer);
  const { viewer, replica } = await startCobrowse(customer, desk);
  const odd = Array.from({ length: 20 }, (_, source) => ({ source, id: 4, positions: [] }));
  const other = (type: number, data = {}) => ({ type, timestamp: 1, data });
  const page = forgedSnapshot(1_000, [forgedText(9, "Odd")]);
  const inside = (epoch: number, seq: number, ...events: unknown[]) => ({
    type: "page.changed",
    epoch,
    seq,
    events,
  });
  await forger.send(
    page,
    inside(1_000, 1, other(4, { width: 5, height: 5 }), page.events[1], other(0), other(7)),
    forgedChange(1_000, 2, { source: 4, width: 1e300, height: 1e300 }, { source: 99 }),
    forgedChange(1_000, 3, { source: 4, width: 1_280, height: 800 }, { source: 3, id: 4, x: "x" }),
    forgedChange(1_000, 4, { source: 5, id: 4 }, { source: 8, id: 4, adds: [{ rule: 1 }] }),
    forgedChange(1_000, 5, forgedMutation({ texts: [{ id: 9, value: "Odd, but alive" }] })),
  );
  await expect(replica.getByText("Odd, but alive")).toBeVisible();
  await expect(viewer.locator(".status")).toContainText("1280 × 800");
  for (const [index, data] of odd.entries()) {
    await forger.send(
      forgedSnapshot(2_000 + index, [forgedText(9, `Odd ${index}`)]),
      forgedChange(2_000 + index, 1, data),
    );
  }
  const before = await forger.ownStreamCount();
  const beyond = { texts: [{ id: 9, value: "Beyond a gap" }] };
  await forger.send(
    forgedSnapshot(3_000, [forgedText(9, "Before a gap")]),
    forgedChange(3_000, 2, forgedMutation(beyond)),
  );
  await expect.poll(forger.ownStreamCount).toBe(before + 1);
  await expect(replica.getByRole("heading", { level: 1 })).toHaveText("Carry less, walk further");
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "live");
});
