// @vitest-environment happy-dom
import { createHash } from "node:crypto";
import { inflateRawSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createAssetContent } from "../../../../../peer/capture/assets/asset-content.ts";
import {
  type AssetNames,
  createAssetNames,
  type NamedAsset,
} from "../../../../../peer/capture/assets/asset-names.ts";
import type { Reading } from "../../../../../peer/capture/assets/asset-reader.ts";
import type { OfferedAsset } from "../../../../../peer/capture/assets/asset-sender.ts";
import { createSettling, type Settling } from "../../../../../peer/capture/assets/settling.ts";
import { ASSET_BYTES } from "../../../../../peer/protocol/limits.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const SHOP = location.origin;
const hashOf = (text: string) => createHash("sha256").update(text).digest("base64url");

interface PageOptions {
  /** Address to content; what is not in it cannot be read. */
  content?: Record<string, string | Uint8Array<ArrayBuffer>>;
  loaded?: string[];
  mayLack?: boolean;
  sizes?: Record<string, number>;
  ranks?: Record<string, number>;
  held?: string[];
  notWorth?: string[];
}

/** A page with a reader, a sender and an order that the test has in its hand. */
function openPage(options: PageOptions = {}) {
  const { content = {}, sizes = {}, ranks = {}, held = [], notWorth = [] } = options;
  const loaded = new Set(options.loaded);
  const reads: string[] = [];
  const shown = new Set<NamedAsset>();
  const settled: string[] = [];
  const offered: OfferedAsset[] = [];
  const ended = new AbortController();
  const state = { isReady: true, waitingBytes: 0, mayLeave: true };
  /** Reads wait for the test where there is a gate. */
  let gate: Promise<void> | undefined;
  let settling: Settling | undefined;
  /** Addresses that CSS shows to redacted parts, and pictures that an element shows that is one. */
  const redacted = new Set<string>();
  const hidden = new Set<NamedAsset>();
  const looks = { looked: async () => {}, hasPicture: (address: string) => redacted.has(address) };
  /** What the page says to redacted parts, and what the second check finds. */
  const texts = { secret: /never/, caught: /never/ };
  const shownBy = (asset: NamedAsset) => (shown.has(asset) ? document.body : undefined);

  const names: AssetNames = createAssetNames({
    onNamed: (asset) => settling?.add(asset),
    onForgotten: (asset) => settling?.forget(asset),
  });
  const addressOf = ({ addresses }: NamedAsset) => addresses[0] ?? "";
  const reader = {
    async read(address: string): Promise<Reading> {
      reads.push(address);
      await gate;
      const held = content[address];
      if (held === undefined) return { refused: "unreadable" };
      const bytes = typeof held === "string" ? new TextEncoder().encode(held) : held;
      return { bytes, url: address };
    },
  };
  settling = createSettling({
    loaded: {
      has: (address) => loaded.has(address),
      sizeOf: (address) => sizes[address],
      watch() {},
      mayLack: () => options.mayLack ?? false,
    },
    order: {
      rankOf: (asset) => ranks[addressOf(asset)] ?? 0,
      isWorthSending: (asset) => !notWorth.includes(addressOf(asset)),
    },
    content: createAssetContent({
      names,
      reader,
      cssText: { rules: (css) => css.replace(texts.secret, "•") },
      looks,
      async checkText(text) {
        if (text.includes("cannot be checked")) throw new Error("not checked");
        return text.replace(texts.caught, "•");
      },
      shownBy,
    }),
    looks,
    sender: {
      receive() {},
      isReady: () => state.isReady,
      name: (name, kind, hash, references = []) =>
        settled.push(`${name} ${kind} ${hash} ${references.join()}`.trim()),
      refuse: (name, reason) => settled.push(`${name} ${reason}`),
      isLacking: (hash) => !held.includes(hash),
      offer: (asset) => offered.push(asset),
      callUnknown: (hash) => settled.push(`unknown ${hash}`),
      waitingBytes: () => state.waitingBytes,
    },
    shownBy,
    isHidden: (asset) => hidden.has(asset),
    mayLeave: () => state.mayLeave,
    ended: ended.signal,
  });

  return {
    names,
    settling,
    reads,
    settled,
    offered,
    loaded,
    content,
    state,
    ended,
    redacted,
    hidden,
    texts,
    /** @returns lets the reads go on that wait from now on */
    hold(): () => void {
      let open = () => {};
      gate = new Promise((resolve) => {
        open = resolve;
      });
      return open;
    },
    /** A picture that an element shows. */
    show(address: string) {
      const asset = names.ofAddresses("image", [address]);
      if (!asset) throw new Error("no name");
      shown.add(asset);
      return asset;
    },
    hide: (asset: NamedAsset) => shown.delete(asset),
    inCss(...addresses: string[]) {
      const asset = names.inCss("image", addresses);
      if (!asset) throw new Error("no name");
      return asset;
    },
    /** Until nothing is under way any more. */
    quiet: () => vi.advanceTimersByTimeAsync(1_000),
    async until(count: number) {
      await vi.advanceTimersByTimeAsync(1_000);
      expect(settled).toHaveLength(count);
    },
  };
}

