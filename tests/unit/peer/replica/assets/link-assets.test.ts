import { deflateRawSync, constants as zlib } from "node:zlib";
import { describe, expect, it } from "vitest";
import {
  ASSET_ASKED_COUNT,
  ASSET_BYTES,
  ASSET_NAMES_COUNT,
  ASSET_TRANSFERS_COUNT,
  IGNORED_ASSET_FRAMES_COUNT,
} from "../../../../../peer/protocol/limits.ts";
import { createAssetStore } from "../../../../../peer/replica/assets/asset-store.ts";
import { type LinkAssets, openLinkAssets } from "../../../../../peer/replica/assets/link-assets.ts";
import { frameOf, hashOf, IncomingAssetLane } from "../../../../support/incoming-asset-lane.ts";
import { ascii, pngHeader } from "../../../../support/picture-headers.ts";

const PICTURE = pngHeader(40, 30);
const SHEET = ascii("p { color: red }");

function open(store = createAssetStore()) {
  const lane = new IncomingAssetLane();
  const assets = openLinkAssets(lane, store);
  return { lane, store, assets, told: () => lane.sent.slice(1) };
}

type Opened = ReturnType<typeof open>;

/** Resolves when a name settles that has not yet. */
function settling(assets: LinkAssets, name: number | "all"): Promise<void> {
  return new Promise((resolve) => {
    const stop = assets.watch((settled) => {
      if (settled !== name) return;
      stop();
      resolve();
    });
  });
}

let lastSeed = 0;

/** Whatever came before, an asset that keeps to the rules is shown. */
async function expectNextWorks({ lane, assets }: Opened, name = ASSET_NAMES_COUNT): Promise<void> {
  lastSeed += 1;
  const picture = pngHeader(40, 30, lastSeed);
  const settled = settling(assets, name);
  lane.name(name, "image", picture);
  lane.give("image", picture);
  await settled;
  expect(assets.lookUp(name, "image").state).toBe("picture");
}

describe("names and transfers", () => {
  it("go on when something that waited for one could not be built", async () => {
    const opened = open();
    opened.assets.watch((name) => {
      if (name === 1) throw new RangeError("too deep");
    });
    const settled = settling(opened.assets, 1);
    opened.lane.name(1, "image", PICTURE);
    opened.lane.give("image", PICTURE);
    await settled;
    await expectNextWorks(opened);
  });

  it("begins with what is held, before all else, once [A3]", async () => {
    const { lane, store, assets } = open();
    expect(lane.sent).toEqual([{ type: "assets.held", hashes: [] }]);
    const settled = settling(assets, 1);
    const hash = lane.name(1, "image", PICTURE);
    lane.give("image", PICTURE);
    await settled;
    const next = new IncomingAssetLane();
    openLinkAssets(next, store);
    expect(next.sent).toEqual([{ type: "assets.held", hashes: [hash.slice(0, 16)] }]);
  });

  it("settles a name when its bytes are here, whichever comes first [A4, A6]", async () => {
    const { lane, assets } = open();
    const first = settling(assets, 1);
    lane.name(1, "image", PICTURE);
    expect(assets.lookUp(1, "image")).toEqual({ state: "unsettled" });
    lane.give("image", PICTURE);
    await first;
    expect(assets.lookUp(1, "image")).toMatchObject({ state: "picture", address: /^blob:/ });
    const second = settling(assets, 2);
    lane.name(2, "image", PICTURE);
    await second;
    expect(assets.lookUp(2, "image").state).toBe("picture");
  });

  it("settles a name by its first message alone [A4]", () => {
    const { lane, assets } = open();
    lane.hear({ type: "asset.refused", name: 1, reason: "too-large" });
    lane.hear({ type: "asset.refused", name: 1, reason: "another-origin" });
    lane.name(1, "image", PICTURE);
    expect(assets.lookUp(1, "image")).toEqual({ state: "missing", reason: "too-large" });
  });

  it("gives a sheet with the names that are its own on this page [A5]", async () => {
    const { lane, assets } = open();
    const settled = settling(assets, 3);
    lane.name(3, "style", SHEET, [7, 9]);
    lane.give("style", SHEET, { packing: "deflate-raw" });
    await settled;
    const sheet = { state: "style", css: "p { color: red }", references: [7, 9] };
    expect(assets.lookUp(3, "style")).toEqual(sheet);
  });

  it("puts transfers together that are under way at once [A6]", async () => {
    const { lane, assets } = open();
    const pictures = [1, 2, 3].map((seed) => pngHeader(10, 10, seed));
    const begin = (bytes: Uint8Array, index: number) =>
      lane.hear({
        type: "asset.began",
        transfer: index + 1,
        kind: "image",
        hash: lane.name(index + 1, "image", bytes),
        byteCount: bytes.length,
        packing: "none",
        packedByteCount: bytes.length,
      });
    const settled = Promise.all([1, 2, 3].map((name) => settling(assets, name)));
    pictures.forEach(begin);
    for (const [from, to] of [
      [0, 17],
      [17, 40],
    ]) {
      pictures.forEach((bytes, index) => {
        lane.hear(frameOf(index + 1, bytes.subarray(from, to)));
      });
    }
    for (const transfer of [3, 1, 2]) lane.hear({ type: "asset.ended", transfer });
    await settled;
    for (const name of [1, 2, 3]) expect(assets.lookUp(name, "image").state).toBe("picture");
  });

  it("takes for itself only what is of the kind that it is named and used as", async () => {
    const { lane, assets } = open();
    const font = ascii("wOF2 and a font");
    const settled = Promise.all([settling(assets, 1), settling(assets, 2)]);
    lane.name(1, "font", font);
    lane.name(2, "image", font);
    lane.give("font", font);
    await settled;
    expect(assets.lookUp(1, "font")).toMatchObject({ state: "font", address: /^blob:/ });
    expect(assets.lookUp(1, "image")).toEqual({ state: "missing", reason: "not-an-image" });
    expect(assets.lookUp(2, "image")).toEqual({ state: "missing", reason: "not-an-image" });
    expect(assets.lookUp(2, "style")).toEqual({ state: "missing", reason: "not-a-style" });
  });
});

