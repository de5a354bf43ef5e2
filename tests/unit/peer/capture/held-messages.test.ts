// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createHeldMessages } from "../../../../peer/capture/held-messages.ts";

/** The page's frames, drawn when the test says so. */
let frames: FrameRequestCallback[] = [];
let isHidden = false;
let left: string[] = [];
let ended: AbortController;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  frames = [];
  left = [];
  isHidden = false;
  ended = new AbortController();
  vi.stubGlobal("requestAnimationFrame", (work: FrameRequestCallback) => frames.push(work));
  vi.stubGlobal("cancelAnimationFrame", () => {});
  vi.spyOn(document, "hidden", "get").mockImplementation(() => isHidden);
});
afterEach(() => {
  ended.abort();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

async function drawFrame(): Promise<void> {
  for (const work of frames.splice(0)) work(0);
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
}

const say = (text: string) => () => void left.push(text);

describe("messages that are held back", () => {
  it("leave at once without additions, and after the next frame with them, in their order [L18]", async () => {
    const held = createHeldMessages(ended.signal, () => {});
    held.add(say("one"), "at once");
    expect(left).toEqual(["one"]);
    held.add(say("two"), "with additions");
    held.add(say("three"), "at once");
    expect(left).toEqual(["one"]);
    await drawFrame();
    expect(left).toEqual(["one", "two", "three"]);
    held.add(say("four"), "at once");
    expect(left).toEqual(["one", "two", "three", "four"]);
  });

  it("wait 50 ms in a hidden tab, and in one that is hidden meanwhile [L18]", async () => {
    const held = createHeldMessages(ended.signal, () => {});
    isHidden = true;
    held.add(say("one"), "with additions");
    vi.advanceTimersByTime(49);
    expect(left).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(left).toEqual(["one"]);
    isHidden = false;
    held.add(say("two"), "with additions");
    isHidden = true;
    document.dispatchEvent(new Event("visibilitychange"));
    vi.advanceTimersByTime(50);
    expect(left).toEqual(["one", "two"]);
  });

  it("do not wait for ever for a tab that draws nothing [L18]", () => {
    const held = createHeldMessages(ended.signal, () => {});
    held.add(say("one"), "with additions");
    vi.advanceTimersByTime(999);
    expect(left).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(left).toEqual(["one"]);
  });

  it("wait for one that takes its time, and one that cannot be made is told of", async () => {
    const failed = vi.fn();
    const held = createHeldMessages(ended.signal, failed);
    let finish = () => {};
    held.add(() => {
      left.push("slow");
      return new Promise<void>((resolve) => {
        finish = resolve;
      });
    }, "at once");
    held.add(() => {
      throw new Error("broken");
    }, "at once");
    held.add(say("next"), "at once");
    expect(left).toEqual(["slow"]);
    finish();
    await vi.waitFor(() => expect(left).toEqual(["slow", "next"]));
    expect(failed).toHaveBeenCalledOnce();
  });

  it("are forgotten when a snapshot has it all, and when the capture ends", async () => {
    const held = createHeldMessages(ended.signal, () => {});
    held.add(say("one"), "with additions");
    held.clear();
    held.add(say("two"), "with additions");
    ended.abort();
    await drawFrame();
    vi.advanceTimersByTime(2_000);
    expect(left).toEqual([]);
  });
});
