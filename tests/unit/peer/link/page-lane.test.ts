import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { LinkError } from "../../../../peer/link/link-error.ts";
import { createPageLane } from "../../../../peer/link/page-lane.ts";
import { LANE_CHUNK_BYTES, PAGE_WAITING_CHUNKS_COUNT } from "../../../../peer/protocol/limits.ts";
import { FakeLaneChannel } from "../../../support/fake-lane-channel.ts";
import {
  BEGINS,
  bombAfter,
  chunkOf,
  deflated,
  LAST,
  MORE,
  streamOf,
  withLength,
} from "../../../support/page-stream.ts";

const MEGABYTE = 1024 * 1024;

afterEach(() => void vi.restoreAllMocks());

function openLane({ budgetBytes = Number.MAX_SAFE_INTEGER, maxMessageBytes = MEGABYTE } = {}) {
  const channel = new FakeLaneChannel();
  const ended = new AbortController();
  const failures: string[] = [];
  const lane = createPageLane(channel, {
    budgetBytes,
    maxMessageBytes,
    ended: ended.signal,
    onFailure: ({ failure }: LinkError) => failures.push(failure),
  });
  const received: string[] = [];
  const refused: string[] = [];
  const read = () =>
    lane.read(
      (message) => received.push(message),
      (reason) => refused.push(reason),
    );
  return { channel, ended, failures, lane, received, refused, read };
}

function openReader(options: Parameters<typeof openLane>[0] = {}) {
  const opened = openLane(options);
  opened.read();
  return opened;
}

/** What was sent since the last time. */
const taken = (channel: FakeLaneChannel) =>
  channel.sent.splice(0).map((chunk) => chunk as Uint8Array<ArrayBuffer>);

/** Counts what is read of any stream from here on. */
function countPulled(): () => number {
  let pulledBytes = 0;
  const { read } = ReadableStreamDefaultReader.prototype;
  vi.spyOn(ReadableStreamDefaultReader.prototype, "read").mockImplementation(async function (
    this: ReadableStreamDefaultReader<Uint8Array>,
  ) {
    const result = await read.call(this);
    pulledBytes += (result.value as Uint8Array | undefined)?.length ?? 0;
    return result;
  });
  return () => pulledBytes;
}

/** Unpacking is another thread's work: it takes as long as it takes. */
const until = (assertion: () => void) => vi.waitFor(assertion, { timeout: 20_000, interval: 5 });