/** As it came out at the other end. */
function textOf({ packed: { packing, bytes } }: OfferedAsset): string {
  return new TextDecoder().decode(packing === "none" ? bytes : inflateRawSync(bytes));
}

describe("the settling of names", () => {
  it("reads what is shown, names its hash and offers its bytes [A4]", async () => {
    const page = openPage({ content: { [`${SHOP}/a.png`]: "picture" } });
    page.show(`${SHOP}/a.png`);
    await page.until(1);
    expect(page.settled).toEqual([`1 image ${hashOf("picture")}`]);
    expect(page.offered).toMatchObject([
      { hash: hashOf("picture"), kind: "image", byteCount: 7, packed: { packing: "none" } },
    ]);
  });

  it("names what the agent's side has, and does not offer it [A3]", async () => {
    const page = openPage({ content: { [`${SHOP}/a.png`]: "x" }, held: [hashOf("x")] });
    page.show(`${SHOP}/a.png`);
    await page.until(1);
    expect(page.settled).toEqual([`1 image ${hashOf("x")}`]);
    expect(page.offered).toEqual([]);
  });

  it("says why there will be none [A4]", async () => {
    const page = openPage();
    page.show(`${SHOP}/a.png`);
    await page.until(1);
    expect(page.settled).toEqual(["1 unreadable"]);
  });

  it("reads nothing before the agent's side has said what it has [A3]", async () => {
    const page = openPage({ content: { [`${SHOP}/a.png`]: "x" } });
    page.state.isReady = false;
    page.show(`${SHOP}/a.png`);
    await page.quiet();
    expect(page.reads).toEqual([]);
    page.state.isReady = true;
    page.settling.lookAgain();
    await page.until(1);
  });

  it("does not read what CSS names until the page has loaded it [A9]", async () => {
    const page = openPage({ content: { [`${SHOP}/a.png`]: "x" } });
    page.inCss(`${SHOP}/a.png`);
    await page.quiet();
    expect(page.reads).toEqual([]);
    page.loaded.add(`${SHOP}/a.png`);
    page.settling.lookAgain();
    await page.until(1);
    expect(page.settled).toEqual([`1 image ${hashOf("x")}`]);
  });

  it("looks again also when its timer is a little early, as a browser's may be", async () => {
    const page = openPage({ content: { [`${SHOP}/a.png`]: "x" } });
    page.inCss(`${SHOP}/a.png`);
    await vi.advanceTimersByTimeAsync(0);
    page.loaded.add(`${SHOP}/a.png`);
    const began = performance.now();
    page.settling.lookAgain();
    vi.spyOn(performance, "now").mockReturnValue(began);
    await page.until(1);
  });

  it("does not read what no element shows any more [A9]", async () => {
    const page = openPage({ loaded: [`${SHOP}/a.png`] });
    page.hide(page.show(`${SHOP}/a.png`));
    await page.quiet();
    expect(page.reads).toEqual([]);
  });

  it("looks into the cache where the browser's list lacks some, on its own origin alone [A9]", async () => {
    const own = `${SHOP}/a.png`;
    const page = openPage({ mayLack: true, content: { [own]: "x" } });
    page.inCss(own);
    page.inCss(`${SHOP}/never.png`);
    page.inCss("https://elsewhere.example/b.png");
    await page.until(1);
    await page.quiet();
    expect(page.settled).toEqual([`1 image ${hashOf("x")}`]);
    expect(page.reads).toEqual([own, `${SHOP}/never.png`]);
    // A wrong guess settles nothing: the page may load it yet.
    page.content[`${SHOP}/never.png`] = "y";
    page.loaded.add(`${SHOP}/never.png`);
    page.settling.lookAgain();
    await page.until(2);
    expect(page.settled[1]).toBe(`2 image ${hashOf("y")}`);
  });

  it("reads of several candidates the one that was loaded", async () => {
    const loaded = [`${SHOP}/2x.png`];
    const page = openPage({ loaded, content: { [`${SHOP}/2x.png`]: "x" } });
    page.inCss(`${SHOP}/1x.png`, `${SHOP}/2x.png`);
    await page.until(1);
    expect(page.reads).toEqual([`${SHOP}/2x.png`]);
  });

  it("has the same bytes for a sheet on every page, and other names for what is in it [A5]", async () => {
    const rules = (base: string) =>
      `.a{background:url(${base}a.png)}@font-face{src:url(${base}f.woff2)}.b{b:url(${base}a.png)}`;
    const one = openPage();
    one.names.ofSheet(rules(`${SHOP}/css/`));
    await one.until(1);
    const other = openPage();
    other.names.ofAddresses("font", [`${SHOP}/css/f.woff2`]);
    other.names.ofAddresses("image", [`${SHOP}/before.png`]);
    other.names.ofSheet(rules(`${SHOP}/css/`));
    await other.until(1);

    const [sheet] = one.offered;
    expect(sheet && textOf(sheet)).toBe(
      '.a{background:url("asset:0")}@font-face{src:url("asset:1")}.b{b:url("asset:0")}',
    );
    expect(one.settled[0]).toBe(`1 style ${sheet?.hash} 2,3`);
    expect(other.settled[0]).toBe(`3 style ${sheet?.hash} 4,1`);
  });

  it("reads a sheet of another origin as text, its addresses relative to itself [A5]", async () => {
    const address = "https://cdn.example/theme/main.css";
    const page = openPage({ content: { [address]: `@import "x.css";a{b:url(../p.png)}` } });
    page.names.ofAddresses("style", [address]);
    await page.until(1);
    expect(page.offered[0] && textOf(page.offered[0])).toBe('a{b:url("asset:0")}');
    expect(page.names.ofAddresses("image", ["https://cdn.example/p.png"])?.name).toBe(2);
  });

  it("refuses a sheet that is larger than an asset may be", async () => {
    const page = openPage();
    page.names.ofSheet(`a{}${" ".repeat(ASSET_BYTES)}`);
    await page.until(1);
    expect(page.settled).toEqual(["1 too-large"]);
  });

  it("reads what is most needed first, and of the same the smallest", async () => {
    const page = openPage({
      ranks: { a: 2, b: 1, c: 2, d: 0 },
      sizes: { a: 9_000, c: 100 },
    });
    page.state.isReady = false;
    for (const address of ["a", "b", "c", "d"]) page.show(address);
    page.state.isReady = true;
    await page.until(4);
    expect(page.reads).toEqual(["d", "b", "c", "a"]);
  });

  it("reads only so much ahead as the lane will take soon", async () => {
    const page = openPage({ sizes: { big: 500_000, small: 500 } });
    page.state.waitingBytes = 9 * 1024 * 1024;
    page.show("big");
    page.show("small");
    await page.until(1);
    await page.quiet();
    expect(page.reads).toEqual(["small"]);
    page.state.waitingBytes = 0;
    page.settling.goOn();
    await page.until(2);
  });

  it("reads a few at once, and no more", async () => {
    const page = openPage();
    const open = page.hold();
    for (let each = 0; each < 9; each += 1) page.show(`${SHOP}/${each}`);
    await page.quiet();
    expect(page.reads).toHaveLength(3);
    open();
    await page.until(9);
  });

  it("leaves out what is not worth what it costs the customer", async () => {
    const page = openPage({ notWorth: ["far"] });
    page.show("far");
    page.show("near");
    await page.until(1);
    await page.quiet();
    expect(page.reads).toEqual(["near"]);
  });

  it("reads again what is wanted again, and says so if it is not there any more [A8]", async () => {
    const address = `${SHOP}/a.png`;
    const page = openPage({ content: { [address]: "x" } });
    page.show(address);
    await page.until(1);
    page.settling.sendAgain(hashOf("x"));
    await page.quiet();
    expect(page.offered).toHaveLength(2);
    page.content[address] = "another one";
    page.settling.sendAgain(hashOf("x"));
    await page.until(2);
    expect(page.settled[1]).toBe(`unknown ${hashOf("x")}`);
  });

  it("is over when the capture ends", async () => {
    const page = openPage({ content: { [`${SHOP}/a.png`]: "x" } });
    const open = page.hold();
    page.show(`${SHOP}/a.png`);
    await page.quiet();
    page.ended.abort();
    open();
    await page.quiet();
    page.show(`${SHOP}/b.png`);
    await page.quiet();
    expect(page.settled).toEqual([]);
    expect(page.reads).toEqual([`${SHOP}/a.png`]);
  });
});

