import type { Page } from "@playwright/test";
import { allow, chat, expect, request, test } from "./cobrowse-fixture.ts";

/** Counts, from before any script runs, what a page's scripts leave behind in it. */
async function watch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const watched = {
      connections: 0,
      openConnections: 0,
      openPorts: 0,
      observers: new Set<unknown>(),
      listeners: new Map<string, number>(),
    };
    Object.assign(window, { watched });

    const { addEventListener, removeEventListener } = EventTarget.prototype;
    const seen = new WeakMap<object, Set<string>>();
    const count = (target: EventTarget, type: string, by: number) => {
      if (target !== window && target !== document && target !== document.documentElement) return;
      watched.listeners.set(type, (watched.listeners.get(type) ?? 0) + by);
    };
    EventTarget.prototype.addEventListener = function (type, listener, options) {
      if (listener) {
        const capture = typeof options === "boolean" ? options : (options?.capture ?? false);
        const key = `${this === window ? "window" : this === document ? "document" : "node"} ${type} ${capture}`;
        const known = seen.get(listener) ?? new Set();
        seen.set(listener, known);
        const signal = typeof options === "object" ? options.signal : undefined;
        if (!known.has(key) && !signal?.aborted) {
          known.add(key);
          count(this, type, 1);
          signal &&
            addEventListener.call(signal, "abort", () => {
              if (known.delete(key)) count(this, type, -1);
            });
        }
      }
      addEventListener.call(this, type, listener, options);
    };
    EventTarget.prototype.removeEventListener = function (type, listener, options) {
      if (listener) {
        const capture = typeof options === "boolean" ? options : (options?.capture ?? false);
        const key = `${this === window ? "window" : this === document ? "document" : "node"} ${type} ${capture}`;
        if (seen.get(listener)?.delete(key)) count(this, type, -1);
      }
      removeEventListener.call(this, type, listener, options);
    };

    const Native = window.MutationObserver;
    window.MutationObserver = class extends Native {
      override observe(target: Node, options?: MutationObserverInit) {
        watched.observers.add(this);
        super.observe(target, options);
      }
      override disconnect() {
        watched.observers.delete(this);
        super.disconnect();
      }
    };
    const NativeChannel = window.MessageChannel;
    window.MessageChannel = class extends NativeChannel {
      constructor() {
        super();
        watched.openPorts += 1;
        const { port1 } = this;
        port1.close = () => {
          watched.openPorts -= 1;
          Object.getPrototypeOf(port1).close.call(port1);
        };
      }
    };
    const NativeConnection = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends NativeConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        watched.connections += 1;
        watched.openConnections += 1;
      }
      override close() {
        if (this.signalingState !== "closed") watched.openConnections -= 1;
        super.close();
      }
    };
  });
}

/** Everything of the page's own that a recorder might change. */
function fingerprint(page: Page) {
  return page.evaluate(() => {
    const { watched } = window as unknown as {
      watched: {
        connections: number;
        openConnections: number;
        openPorts: number;
        observers: Set<unknown>;
        listeners: Map<string, number>;
      };
    };
    const functions: Record<string, string> = {};
    const known = new Map<unknown, number>();
    const identify = (value: unknown) => {
      const store = window as unknown as { identities?: Map<unknown, number> };
      store.identities ??= known;
      const identities = store.identities;
      if (!identities.has(value)) identities.set(value, identities.size);
      return identities.get(value);
    };
    const owners: Record<string, object> = { window, document, history, console };
    for (const name of Object.getOwnPropertyNames(window)) {
      const value = (window as unknown as Record<string, unknown>)[name];
      if (/^[A-Z]/.test(name) && typeof value === "function" && value.prototype) {
        owners[`${name}.prototype`] = value.prototype;
      }
    }
    for (const [ownerName, owner] of Object.entries(owners)) {
      for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(owner))) {
        if (
          ownerName === "window" &&
          !/^(fetch|XMLHttpRequest|open|close|set|clear|request|alongside)/.test(name)
        ) {
          continue;
        }
        const { get, set, value } = descriptor as PropertyDescriptor;
        const parts = [get, set, typeof value === "function" ? value : undefined];
        if (parts.some((part) => part !== undefined)) {
          functions[`${ownerName}.${name}`] = parts.map(identify).join();
        }
      }
    }
    return {
      functions,
      observers: watched.observers.size,
      listeners: Object.fromEntries(
        [...watched.listeners].filter(([, number]) => number !== 0).sort(),
      ),
      connections: watched.connections,
      openConnections: watched.openConnections,
      openPorts: watched.openPorts,
      ownSheets: [...document.querySelectorAll("*")].filter(
        ({ shadowRoot }) => shadowRoot && Object.hasOwn(shadowRoot, "adoptedStyleSheets"),
      ).length,
      style: document.documentElement.getAttribute("style"),
      html: [...document.body.children]
        .filter(({ localName }) => localName !== "alongside-widget")
        .map(({ outerHTML }) => outerHTML)
        .join(""),
      widgets: [...document.querySelectorAll("alongside-widget")].map(
        ({ parentNode }) => parentNode?.nodeName,
      ),
    };
  });
}

test("before Allow nothing is watched and no connection exists; after the end nothing is left", async ({
  customer,
  desk,
}) => {
  await watch(customer);
  const engineRequests: string[] = [];
  customer.on("request", (asked) => {
    if (/engine-/.test(asked.url())) engineRequests.push(asked.url());
  });
  await customer.goto(`${new URL(customer.url()).origin}/products/ridge-40`);
  await chat(customer, desk);
  const before = await fingerprint(customer);
  expect(before.observers).toBe(0);
  expect(engineRequests).toEqual([]);

  const viewer = await request(customer, desk);
  const asked = await fingerprint(customer);
  expect(asked.connections).toBe(0);
  expect(asked.observers).toBe(0);
  expect(asked.functions).toEqual(before.functions);
  expect(asked.listeners).toEqual(before.listeners);

  await allow(customer, viewer);
  const during = await fingerprint(customer);
  expect(during.openConnections).toBe(1);
  expect(during.observers).toBeGreaterThan(0);
  // The page itself is the same with us as without.
  expect(during.html).toBe(before.html);
  expect(during.listeners["message"]).toBe(before.listeners["message"]);

  // The window with what the agent sees has a listener and a port in the page.
  const opening = customer.waitForEvent("popup");
  await customer.getByRole("button", { name: "See what the agent sees" }).click();
  const preview = await opening;
  await expect(preview.locator("main")).toHaveAttribute("data-state", "live");
  await expect.poll(async () => (await fingerprint(customer)).openPorts).toBe(1);
  const seen = await fingerprint(customer);
  expect(seen.listeners["message"]).toBe((before.listeners["message"] ?? 0) + 1);
  expect(seen.html).toBe(before.html);

  await viewer.getByRole("button", { name: "End", exact: true }).click();
  await expect(customer.getByRole("region", { name: /Cobrowse session/ })).toHaveCount(0);
  await expect.poll(async () => (await fingerprint(customer)).openConnections).toBe(0);
  const after = await fingerprint(customer);
  expect(after.observers).toBe(0);
  expect(after.openPorts).toBe(0);
  await expect(preview.getByRole("heading", { name: "Cobrowse ended" })).toBeVisible();
  expect(after.functions).toEqual(before.functions);
  expect(after.listeners).toEqual(before.listeners);
  expect(after.ownSheets).toBe(0);
  expect(after.style).toBe(before.style);
  expect(after.html).toBe(before.html);
  expect(after.widgets).toEqual(["BODY"]);
});
