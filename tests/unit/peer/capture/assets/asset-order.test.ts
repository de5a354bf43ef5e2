// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { NamedAsset } from "../../../../../peer/capture/assets/asset-names.ts";
import { createAssetOrder } from "../../../../../peer/capture/assets/asset-order.ts";

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("innerWidth", 1_000);
  vi.stubGlobal("innerHeight", 500);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const asset = (kind: NamedAsset["kind"], isInCss = false): NamedAsset => ({
  name: 1,
  kind,
  addresses: [],
  shownBy: new Set(),
  isInCss,
  isShared: false,
});

interface Place {
  left?: number;
  top: number;
}

/** An element of 100 x 100 pixels there, or one that is laid out nowhere. */
function elementAt(place: Place | "nowhere"): Element {
  const { left = 0, top } = place === "nowhere" ? { top: 0 } : place;
  const rect = { left, top, right: left + 100, bottom: top + 100 };
  return {
    getClientRects: () => (place === "nowhere" ? [] : [rect]),
    getBoundingClientRect: () => rect,
  } as unknown as Element;
}

/** In the order in which they would be sent. */
function ranked(...assets: Array<[NamedAsset, (Place | "nowhere")?]>): number[] {
  const { rankOf } = createAssetOrder((one) => {
    const [, place] = assets.find(([each]) => each === one) ?? [];
    return place && elementAt(place);
  });
  return assets.map(([each]) => rankOf(each));
}

describe("the order of assets", () => {
  it("is sheets, fonts, what is in view, what CSS names, and then by distance", () => {
    const ranks = ranked(
      [asset("style")],
      [asset("font", true)],
      [asset("image"), { top: 450 }],
      [asset("image", true)],
      [asset("image"), { top: 520 }],
      [asset("image"), { top: 1_200 }],
      [asset("image"), { top: 9_000 }],
      [asset("image"), "nowhere"],
    );
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
    expect(new Set(ranks).size).toBe(ranks.length);
  });

  it("is the same above, below and at the side", () => {
    const [above, below, left, right] = ranked(
      [asset("image"), { top: -1_250 }],
      [asset("image"), { top: 1_650 }],
      [asset("image"), { top: 0, left: -2_250 }],
      [asset("image"), { top: 0, left: 3_250 }],
    );
    expect([below, left, right]).toEqual([above, above, above]);
  });

  it("follows the customer, a moment later", () => {
    const place = { top: 5_000 };
    const { rankOf } = createAssetOrder(() => elementAt(place));
    const picture = asset("image");
    const before = rankOf(picture);
    place.top = 0;
    expect(rankOf(picture)).toBe(before);
    vi.advanceTimersByTime(1_000);
    expect(rankOf(picture)).toBeLessThan(before);
  });

  it("leaves out what is far away, only for who wants to save data", () => {
    const worth = () =>
      [0, 900, 1_100].map((top) =>
        createAssetOrder(() => elementAt({ top })).isWorthSending(asset("image")),
      );
    expect(worth()).toEqual([true, true, true]);
    vi.stubGlobal("navigator", { connection: { saveData: true } });
    expect(worth()).toEqual([true, true, false]);
    expect(createAssetOrder(() => undefined).isWorthSending(asset("image", true))).toBe(true);
    expect(createAssetOrder(() => undefined).isWorthSending(asset("style"))).toBe(true);
  });
});
