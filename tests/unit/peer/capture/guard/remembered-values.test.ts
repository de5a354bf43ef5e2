import { describe, expect, it } from "vitest";
import { createRememberedValues } from "../../../../../peer/capture/guard/remembered-values.ts";

function found(values: readonly string[], text: string, most?: number): string[] {
  const remembered = createRememberedValues(most);
  for (const value of values) remembered.remember(value);
  const texts: string[] = [];
  remembered.find(text, (start, end) => texts.push(text.slice(start, end)));
  return texts;
}

describe("a remembered value", () => {
  it.each([
    ["Harker", "Jo Harker's pack", ["Harker"]],
    ["Harker", "/users/jo-harker/2", ["harker"]],
    [
      "Jo Harker",
      "jo  harker, JO-HARKER, jo_harker, Jo\nHarker",
      ["jo  harker", "JO-HARKER", "jo_harker", "Jo\nHarker"],
    ],
    ["  Jo Harker \n", "(Jo Harker)", ["Jo Harker"]],
    ["+44 7700 900123", "0044 7700 900123", ["44 7700 900123"]],
    ["123456", "no. 123456, 0123456, 1234567", ["123456"]],
    ["jo@harker.example", "mailto:Jo@Harker.example?x", ["Jo@Harker.example"]],
    ["北京市朝阳区建国路", "住在北京市朝阳区建国路", ["北京市朝阳区建国路"]],
  ])("%j is found in %j", (value, text, expected) => {
    expect(found([value], text)).toEqual(expected);
  });

  it.each([
    ["of five characters", "Keats", "Keats and Keats"],
    ["of five digits", "12345", "12345"],
    ["that is a time", "10:30 - 1", "10:30 - 1"],
    ["that is hardly any letters", "-- a, b --", "-- a, b --"],
    ["that is a word of the web's", "Button", "button"],
  ])("%s is not kept", (_what, value, text) => {
    expect(found([value], text)).toEqual([]);
  });

  it("is told as far as the longest goes", () => {
    expect(found(["Harker", "Harker & Sons", "Harker & Daughters"], "Harker & Sons Ltd")).toEqual([
      "Harker & Sons",
    ]);
  });

  it("is found whole when it is long, and in part", () => {
    const letter = `Dear ${"old friend of mine, ".repeat(20)}farewell. Yours for ever, Jo`;
    const covered = (text: string) => {
      const left = [...text];
      const remembered = createRememberedValues();
      remembered.remember(letter);
      remembered.find(text, (start, end) => left.fill("", start, end));
      return left.join("");
    };
    expect(covered(`<${letter}>`)).toBe("<>");
    expect(covered(letter.slice(0, 100)).length).toBeLessThan(32);
  });

  it("does not take the place of others, however long it is", () => {
    const letter = Array.from({ length: 100_000 }, (_, word) => `word${word}`).join(" ");
    expect(found(["Harker & Sons", letter], "by Harker & Sons")).toEqual(["Harker & Sons"]);
    const remembered = createRememberedValues();
    remembered.remember(letter);
    expect(remembered.count).toBe(500);
  });

  it("goes when there are too many, the oldest first", () => {
    const names = Array.from({ length: 100 }, (_, index) => `Customer ${index} of many`);
    const text = names.join("; ");
    const kept = found([...names, names[0] ?? ""], text, 50);
    expect(kept).toContain(names[0]);
    expect(kept).toContain(names[99]);
    expect(kept).not.toContain(names[1]);
    expect(kept.length).toBeLessThanOrEqual(50);
  });

  it("is nowhere kept as text", () => {
    const remembered = createRememberedValues();
    const seen: unknown[] = [];
    const { set, add } = { set: Map.prototype.set, add: Set.prototype.add };
    Map.prototype.set = function (key, value) {
      seen.push(key, value);
      return set.call(this, key, value);
    };
    Set.prototype.add = function (value) {
      seen.push(value);
      return add.call(this, value);
    };
    try {
      remembered.remember("Jo Harker of Keswick");
    } finally {
      Object.assign(Map.prototype, { set });
      Object.assign(Set.prototype, { add });
    }
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.filter((kept) => typeof kept === "string")).toEqual([]);
  });
});
