// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createReachedRules } from "../../../../../peer/capture/redaction/reached-rules.ts";

beforeEach(() => {
  document.body.innerHTML = `<p class="part"><b></b></p><i></i>`;
});
afterEach(() => vi.restoreAllMocks());

/** A page whose components that are redacted are `roots`. */
function open(roots: ShadowRoot[] = []) {
  const begin = createReachedRules({
    parts: () => document.querySelectorAll(".part"),
    roots: () => [document, ...roots],
    isRedacted: (node) => node !== document,
  });
  return (selector: string) => begin()(selector);
}

it("finds a part, what is in it, and what is in its components", () => {
  const inner = document.createElement("div").attachShadow({ mode: "open" });
  inner.innerHTML = "<u></u>";
  const reaches = open([inner]);
  expect([".part", "b", "u", "i", "s"].map(reaches)).toEqual([true, true, true, false, false]);
});

it("does not know of what it cannot ask for, as long as there is a part", () => {
  const reaches = open();
  const throwing = vi.spyOn(Element.prototype, "matches").mockImplementation(() => {
    throw new SyntaxError();
  });
  expect(reaches(":~")).toBeUndefined();
  throwing.mockRestore();
  document.body.replaceChildren();
  expect(reaches(":~")).toBe(false);
});

it("remembers what it has found, and not what it had no time for", () => {
  const reaches = open();
  expect(reaches("b")).toBe(true);
  const slow = vi.spyOn(performance, "now");
  const begin = createReachedRules({
    parts: () => document.querySelectorAll(".part"),
    roots: () => [],
    isRedacted: () => false,
  });
  // Each look takes 15 ms; the third one would begin after 30.
  let now = 0;
  slow.mockImplementation(() => {
    now += 7.5;
    return now * 2;
  });
  const slowly = begin();
  expect(["i", "s", "u"].map(slowly)).toEqual([false, false, undefined]);
  expect(["u", "i"].map(begin())).toEqual([false, false]);
  document.body.replaceChildren();
  expect(reaches("b")).toBe(true);
});
