import { expect, it } from "vitest";
import { csv } from "../../../signaling/insights/csv.ts";

it.each([
  ["plain", "plain"],
  ["with, comma", '"with, comma"'],
  ['with "quotes"', '"with ""quotes"""'],
  ["two\nlines", '"two\nlines"'],
  ["=1+1", "'=1+1"],
  ["+1", "'+1"],
  ["-1", "'-1"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1", "'\t=1"],
  ["\r=1", '"\'\r=1"'],
  ["a=1", "a=1"],
])("%j is %j in a file", (text, cell) => {
  expect(csv([[text, -5, null]])).toBe(`\uFEFF${cell},-5,\r\n`);
});
