import { describe, expect, it } from "vitest";
import { withMasked } from "../../../../../peer/capture/guard/mask.ts";

describe("a mask", () => {
  it.each([
    ["Jo Harker, 12", "•• ••••••, ••"],
    ['.a{content:"Jo"}', '.•{•••••••:"••"}'],
    ["é e\u0301 ñ", "• •• •"],
    ["北京 😀 𠮷", "•• 😀 ••"],
    ["a\n\tb\u00a0c", "•\n\t•\u00a0•"],
  ])("of %j is %j", (text, masked) => {
    expect(withMasked(text, [{ start: 0, end: text.length }])).toBe(masked);
  });

  it("parts no character", () => {
    expect(withMasked("a𠮷b", [{ start: 2, end: 4 }])).toBe("a•••");
    expect(withMasked("a𠮷b", [{ start: 0, end: 2 }])).toBe("•••b");
  });

  it("may be of ranges that overlap, in any order", () => {
    const ranges = [
      { start: 6, end: 8 },
      { start: 1, end: 4 },
      { start: 2, end: 3 },
    ];
    expect(withMasked("abcdefghij", ranges)).toBe("a•••ef••ij");
    expect(withMasked("abc", [])).toBe("abc");
  });
});