describe("what is redacted", () => {
  const address = `${SHOP}/a.png`;
  const content = { [address]: "x" };

  it("is known at the end of the next frame, and nothing is read before [A10]", async () => {
    const page = openPage({ content });
    const picture = page.show(address);
    await vi.advanceTimersByTimeAsync(0);
    page.hide(picture);
    page.hidden.add(picture);
    await page.quiet();
    expect(page.reads).toEqual([]);
  });

  it("has no picture that CSS shows to it, now or later, unless an element shows it too [A10]", async () => {
    const page = openPage({ content, loaded: [address] });
    page.redacted.add(address);
    page.inCss(address);
    await page.quiet();
    page.redacted.clear();
    page.settling.lookAgain();
    await page.quiet();
    expect(page.reads).toEqual([]);
    page.settling.shown(page.show(address));
    page.settling.lookAgain();
    await page.until(1);
    expect(page.settled).toEqual([`1 image ${hashOf("x")}`]);
  });

  it("has no picture of an element that is part of it, though CSS names it too [A10]", async () => {
    const page = openPage({ content, loaded: [address] });
    page.hidden.add(page.inCss(address));
    await page.quiet();
    expect(page.reads).toEqual([]);
  });

  it("has none either when it is redacted while the picture is read [A10]", async () => {
    for (const how of ["in CSS", "an element"]) {
      const page = openPage({ content, loaded: [address] });
      const open = page.hold();
      const picture = how === "in CSS" ? page.inCss(address) : page.show(address);
      await page.quiet();
      expect(page.reads).toEqual([address]);
      if (how === "in CSS") page.redacted.add(address);
      else {
        page.hide(picture);
        page.hidden.add(picture);
      }
      open();
      await page.quiet();
      expect(page.settled).toEqual([]);
      expect(page.offered).toEqual([]);
    }
  });

  it("ends what is on its way, as soon as nothing else shows it [A10]", async () => {
    const page = openPage({ content });
    const picture = page.show(address);
    await page.until(1);
    const [offered] = page.offered;
    expect(offered?.isHidden()).toBe(false);
    page.hide(picture);
    // It is gone, and was never redacted.
    expect(offered?.isHidden()).toBe(false);
    page.hidden.add(picture);
    expect(offered?.isHidden()).toBe(true);
    page.show(address);
    expect(offered?.isHidden()).toBe(false);
    page.hide(picture);
    page.settling.sendAgain(hashOf("x"));
    await page.until(2);
    expect(page.settled[1]).toBe(`unknown ${hashOf("x")}`);
    expect(page.reads).toHaveLength(1);
  });

  it("ends what CSS shows to it, too, and not what has the same bytes and is open [A10]", async () => {
    const other = `${SHOP}/b.png`;
    const page = openPage({ content: { ...content, [other]: "x" }, loaded: [address, other] });
    page.inCss(address);
    page.inCss(other);
    await page.until(2);
    const [offered] = page.offered;
    page.redacted.add(address);
    expect(offered?.isHidden()).toBe(false);
    page.redacted.add(other);
    expect(offered?.isHidden()).toBe(true);
  });

  it("is all of a private page: nothing is read there", async () => {
    const page = openPage({ content, loaded: [address] });
    page.state.mayLeave = false;
    page.show(address);
    page.names.ofSheet(".a{}");
    await page.quiet();
    expect(page.reads).toEqual([]);
    expect(page.settled).toEqual([]);
    page.state.mayLeave = true;
    page.settling.lookAgain();
    await page.until(2);
  });

  it("has nothing of a picture that is read while the page becomes private", async () => {
    const page = openPage({ content });
    const open = page.hold();
    page.show(address);
    await page.quiet();
    page.state.mayLeave = false;
    open();
    await page.quiet();
    expect(page.settled).toEqual([]);
  });

  it("may be other parts by other rules: a sheet that is under way ends, whatever it has said", async () => {
    const page = openPage();
    const [one, other] = [page.names.ofSheet(".a{}"), page.names.ofSheet(".b{}")];
    if (!one || !other) throw new Error("no name");
    page.settling.withhold(one);
    await page.until(1);
    expect(page.settled).toEqual([`2 style ${hashOf(".b{}")}`]);
    expect(page.offered[0]?.isHidden()).toBe(false);
    page.settling.withhold(other);
    expect(page.offered[0]?.isHidden()).toBe(true);
  });

  it("has no text in a sheet, whose hash is that of what is left [A11]", async () => {
    const sheet = `${SHOP}/main.css`;
    const page = openPage({ content: { [sheet]: ".a{content:'Jane'}" } });
    page.texts.secret = /Jane/;
    page.names.ofAddresses("style", [sheet]);
    page.names.ofSheet(".b{content:'Jane'}");
    await page.until(2);
    expect(page.offered.map(textOf).sort()).toEqual([".a{content:'•'}", ".b{content:'•'}"]);
    expect(page.settled).toContain(`1 style ${hashOf(".a{content:'•'}")}`);
  });

  it("has none either when it is redacted while the sheet is made ready [A11]", async () => {
    const page = openPage();
    page.names.ofSheet(".b{content:'Jane'}");
    const { texts } = page;
    const encode = vi.spyOn(TextEncoder.prototype, "encode").mockImplementationOnce(() => {
      texts.secret = /Jane/;
      return new Uint8Array(1);
    });
    await page.until(1);
    expect(encode).toHaveBeenCalledTimes(2);
    expect(page.offered.map(textOf)).toEqual([".b{content:'•'}"]);
  });
});

