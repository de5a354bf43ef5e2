// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { PREVIEW_PORT, PREVIEW_READY } from "../../../peer/protocol/preview-messages.ts";
import { createPreviewWindow } from "../../../widget/engine/preview-window.ts";

const SERVER = "https://alongside.example";
const READY = { type: PREVIEW_READY };

/** The window that a press opens, as far as its opener sees it. */
class FakePopup {
  closed = false;
  readonly ports: MessagePort[] = [];
  readonly posted: unknown[] = [];
  focusCount = 0;
  focus() {
    this.focusCount += 1;
  }
  postMessage(data: unknown, origin: string, [port]: MessagePort[]) {
    this.posted.push({ data, origin });
    if (port) this.ports.push(port);
  }
}

/** Resolves with what comes over the port, once `count` of it has. */
function heard(port: MessagePort | undefined, count: number): Promise<unknown[]> {
  const all: unknown[] = [];
  return new Promise((resolve) => {
    port?.addEventListener("message", ({ data }) => {
      all.push(data);
      if (all.length === count) resolve(all);
    });
    port?.start();
  });
}

describe("the preview's window, at the page", () => {
  let popup = new FakePopup();
  let openCount = 0;
  let readyCount = 0;
  const listening = new Set<unknown>();
  const create = () =>
    createPreviewWindow(SERVER, () => {
      readyCount += 1;
    });
  /** @param source - whoever says it */
  const say = (source: unknown, origin = SERVER, data: unknown = READY) => {
    const event = new MessageEvent("message", { data, origin });
    Object.defineProperty(event, "source", { value: source });
    window.dispatchEvent(event);
  };

  beforeEach(() => {
    popup = new FakePopup();
    openCount = 0;
    readyCount = 0;
    listening.clear();
    vi.spyOn(window, "open").mockImplementation(() => {
      openCount += 1;
      return popup as unknown as Window;
    });
    const { addEventListener } = window;
    vi.spyOn(window, "addEventListener").mockImplementation((type, listener, options) => {
      listening.add(listener);
      const { signal } = options as AddEventListenerOptions;
      signal?.addEventListener("abort", () => listening.delete(listener));
      addEventListener.call(window, type, listener, options);
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it("listens to nobody before it is opened", () => {
    create();
    say(popup);
    expect(listening.size).toBe(0);
    expect(readyCount).toBe(0);
  });

  it("[V2] hands its port to the window that it has opened, and to our own origin alone", async () => {
    const preview = create();
    expect(preview.open()).toBe(true);
    say(popup);
    expect(readyCount).toBe(1);
    expect(popup.posted).toEqual([{ data: { type: PREVIEW_PORT }, origin: SERVER }]);
    const messages = heard(popup.ports[0], 2);
    expect(preview.say({ type: "link.opened" })).toBe(true);
    preview.end({ type: "session.ended" });
    expect(await messages).toEqual([{ type: "link.opened" }, { type: "session.ended" }]);
  });

  it.each([
    ["another window", () => say(new FakePopup())],
    ["no window", () => say(null)],
    ["the page itself", () => say(window)],
    ["another origin in that window", () => say(popup, "https://evil.example")],
    ["an origin that begins alike", () => say(popup, `${SERVER}.evil.example`)],
    ["a message of another kind", () => say(popup, SERVER, { type: "ready" })],
    ["a message that is none", () => say(popup, SERVER, null)],
    ["a message of text", () => say(popup, SERVER, PREVIEW_READY)],
  ])("[V2] hands nothing to %s", (_who, speak) => {
    create().open();
    speak();
    expect(readyCount).toBe(0);
    expect(popup.posted).toEqual([]);
  });

  it("hands a new port to a window that was loaded again, and tells it alone", async () => {
    const preview = create();
    preview.open();
    say(popup);
    const first = vi.fn();
    popup.ports[0]?.addEventListener("message", first);
    popup.ports[0]?.start();
    const closing = new Promise((resolve) => popup.ports[0]?.addEventListener("close", resolve));
    say(popup);
    await closing;
    const messages = heard(popup.ports[1], 1);
    preview.say({ type: "link.lost" });
    expect(await messages).toEqual([{ type: "link.lost" }]);
    expect(first).not.toHaveBeenCalled();
    preview.end({ type: "page.left" });
  });

  it("brings the window to the front that is there, and opens it anew when it was closed", () => {
    const preview = create();
    preview.open();
    say(popup);
    preview.open();
    expect(openCount).toBe(1);
    expect(popup.focusCount).toBe(1);
    popup.closed = true;
    expect(preview.say({ type: "link.lost" })).toBe(false);
    expect(listening.size).toBe(0);
    popup = new FakePopup();
    preview.open();
    expect(openCount).toBe(2);
    preview.end({ type: "page.left" });
  });

  it("says that the browser keeps it from opening", () => {
    vi.spyOn(window, "open").mockReturnValue(null);
    expect(create().open()).toBe(false);
    expect(listening.size).toBe(0);
  });

  it("[V5] leaves nothing in the page at the end", () => {
    const preview = create();
    preview.open();
    say(popup);
    expect(listening.size).toBe(1);
    preview.end({ type: "session.ended" });
    expect(listening.size).toBe(0);
    say(popup);
    expect(readyCount).toBe(1);
    expect(preview.say({ type: "link.lost" })).toBe(false);
  });

  it("keeps what it hears from the page's own listeners", () => {
    const ofPage = vi.fn();
    const preview = create();
    preview.open();
    window.addEventListener("message", ofPage, {});
    say(popup);
    expect(ofPage).not.toHaveBeenCalled();
    say(popup, SERVER, { type: "of the page" });
    expect(ofPage).toHaveBeenCalledOnce();
    window.removeEventListener("message", ofPage);
    preview.end({ type: "page.left" });
  });
});