describe("what is not here any more", () => {
  it("is asked for again when it was said to be held, or was thrown away [A8]", async () => {
    const store = createAssetStore(PICTURE.length);
    const first = open(store);
    await expectNextWorks(first, 1);
    const { hashes } = open(store).lane.sent[0] as { hashes: string[] };
    expect(hashes).toHaveLength(1);

    const { lane, assets, told } = open(store);
    const other = pngHeader(40, 30, 999);
    const settled = settling(assets, 2);
    lane.name(2, "image", other);
    lane.give("image", other); // and takes the other one's place
    await settled;
    const gone = { type: "asset.named", name: 1, kind: "image", hash: hashes[0] + "x".repeat(27) };
    lane.hear(gone);
    expect(told()).toEqual([{ type: "asset.wanted", hash: gone.hash }]);
    assets.lookUp(1, "image");
    expect(told()).toHaveLength(1);
  });

  it("is asked for a bounded number of times, and not while it is on its way", async () => {
    const store = createAssetStore(PICTURE.length);
    const { lane, assets, told } = open(store);
    const hash = lane.name(1, "image", PICTURE);
    for (let turn = 0; turn < ASSET_ASKED_COUNT + 3; turn += 1) {
      const settled = settling(assets, 1);
      lane.give("image", PICTURE);
      assets.lookUp(1, "image");
      await settled;
      const other = settling(assets, 10 + turn);
      lane.name(10 + turn, "image", pngHeader(40, 30, 100 + turn));
      lane.give("image", pngHeader(40, 30, 100 + turn));
      await other;
      assets.lookUp(1, "image");
      assets.lookUp(1, "image");
    }
    const wanted = { type: "asset.wanted", hash };
    expect(told().filter((message) => "hash" in message && message.hash === hash)).toEqual(
      Array.from({ length: ASSET_ASKED_COUNT }, () => wanted),
    );
  });

  it("is given up when the other side does not know it [A8]", () => {
    const store = createAssetStore();
    const hash = `${"a".repeat(16)}${"b".repeat(27)}`;
    store.keep(`${"a".repeat(16)}${"c".repeat(27)}`, { kind: "style", byteCount: 1, css: "" });
    const { lane, assets, told } = open(store);
    lane.hear({ type: "asset.named", name: 1, kind: "image", hash });
    expect(told()).toEqual([{ type: "asset.wanted", hash }]);
    lane.hear({ type: "asset.unknown", hash });
    expect(assets.lookUp(1, "image")).toEqual({ state: "missing", reason: "unreadable" });
  });
});

