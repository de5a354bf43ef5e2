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
  /** What the agent has on screen. */
  onSeen(haystack: Haystack): void;
}

/** A page of the whole corpus takes a slow machine some seconds to draw. */
const ARRIVAL_MS = 30_000;

export class PrivacySession {
  readonly #options: SessionOptions;
  readonly #context: BrowserContext;
  readonly #tapped: TappedBrowser;
  readonly customer: Page;
  #viewer: Page | undefined;
  #stepCount = 0;

  private constructor(options: SessionOptions, context: BrowserContext, tapped: TappedBrowser, customer: Page) {
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

  /**
   * Goes to a page and does all there is to do on it.
   * @param what - `shown` where the agent must see it
   */
  async visit({ address, jobs, drives }: Visit, name: string, what: "shown" | "private" = "shown"): Promise<void> {
    this.#options.tell(name);
    await this.goTo(address);
    if (!this.#viewer) await this.begin();
    await this.#step(`${name}, as it comes`, what);
    for (const problem of await this.customer.evaluate((each) => window.privacyCustomer.play(each), jobs)) {
      this.#options.onProblem(`${name}: ${problem}`);
    }
    if (jobs.length > 0) await this.#step(`${name}, after its scripts`, what);
    for (const { key, host, drive } of drives) {
      const at = this.customer.locator(host);
      const hands = { page: this.customer, host: at, secret: at.locator(":scope > :first-child") };
      await drive(hands).catch((error: Error) => this.#options.onProblem(`${name}: ${key}: ${error.message}`));
    }
    if (drives.length > 0) await this.#step(`${name}, after what was typed`, what);
    if (what === "shown") await this.wholeAgain(name);
  }

  /** Has the page sent once more as a whole: what no change has told, a snapshot might. */
  async wholeAgain(name: string): Promise<void> {
    const before = this.#tapped.streamCount();
    const isDark = await this.customer.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
    await this.customer.emulateMedia({ colorScheme: isDark ? "light" : "dark", reducedMotion: "reduce" });
    await this.#arrival(`${name}, once more as a whole`, () =>
      expect.poll(() => this.#tapped.streamCount(), { timeout: ARRIVAL_MS }).toBeGreaterThan(before),
    );
    await this.#step(`${name}, once more as a whole`, "shown");
    await this.look(name);
  }

  /** Notes what the agent sees at this moment. */
  async look(name: string): Promise<void> {
    const text = await this.viewer.evaluate(() => window.privacyAgent.wholeDocument());
    this.#options.onSeen({ source: "document of the viewer", name, bytes: Buffer.from(text), kind: "said" });
  }

  /** Waits until what the page says now is at the agent, and so all that it said before. */
  async #step(name: string, what: "shown" | "private"): Promise<void> {
    this.#stepCount += 1;
    const step = `step ${this.#stepCount}`;
    await this.customer.evaluate((text) => {
      const place = document.getElementById("step");
      if (place) place.textContent = text;
    }, step);
    if (what === "private") return;
    await this.#arrival(name, () =>
      expect(this.replica.locator("#step")).toHaveText(step, { timeout: ARRIVAL_MS }),
    );
  }

  async #arrival(name: string, expectation: () => Promise<void>): Promise<void> {
    await expectation().catch(() => this.#options.onProblem(`${name}: did not arrive at the agent`));
  }

  /** Ends it. @returns all that went into the customer's browser and out of it */
  async end(): Promise<Awaited<ReturnType<TappedBrowser["read"]>>> {
    const text = await this.viewer.evaluate(() => window.privacyAgent.stored());
    const { onSeen } = this.#options;
    onSeen({ source: "storage of the viewer", name: "all", bytes: Buffer.from(text), kind: "said" });
    onSeen(await heapOf(this.viewer));
    const read = await this.#tapped.read();
    await this.#context.close();
    return read;
  }
}

async function heapOf(page: Page): Promise<Haystack> {
  const client = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  client.on("HeapProfiler.addHeapSnapshotChunk", ({ chunk }) => chunks.push(chunk));
  await client.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  await client.detach();
  return heapTexts(Buffer.from(chunks.join("")), "heap of the viewer");
}