/** Lets promises that are ready go on. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

const letters = (length: number) => randomBytes(length).toString("base64").slice(0, length);

describe("page lane", () => {
  it("[L12] gives back any messages whole and in order, with streams that begin in between", async () => {
    const message = fc.record({
      text: fc.string({ unit: "grapheme", maxLength: 40 }),
      times: fc.oneof(fc.nat(3), fc.nat(6_000)),
      noiseLength: fc.oneof(fc.constant(0), fc.nat(90_000)),
      afresh: fc.boolean(),
      isWaitedFor: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 12 }), async (messages) => {
        const { channel, lane } = openLane();
        const other = openReader();
        const sent: string[] = [];
        const sending: Promise<void>[] = [];
        for (const { text, times, noiseLength, afresh, isWaitedFor } of messages) {
          sent.push(`\ufeff${text.repeat(times)}${letters(noiseLength)}`);
          const whole = sent.at(-1) ?? "";
          sending.push(afresh ? lane.sendAfresh(whole) : lane.send(whole));
          if (isWaitedFor) await Promise.all(sending);
        }
        await Promise.all(sending);
        for (const chunk of taken(channel)) {
          expect(chunk.byteLength).toBeLessThanOrEqual(LANE_CHUNK_BYTES);
          other.channel.receive(chunk);
        }
        await until(() => expect(other.received).toHaveLength(sent.length));
        expect(other.received).toEqual(sent);
        expect([other.refused, other.failures]).toEqual([[], []]);
      }),
      { seed: 7, numRuns: 40 },
    );
  });

  it("[L12] sends what was said before in a fraction, until a stream begins afresh", async () => {
    const { channel, lane } = openLane();
    const text = letters(2_000);
    const sizeOf = async (sending: Promise<void>) => {
      await sending;
      return taken(channel).reduce((size, { byteLength }) => size + byteLength, 0);
    };
    expect(await sizeOf(lane.send(text))).toBeGreaterThan(1_400);
    expect(await sizeOf(lane.send(text))).toBeLessThan(100);
    expect(await sizeOf(lane.sendAfresh(text))).toBeGreaterThan(1_400);
  });

  it("[L12] says where a stream begins and where a message ends", async () => {
    const { channel, lane } = openLane();
    const kinds = () => taken(channel).map((chunk) => chunk[0]);
    await lane.send(letters(50_000));
    expect(kinds()).toEqual([BEGINS, MORE, LAST]);
    await lane.send("small");
    expect(kinds()).toEqual([LAST]);
    await lane.sendAfresh("small");
    expect(kinds()).toEqual([BEGINS | LAST]);
  });

  it("sends a small message before it returns", () => {
    const { channel, lane } = openLane();
    void lane.send("a change");
    expect(channel.sent).toHaveLength(1);
  });

  it("keeps a character whole where a large message is cut", async () => {
    const { channel, lane } = openLane();
    const other = openReader();
    const texts = ["", "-"].map((shift) => `${shift}${"\u{1f600}".repeat(50_000)}`);
    for (const text of texts) await lane.send(text);
    for (const chunk of taken(channel)) other.channel.receive(chunk);
    await until(() => expect(other.received).toHaveLength(2));
    expect(other.received).toEqual(texts);
  });

  it("leaves the page time for its own work while it sends a large message", async () => {
    const { channel, lane } = openLane();
    const sent = lane.send(letters(1_000_000)).then(() => true);
    let largestStep = 0;
    for (let before = 0; !(await Promise.race([sent, settle()])); before = channel.sent.length) {
      largestStep = Math.max(largestStep, channel.sent.length - before);
    }
    expect(largestStep).toBeGreaterThan(0);
    expect(largestStep).toBeLessThan(channel.sent.length / 4);
  });

  it("[L3] waits above the budget, and refuses what waited when the link ends", async () => {
    const { channel, ended, lane } = openLane({ budgetBytes: 10_000 });
    const sending = lane.send(letters(60_000));
    const behind = lane.send("behind it");
    await settle();
    expect(channel.sent).toHaveLength(1);
    channel.drain();
    await settle();
    expect(channel.sent).toHaveLength(2);
    ended.abort();
    await expect(sending).rejects.toMatchObject({ failure: "closed" });
    await expect(behind).rejects.toMatchObject({ failure: "closed" });
    expect(channel.sent).toHaveLength(2);
  });

  it("[L13] refuses to send what the other side would refuse", async () => {
    const { channel, lane } = openLane({ maxMessageBytes: 10 });
    await expect(lane.send("\u20ac\u20ac\u20ac\u20ac")).rejects.toMatchObject({
      failure: "too-large",
    });
    expect(channel.sent).toEqual([]);
  });

  it("begins a new stream by itself after a message that failed", async () => {
    const { channel, lane } = openLane();
    await lane.send("whole");
    vi.spyOn(channel, "send").mockImplementationOnce(() => {
      throw new DOMException("full", "OperationError");
    });
    await expect(lane.send("lost")).rejects.toThrow("full");
    taken(channel);
    await lane.send("whole again");
    const other = openReader();
    for (const chunk of taken(channel)) other.channel.receive(chunk);
    await until(() => expect(other.received).toEqual(["whole again"]));
  });

  it("keeps what came before there was a reader", async () => {
    const { channel, read, received } = openLane();
    for (const chunk of streamOf(deflated(withLength("early")))) channel.receive(chunk);
    const other = openReader();
    for (const chunk of streamOf(deflated(withLength("later")))) other.channel.receive(chunk);
    await until(() => expect(other.received).toEqual(["later"]));
    read();
    await until(() => expect(received).toEqual(["early"]));
  });

  it("reads a message before the chunk that ends it has come, if it is whole", async () => {
    const { channel, received } = openReader();
    channel.receive(chunkOf(BEGINS | MORE, deflated(withLength("whole"))));
    await until(() => expect(received).toEqual(["whole"]));
  });

  it("reads nothing any more when the link has ended", async () => {
    const { channel, ended, received, read } = openLane();
    for (const chunk of streamOf(deflated(withLength("early")))) channel.receive(chunk);
    read();
    ended.abort();
    const other = openReader();
    for (const chunk of streamOf(deflated(withLength("later")))) other.channel.receive(chunk);
    await until(() => expect(other.received).toEqual(["later"]));
    expect(received).toEqual([]);
  });

  it("[L4] fails the link at text, at an empty chunk, at a large one, at an unknown kind", () => {
    for (const [hostile, failure] of [
      ["text", "bad-message"],
      [new ArrayBuffer(0), "bad-message"],
      [new ArrayBuffer(LANE_CHUNK_BYTES + 1), "too-large"],
      [chunkOf(4 | BEGINS, deflated(withLength("a"))), "bad-message"],
    ] as const) {
      const { channel, failures } = openReader();
      channel.receive(hostile);
      expect(failures).toEqual([failure]);
    }
  });
});

/** What a hostile customer sends, and the reason that it is refused for. */
const REFUSED: Array<[what: string, reason: string, chunks: () => Uint8Array<ArrayBuffer>[]]> = [
  [
    "a gigabyte that says so",
    "too-large",
    () => streamOf(bombAfter(withLength("", 1024 * MEGABYTE))),
  ],
  ["a gigabyte that says it is small", "bad-message", () => streamOf(bombAfter(withLength("", 9)))],
  [
    "a gigabyte of empty messages",
    "bad-message",
    () => streamOf(bombAfter(withLength("first one"))),
  ],
  [
    "a gigabyte that says it is as large as allowed",
    "bad-message",
    () => streamOf(bombAfter(withLength("", MEGABYTE))),
  ],
  [
    "one byte over the limit",
    "too-large",
    () => streamOf(deflated(withLength(Buffer.alloc(MEGABYTE + 1)))),
  ],
  [
    "two messages in the chunks of one",
    "bad-message",
    () => streamOf(deflated(Buffer.concat([withLength("one"), withLength("two")]))),
  ],
  ["what no deflate writes", "bad-message", () => [chunkOf(BEGINS | LAST, new Uint8Array([7]))]],
  [
    "text that is not UTF-8",
    "bad-message",
    () => streamOf(deflated(withLength(new Uint8Array([0x61, 0xc3])))),
  ],
  ["a stream that never began", "bad-message", () => [chunkOf(LAST, deflated(withLength("a")))]],
];

