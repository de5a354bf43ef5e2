// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startAssetCapture } from "../../../../../peer/capture/assets/asset-capture.ts";
import { afterNextFrame } from "../../../../../peer/scheduling/next-frame.ts";
import { FakeAssetLane } from "../../../../support/fake-asset-lane.ts";

const SHEET = `${".rule{color:red}".repeat(100)}.a{background:url(/a.png)}`;

let observing = 0;

beforeEach(() => {
  vi.stubGlobal("CSS", { supports: () => false });
  vi.spyOn(window.performance, "getEntriesByType").mockReturnValue([]);
  vi.stubGlobal(
    "PerformanceObserver",
    class {
      observe() {
        observing += 1;
      }
      disconnect() {
        observing -= 1;
      }
    },
  );
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function start(lane = new FakeAssetLane()) {
  const ids = new Map<Node, number>();
  const changes: Array<[id: number, attributes: object]> = [];
  const masked = new Set<Node>();
  const state = { isPrivate: false };
  const capture = startAssetCapture(lane, {
    assetOrigins: [],
    nodeOf: (id) => [...ids].find(([, each]) => each === id)?.[0] ?? null,
    idOf: (node) => ids.get(node) ?? -1,
    isBoxed: () => false,
    hidden: {
      isRedacted: () => false,
      isMasked: (node) => masked.has(node),
      parts: () => [],
      roots: () => [],
    },
    mayLeave: () => !state.isPrivate,
    onSeen() {},
    checkText: (text) => text,
    onChange: (id, attributes) => changes.push([id, attributes]),
  });
  return { lane, capture, changes, ids, masked, state };
}

/** An `img` in a component, as a browser has one that was loaded. */
function pictureInComponent(): [HTMLImageElement, ShadowRoot] {
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const picture = document.createElement("img");
  const loaded = {
    currentSrc: `${location.origin}/b.png`,
    complete: true,
    naturalWidth: 9,
    naturalHeight: 9,
  };
  for (const [name, value] of Object.entries(loaded))
    Object.defineProperty(picture, name, { value });
  root.append(picture);
  document.body.append(host);
  return [picture, root];
}

describe("the capture of assets", () => {
  it("takes the list of what the agent's side has also when it came before", async () => {
    const lane = new (class extends FakeAssetLane {
      override read(onFrame: Parameters<FakeAssetLane["read"]>[0]) {
        super.read(onFrame);
        this.say({ type: "assets.held", hashes: [] });
      }
    })();
    const { capture } = start(lane);
    const { "alongside-sheet": name } = capture.sheet(document.createElement("style"), SHEET);
    await vi.waitFor(async () => {
      await lane.takeAll();
      expect(lane.way()).toContain("ended 1");
    });
    expect(lane.messages()[0]).toMatchObject({
      type: "asset.named",
      name: Number(name),
      kind: "style",
      references: [2],
    });
    capture.stop();
  });

  it("hears of a picture in a component, which tells nobody outside", () => {
    const { capture, changes, ids } = start();
    const [picture, root] = pictureInComponent();
    ids.set(picture, 5);
    picture.dispatchEvent(new Event("load"));
    expect(changes).toEqual([]);
    capture.lookAfter(root);
    capture.lookAfter(root);
    picture.dispatchEvent(new Event("load"));
    expect(changes).toEqual([[5, { "alongside-natural-size": "9x9", "alongside-asset": "1" }]]);
    capture.stop();
  });

  it("goes on with the next snapshot after a private page", async () => {
    const { lane, capture, state } = start();
    lane.say({ type: "assets.held", hashes: [] });
    state.isPrivate = true;
    capture.sheet(document.createElement("style"), SHEET);
    const { signal } = new AbortController();
    await new Promise<void>((resolve) => afterNextFrame(signal, resolve));
    expect(lane.frames).toEqual([]);
    state.isPrivate = false;
    capture.lookAfter(document);
    await vi.waitFor(() => expect(lane.messages()[0]).toMatchObject({ kind: "style" }));
    capture.stop();
  });

  it("reads no picture that a style of its own gives to what is private by default", () => {
    const { capture, masked } = start();
    const [open, hidden] = [document.createElement("p"), document.createElement("p")];
    masked.add(hidden);
    const css = (element: Element) =>
      capture.css("background: url(a.png), url(data:image/png,b)", location.href, { element });
    expect(css(hidden)).toBe('background: url("data:,"), url("data:,")');
    expect(css(open)).toBe('background: url("asset:1"), url(data:image/png,b)');
    capture.stop();
  });

  it("leaves nothing behind", () => {
    const added = vi.spyOn(EventTarget.prototype, "addEventListener");
    observing = 0;
    const { capture, changes, ids } = start();
    const [picture, root] = pictureInComponent();
    ids.set(picture, 5);
    capture.lookAfter(root);
    expect(observing).toBe(1);
    capture.stop();
    expect(observing).toBe(0);
    picture.dispatchEvent(new Event("load"));
    expect(changes).toEqual([]);
    const lasting = added.mock.calls.filter(([, , options]) => {
      return typeof options !== "object" || !(options?.once || options?.signal?.aborted);
    });
    expect(lasting).toEqual([]);
  });
});
