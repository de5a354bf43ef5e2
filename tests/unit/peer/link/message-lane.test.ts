import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import type { LinkError } from "../../../../peer/link/link-error.ts";
import { createAssembler, createMessageLane } from "../../../../peer/link/message-lane.ts";
import { createNewestLane } from "../../../../peer/link/newest-lane.ts";
import { LANE_CHUNK_BYTES, UNREAD_BYTES, UNREAD_COUNT } from "../../../../peer/protocol/limits.ts";
import { FakeLaneChannel } from "../../../support/fake-lane-channel.ts";

function openLane({ budgetBytes = 64 * 1024, maxMessageBytes = 1024 * 1024 } = {}) {
  const channel = new FakeLaneChannel();
  const ended = new AbortController();
  const failures: LinkError[] = [];
  const lane = createMessageLane(channel, {
    budgetBytes,
    maxMessageBytes,
    ended: ended.signal,
    onFailure: (error) => failures.push(error),
  });
  return { channel, ended, failures, lane };
}

const chunk = (kind: number, text: string) => {
  const bytes = new TextEncoder().encode(`x${text}`);
  bytes[0] = kind;
  return bytes.buffer;
};

/** Lets promises that are ready go on; a macrotask, since a send takes several microtasks. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe("message lane", () => {
  it("[L2] gives back any text whole, in whatever sizes", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: "grapheme", maxLength: 60 }),
        fc.nat(3_000),
        async (text, times) => {
          const { channel, lane } = openLane({ budgetBytes: Number.MAX_SAFE_INTEGER });
          const message = `\ufeff${text.repeat(times)}`;
          await lane.send(message);
          const assembler = createAssembler(1024 * 1024);
          let received: unknown;
          for (const sent of channel.sent) {
            expect((sent as Uint8Array).byteLength).toBeLessThanOrEqual(LANE_CHUNK_BYTES);
            received = assembler.take((sent as Uint8Array<ArrayBuffer>).slice().buffer);
          }
          expect(received).toEqual({ text: message });
        },
      ),
      { seed: 7, numRuns: 60 },
    );
  });

  it("[L3] waits above the budget, and goes on when the buffer has drained", async () => {
    const { channel, lane } = openLane({ budgetBytes: 20_000 });
    const sent = vi.fn();
    void lane.send("a".repeat(100_000)).then(sent);
    await settle();
    expect(channel.sent).toHaveLength(2);
    for (let round = 0; round < 4; round += 1) {
      channel.drain();
      await settle();
    }
    expect(channel.sent).toHaveLength(7);
    expect(sent).toHaveBeenCalledOnce();
  });

  it("[L3] refuses what waited when the link ends", async () => {
    const { channel, ended, lane } = openLane({ budgetBytes: 1 });
    const first = lane.send("a".repeat(40_000));
    await settle();
    ended.abort();
    await expect(first).rejects.toMatchObject({ failure: "closed" });
    expect(channel.sent).toHaveLength(1);
  });

  it("keeps the order of messages that were sent without waiting", async () => {
    const { channel, lane } = openLane();
    const received: string[] = [];
    await Promise.all([lane.send("one"), lane.send("two".repeat(10_000)), lane.send("three")]);
    const assembler = createAssembler(1024 * 1024);
    for (const sent of channel.sent) {
      const taken = assembler.take((sent as Uint8Array<ArrayBuffer>).slice().buffer);
      if (typeof taken === "object") received.push(taken.text.slice(0, 5));
    }
    expect(received).toEqual(["one", "twotw", "three"]);
  });

  it("keeps what came before there was a reader", () => {
    const { channel, lane } = openLane();
    channel.receive(chunk(1, "early"));
    const received: string[] = [];
    lane.read((message) => received.push(message));
    channel.receive(chunk(1, "late"));
    expect(received).toEqual(["early", "late"]);
  });

  it("[L4] fails the link when too much has come before there is a reader, and keeps no more of it", () => {
    for (const [text, count] of [
      ["", UNREAD_COUNT],
      ["x".repeat(UNREAD_BYTES / 8), 8],
    ] as const) {
      const { channel, failures, lane } = openLane();
      for (let each = 0; each < count; each += 1) channel.receive(chunk(1, text));
      expect(failures).toEqual([]);
      channel.receive(chunk(1, "one too many".padEnd(text.length)));
      expect(failures.map(({ failure }) => failure)).toEqual(["too-large"]);
      const received: string[] = [];
      lane.read((message) => received.push(message));
      expect(received).toEqual(Array.from({ length: count }, () => text));
    }
  });

  it("[L4] fails the link at a message over the limit, without keeping it", () => {
    const { channel, failures } = openLane({ maxMessageBytes: 100 });
    channel.receive(chunk(0, "a".repeat(60)));
    channel.receive(chunk(0, "a".repeat(60)));
    expect(failures.map(({ failure }) => failure)).toEqual(["too-large"]);
  });

  it("[L4] fails the link at text, at an empty chunk, at an unknown kind, at broken UTF-8", () => {
    for (const hostile of [
      "text",
      new ArrayBuffer(0),
      chunk(7, "a"),
      new Uint8Array([1, 0xc3]).buffer,
    ]) {
      const { channel, failures } = openLane();
      channel.receive(hostile);
      expect(failures.map(({ failure }) => failure)).toEqual(["bad-message"]);
    }
  });

  it("refuses to send what the other side would refuse", async () => {
    const { channel, lane } = openLane({ maxMessageBytes: 10 });
    await expect(lane.send("a".repeat(11))).rejects.toMatchObject({ failure: "too-large" });
    expect(channel.sent).toEqual([]);
  });
});

describe("newest lane", () => {
  it("[L5] drops all but the newest message while there is no room", () => {
    const channel = new FakeLaneChannel();
    const lane = createNewestLane(channel, {
      budgetBytes: 3,
      maxMessageBytes: 10,
      ended: new AbortController().signal,
    });
    for (const message of ["aaaa", "bbbb", "cccc"]) lane.send(message);
    expect(channel.sent).toEqual(["aaaa"]);
    channel.drain();
    expect(channel.sent).toEqual(["aaaa", "cccc"]);
  });
});
