// @vitest-environment happy-dom
import * as v from "valibot";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createCatchReport } from "../../../../peer/capture/catch-report.ts";
import { GuardCatch } from "../../../../peer/protocol/guard-catches.ts";
import { CATCHES_COUNT } from "../../../../peer/protocol/limits.ts";

let told: GuardCatch[][] = [];

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  document.body.innerHTML = "<main><p>One</p><p><my-part_x><b>Two</b></my-part_x></p></main>";
});
afterEach(() => vi.useRealTimers());

it("says what was caught and where, with its count, and nothing of the page's text", () => {
  const report = createCatchReport(
    (catches) => told.push(catches),
    () => "/cart",
  );
  const bold = document.querySelector("b") as Element;
  report.add("card", bold);
  report.add("card", bold);
  report.add("token", "title");
  expect(told).toEqual([]);
  vi.advanceTimersByTime(10_000);
  const place = "html > body > main > p:nth-of-type(2) > custom-element > b";
  const [catches = []] = told;
  expect(catches.map(({ kind, count, place: at, path }) => [kind, count, at, path])).toEqual([
    ["card", 2, place, "/cart"],
    ["token", 1, "title", "/cart"],
  ]);
  for (const one of catches) expect(v.is(GuardCatch, one)).toBe(true);
});

it("is told now and then, bounded, and what is left at the end", () => {
  const report = createCatchReport(
    (catches) => told.push(catches),
    () => "/cart",
  );
  for (let count = 0; count < 500; count += 1) report.add("iban", `place ${count}`);
  vi.advanceTimersByTime(10_000);
  expect(told.map(({ length }) => length)).toEqual([CATCHES_COUNT]);
  report.add("iban", "last");
  report.stop();
  report.stop();
  expect(told.map(({ length }) => length)).toEqual([CATCHES_COUNT, 1]);
});