describe("bad input is refused with its reason, and the next asset still works [A7]", () => {
  const BOMB = bombOf(1_000);
  const HTML = ascii("<!doctype html><html><script>alert(1)</script></html>");

  it.each([
    ["bytes of another hash", "image", PICTURE, { hash: hashOf(SHEET) }, "hash-mismatch"],
    ["a missing chunk", "font", largeFont(), { chunkCount: 2 }, "incomplete"],
    [
      "more than was announced",
      "image",
      PICTURE,
      { packedByteCount: 20, byteCount: 20 },
      "incomplete",
    ],
    ["an asset of 500 MB", "image", PICTURE, sized(500_000_000), "too-large"],
    ["one byte too many", "image", PICTURE, sized(ASSET_BYTES + 1), "too-large"],
    ["one that unpacks to 500 MB", "style", SHEET, { byteCount: 500_000_000 }, "too-large"],
    ["one that unpacks to a gigabyte, unannounced", "style", SHEET, packed(BOMB), "incomplete"],
    ["one that is packed in no way", "style", SHEET, packed(ascii("\xff\xff\xff")), "bad-packing"],
    ["a packing of two sizes", "image", PICTURE, { packedByteCount: 41 }, "bad-packing"],
    ["HTML called an image", "image", HTML, {}, "not-an-image"],
    ["HTML called a font", "font", HTML, {}, "not-a-font"],
    ["HTML called a style", "style", HTML, {}, "not-a-style"],
    [
      "XML called an image",
      "image",
      ascii('<?xml version="1.0"?><a><svg/></a>'),
      {},
      "not-an-image",
    ],
    ["a picture called a style", "style", PICTURE, {}, "not-a-style"],
    ["a font called an image", "image", ascii("wOF2"), {}, "not-an-image"],
    ["a picture of a side too long", "image", pngHeader(16_385, 1), {}, "too-large"],
    ["a picture of too many pixels", "image", pngHeader(8_001, 8_000), {}, "too-large"],
    ["a picture without a size", "image", pngHeader(0, 0), {}, "not-an-image"],
    ["nothing at all", "image", new Uint8Array(), {}, "not-an-image"],
  ] as const)("%s", async (_what, kind, bytes, departures, reason) => {
    const opened = open();
    const { lane, assets, told, store } = opened;
    const hash = "hash" in departures ? departures.hash : hashOf(bytes);
    lane.hear({ type: "asset.named", name: 1, kind, hash });
    const settled = settling(assets, 1);
    lane.give(kind, bytes, departures);
    await settled;
    expect(told()).toEqual([{ type: "asset.rejected", hash, reason }]);
    expect(assets.whyMissing(1, kind)).toBe(reason);
    expect(store.find(hash)).toBeUndefined();
    await expectNextWorks(opened);
  });

  it("unpacks no more than a byte over what was announced", async () => {
    const { unpack } = await import("../../../../../peer/replica/assets/unpack.ts");
    expect(await unpack(new Uint8Array(BOMB), 1_000)).toHaveLength(1_001);
  });

  it("10,000 assets: those above the limit have no names", async () => {
    const opened = open();
    const { lane, assets } = opened;
    for (let name = 1; name <= 10_000; name += 1) {
      lane.hear({ type: "asset.refused", name: name + 1, reason: "too-large" });
    }
    expect(assets.whyMissing(ASSET_NAMES_COUNT, "image")).toBe("too-large");
    expect(assets.lookUp(ASSET_NAMES_COUNT + 1, "image")).toEqual({ state: "unsettled" });
    await expectNextWorks(opened, 1);
  });

  it("more hashes than one link may tell of", async () => {
    const opened = open();
    const { lane, assets, told } = opened;
    await expectNextWorks(opened, 1);
    const began = { type: "asset.began", kind: "image", packing: "none" };
    for (let turn = 1; turn <= 2 * ASSET_NAMES_COUNT; turn += 1) {
      const hash = String(turn).padStart(43, "0");
      lane.hear({ ...began, transfer: turn, hash, byteCount: ASSET_BYTES + 1, packedByteCount: 1 });
    }
    // What was said so far has left.
    await new Promise(setImmediate);
    const hash = lane.give("image", pngHeader(1, 1, 77));
    expect(told().at(-1)).toEqual({ type: "asset.rejected", hash, reason: "too-many" });
    const settled = settling(assets, 3);
    lane.name(3, "image", pngHeader(40, 30, lastSeed));
    await settled;
    expect(assets.lookUp(3, "image").state).toBe("picture");
  });

  it("transfers that never end: no more of them than may be under way", async () => {
    const opened = open();
    const { lane, told } = opened;
    const leaveOpen = (seed: number) =>
      lane.give("image", pngHeader(9, 9, seed), { ending: "left open" });
    for (let seed = 1; seed < ASSET_TRANSFERS_COUNT; seed += 1) leaveOpen(seed);
    await expectNextWorks(opened, 1);
    leaveOpen(50);
    const hash = leaveOpen(51);
    expect(told()).toEqual([{ type: "asset.rejected", hash, reason: "too-many" }]);
  });

  it("two transfers with one number: the first one counts", async () => {
    const { lane, assets } = open();
    const settled = settling(assets, 1);
    const hash = lane.name(1, "image", PICTURE);
    const one = { type: "asset.began", transfer: 1, kind: "image", packing: "none" };
    lane.hear({ ...one, hash, byteCount: 40, packedByteCount: 40 });
    lane.hear({ ...one, hash: hashOf(SHEET), byteCount: 4, packedByteCount: 4 });
    lane.hear(frameOf(1, PICTURE));
    lane.hear({ type: "asset.ended", transfer: 1 });
    await settled;
    expect(assets.lookUp(1, "image").state).toBe("picture");
  });

  it("what is refused at its start may go on coming for a while", async () => {
    const opened = open();
    const { lane } = opened;
    lane.give("image", PICTURE, { ...sized(500_000_000), ending: "left open" });
    for (let turn = 0; turn < 2 * IGNORED_ASSET_FRAMES_COUNT; turn += 1) {
      lane.hear(frameOf(1, PICTURE));
    }
    await expectNextWorks(opened);
  });

  it("what says nothing", async () => {
    const opened = open();
    for (const frame of ["", "{}", "[1]", '{"type":"asset.named","name":"1"}', new Uint8Array(3)]) {
      opened.lane.hear(frame);
    }
    opened.lane.hear(frameOf(9, PICTURE));
    opened.lane.hear({ type: "asset.ended", transfer: 9 });
    opened.lane.hear({ type: "asset.unknown", hash: hashOf(SHEET) });
    expect(opened.told()).toEqual([]);
    await expectNextWorks(opened);
  });

  it("a name that is never sent stays open, and costs nobody anything", async () => {
    const opened = open();
    expect(opened.assets.lookUp(77, "image")).toEqual({ state: "unsettled" });
    expect(opened.told()).toEqual([]);
    await expectNextWorks(opened);
  });
});

