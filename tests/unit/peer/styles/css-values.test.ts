import { describe, expect, it } from "vitest";
import { valueTokens } from "../../../../peer/styles/css-values.ts";

/** Without signs and spaces. */
function tokens(value: string): string[] {
  const all = [...valueTokens(value)];
  // Nothing is left out, whatever it is.
  expect(all.map(({ text }) => text).join("")).toBe(value);
  return all.flatMap(({ what, text, plain }) =>
    what === "other" ? [] : [`${what} ${what === "function" || !plain ? text : plain}`],
  );
}

describe("the value of a declaration", () => {
  it("is made of names, numbers, colours and functions", () => {
    expect(
      tokens("inset -1.5em 50% +2 #fff rgb(1 2 3 / .5) -webkit-x var(--a, b) !important"),
    ).toEqual([
      ...["name inset", "number -1.5em", "number 50%", "number +2", "hash #fff"],
      ...["function rgb(", "number 1", "number 2", "number 3", "number .5"],
      ...["name -webkit-x", "function var(", "name --a", "name b", "name important"],
    ]);
  });

  it("has strings as they are read, with or without an end", () => {
    expect(tokens(String.raw`"\4a ane \"R\"" 'it' "no end`)).toEqual([
      ...['string Jane "R"', "string it", "string no end"],
    ]);
  });

  it("has addresses, in quotes or not, and in a set", () => {
    expect(tokens(`url(a.png) url( "b)c" ) src('d') url(data:x;y,z) "e"`)).toEqual([
      ...["address a.png", "address b)c", "address d", "address data:x;y,z", "string e"],
    ]);
    expect(tokens(`image-set("a" 1x, url(b) type("c")) "d"`)).toEqual([
      ...["function image-set(", "address a", "number 1x", "address b", "function type("],
      ...["address c", "string d"],
    ]);
  });

  it("has comments", () => {
    expect(tokens('a/* b"c */d')).toEqual(["name a", `comment /* b"c */`, "name d"]);
  });
});
