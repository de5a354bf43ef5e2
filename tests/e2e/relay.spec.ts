/** Two browsers and the real coturn, with no way but over it; and what both people hear when it fails. */
import { createSocket } from "node:dgram";
import type { Browser, Page, WebSocketRoute } from "@playwright/test";
import { RELAY_CREDENTIALS_MS } from "../../peer/protocol/limits.ts";
import type { SessionView } from "../../peer/protocol/session-messages.ts";
import { developmentLines } from "../../scripts/coturn.ts";
import { iceServersFor } from "../../signaling/turn/ice-servers.ts";
import { launchFirefox, noFirefoxReason } from "../support/firefox.ts";
import { freePort } from "../support/free-port.ts";
import { noRelayReason, RELAY_SECRET, startRelay, type TestRelay } from "../support/relay.ts";
import { startServer } from "../support/server.ts";
import { allow, test as base, chat, expect, logIn, request, skipFor } from "./cobrowse-fixture.ts";

interface Workers {
  relay: TestRelay;
  firefoxBrowser: Browser;
}

const test = base.extend<object, Workers>({
  relay: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures
    async ({}, use) => {
      const relay = await startRelay(developmentLines);
      await use(relay);
      await relay.stop();
    },
    { scope: "worker" },
  ],
  server: [
    async ({ relay }, use) => {
      const server = await startServer({
        env: {
          TURN_URLS: `turn:127.0.0.1:${relay.port}`,
          TURN_SECRET: RELAY_SECRET,
          ICE_TRANSPORT_POLICY: "relay",
        },
      });
      await use(server);
      await server.close();
    },
    { scope: "worker" },
  ],
  firefoxBrowser: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures
    async ({}, use) => {
      // The relay is on this machine.
      const browser = await launchFirefox({ "media.peerconnection.ice.loopback": true });
      await use(browser);
      await browser.close();
    },
    { scope: "worker" },
  ],
});

test.beforeAll(() => skipFor(noRelayReason, "relay.spec.ts"));

