import { expect, it } from "vitest";
import { PAGE_SIDE_PX } from "../../../../peer/protocol/limits.ts";
import { shownChanges, sizeAfter, snapshotEvents } from "../../../../peer/replica/page-changes.ts";

const change = (source: unknown, more = {}) => ({
  type: 3,
  timestamp: 1,
  data: { source, ...more },
});
const snapshot = (events: Array<{ type: number; timestamp: number; data: object }>) =>
  snapshotEvents({
    type: "page.snapshot",
    epoch: 1,
    widthPx: 800,
    heightPx: 600,
    colorScheme: "light",
    events: events as never,
  });

it("shows changes of nodes, scrolling, size, fields and CSS, and nothing else", () => {
  const all = Array.from({ length: 20 }, (_, source) => change(source));
  const others = [0, 1, 2, 4, 5, 6, 7].map((type) => ({ ...change(0), type }));
  const shown = shownChanges([...all, ...others, change("0"), change(undefined)]);
  expect(shown.map(({ data }) => data["source"])).toEqual([0, 3, 4, 5, 8, 13, 15]);
});

it("keeps a viewport within the limits", () => {
  const sizeOf = (width: unknown, height: unknown) =>
    sizeAfter(shownChanges([change(4, { width, height })]));
  expect(sizeOf(1e9, 1e300)).toEqual({ widthPx: PAGE_SIDE_PX, heightPx: PAGE_SIDE_PX });
  expect(sizeOf(-5, "7")).toEqual({ widthPx: 1, heightPx: 1 });
  expect(sizeOf(1280, 800)).toEqual({ widthPx: 1280, heightPx: 800 });
  expect(sizeAfter([change(0)])).toBeUndefined();
});

it("takes one page of a snapshot, in the size that the message says", () => {
  const page = { type: 2, timestamp: 5, data: {} };
  const meta = { type: 4, timestamp: 5, data: { width: 1e9, height: 1 } };
  const size = { type: 4, timestamp: 5, data: { width: 800, height: 600 } };
  expect(snapshot([meta, page, meta, page])).toEqual([size, page]);
  expect(() => snapshot([meta])).toThrow();
});
