import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createReadReceipts } from "../../../agent-ui/desk/read-receipts.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function createReceipts() {
  const sent: string[] = [];
  const receipts = createReadReceipts((conversation, upTo) => sent.push(`${conversation} ${upTo}`));
  return { receipts, sent };
}

describe("read receipts", () => {
  it("send the first position at once, and of a burst only the last", () => {
    const { receipts, sent } = createReceipts();
    for (let upTo = 1; upTo <= 40; upTo++) {
      receipts.read("a", upTo);
      receipts.answered("a");
    }
    expect(sent).toEqual(["a 1"]);
    vi.advanceTimersByTime(500);
    expect(sent).toEqual(["a 1", "a 40"]);
    vi.advanceTimersByTime(60_000);
    expect(sent).toHaveLength(2);
  });

  it("are at most two a second, over all conversations", () => {
    const { receipts, sent } = createReceipts();
    for (const conversation of ["a", "b", "c", "d"]) receipts.read(conversation, 1);
    vi.advanceTimersByTime(999);
    expect(sent).toEqual(["a 1", "b 1"]);
    vi.advanceTimersByTime(1_000);
    expect(sent).toEqual(["a 1", "b 1", "c 1", "d 1"]);
  });

  it("wait for the answer to the one before in the same conversation", () => {
    const { receipts, sent } = createReceipts();
    receipts.read("a", 1);
    receipts.read("a", 2);
    vi.advanceTimersByTime(2_500);
    expect(sent).toEqual(["a 1"]);
    receipts.answered("a");
    vi.advanceTimersByTime(500);
    expect(sent).toEqual(["a 1", "a 2"]);
  });

  it("are sent again, not at once, when the server was too busy to take them", () => {
    const { receipts, sent } = createReceipts();
    receipts.read("a", 3);
    vi.advanceTimersByTime(1_000);
    receipts.sendAgain();
    expect(sent).toEqual(["a 3"]);
    vi.advanceTimersByTime(500);
    expect(sent).toEqual(["a 3", "a 3"]);
  });

  it("go on when an answer never comes", () => {
    const { receipts, sent } = createReceipts();
    receipts.read("a", 1);
    receipts.read("a", 2);
    vi.advanceTimersByTime(3_500);
    expect(sent).toEqual(["a 1", "a 2"]);
  });

  it("do not repeat a position that is on its way, unless it was lost", () => {
    const { receipts, sent } = createReceipts();
    receipts.read("a", 7);
    receipts.read("a", 7);
    vi.advanceTimersByTime(1_000);
    expect(sent).toEqual(["a 7"]);
    vi.advanceTimersByTime(2_000);
    receipts.read("a", 7);
    expect(sent).toEqual(["a 7", "a 7"]);
    vi.advanceTimersByTime(500);
    receipts.forget();
    receipts.read("a", 7);
    expect(sent).toEqual(["a 7", "a 7", "a 7"]);
  });
});