it("does not read on when too much of what came said nothing, and says so of what is missing", async () => {
  const opened = open();
  const { lane, assets } = opened;
  await expectNextWorks(opened, 1);
  const told = settling(assets, "all");
  for (let turn = 0; turn <= IGNORED_ASSET_FRAMES_COUNT; turn += 1) lane.hear("x");
  await told;
  expect(assets.lookUp(1, "image").state).toBe("picture");
  lane.hear({ type: "asset.refused", name: 2, reason: "too-large" });
  expect(assets.whyMissing(2, "image")).toBe("not-read");
});

it("makes of a drawing, with or without a script in it, an address that holds it and no other", async () => {
  const { lane, assets } = open();
  const drawing = ascii('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  const settled = settling(assets, 1);
  lane.name(1, "image", drawing);
  lane.give("image", drawing);
  await settled;
  const { address } = assets.lookUp(1, "image") as { address: string };
  expect(address).toMatch(/^data:image\/svg\+xml;base64,/);
  expect(atob(address.split(",")[1] ?? "")).toContain("alert(1)");
});

it("lets go of a picture that the browser cannot show, and says so", async () => {
  const opened = open();
  const { lane, assets, told, store } = opened;
  const settled = settling(assets, 1);
  const hash = lane.name(1, "image", PICTURE);
  lane.give("image", PICTURE);
  await settled;
  assets.rejectPicture(1);
  expect(assets.whyMissing(1, "image")).toBe("not-an-image");
  expect(told()).toEqual([{ type: "asset.rejected", hash, reason: "not-an-image" }]);
  expect(store.find(hash)).toBeUndefined();
});

it("keeps nothing that was being checked when it was closed", async () => {
  const { lane, assets, store } = open();
  lane.name(1, "image", PICTURE);
  lane.give("image", PICTURE);
  // It has begun by now.
  await Promise.resolve();
  assets.close();
  // Checked after it, on another link, and so later.
  await expectNextWorks(open(createAssetStore()));
  expect(store.heldStarts()).toEqual([]);
  expect(lane.sent).toHaveLength(1);
});

const sized = (byteCount: number) => ({ byteCount, packedByteCount: byteCount });
const packed = (travelled: Uint8Array) => ({ packing: "deflate-raw" as const, travelled });

function largeFont(): Uint8Array {
  const font = new Uint8Array(50_000);
  font.set(ascii("wOF2"));
  return font;
}

/** Unpacks to so many megabytes: a flushed block of zeros may stand after any other. */
function bombOf(megabytes: number): Uint8Array {
  const block = deflateRawSync(new Uint8Array(1_000_000), { finishFlush: zlib.Z_SYNC_FLUSH });
  return Buffer.concat(Array.from({ length: megabytes }, () => block));
}
