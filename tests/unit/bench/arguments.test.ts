import { describe, expect, it } from "vitest";
import { readArguments } from "../../bench/arguments.ts";

const KNOWN = ["latency", "lanes"] as const;
const read = (...argv: string[]) => readArguments(argv, KNOWN);

describe("arguments of npm run bench", () => {
  it("runs all benches with five blocks if nothing is said", () => {
    const { names, blockCount, length, jsonFile } = read();
    expect(names).toEqual(["latency", "lanes"]);
    expect({ blockCount, length, jsonFile }).toEqual({
      ...{ blockCount: 5, length: "full", jsonFile: undefined },
    });
  });

  it("runs one by its name, and writes its figures into a file", () => {
    const { names, jsonFile, blockCount, seed } = read(
      ...["lanes", "--json", "out.json", "--blocks", "7", "--seed", "3"],
    );
    expect({ names, jsonFile, blockCount, seed }).toEqual({
      ...{ names: ["lanes"], jsonFile: "out.json", blockCount: 7, seed: 3 },
    });
  });

  it.each([
    ["a bench that is not there", ["speed"]],
    ["fewer than five blocks", ["--blocks", "4"]],
    ["blocks that are no number", ["--blocks", "many"]],
    ["an option that is not there", ["--fast"]],
  ])("refuses %s", (_what, argv) => {
    expect(() => read(...argv)).toThrow();
  });

  it("lets a smoke run have two blocks", () => {
    expect(read("--short").blockCount).toBe(2);
  });
});
