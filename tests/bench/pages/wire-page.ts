/** In every page of the visit of the bench `wire`: records what happens there, and counts its bytes. */
import { pack } from "@rrweb/packer/pack";
import { record } from "rrweb";
import { startPageCapture } from "../../../peer/capture/page-capture.ts";
import { LANES } from "../../../peer/link/lanes.ts";
import { createPageLane } from "../../../peer/link/page-lane.ts";
import type { PageMessage, RecorderEvent } from "../../../peer/protocol/lane-messages.ts";
import { NO_RULES } from "../../../peer/protocol/privacy-rules.ts";
import { withOwnIds } from "../../../peer/protocol/relative-ids.ts";
import { CountingChannel } from "./counting-channel.ts";
import { pause } from "./page-clock.ts";
import { VISIT } from "./visit.ts";

export type WireWay = "ours" | "rrweb";

/** Bytes of the same events in three forms, and of what ours put on the channel. */
export interface Tally {
  eventCount: number;
  rawBytes: number;
  packedBytes: number;
  /** Packed events as the packer gives them: text, most of whose letters take two bytes on the wire. */
  packedTextBytes: number;
  laneBytes: number;
}

export interface WireCount {
  increments: Tally;
  snapshots: Tally;
}

const INCREMENTAL = 3;
const WHOLE_PAGE: readonly number[] = [2, 4];

/** What travels on the asset lane is the business of the bench `assets`; nobody asks for any here. */
const NO_ASSETS = { send: () => Promise.resolve(), read() {} };

let events: RecorderEvent[] = [];
let laneBytes: Record<PageMessage["type"], number>;
let stop = () => {};

function start(way: WireWay): void {
  events = [];
  laneBytes = { "page.described": 0, "page.snapshot": 0, "page.changed": 0 };
  if (way === "ours") startOurs();
  else startRrweb();
}

function startOurs(): void {
  const channel = new CountingChannel();
  const ended = new AbortController();
  const lane = createPageLane(channel, {
    ...LANES.page,
    ended: ended.signal,
    onFailure: reportError,
  });
  // The capture sends one message after the other, so what is counted meanwhile is of this one.
  const counted = (send: (text: string) => Promise<void>) => async (text: string) => {
    const message: PageMessage = JSON.parse(text);
    const before = channel.sentBytes;
    await send(text);
    laneBytes[message.type] += channel.sentBytes - before;
    if (message.type !== "page.described") events.push(...withOwnIds(message).events);
  };
  const sender = { send: counted(lane.send), sendAfresh: counted(lane.sendAfresh) };
  const capture = startPageCapture(
    { page: sender, asset: NO_ASSETS },
    {
      assetOrigins: [],
      rules: NO_RULES,
      onPrivate() {},
      onCaught() {},
      onTooLarge: () => reportError(new Error("a page too large for the lane")),
    },
  );
  stop = () => {
    capture.stop();
    ended.abort();
  };
}

function startRrweb(): void {
  const stopRecording = record({
    emit: (event) => {
      events.push(event as unknown as RecorderEvent);
    },
    // The pointer is not compared: ours sends it on a lane of its own, and the visit moves none.
    sampling: { mousemove: false, mouseInteraction: false, scroll: 16, media: 800 },
  });
  stop = () => stopRecording?.();
}

/** Does what the visit has for this page, and tells what it came to. */
async function act(): Promise<WireCount> {
  const visit = VISIT[location.pathname];
  if (!visit) throw new Error("the visit does not come here");
  await visit();
  // Scrolling is recorded at its end too.
  await pause(100);
  stop();
  return {
    increments: {
      ...tallyOf(events.filter(({ type }) => type === INCREMENTAL)),
      laneBytes: laneBytes["page.changed"] + laneBytes["page.described"],
    },
    snapshots: {
      ...tallyOf(events.filter(({ type }) => WHOLE_PAGE.includes(type))),
      laneBytes: laneBytes["page.snapshot"],
    },
  };
}

function tallyOf(recorded: readonly RecorderEvent[]): Omit<Tally, "laneBytes"> {
  const encoder = new TextEncoder();
  let [rawBytes, packedBytes, packedTextBytes] = [0, 0, 0];
  for (const event of recorded) {
    rawBytes += encoder.encode(JSON.stringify(event)).length;
    // https://github.com/rrweb-io/rrweb/blob/master/docs/recipes/optimize-storage.md: each event alone.
    const packed = pack(event as unknown as Parameters<typeof pack>[0]);
    packedBytes += packed.length;
    packedTextBytes += encoder.encode(packed).length;
  }
  return { eventCount: recorded.length, rawBytes, packedBytes, packedTextBytes };
}

const bench = { start, act };
export type WirePage = typeof bench;

Object.assign(globalThis, { bench });