describe("text among assets", () => {
  const drawing = `${SHOP}/a.svg`;
  const bytesOf = (...codes: number[]) => Uint8Array.from(codes);

  it("is checked, and leaves as the check returns it [A12]", async () => {
    const page = openPage({ content: { [drawing]: "\ufeff <svg>Jane</svg>", photo: "Jane" } });
    page.texts.caught = /Jane/;
    page.show(drawing);
    page.names.ofSheet(".a{content:'Jane'}");
    page.show("photo");
    await page.until(3);
    expect(page.settled.sort()).toEqual([
      `1 image ${hashOf(" <svg>•</svg>")}`,
      `2 style ${hashOf(".a{content:'•'}")}`,
      `3 image ${hashOf("Jane")}`,
    ]);
    expect(page.offered.map(textOf).sort()).toEqual([" <svg>•</svg>", ".a{content:'•'}", "Jane"]);
  });

  it("leaves as it is where the check finds nothing", async () => {
    const page = openPage({ content: { [drawing]: "\ufeff<svg/>" } });
    page.show(drawing);
    await page.until(1);
    expect(page.settled).toEqual([`1 image ${hashOf("\ufeff<svg/>")}`]);
  });

  it.each([
    ["is not checked", "<svg>cannot be checked</svg>"],
    ["is not UTF-8", bytesOf(0x3c, 0x73, 0x76, 0x67, 0x3e, 0xff)],
    ["has two bytes for each character", bytesOf(0xff, 0xfe, 0x3c, 0x00)],
    ["has two, and does not say so", bytesOf(0x3c, 0x00, 0x73, 0x00)],
    ["has four", bytesOf(0x00, 0x00, 0x00, 0x3c)],
  ])("does not leave when it %s [A12]", async (_how, held) => {
    const page = openPage({ content: { [drawing]: held } });
    page.show(drawing);
    await page.until(1);
    expect(page.settled).toEqual(["1 unreadable"]);
    expect(page.offered).toEqual([]);
  });

  it("of a sheet does not leave when it is not checked [A12]", async () => {
    const page = openPage();
    page.names.ofSheet("/* cannot be checked */");
    await page.until(1);
    expect(page.settled).toEqual(["1 unreadable"]);
  });
});
