import { describe, expect, it } from "vitest";
import { createFrameLane } from "../../../../peer/link/frame-lane.ts";
import { createMessageLane } from "../../../../peer/link/message-lane.ts";
import { createRightOfWay } from "../../../../peer/link/right-of-way.ts";
import { LANE_CHUNK_BYTES } from "../../../../peer/protocol/limits.ts";
import { FakeLaneChannel } from "../../../support/fake-lane-channel.ts";

const LOW_BYTES = 4_000;

/** A lane that goes first, with so much buffered, and one that yields. */
function openWay({ bufferedBytes = 0 } = {}) {
  const ended = new AbortController();
  const way = createRightOfWay(ended.signal);
  const channel = new FakeLaneChannel();
  channel.bufferedAmountLowThreshold = LOW_BYTES;
  channel.bufferedAmount = bufferedBytes;
  const traffic = way.goesFirst(channel);
  let sentBytes = 0;
  const ask = async (bytes: number) => {
    await way.turn(bytes);
    sentBytes += bytes;
  };
  const askOften = async (bytes: number) => {
    for (let count = 0; count < 1_000; count += 1) await ask(bytes);
  };
  return { ended, way, channel, traffic, ask, askOften, sentBytes: () => sentBytes };
}

/** Lets promises that are ready go on. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe("right of way", () => {
  it("[L14] lets it send while nobody else has anything to send", async () => {
    const { ask, sentBytes } = openWay({ bufferedBytes: LOW_BYTES });
    void ask(1_000);
    await settle();
    expect(sentBytes()).toBe(1_000);
  });

  it("[L14] holds it back while a message is under way, until that has ended", async () => {
    const { traffic, ask, sentBytes } = openWay();
    traffic.began();
    traffic.began();
    void ask(1_000);
    traffic.ended();
    await settle();
    expect(sentBytes()).toBe(0);
    traffic.ended();
    await settle();
    expect(sentBytes()).toBe(1_000);
  });

  it("[L14] holds it back while more than a little is buffered, until that has drained", async () => {
    const { channel, ask, sentBytes } = openWay({ bufferedBytes: LOW_BYTES + 1 });
    void ask(1_000);
    await settle();
    expect(sentBytes()).toBe(0);
    channel.drain();
    await settle();
    expect(sentBytes()).toBe(1_000);
  });

  it("[L14] looks at every lane that goes first", async () => {
    const { way, ask, sentBytes } = openWay();
    const other = new FakeLaneChannel();
    other.bufferedAmount = 1;
    way.goesFirst(other);
    void ask(1_000);
    await settle();
    expect(sentBytes()).toBe(0);
    other.drain();
    await settle();
    expect(sentBytes()).toBe(1_000);
  });

  it("[L14] lets one byte go for nine of theirs, however long they go on", async () => {
    const { traffic, askOften, sentBytes } = openWay();
    traffic.began();
    void askOften(1_000);
    await settle();
    traffic.sent(8_999);
    await settle();
    expect(sentBytes()).toBe(0);
    traffic.sent(1);
    await settle();
    expect(sentBytes()).toBe(1_000);
    for (let sent = 0; sent < 900_000; sent += 4_500) {
      traffic.sent(4_500);
      await settle();
    }
    expect(sentBytes()).toBe(101_000);
  });

  it("[L14] saves up one chunk's worth at most while there is nothing to send", async () => {
    const { traffic, askOften, sentBytes } = openWay();
    traffic.began();
    traffic.sent(90 * LANE_CHUNK_BYTES);
    void askOften(LANE_CHUNK_BYTES / 4);
    await settle();
    expect(sentBytes()).toBe(LANE_CHUNK_BYTES);
  });

  it("lets go who waits when the link ends", async () => {
    const { ended, traffic, ask, sentBytes } = openWay();
    traffic.began();
    void ask(1_000);
    ended.abort();
    await settle();
    expect(sentBytes()).toBe(1_000);
  });
});

describe("a lane that yields", () => {
  function openLanes() {
    const ended = new AbortController();
    const way = createRightOfWay(ended.signal);
    const [first, yielding] = [new FakeLaneChannel(), new FakeLaneChannel()];
    const budgetBytes = 64 * 1024;
    const options = { budgetBytes, ended: ended.signal, onFailure() {} };
    const lane = createMessageLane(first, {
      ...options,
      maxMessageBytes: 10 * 1024 * 1024,
      traffic: way.goesFirst(first),
    });
    const frames = createFrameLane(yielding, { ...options, budgetBytes: 0, rightOfWay: way });
    return { ended, first, yielding, lane, frames };
  }

  const frame = new Uint8Array(LANE_CHUNK_BYTES);

  it("[L14] sends at once while nobody else does, one after the other", async () => {
    const { yielding, frames } = openLanes();
    const sent = [frames.send("a"), frames.send(frame), frames.send("b")];
    for (const sending of sent) {
      await settle();
      yielding.drain();
      await sending;
    }
    expect(yielding.sent).toEqual(["a", frame, "b"]);
  });

  it("[L14] sends a tenth while the other sends a large message, and all when that is through", async () => {
    const { first, yielding, lane, frames } = openLanes();
    const large = lane.send("x".repeat(90 * LANE_CHUNK_BYTES));
    const isThrough = large.then(() => true);
    for (let count = 0; count < 40; count += 1) void frames.send(frame);
    let drainedCount = 0;
    while (!(await Promise.race([isThrough, settle()]))) {
      first.drain();
      yielding.drain();
      drainedCount += 1;
      expect(yielding.sent.length * 9).toBeLessThanOrEqual(first.sent.length);
      expect(drainedCount).toBeLessThan(100);
    }
    expect(yielding.sent.length).toBeGreaterThanOrEqual(9);
    first.drain();
    for (let count = 0; count < 40; count += 1) {
      await settle();
      yielding.drain();
    }
    expect(yielding.sent).toHaveLength(40);
  });

  it("refuses what waited when the link ends", async () => {
    const { ended, first, yielding, frames } = openLanes();
    first.bufferedAmount = 100_000;
    const waiting = frames.send("a");
    await settle();
    ended.abort();
    await expect(waiting).rejects.toMatchObject({ failure: "closed" });
    expect(yielding.sent).toEqual([]);
  });

  it("[L14] refuses a frame that is larger than a chunk", async () => {
    const { yielding, frames } = openLanes();
    const tooLarge = { failure: "too-large" };
    await expect(frames.send("\u20ac".repeat(6_000))).rejects.toMatchObject(tooLarge);
    await expect(frames.send(new Uint8Array(16_385))).rejects.toMatchObject(tooLarge);
    expect(yielding.sent).toEqual([]);
  });
});
