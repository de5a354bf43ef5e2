/** One visit to a page, from an empty browser on, with a print of the page for every time it is asked. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "@playwright/test";
import { installPagePrint, type PagePrint } from "../support/page-print.ts";
import type { Aspect } from "./listed-exceptions.ts";

/** A website, and everything that it has been asked for. */
export interface VisitedSite {
  origin: string;
  widgetHost: string;
  asked(): string[];
  close(): Promise<void> | void;
}

export type Print = Record<Aspect, string[]>;

export interface Visit {
  page: Page;
  print(): Promise<Print>;
  /** Each with its target, as the browser's own tools tell. Those within our element are left out. */
  listeners(): Promise<string[]>;
  timers(): Promise<ReturnType<PagePrint["timers"]>>;
  /** As the page was told of them; the site's server is told by its reports. */
  violations(): Promise<string[]>;
  close(): Promise<void>;
}

export async function openVisit(browser: Browser, site: VisitedSite, path: string): Promise<Visit> {
  const context = await browser.newContext({ reducedMotion: "reduce" });
  await context.addInitScript(installPagePrint);
  const page = await context.newPage();
  const requests: string[] = [];
  const told: string[] = [];
  const askedBefore = site.asked().length;
  page.on("request", (request) => requests.push(`${request.method()} ${request.url()}`));
  page.on("websocket", (socket) => requests.push(`SOCKET ${socket.url()}`));
  page.on("console", (message) => told.push(`${message.type()} ${message.text()}`));
  page.on("pageerror", (error) => told.push(`uncaught ${error.message}`));
  await page.goto(`${site.origin}${path}`);
  await page.waitForLoadState("networkidle");

  /** Ports and hashes are other ones each time. */
  const plain = (line: string) =>
    line
      .replaceAll(site.widgetHost, "WIDGET")
      .replaceAll(site.widgetHost.replace(/^http/, "ws"), "WIDGET")
      .replaceAll(site.origin, "SITE")
      .replace(/(WIDGET\/widget\/\w+)-[\w-]+\.js/, "$1.js");

  async function printsOfFrames(): Promise<Array<[frame: string, Record<string, string[]>]>> {
    const prints = page.frames().map(async (frame) => {
      const print = await frame.evaluate(() => {
        const { pagePrint } = window;
        // No script runs in a sandboxed frame, so not ours either.
        if (!pagePrint) return undefined;
        const { nodes, globals, heard, standing } = pagePrint;
        return { nodes: nodes(), globals: globals(), heard: heard(), standing: standing() };
      });
      const name = frame === page.mainFrame() ? "" : `in ${new URL(frame.url()).pathname}: `;
      return [name, print ?? {}] as [string, Record<string, string[]>];
    });
    return Promise.all(prints);
  }

  return {
    page,
    async print() {
      const frames = await printsOfFrames();
      const all = (aspect: Aspect) =>
        frames.flatMap(([name, print]) => (print[aspect] ?? []).map((line) => plain(name + line)));
      return {
        nodes: all("nodes"),
        globals: all("globals"),
        heard: all("heard"),
        standing: all("standing"),
        requests: requests.map(plain),
        console: told.map(plain),
        server: site.asked().slice(askedBefore),
      };
    },
    listeners: () => listenersOf(page),
    timers: () => page.evaluate(() => window.pagePrint.timers()),
    violations: async () =>
      (
        await Promise.all(
          page.frames().map((frame) => frame.evaluate(() => window.pagePrint?.violations ?? [])),
        )
      ).flat(),
    close: () => context.close(),
  };
}

/** Every window, document and shadow root that the page can reach, but for ours. */
const LISTENED_TO = `(() => {
  const found = [];
  const visit = (root) => {
    found.push(root);
    for (const { shadowRoot, contentWindow, contentDocument, localName } of root.querySelectorAll("*")) {
      if (shadowRoot && localName !== "alongside-widget") visit(shadowRoot);
      if (!contentDocument) continue;
      found.push(contentWindow);
      visit(contentDocument);
    }
  };
  visit(document);
  return [window, ...found];
})()`;

async function listenersOf(page: Page): Promise<string[]> {
  const tools = await page.context().newCDPSession(page);
  const { result: list } = await tools.send("Runtime.evaluate", { expression: LISTENED_TO });
  const { result: targets } = await tools.send("Runtime.getProperties", {
    objectId: String(list.objectId),
    ownProperties: true,
  });
  const found: string[] = [];
  for (const { name: number, value } of targets) {
    if (!value?.objectId || !/^\d+$/.test(number)) continue;
    const { objectId, className = "" } = value;
    // A window's own alone; a document's and a root's with those of all that is in it.
    const depth = className === "Window" ? 1 : -1;
    const { listeners } = await tools.send("DOMDebugger.getEventListeners", { objectId, depth });
    for (const { type, useCapture, passive, once, backendNodeId } of listeners) {
      const how = [useCapture && "capture", passive && "passive", once && "once"].filter(Boolean);
      const name = backendNodeId
        ? (await tools.send("DOM.describeNode", { backendNodeId })).node.nodeName
        : "";
      found.push([number, className, name, type, ...how].join(" "));
    }
  }
  await tools.detach();
  return found.sort();
}

export interface ReportCollector {
  url: string;
  reports: string[];
  close(): void;
}

/** Where a browser reports what a policy has kept out: seen also where no script can see it. */
export async function startReportCollector(): Promise<ReportCollector> {
  const reports: string[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    reports.push(body);
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/reports`,
    reports,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
