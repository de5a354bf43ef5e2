import { expect, it, vi } from "vitest";
import { HELD_HASHES_COUNT } from "../../../../../peer/protocol/limits.ts";
import {
  type AssetContent,
  createAssetStore,
} from "../../../../../peer/replica/assets/asset-store.ts";

const hash = (turn: number) => String(turn).padStart(43, "0");

const picture = (byteCount: number): AssetContent => ({
  kind: "image",
  byteCount,
  file: new Blob(["picture"], { type: "image/png" }),
});

it("lets the longest unused go when it is full", () => {
  const store = createAssetStore(100);
  for (const turn of [1, 2, 3]) store.keep(hash(turn), picture(30));
  store.find(hash(1));
  store.keep(hash(4), picture(30));
  expect([1, 2, 3, 4].map((turn) => store.find(hash(turn)) !== undefined)).toEqual([
    true,
    false,
    true,
    true,
  ]);
});

it("counts what is kept twice once", () => {
  const store = createAssetStore(100);
  store.keep(hash(1), picture(50));
  store.keep(hash(2), picture(50));
  store.keep(hash(2), picture(50));
  expect(store.find(hash(1))).toBeDefined();
});

it("has an address for a picture only once it is asked for, and takes it back with the picture", () => {
  const made = vi.spyOn(URL, "createObjectURL");
  const revoked = vi.spyOn(URL, "revokeObjectURL");
  const store = createAssetStore(100);
  store.keep(hash(1), picture(60));
  store.keep(hash(2), picture(30));
  expect(made).not.toHaveBeenCalled();
  const address = store.addressOf(hash(1));
  expect(store.addressOf(hash(1))).toBe(address);
  store.addressOf(hash(2));
  store.keep(hash(3), picture(60));
  expect(revoked.mock.calls).toEqual([[address]]);
  store.clear();
  expect(revoked).toHaveBeenCalledTimes(made.mock.calls.length);
  expect(store.heldStarts()).toEqual([]);
  vi.restoreAllMocks();
});

it("gives a drawing no address of the viewer's own origin", () => {
  const store = createAssetStore();
  store.keep(hash(1), { kind: "image", byteCount: 9, drawing: "data:image/svg+xml;base64,AA" });
  expect(store.addressOf(hash(1))).toBe("data:image/svg+xml;base64,AA");
});

it("tells the starts of what it holds, the latest used first, and no more than fit [A3]", () => {
  const store = createAssetStore();
  const of = (turn: number) => `${String(turn).padStart(16, "0")}${"x".repeat(27)}`;
  for (let turn = 0; turn < HELD_HASHES_COUNT + 5; turn += 1) store.keep(of(turn), picture(1));
  store.find(of(0));
  const held = store.heldStarts();
  expect(held).toHaveLength(HELD_HASHES_COUNT);
  expect(held.slice(0, 2)).toEqual([of(0).slice(0, 16), of(HELD_HASHES_COUNT + 4).slice(0, 16)]);
});