describe("what the page lane refuses", () => {
  it.each(REFUSED)("[L13] refuses %s, and reads the next stream", async (_, reason, chunks) => {
    const pulledBytes = countPulled();
    const { channel, failures, received, refused } = openReader();
    const hostile = chunks();
    for (const chunk of hostile) channel.receive(chunk);
    await until(() => expect(refused).toEqual([reason]));
    const before = received.length;
    expect(pulledBytes()).toBeLessThan(1.1 * MEGABYTE);

    // The rest of it is dropped, and it is said once.
    channel.receive(chunkOf(LAST, deflated(withLength("of the old stream"))));
    for (const chunk of streamOf(deflated(withLength("anew")))) channel.receive(chunk);
    await until(() => expect(received.slice(before)).toEqual(["anew"]));
    expect(refused).toEqual([reason]);
    expect(failures).toEqual([]);
    expect(pulledBytes()).toBeLessThan(1.1 * MEGABYTE);
  });

  it("[L13] drops a message that was cut off when a new stream begins, and says nothing", async () => {
    const { channel, received, refused } = openReader();
    const cut = deflated(withLength("never whole", 5_000));
    channel.receive(chunkOf(BEGINS | LAST, cut));
    for (const chunk of streamOf(deflated(withLength("anew")))) channel.receive(chunk);
    await until(() => expect(received).toEqual(["anew"]));
    expect(refused).toEqual([]);
  });

  it("[L13] refuses more than it can keep, when chunks come faster than they are read", async () => {
    const { channel, received, refused } = openReader();
    const [first = new ArrayBuffer(0)] = streamOf(deflated(withLength("first")));
    channel.receive(first);
    const next = chunkOf(LAST, deflated(withLength("next")));
    for (let count = 0; count <= PAGE_WAITING_CHUNKS_COUNT + 1; count += 1) channel.receive(next);
    expect(refused).toEqual(["too-large"]);
    for (const chunk of streamOf(deflated(withLength("anew")))) channel.receive(chunk);
    await until(() => expect(received.at(-1)).toBe("anew"));
    expect(refused).toEqual(["too-large"]);
  });
});
