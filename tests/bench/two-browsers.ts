/** The two sides of a bench, each in a browser process of its own, so that both draw at full rate. */
import type { Page } from "playwright";
import { launchChromium } from "../support/chromium.ts";
import { offeredBy } from "./offered.ts";
import type { LinkedPage } from "./pages/linked-page.ts";

export interface TwoBrowsers {
  customer: Page;
  agent: Page;
  /** Name and version. */
  browser: string;
  /** @throws if an error in one of the pages was caught by nobody */
  assertNoPageErrors(): void;
  close(): Promise<void>;
}

export async function openTwoBrowsers(): Promise<TwoBrowsers> {
  const browsers = await Promise.all([launchChromium(), launchChromium()]);
  const errors: Error[] = [];
  const [customer, agent] = await Promise.all(
    browsers.map(async (browser) => {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      page.on("pageerror", (error) => errors.push(error));
      return page;
    }),
  );
  if (!customer || !agent) throw new Error("a browser has no page");
  return {
    customer,
    agent,
    browser: `Chromium ${browsers[0].version()}`,
    assertNoPageErrors() {
      if (errors.length > 0) throw new AggregateError(errors, "an error in a page");
    },
    async close() {
      await Promise.all(browsers.map((browser) => browser.close()));
    },
  };
}

export interface Joint {
  /** Joins the two pages as they are now by a real link. */
  open(): Promise<void>;
  close(): Promise<void>;
}

/** Between the two pages, whatever they show: this process carries their signals. */
export async function createJoint({
  customer,
  agent,
}: Pick<TwoBrowsers, "customer" | "agent">): Promise<Joint> {
  // The agent's side first: it has to be there for the customer's offer.
  const sides = [offeredBy<LinkedPage>(agent), offeredBy<LinkedPage>(customer)] as const;
  const carryTo =
    (side: (typeof sides)[number]) =>
    (link: string, signal: string): Promise<void> =>
      side.acceptSignal(link, signal);
  await agent.exposeFunction("sendSignal", carryTo(sides[1]));
  await customer.exposeFunction("sendSignal", carryTo(sides[0]));
  return {
    async open() {
      for (const side of sides) await side.startLink();
      await Promise.all(sides.map((side) => side.linkOpened()));
    },
    async close() {
      for (const side of sides) await side.letGo();
      for (const side of sides) await side.closeLink();
    },
  };
}
