// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { afterNextFrame } from "../../../../peer/scheduling/next-frame.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("leaves nothing behind when it has ended, before or meanwhile", () => {
  const work = vi.fn();
  const ended = new AbortController();
  afterNextFrame(ended.signal, work);
  expect(vi.getTimerCount()).toBeGreaterThan(0);
  ended.abort();
  expect(vi.getTimerCount()).toBe(0);
  afterNextFrame(ended.signal, work);
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(5_000);
  expect(work).not.toHaveBeenCalled();
});
