// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createRedactedLooks } from "../../../../../peer/capture/redaction/redacted-looks.ts";
import { nextTask } from "../../../../../peer/scheduling/next-task.ts";

/** What each part has as its `content`, by its id. */
let styles: Record<string, string>;
let looksCount: number;
/** What a look at one element takes. */
let lookMs: number;
let now: number;

beforeEach(() => {
  styles = {};
  looksCount = 0;
  lookMs = 0;
  now = 1_000;
  document.body.replaceChildren();
  vi.spyOn(performance, "now").mockImplementation(() => now);
  vi.spyOn(window, "getComputedStyle").mockImplementation(({ id }, pseudo) => {
    if (!pseudo) {
      looksCount += 1;
      now += lookMs;
    }
    const content = pseudo === "::before" ? (styles[id] ?? "") : "";
    const getPropertyValue = (name: string) => (name === "content" ? content : "");
    return { content, listStyleType: "disc", getPropertyValue } as CSSStyleDeclaration;
  });
});
afterEach(() => vi.restoreAllMocks());

function open() {
  const seen: string[] = [];
  const ended = new AbortController();
  const looks = createRedactedLooks({
    hidden: {
      parts: () => document.body.children,
      roots: () => [document],
      isRedacted: () => false,
    },
    onSeen: (text) => seen.push(text),
    ended: ended.signal,
  });
  return { looks, seen, ended };
}

function addParts(count: number): void {
  for (let id = document.body.children.length + 1; count > 0; count -= 1, id += 1) {
    document.body.append(Object.assign(document.createElement("p"), { id: String(id) }));
  }
}

it("sees texts and pictures, and tells of each text once", async () => {
  const { looks, seen } = open();
  addParts(2);
  styles = { 1: `"Jane " url("https://x.example/a.png#part") "Roe"`, 2: `"Jane " "—" url(#own)` };
  await looks.looked(0);
  expect(seen).toEqual(["Jane ", "Roe"]);
  expect(looks.hasPicture("https://x.example/a.png")).toBe(true);
  expect(looks.hasPicture("https://x.example/b.png")).toBe(false);
  expect(["Jane ", "Ja", "Joe"].map(looks.mayShow)).toEqual([true, true, false]);
});

it("sees what is in components, also in those that nobody has told it of", async () => {
  const { looks, seen } = open();
  addParts(1);
  const inner = document.body.firstElementChild?.attachShadow({ mode: "open" });
  inner?.append(Object.assign(document.createElement("b"), { id: "inner" }));
  styles = { inner: `"Jane"` };
  await looks.looked(0);
  expect(seen).toEqual(["Jane"]);
});

it("goes on knowing what it has seen, though it is gone", async () => {
  const { looks } = open();
  addParts(1);
  styles = { 1: `"Jane"` };
  await looks.looked(0);
  document.body.replaceChildren();
  now += 10_000;
  await looks.looked(now);
  expect(looks.mayShow("Jane")).toBe(true);
});

it("does not look again for a while, unless what is asked is newer", async () => {
  const { looks } = open();
  addParts(1);
  await looks.looked(0);
  await looks.looked(1_000);
  expect(looksCount).toBe(1);
  addParts(1);
  styles = { 2: `"Jane"` };
  now += 1;
  await looks.looked(now);
  expect(looksCount).toBe(3);
  expect(looks.mayShow("Jane")).toBe(true);
  now += 500;
  await looks.looked(0);
  expect(looksCount).toBe(5);
});

it("knows nothing of what the page has changed since it looked", async () => {
  const { looks, ended } = open();
  addParts(1);
  await looks.looked(0);
  expect(looks.ofNow.mayShow("Jane")).toBe(false);
  // Well within the while for which a look counts.
  now += 1;
  styles = { 1: `"Jane"` };
  looks.changed();
  expect(looks.ofNow.mayShow("Jane")).toBe(true);
  expect(looks.ofNow.mayShow("Joe")).toBe(false);
  ended.abort();
});

it("takes a text for a redacted one where it has no time to look at what has changed", async () => {
  const { looks, ended } = open();
  addParts(100);
  await looks.looked(0);
  lookMs = 1;
  now += 1;
  looks.changed();
  expect(looks.ofNow.mayShow("Joe")).toBe(true);
  await looks.looked(now);
  expect(looks.ofNow.mayShow("Joe")).toBe(false);
  ended.abort();
});

it("does not count a look that had begun before the change", async () => {
  const { looks, ended } = open();
  addParts(100);
  lookMs = 1;
  const looked = looks.looked(0);
  await nextTask();
  now += 1;
  looks.changed();
  await looked;
  now += 1_000;
  expect(looks.ofNow.mayShow("Joe")).toBe(true);
  ended.abort();
});

it("looks in slices, and again after some times as long as it took", async () => {
  const { looks } = open();
  addParts(100);
  lookMs = 1;
  const slices: number[] = [];
  const looked = looks.looked(0);
  while (looksCount < 100) {
    const before = looksCount;
    await nextTask();
    slices.push(looksCount - before);
  }
  await looked;
  expect(Math.max(...slices)).toBeLessThanOrEqual(10);
  expect(looksCount).toBe(100);
  now += 400;
  await looks.looked(0);
  expect(looksCount).toBe(100);
  now += 200;
  await looks.looked(0);
  expect(looksCount).toBe(200);
});

it("takes for shown what it has not looked at in time, and does not hold the page up for it", async () => {
  const { looks } = open();
  addParts(100);
  lookMs = 1;
  for (let each = 0; each < 50; each += 1) expect(looks.mayShow("anything")).toBe(true);
  expect(looks.mayCountInWords()).toBe(true);
  expect(looksCount).toBe(5);
  await looks.looked(0);
  expect(looks.mayShow("anything")).toBe(false);
  expect(looks.mayCountInWords()).toBe(false);
});

it("takes everything for shown when it is more than it can remember", async () => {
  const { looks } = open();
  addParts(3);
  const large = (start: string) => `"${start}${"x".repeat(3 * 1024 * 1024)}"`;
  styles = { 1: large("a"), 2: large("b"), 3: large("c") };
  await looks.looked(0);
  expect(looks.mayShow("anything")).toBe(true);
  expect(looks.hasPicture("https://x.example/any.png")).toBe(true);
});

it("is over when the capture ends", async () => {
  const { looks, ended } = open();
  addParts(1_000);
  lookMs = 1;
  const looked = looks.looked(0);
  ended.abort();
  await looked;
  expect(looksCount).toBe(0);
});
