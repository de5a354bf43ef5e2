// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { createLoadedAddresses } from "../../../../../peer/capture/assets/loaded-addresses.ts";

interface Entry {
  name: string;
  initiatorType?: string;
  encodedBodySize?: number;
}

beforeEach(() => void vi.stubGlobal("CSS", { supports: () => false }));

/** A window with a list of its own. */
function openView(entries: Entry[], images: object[] = []) {
  let report: ((list: { getEntries(): Entry[] }) => void) | undefined;
  const view = {
    document: { querySelectorAll: () => images },
    performance: { getEntriesByType: () => entries },
    PerformanceObserver: class {
      constructor(callback: typeof report) {
        report = callback;
      }
      observe() {}
      disconnect() {
        report = undefined;
      }
    },
  } as unknown as Window & typeof globalThis;
  return { view, load: (...more: Entry[]) => report?.({ getEntries: () => more }) };
}

function open(view: Window & typeof globalThis) {
  const told: string[] = [];
  const ended = new AbortController();
  const loaded = createLoadedAddresses((addresses) => told.push(...addresses), ended.signal);
  loaded.watch(view);
  return { loaded, told, ended };
}

const entry = (name: string): Entry => ({
  name: `https://shop.example/${name}`,
  initiatorType: "img",
});

describe("what the page has loaded", () => {
  it("is what the browser's list has, now and later, with its size", () => {
    const { view, load } = openView([{ ...entry("a.svg#part"), encodedBodySize: 700 }]);
    const { loaded, told } = open(view);
    expect(loaded.has("https://shop.example/a.svg")).toBe(true);
    expect(loaded.sizeOf("https://shop.example/a.svg")).toBe(700);
    expect(loaded.has("https://shop.example/b.png")).toBe(false);
    load({ ...entry("b.png"), encodedBodySize: 0 });
    expect(loaded.has("https://shop.example/b.png")).toBe(true);
    expect(loaded.sizeOf("https://shop.example/b.png")).toBeUndefined();
    expect(told).toEqual(["https://shop.example/a.svg", "https://shop.example/b.png"]);
  });

  it.each([
    "fetch",
    "xmlhttprequest",
    "beacon",
  ])("is not what a script has asked for by %s, as we do [A9]", (initiatorType) => {
    const { view, load } = openView([{ ...entry("a"), initiatorType }]);
    const { loaded, told } = open(view);
    load({ ...entry("b"), initiatorType });
    expect(loaded.has("https://shop.example/a")).toBe(false);
    expect(loaded.has("https://shop.example/b")).toBe(false);
    expect(told).toEqual([]);
  });

  it("is taken from each frame once, until the capture ends", () => {
    const frame = openView([entry("in-frame.png")]);
    const { loaded, told, ended } = open(openView([]).view);
    loaded.watch(frame.view);
    loaded.watch(frame.view);
    expect(told).toEqual(["https://shop.example/in-frame.png"]);
    ended.abort();
    frame.load(entry("later.png"));
    expect(loaded.has("https://shop.example/later.png")).toBe(false);
  });

  it("may be more than the list says, when it is full", () => {
    const entries = Array.from({ length: 250 }, (_, at) => entry(`${at}.png`));
    expect(open(openView(entries.slice(1)).view).loaded.mayLack()).toBe(false);
    expect(open(openView(entries).view).loaded.mayLack()).toBe(true);
  });

  it("may be more than the list says, when it lacks a picture that is there to be seen", () => {
    const picture = { complete: true, naturalWidth: 9, currentSrc: "https://shop.example/a.png" };
    const inside = { ...picture, currentSrc: "data:image/gif;base64,R0lGOD" };
    const broken = { ...picture, naturalWidth: 0, currentSrc: "https://shop.example/b.png" };
    expect(open(openView([entry("a.png")], [picture, inside, broken]).view).loaded.mayLack()).toBe(
      false,
    );
    expect(open(openView([entry("c.png")], [picture]).view).loaded.mayLack()).toBe(true);
  });

  it("may be more than the list says, in a browser that tells nothing of its memory", () => {
    vi.stubGlobal("CSS", { supports: (property: string) => property === "-moz-appearance" });
    expect(open(openView([]).view).loaded.mayLack()).toBe(true);
  });
});
