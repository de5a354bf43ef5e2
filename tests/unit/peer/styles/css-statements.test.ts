import { describe, expect, it } from "vitest";
import { readStatements } from "../../../../peer/styles/css-statements.ts";

/** Blocks with what is in them, one after the other: `{a` begins one, `}` ends it. */
function read(css: string): string[] {
  const told: string[] = [];
  readStatements(css, {
    onBlock: (start, end) => told.push(`{${css.slice(start, end).trim()}`),
    onBlockEnd: () => told.push("}"),
    onDeclaration(start, end, holds) {
      const held = Object.entries(holds).flatMap(([name, isHeld]) => (isHeld ? [name] : []));
      told.push([css.slice(start, end).trim(), ...held].join(" + "));
    },
    onComment: (start, end) => told.push(css.slice(start, end)),
  });
  return told;
}

describe("the statements of CSS", () => {
  it("are blocks and declarations, in one another", () => {
    expect(read("@import 'x';@media print{a{b:c;d:e}}f{g:h;&:hover{i:j}k:l}")).toEqual([
      "@import 'x' + strings",
      ...["{@media print", "{a", "b:c", "d:e", "}", "}"],
      ...["{f", "g:h", "{&:hover", "i:j", "}", "k:l", "}"],
    ]);
  });

  it.each([
    ["a string", `a{b:"};{" '/*';c:d}`, [`b:"};{" '/*' + strings`, "c:d"]],
    ["parentheses", "a{b:c(d;e{f}g);h:[;]}", ["b:c(d;e{f}g)", "h:[;]"]],
    [
      "an address",
      "a{b:url(data:x;y,'{);c:URL( z;'{ )}",
      ["b:url(data:x;y,'{) + addresses", "c:URL( z;'{ ) + addresses"],
    ],
    ["a comment", 'a{b:c/* ;}" */;d:e}', ['b:c/* ;}" */ + comments', "d:e"]],
    ["an escape", String.raw`a{b\;\{c:d;e:f}`, [String.raw`b\;\{c:d + addresses`, "e:f"]],
    [
      "a property of the page's own",
      "a{--b:{c:d;e:'f'};g:h}",
      ["--b:{c:d;e:'f'} + strings", "g:h"],
    ],
  ])("do not end in %s", (_what, css, declarations) => {
    expect(read(css)).toEqual(["{a", ...declarations, "}"]);
  });

  it("end with the text, however much is open", () => {
    expect(read("a{b:c")).toEqual(["{a", "b:c", "}"]);
    expect(read(`a{b:"c;}`)).toEqual(["{a", `b:"c;} + strings`, "}"]);
    expect(read("a{b{c:d}/* e")).toEqual(["{a", "{b", "c:d", "}", "/* e", "}"]);
    expect(read("a{b:c}}d{e:f}")).toEqual(["{a", "b:c", "}", "{d", "e:f", "}"]);
  });

  it("are not of the block around when they stand in parentheses that nobody closes", () => {
    expect(read(`a{b:c("d";}e{f:g}`)).toEqual(["{a", "}", `b:c("d";}e{f:g} + strings`]);
  });

  it("go on after a string that its line ends", () => {
    expect(read(`a{b:"c\n;d:e}`)).toEqual(["{a", `b:"c + strings`, "d:e", "}"]);
  });

  it("tell comments between them apart", () => {
    expect(read("/* a */b{/* c *//* d */ e:f}")).toEqual([
      ...["/* a */", "{b", "/* c */", "/* d */", "e:f", "}"],
    ]);
  });
});
