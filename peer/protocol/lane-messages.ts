/**
 * Every message between the two browsers, lane by lane. Neither side trusts the other: each
 * message passes its schema at the receiver. Rules: SPEC.md, L1 to L18.
 */
import * as v from "valibot";
import { AgentFactBody, CustomerFactBody, FactSeq } from "./facts.ts";
import { EpochMs, Ordinal, Version } from "./identifiers.ts";
import { PAGE_EVENTS_COUNT, PAGE_LABEL_LENGTH, PAGE_SIDE_PX, SCROLLBAR_PX } from "./limits.ts";

const sharedSessionMessages = [
  v.object({ type: v.literal("hello"), protocol: Version }),
  v.object({ type: v.literal("heartbeat"), number: Version }),
  v.object({ type: v.literal("heartbeat.answered"), number: Version }),
] as const;

/** Session lane, customer to agent. */
export const CustomerSessionMessage = v.variant("type", [
  ...sharedSessionMessages,
  v.object({ type: v.literal("fact.written"), seq: FactSeq, body: CustomerFactBody }),
  /** The page is larger than a message can be. */
  v.object({ type: v.literal("page.unsendable") }),
  /**
   * The customer is on a page that the site keeps private. Void are all snapshots up to this epoch, 0
   * if there was none on this link: they may come later than this.
   */
  v.object({ type: v.literal("page.private"), afterEpoch: Version }),
]);
export type CustomerSessionMessage = v.InferOutput<typeof CustomerSessionMessage>;

/** Session lane, agent to customer. */
export const AgentSessionMessage = v.variant("type", [
  ...sharedSessionMessages,
  v.object({ type: v.literal("fact.written"), seq: FactSeq, body: AgentFactBody }),
  v.object({ type: v.literal("snapshot.request") }),
]);
export type AgentSessionMessage = v.InferOutput<typeof AgentSessionMessage>;

const SidePx = v.pipe(v.number(), v.minValue(1), v.maxValue(PAGE_SIDE_PX));
const Label = v.pipe(v.string(), v.maxLength(PAGE_LABEL_LENGTH));

/**
 * An rrweb event: the envelope is checked, the tree is not. The boundary against a hostile tree
 * is the replica's frame, which runs no script and reaches no network.
 */
export const RecorderEvent = v.looseObject({
  type: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(7)),
  timestamp: EpochMs,
  data: v.looseObject({}),
});
export type RecorderEvent = v.InferOutput<typeof RecorderEvent>;

/** Page lane, customer to agent. An epoch is one full snapshot and the changes after it. */
export const PageMessage = v.variant("type", [
  /** Where the customer is: never a query, never a fragment. */
  v.object({ type: v.literal("page.described"), host: Label, path: Label, title: Label }),
  v.object({
    type: v.literal("page.snapshot"),
    epoch: Ordinal,
    widthPx: SidePx,
    heightPx: SidePx,
    /** What the customer's browser prefers: their page is shown as they see it. */
    colorScheme: v.picklist(["light", "dark"]),
    reducedMotion: v.optional(v.picklist(["reduce", "no-preference"])),
    /** Width that the scrollbar takes from the page; none, or 0, if it lies over it. */
    scrollbarPx: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(SCROLLBAR_PX))),
    events: v.pipe(v.array(RecorderEvent), v.maxLength(PAGE_EVENTS_COUNT)),
  }),
  v.object({
    type: v.literal("page.changed"),
    epoch: Ordinal,
    seq: Ordinal,
    events: v.pipe(v.array(RecorderEvent), v.maxLength(PAGE_EVENTS_COUNT)),
  }),
]);
export type PageMessage = v.InferOutput<typeof PageMessage>;

const Px = v.pipe(v.number(), v.finite());

/** Pointer lane, customer to agent: the newest wins, any may be lost. CSS pixels of the viewport. */
export const CustomerPointerMessage = v.variant("type", [
  v.object({ type: v.literal("cursor.moved"), number: Version, x: Px, y: Px }),
  v.object({ type: v.literal("cursor.pressed"), number: Version, x: Px, y: Px }),
  v.object({ type: v.literal("cursor.left"), number: Version }),
]);
export type CustomerPointerMessage = v.InferOutput<typeof CustomerPointerMessage>;
