/** One session between a customer and an agent, in real browsers, over all the pages that it visits. */
import type { Browser, BrowserContext, FrameLocator, Page } from "playwright";
import { allow, chat, expect, request } from "../../e2e/cobrowse-fixture.ts";
import { heapTexts } from "../evidence/heap-snapshot.ts";
import { type TappedBrowser, tapBrowser } from "../evidence/tapped-browser.ts";
import type { Haystack } from "../search/search.ts";
import type { CanarySite } from "./canary-site.ts";
import type { Visit } from "./visit.ts";

export interface SessionOptions {
  browser: Browser;
  desk: Page;
  site: CanarySite;
  /** Runs in the customer's documents. */
  script: string;
  tell(line: string): void;
  /** What is not as it should be, and makes the run prove nothing. */
  onProblem(problem: string): void;
  /** The chat is open on both sides. */
  onBegun(customer: Page): Promise<void>;
  /** The agent's browser has all that it ever had of this session. */
  onViewerClosing(): Promise<void>;
  /** What the agent has on screen. */
  onSeen(haystack: Haystack): void;
}

/** `hidden`: redacted as a whole, so that nothing of it tells that it has come. */
type Shown = "shown" | "private" | "hidden";

/** What leaves at all has left after one of these; two are sure. */
const HEARTBEATS_COUNT = 2;
/** A page of the whole corpus takes a slow machine some seconds to draw. */
const ARRIVAL_MS = 30_000;

export class PrivacySession {
  readonly #options: SessionOptions;
  readonly #context: BrowserContext;
  readonly #tapped: TappedBrowser;
  readonly customer: Page;
  #viewer: Page | undefined;
  #stepCount = 0;

  private constructor(
    options: SessionOptions,
    context: BrowserContext,
    tapped: TappedBrowser,
    customer: Page,
  ) {
    this.#options = options;
    this.#context = context;
    this.#tapped = tapped;
    this.customer = customer;
  }

  static async open(options: SessionOptions): Promise<PrivacySession> {
    const context = await options.browser.newContext({ reducedMotion: "reduce" });
    const tapped = await tapBrowser(context, {
      who: "customer",
      script: options.script,
      ownOrigins: [options.site.origin, "blob:", "data:"],
    });
    const customer = await context.newPage();
    return new PrivacySession(options, context, tapped, customer);
  }

