/** What the insights page and the server say to each other, in the answers under `/v1/insights`. */
import * as v from "valibot";
import { EndReason } from "./facts.ts";
import { EpochMs, ShortText, Uuid, Version } from "./identifiers.ts";
import { SessionEvent } from "./session-events.ts";

/** Longest period of a figure; one year and a day. */
export const PERIOD_MS = 366 * 24 * 3_600_000;
export const FUNNEL_STEPS_COUNT = 6;
/** Views that one person may keep. */
export const SAVED_VIEWS_COUNT = 50;
/** Rows of one answer, and of one file. */
export const SESSION_ROWS_COUNT = 20;
export const SESSION_FILE_ROWS_COUNT = 10_000;

/** Each at most once. */
export const SessionEvents = v.pipe(
  v.array(SessionEvent),
  v.minLength(1),
  v.check((events) => new Set(events).size === events.length),
);
export const Steps = v.pipe(SessionEvents, v.maxLength(FUNNEL_STEPS_COUNT));

/** A calendar day in the zone that was asked for, `2026-11-27`. */
const Day = v.pipe(v.string(), v.isoDate());
const DayCount = v.object({ day: Day, count: Version });
export type DayCount = v.InferOutput<typeof DayCount>;

/** How often each event happened in the period, and all of them together on each day. */
export const Counts = v.object({
  counts: v.array(v.object({ event: SessionEvent, count: Version })),
  days: v.array(DayCount),
});
export type Counts = v.InferOutput<typeof Counts>;

/**
 * Sessions in which the first step happened in the period, and in how many of those each further
 * step happened after the one before it.
 */
export const Funnel = v.object({
  steps: v.array(v.object({ event: SessionEvent, count: Version })),
});
export type Funnel = v.InferOutput<typeof Funnel>;

const Milliseconds = v.nullable(v.pipe(v.number(), v.finite()));
export const Overview = v.object({
  requests: Version,
  granted: Version,
  /** Of the period of the same length before. */
  before: v.object({ requests: Version, granted: Version }),
  firstPictureMs: v.object({ median: Milliseconds, p95: Milliseconds }),
  lengthMs: v.object({ median: Milliseconds, longest: Milliseconds }),
  days: v.array(v.object({ day: Day, granted: Version, notGranted: Version })),
});
export type Overview = v.InferOutput<typeof Overview>;

export const SessionRow = v.object({
  id: Uuid,
  conversation: Uuid,
  openedAt: EpochMs,
  customerName: ShortText,
  agentName: ShortText,
  grantedAt: v.nullable(EpochMs),
  endedAt: v.nullable(EpochMs),
  endReason: v.nullable(EndReason),
  /** How often each was granted. */
  controls: Version,
  screens: Version,
});
export type SessionRow = v.InferOutput<typeof SessionRow>;

/** The latest first. `next` goes on where the rows stop. */
export const SessionRows = v.object({
  rows: v.array(SessionRow),
  total: Version,
  next: v.nullable(ShortText),
});
export type SessionRows = v.InferOutput<typeof SessionRows>;

const Title = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80));
/** The last so many days, or from one moment to another. */
const Period = v.variant("kind", [
  v.object({ kind: v.literal("last"), days: v.picklist([1, 7, 30, 90]) }),
  v.pipe(
    v.object({ kind: v.literal("between"), from: EpochMs, to: EpochMs }),
    v.check(({ from, to }) => from < to && to - from <= PERIOD_MS),
  ),
]);
export type Period = v.InferOutput<typeof Period>;

/** A card counts its events; a funnel follows sessions through them, in their order. */
export const ViewDefinition = v.object({
  title: Title,
  kind: v.picklist(["card", "funnel"]),
  events: Steps,
  period: Period,
  /** Of one agent; null of all. */
  agent: v.nullable(Uuid),
});
export type ViewDefinition = v.InferOutput<typeof ViewDefinition>;

export const ViewChange = v.object({ ...ViewDefinition.entries, isShared: v.boolean() });
export type ViewChange = v.InferOutput<typeof ViewChange>;

export const SavedView = v.object({
  ...ViewChange.entries,
  id: Uuid,
  ownerName: ShortText,
  /** Whether whoever asks may change it. */
  isOwn: v.boolean(),
});
export type SavedView = v.InferOutput<typeof SavedView>;
export const SavedViews = v.object({ views: v.array(SavedView) });