test("Chromium and Chromium meet over the relay, later also with renewed credentials", async ({
  customer,
  desk,
}) => {
  const heard: string[] = [];
  desk
    .context()
    .on("page", (page) =>
      page.on("websocket", (socket) =>
        socket.on("framereceived", ({ payload }) => heard.push(typeOf(payload))),
      ),
    );
  await chat(customer, desk);
  const viewer = await request(customer, desk);
  const replica = await allow(customer, viewer);
  await expect(replica.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(viewer.getByText(/^Relay · \d+ ms/)).toBeVisible();
  await expect(desk.getByText(/^Relay · \d+ ms/)).toBeVisible();
  await expect(viewer.getByText(/LINK-/)).toHaveCount(0);

  // Later than half of the credentials' life, another page wants another link.
  expect(heard).not.toContain("relay.renewed");
  await viewer.evaluate((laterMs) => {
    const { now } = Date;
    Date.now = () => now() + laterMs;
  }, RELAY_CREDENTIALS_MS / 2);
  await customer.getByRole("link", { name: "Products" }).click();
  await expect(replica.getByRole("heading", { level: 1 })).toHaveText("Everything we make");
  expect(heard).toContain("relay.renewed");
});

function typeOf(payload: string | Buffer): string {
  return (JSON.parse(payload.toString()) as { type: string }).type;
}

test.describe("Chromium and Firefox", () => {
  test.beforeAll(() => skipFor(noFirefoxReason, "Chromium and Firefox over the relay"));

  test("meet over the relay, with the customer in Firefox", async ({
    desk,
    firefoxBrowser,
    server,
  }) => {
    const context = await firefoxBrowser.newContext();
    const customer = await context.newPage();
    await customer.goto(server.origin);
    await chat(customer, desk);
    const viewer = await request(customer, desk);
    const replica = await allow(customer, viewer);
    await expect(replica.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(viewer.getByText(/^Relay · \d+ ms/)).toBeVisible();
    await context.close();
  });

  test("meet over the relay, with the agent in Firefox", async ({
    customer,
    firefoxBrowser,
    server,
  }) => {
    const context = await firefoxBrowser.newContext();
    const desk = await context.newPage();
    await desk.goto(`${server.origin}/agent`);
    await logIn(desk, "agent@demo.test");
    await chat(customer, desk);
    const viewer = await request(customer, desk);
    const replica = await allow(customer, viewer);
    await expect(replica.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(viewer.getByText(/^Relay · \d+ ms/)).toBeVisible();
    await context.close();
  });
});

/** What a browser is told of its relays, instead of what the server says. */
type Retell = (iceServers: SessionView["iceServers"]) => SessionView["iceServers"];

interface Fault {
  code: string;
  customer: Retell;
  agent: Retell;
}

const wrongly: Retell = (servers) => servers.map((one) => ({ ...one, credential: "wrong" }));
const late: Retell = (servers) =>
  servers.flatMap(({ urls }) =>
    iceServersFor(
      { turnUrls: urls, turnSecret: RELAY_SECRET },
      { session: "late", role: "agent" },
      Date.now() - 700_000,
    ),
  );
const elsewhere =
  (port: number): Retell =>
  (servers) =>
    servers.map((one) => ({ ...one, urls: [`turn:127.0.0.1:${port}`] }));
const truly: Retell = (servers) => servers;

test("a wrong secret is named to both", async ({ customer, desk }) => {
  const fault = { code: "LINK-RELAY-REFUSED", customer: wrongly, agent: wrongly };
  const viewer = await expectNamed(customer, desk, fault);
  // It is of use to the agent, and no fault of the customer.
  await expect(viewer.getByRole("alert")).toContainText("check TURN_SECRET");
  const bar = customer.getByRole("region", { name: "Cobrowse session", exact: true });
  await expect(bar).toContainText("It’s nothing you did. The chat goes on.");
  await expect(customer.getByRole("status").getByText("No connection")).toHaveCount(1);
  // The end keeps it.
  await viewer.getByRole("button", { name: "End" }).click();
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "ended");
  await expect(viewer.getByText("LINK-RELAY-REFUSED")).toBeVisible();
});

test("an expired credential of one of them is named to both", async ({ customer, desk }) => {
  await expectNamed(customer, desk, { code: "LINK-RELAY-EXPIRED", customer: truly, agent: late });
});

test("a relay that is down, or never answers, is named to both", async ({ customer, desk }) => {
  const swallowing = createSocket("udp4");
  await new Promise<void>((resolve) => swallowing.bind(0, "127.0.0.1", resolve));
  await expectNamed(customer, desk, {
    code: "LINK-RELAY-UNREACHABLE",
    customer: elsewhere(swallowing.address().port),
    agent: elsewhere(await freePort()),
  });
  swallowing.close();
});

/** From `Allow` to the code on both screens, each by the clock of the page that shows it. */
async function expectNamed(customer: Page, desk: Page, fault: Fault): Promise<Page> {
  await customer.routeWebSocket("**/signaling/customer", (route) => retell(route, fault.customer));
  await desk.context().routeWebSocket("**/signaling/agent", (route) => retell(route, fault.agent));
  await customer.reload();
  await chat(customer, desk);
  const viewer = await request(customer, desk);
  await expect(viewer.locator("main")).toHaveAttribute("data-state", "waiting");
  const clock = () => Date.now();
  const [allowedAt, allowedAtViewer] = [
    await customer.evaluate(clock),
    await viewer.evaluate(clock),
  ];
  await customer.getByRole("button", { name: "Allow" }).click();
  const [told, toldAtViewer] = await Promise.all([
    shownAt(customer, fault.code),
    shownAt(viewer, fault.code),
  ]);
  expect(told - allowedAt).toBeLessThan(10_000);
  expect(toldAtViewer - allowedAtViewer).toBeLessThan(10_000);
  return viewer;
}

function retell(route: WebSocketRoute, as: Retell): void {
  const server = route.connectToServer();
  server.onMessage((message) =>
    route.send(
      JSON.stringify(JSON.parse(message.toString()), (key, value) =>
        key === "iceServers" ? as(value) : value,
      ),
    ),
  );
}

/** When a text came on screen, in epoch milliseconds of the page's own clock. */
async function shownAt(page: Page, text: string): Promise<number> {
  const shown = await page.waitForFunction(
    (sought) => {
      const widget = document.querySelector("alongside-widget")?.shadowRoot;
      const texts = [document.body.innerText, widget?.textContent ?? ""];
      return texts.some((one) => one.includes(sought)) && Date.now();
    },
    text,
    { polling: 100, timeout: 30_000 },
  );
  return shown.jsonValue() as Promise<number>;
}