  get viewer(): Page {
    if (!this.#viewer) throw new Error("the session has not begun");
    return this.#viewer;
  }

  get replica(): FrameLocator {
    return this.viewer.frameLocator('iframe[title="Customer page"]');
  }

  /** On the page that the customer is on. */
  async begin(): Promise<void> {
    const { desk } = this.#options;
    await chat(this.customer, desk);
    this.#viewer = await request(this.customer, desk);
    await allow(this.customer, this.#viewer);
    await this.#options.onBegun(this.customer);
  }

  async goTo(address: string): Promise<void> {
    await this.customer.goto(this.#options.site.origin + address);
  }

  /** Goes to a page that the agent sees, and does all there is to do on it. */
  async visit(visit: Visit, name: string): Promise<void> {
    await this.#open(visit, name);
    await this.play(visit, name);
    await this.wholeAgain(name);
  }

  /** The same with a page that nobody may see. */
  async visitPrivate(visit: Visit, name: string): Promise<void> {
    await this.#open(visit, name, "private");
    await this.play(visit, name, "private");
  }

  /** The same with a page that is redacted as a whole. */
  async visitHidden(visit: Visit, name: string): Promise<void> {
    await this.#open(visit, name, "hidden");
    await this.play(visit, name, "hidden");
  }

  async #open({ address }: Visit, name: string, what: Shown = "shown"): Promise<void> {
    this.#options.tell(name);
    await this.goTo(address);
    if (!this.#viewer) await this.begin();
    if (what === "shown") await this.arrived(`${name}, as it comes`);
    if (what === "private") await this.#arrival(`${name}, as it comes`, () => this.#isPrivate());
  }

  /** Does all there is to do on the page that the customer is on. */
  async play({ jobs, drives }: Visit, name: string, what: Shown = "shown"): Promise<void> {
    const { onProblem } = this.#options;
    const playing = this.customer.evaluate((all) => window.privacyCustomer.play(all), jobs);
    for (const problem of await inTime(playing, `${name}: the page's scripts`)) {
      onProblem(`${name}: ${problem}`);
    }
    if (jobs.length > 0 && what === "shown") await this.arrived(`${name}, after its scripts`);
    for (const { key, host, drive } of drives) {
      const at = this.customer.locator(host);
      const hands = { page: this.customer, host: at, secret: at.locator(":scope > :first-child") };
      await drive(hands).catch((error: Error) => onProblem(`${name}: ${key}: ${error.message}`));
    }
    if (what !== "shown" || drives.length > 0) await this.arrived(`${name}, at last`, what);
  }

  /** Has the page sent once more as a whole: what no change has told, a snapshot might. */
  async wholeAgain(name: string): Promise<void> {
    const before = this.#tapped.streamCount();
    const isDark = await this.customer.evaluate(
      () => matchMedia("(prefers-color-scheme: dark)").matches,
    );
    await this.customer.emulateMedia({
      colorScheme: isDark ? "light" : "dark",
      reducedMotion: "reduce",
    });
    await this.#arrival(`${name}, once more as a whole`, () =>
      expect
        .poll(() => this.#tapped.streamCount(), { timeout: ARRIVAL_MS })
        .toBeGreaterThan(before),
    );
    await this.arrived(`${name}, once more as a whole`);
    await this.look(name);
  }

  /** Waits until the customer's browser has new rules for the n-th time in this session. */
  async heardOfRules(count: number): Promise<void> {
    await this.#arrival(`rules that changed ${count} times`, () =>
      expect
        .poll(() => this.#tapped.receivedCount('"privacy.changed"'), { timeout: ARRIVAL_MS })
        .toBe(count),
    );
  }

  /** Notes what the agent sees at this moment. */
  async look(name: string): Promise<void> {
    const text = await this.viewer.evaluate(() => window.privacyAgent.wholeDocument());
    this.#options.onSeen({
      source: "document of the viewer",
      name,
      bytes: Buffer.from(text),
      kind: "said",
    });
  }

  /**
   * Waits until what the page says now is at the agent, and so all that it said before; on a private
   * page, until the agent is told so, and for long enough for what should not come to have come.
   */
  async arrived(name: string, what: Shown = "shown"): Promise<void> {
    if (what === "private") await this.#arrival(name, () => this.#isPrivate());
    if (what !== "shown") return this.#arrival(name, () => this.#longEnough());
    this.#stepCount += 1;
    const step = `step ${this.#stepCount}`;
    const stepping = this.customer.evaluate((text) => {
      const place = document.getElementById("step");
      if (place) place.textContent = text;
    }, step);
    await inTime(stepping, name);
    await this.#arrival(name, () =>
      expect(this.replica.locator("#step")).toHaveText(step, { timeout: ARRIVAL_MS }),
    );
  }

  async #isPrivate(): Promise<void> {
    const card = this.viewer.getByRole("heading", { name: "This page is private" });
    await expect(card).toBeVisible({ timeout: ARRIVAL_MS });
  }

  async #longEnough(): Promise<void> {
    const before = this.#tapped.heartbeatCount();
    const sinceThen = () => this.#tapped.heartbeatCount() - before;
    await expect.poll(sinceThen, { timeout: ARRIVAL_MS }).toBeGreaterThanOrEqual(HEARTBEATS_COUNT);
  }

  async #arrival(name: string, expectation: () => Promise<void>): Promise<void> {
    await expectation().catch(() =>
      this.#options.onProblem(`${name}: did not arrive at the agent`),
    );
  }

  /** Ends it. @returns all that went into the customer's browser and out of it */
  async end(): Promise<Awaited<ReturnType<TappedBrowser["read"]>>> {
    if (this.#viewer) await this.#leave(this.#viewer);
    const read = await this.#tapped.read();
    await this.#context.close();
    return read;
  }

  async #leave(viewer: Page): Promise<void> {
    const { onSeen, onViewerClosing } = this.#options;
    const text = await viewer.evaluate(() => window.privacyAgent.stored());
    const bytes = Buffer.from(text);
    onSeen({ source: "storage of the viewer", name: "all", bytes, kind: "said" });
    await onViewerClosing();
    onSeen(await heapOf(viewer));
    // The desk opens the next session in the same window, if there is one.
    await viewer.close();
  }
}

/** A page that is stuck answers nothing, and must not keep the run waiting for ever. */
function inTime<Result>(work: Promise<Result>, name: string): Promise<Result> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error(`${name}: the customer's page does not answer`));
    const timer = setTimeout(late, 2 * ARRIVAL_MS);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

async function heapOf(page: Page): Promise<Haystack> {
  const client = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  client.on("HeapProfiler.addHeapSnapshotChunk", ({ chunk }) => chunks.push(chunk));
  await client.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  await client.detach();
  return heapTexts(Buffer.from(chunks.join("")), "heap of the viewer");
}
