import { describe, expect, it } from "vitest";
import { bareSelector, idsOf } from "../../../../../peer/capture/redaction/bare-selector.ts";

/** Readable: what is true of every element is left out. */
const bare = (selector: string, parent?: string) =>
  bareSelector(selector, parent)?.replaceAll(":not(_)", "~");

describe("a bare selector", () => {
  it.each([
    [".a > b + c ~ d, #e", ".a > b + c ~ d, #e"],
    [".a::before", ".a~"],
    ["a:hover:not(.x) b:checked::after", "a~~ b~~"],
    ["::before", "~"],
    ["li:nth-child(2n + 1):first-child:hover", "li:nth-child(2n + 1):first-child~"],
    [":root .a", ":root .a"],
    [":where(.a:hover, .b)::before", ":is(.a~, .b)~"],
    ["a:has(> b:hover) c", "a~ c"],
    ['[a="::b:hover"]:focus', '[a="::b:hover"]~'],
    [String.raw`.md\:a:hover`, String.raw`.md\:a~`],
    ["a/* :b */:lang(en)", "a~"],
    ["input::-webkit-input-placeholder", "input~"],
  ])("is without what comes and goes: %s", (selector, expected) => {
    expect(bare(selector)).toBe(expected);
  });

  it.each([
    ":host .a",
    "::slotted(b)",
    ".a::part(b)",
    ":scope b",
    "& .a",
    ":is(:host) a",
  ])("is none where another element is meant: %s", (selector) =>
    expect(bare(selector)).toBeUndefined());

  it("goes on from the rule around it", () => {
    expect(bare("&:hover", ".a, .b")).toBe(":is(.a, .b)~");
    expect(bare(".c, > d", ".a, .b")).toBe(":is(.a, .b) .c, :is(.a, .b) > d");
    expect(bare(".c &", ".a")).toBe(".c :is(.a)");
    expect(bare(":is(.c, .d:hover)", ".a")).toBe(":is(.a) :is(.c, .d~)");
    expect(bare(".c :is(.d) &", ".a")).toBe(".c :is(.d) :is(.a)");
    expect(bare(":is(&, .c)::before", ".a")).toBe(":is(:is(.a), .c)~");
  });
});

it.each([
  ["#a .b, c > #d:hover #e::before", [["a"], ["d", "e"]]],
  [".a, :not(#b) c, :is(#d, e), [title='#f']", [[], [], [], []]],
  [String.raw`#\31 2\.a, &#b`, [["12.a"], ["b"]]],
])("the ids without which a selector finds nothing: %s", (selector, ids) => {
  expect(idsOf(selector)).toEqual(ids);
});
