import { describe, expect, it } from "vitest";
import { selectorFault } from "../../../signaling/policy/selector-fault.ts";

describe("a selector in a rule", () => {
  it.each([
    ".customer-number",
    "main > section.private:not(.open) [data-kind='iban' i]",
    "table.orders td:nth-child(2n+1), table.orders th",
    'form:has(> input[name="ssn"])',
    ":is(.a, .b):lang(de-CH)",
    '[aria-label^="Konto\\""]',
    "#\\31 23, .\u00e9\u{1f512}",
    "a:where(:dir(rtl))",
    "end, end-end",
  ])("%s may stand there", (selector) => {
    expect(selectorFault(selector)).toBeUndefined();
  });

  it.each([
    ["", "empty"],
    ["   ", "empty"],
    [`.${"x".repeat(500)}`, "too-long"],
    [".a[", "not-a-selector"],
    [".a)", "not-a-selector"],
    [".a, .b)", "not-a-selector"],
    [".a),end", "not-a-selector"],
    [".a {", "not-a-selector"],
    [".a >", "not-a-selector"],
    ["> .a", "not-a-selector"],
    [".a,,.b", "not-a-selector"],
    [".a,", "not-a-selector"],
    [".1a", "not-a-selector"],
    ["[a=b c]", "not-a-selector"],
    ["[a!=b]", "not-a-selector"],
    ['[a="b]', "not-a-selector"],
    [".a /* open", "not-a-selector"],
    ["svg|a", "not-a-selector"],
    ["a || b", "not-a-selector"],
    ["&.a", "not-a-selector"],
    [":not()", "not-a-selector"],
    [":not(> a)", "not-a-selector"],
    [":has(:has(a))", "not-a-selector"],
    [":has(b, c:not(:has(a)))", "not-a-selector"],
    [":nth-child(2 n)", "not-a-selector"],
    [":lang(1)", "not-a-selector"],
    [":dir(up)", "not-a-selector"],
    ["p::before", "pseudo-element"],
    ["p:after", "pseudo-element"],
    [".a:not(::slotted(b))", "pseudo-element"],
    [".menu:hover", "passing-state"],
    ["div:has(input:checked)", "passing-state"],
    [".a:contains(b)", "unknown-pseudo-class"],
    [".a b:NOT(c)", "unknown-pseudo-class"],
    [":host", "unknown-pseudo-class"],
  ])("%s may not: %s", (selector, fault) => {
    expect(selectorFault(selector)).toBe(fault);
  });
});
