/** Of what the page lane brings, the events that the replica shows, with sizes that it can have. */
import type { PageMessage, RecorderEvent } from "../protocol/lane-messages.ts";
import { PAGE_SIDE_PX } from "../protocol/limits.ts";
import {
  FULL_SNAPSHOT,
  INCREMENTAL,
  META,
  TOLD_SOURCES,
  VIEWPORT,
} from "../protocol/recorder-events.ts";

type PageSnapshot = Extract<PageMessage, { type: "page.snapshot" }>;

/** @throws if the page is not among them */
export function snapshotEvents({ events, widthPx, heightPx }: PageSnapshot): RecorderEvent[] {
  const page = events.find(({ type }) => type === FULL_SNAPSHOT);
  if (!page) throw new Error("a snapshot without a page");
  const size = { width: widthPx, height: heightPx };
  return [{ type: META, timestamp: page.timestamp, data: size }, page];
}

export function shownChanges(events: readonly RecorderEvent[]): RecorderEvent[] {
  return events
    .filter(({ type, data }) => type === INCREMENTAL && TOLD_SOURCES.has(data["source"]))
    .map((event) => (event.data["source"] === VIEWPORT ? withinLimits(event) : event));
}

/** The viewport after these changes; none if they leave it as it is. */
export function sizeAfter(
  changes: readonly RecorderEvent[],
): { widthPx: number; heightPx: number } | undefined {
  const resized = changes.findLast(({ data }) => data["source"] === VIEWPORT);
  if (!resized) return undefined;
  return { widthPx: Number(resized.data["width"]), heightPx: Number(resized.data["height"]) };
}

function withinLimits(event: RecorderEvent): RecorderEvent {
  const { width, height } = event.data;
  return { ...event, data: { source: VIEWPORT, width: sidePx(width), height: sidePx(height) } };
}

function sidePx(side: unknown): number {
  const px = typeof side === "number" && side >= 1 ? side : 1;
  return Math.min(px, PAGE_SIDE_PX);
}
