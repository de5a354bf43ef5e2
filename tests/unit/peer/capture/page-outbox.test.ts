import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createPageOutbox } from "../../../../peer/capture/page-outbox.ts";
import type { PageMessage } from "../../../../peer/protocol/lane-messages.ts";
import {
  PAGE_BACKLOG_BYTES,
  PAGE_BACKLOG_MS,
  PAGE_MESSAGE_BYTES,
} from "../../../../peer/protocol/limits.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A lane that takes a message when it is told to. */
function createSlowLane() {
  const sent: PageMessage[] = [];
  const afresh: PageMessage[] = [];
  const taken: Array<() => void> = [];
  const send = (text: string) => {
    sent.push(JSON.parse(text));
    return new Promise<void>((resolve) => taken.push(resolve));
  };
  return {
    sent,
    /** Those that began a new stream. */
    afresh,
    types: () => sent.map(({ type }) => type),
    send,
    sendAfresh(text: string) {
      afresh.push(JSON.parse(text));
      return send(text);
    },
    /** Takes the message that is on its way, and lets the next one come. */
    async take(count = 1) {
      for (let taking = 0; taking < count; taking += 1) {
        taken.shift()?.();
        await vi.advanceTimersByTimeAsync(0);
      }
    },
  };
}

function openOutbox() {
  const lane = createSlowLane();
  const told: string[] = [];
  const outbox = createPageOutbox(lane, {
    onSnapshotDue: () => told.push("snapshot due"),
    onTooLarge: () => told.push("too large"),
  });
  return { lane, told, outbox };
}

const events = (text: string) => [{ type: 3, timestamp: 1, data: { text } }];

const change = (text = "", seq = 1): PageMessage => ({
  type: "page.changed",
  epoch: 1,
  seq,
  events: events(text),
});

const snapshot = (text = "", epoch = 1): PageMessage => ({
  type: "page.snapshot",
  epoch,
  widthPx: 1,
  heightPx: 1,
  colorScheme: "light",
  events: events(text),
});

const described: PageMessage = { type: "page.described", host: "h", path: "/", title: "" };

it("sends in order, one after the other, and the first at once", async () => {
  const { lane, outbox } = openOutbox();
  outbox.send(snapshot());
  outbox.send(change());
  expect(lane.types()).toEqual(["page.snapshot"]);
  await lane.take();
  expect(lane.types()).toEqual(["page.snapshot", "page.changed"]);
});

it("[L13] begins a new stream with every snapshot, and with nothing else", async () => {
  const { lane, outbox } = openOutbox();
  const first = snapshot("first", 1);
  const second = snapshot("second", 2);
  for (const message of [described, first, change(), described]) outbox.send(message);
  await lane.take(4);
  outbox.send(second);
  await lane.take();
  expect(lane.sent).toEqual([described, first, change(), described, second]);
  expect(lane.afresh).toEqual([first, second]);
});

it("[L10] gives changes up that are too many, and asks for a snapshot when the lane is free", async () => {
  const { lane, told, outbox } = openOutbox();
  const text = "x".repeat(PAGE_BACKLOG_BYTES / 4);
  for (let seq = 1; seq <= 6; seq += 1) outbox.send(change(text, seq));
  outbox.send(described);
  expect(told).toEqual([]);
  await lane.take(2);
  expect(told).toEqual(["snapshot due"]);
  outbox.send(change());
  expect(lane.types()).toEqual(["page.changed", "page.described"]);
  outbox.send(snapshot());
  outbox.send(change());
  await lane.take(2);
  expect(lane.types().slice(2)).toEqual(["page.snapshot", "page.changed"]);
  expect(told).toEqual(["snapshot due"]);
});

it("[L10] gives changes up that wait for too long", async () => {
  const { lane, told, outbox } = openOutbox();
  outbox.send(change("on its way"));
  outbox.send(change("waits"));
  await vi.advanceTimersByTimeAsync(PAGE_BACKLOG_MS + 1);
  outbox.send(change("one more"));
  await lane.take(3);
  expect(lane.sent).toHaveLength(1);
  expect(told).toEqual(["snapshot due"]);
});

it("keeps changes that wait for a snapshot to get through, however slow the lane is", async () => {
  const { lane, told, outbox } = openOutbox();
  outbox.send(snapshot());
  outbox.send(change("first", 1));
  await vi.advanceTimersByTimeAsync(10 * PAGE_BACKLOG_MS);
  outbox.send(change("second", 2));
  await lane.take();
  outbox.send(change("third", 3));
  await lane.take(3);
  expect(lane.sent).toHaveLength(4);
  expect(told).toEqual([]);
});

it("drops what waits when a snapshot has it", async () => {
  const { lane, outbox } = openOutbox();
  outbox.send(snapshot("on its way", 1));
  outbox.send(change());
  outbox.send(snapshot("waits", 2));
  outbox.send(snapshot("newest", 3));
  await lane.take(4);
  expect(lane.sent.map((message) => "epoch" in message && message.epoch)).toEqual([1, 3]);
});

it("[L10] asks for a snapshot in the place of a change that is too large", () => {
  const { lane, told, outbox } = openOutbox();
  outbox.send(change("\u20ac".repeat(PAGE_MESSAGE_BYTES / 3)));
  expect(lane.sent).toEqual([]);
  expect(told).toEqual(["snapshot due"]);
});

it("[L11] says that a snapshot is too large, and sends neither it nor what changes after it", async () => {
  const { lane, told, outbox } = openOutbox();
  outbox.send(snapshot("x".repeat(PAGE_MESSAGE_BYTES)));
  outbox.send(change());
  outbox.send(described);
  await lane.take();
  expect(lane.types()).toEqual(["page.described"]);
  expect(told).toEqual(["too large"]);
});

it("is quiet when the lane is gone", async () => {
  const { told, outbox } = openOutbox();
  const isGone = () => Promise.reject(new Error("closed"));
  const gone = createPageOutbox(
    { send: isGone, sendAfresh: isGone },
    { onSnapshotDue: () => told.push("snapshot due"), onTooLarge() {} },
  );
  gone.send(change());
  await vi.advanceTimersByTimeAsync(0);
  gone.send(change("x".repeat(PAGE_MESSAGE_BYTES)));
  outbox.close();
  outbox.send(change());
  expect(told).toEqual([]);
});

it("what waits is given up when the page turns private, and the next snapshot goes", async () => {
  const { lane, told, outbox } = openOutbox();
  outbox.send(change("on its way"));
  outbox.send(change("waiting", 2));
  outbox.giveUpWaiting();
  await lane.take(2);
  outbox.send(snapshot("", 2));
  await lane.take();
  expect(lane.types()).toEqual(["page.changed", "page.snapshot"]);
  expect(told).toEqual([]);
});
