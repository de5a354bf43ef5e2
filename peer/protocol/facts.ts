/**
 * Facts: what happened in a session. A session's state is derived from them alone.
 * The writer and the term of a fact are stamped by whoever received it, from the seat it came
 * from; they are never read from the message of a browser. Rules: SPEC.md, F1 to F9.
 */
import * as v from "valibot";
import { EpochMs, Ordinal, Role, Uuid, Version } from "./identifiers.ts";
import { FACT_SEQ_MAX } from "./limits.ts";

export const Grant = v.picklist(["view", "control", "screen"]);
export type Grant = v.InferOutput<typeof Grant>;

export const EndReason = v.picklist([
  "denied",
  "request-timed-out",
  "request-cancelled",
  "agent-ended",
  "customer-ended",
  "agent-logged-out",
  "conversation-closed",
  "conversation-inactive",
  "transferred",
  "requeued",
  "taken-away",
  "agent-gone",
  "customer-gone",
  "policy-changed",
  "error",
]);
export type EndReason = v.InferOutput<typeof EndReason>;

const GrantRequested = v.object({
  type: v.literal("grant.requested"),
  grant: Grant,
  request: Uuid,
});
/** The page itself is asked for at the desk, and the server writes it. */
const FurtherGrantRequested = v.object({
  ...GrantRequested.entries,
  grant: v.picklist(["control", "screen"]),
});
const GrantWithdrawn = v.object({ type: v.literal("grant.withdrawn"), request: Uuid });
const GrantReleased = v.object({ type: v.literal("grant.released"), request: Uuid });

/** What the agent's viewer may write. What the desk does is a command; the server writes its fact. */
export const AgentFactBody = v.variant("type", [
  FurtherGrantRequested,
  GrantWithdrawn,
  GrantReleased,
  v.object({
    type: v.literal("session.ended"),
    reason: v.picklist(["agent-ended", "error"]),
  }),
]);
export type AgentFactBody = v.InferOutput<typeof AgentFactBody>;

export const CustomerFactBody = v.variant("type", [
  v.object({ type: v.literal("grant.given"), request: Uuid, policyVersion: Version }),
  v.object({ type: v.literal("grant.denied"), request: Uuid }),
  GrantReleased,
  v.object({
    type: v.literal("session.ended"),
    reason: v.picklist(["customer-ended", "error"]),
  }),
]);
export type CustomerFactBody = v.InferOutput<typeof CustomerFactBody>;

export const ServerFactBody = v.variant("type", [
  v.object({ type: v.literal("policy.set"), version: Version, allows: v.array(Grant) }),
  /** A new load of a side sits down. What its predecessor wrote after `fencedAfterSeq` is void. */
  v.object({
    type: v.literal("seat.taken"),
    role: Role,
    /** The page load or viewer load that sits there: only it writes under this term. */
    load: Uuid,
    term: Ordinal,
    fencedAfterSeq: Version,
  }),
  GrantRequested,
  GrantWithdrawn,
  v.object({ type: v.literal("grant.expired"), request: Uuid }),
  v.object({ type: v.literal("session.ended"), reason: EndReason }),
]);
export type ServerFactBody = v.InferOutput<typeof ServerFactBody>;

/** Numbered from 1 within its writer's term, without a gap. */
export const FactSeq = v.pipe(Ordinal, v.maxValue(FACT_SEQ_MAX));

const stamp = { term: Ordinal, seq: FactSeq, at: EpochMs };

export const Fact = v.variant("writer", [
  v.object({ writer: v.literal("agent"), ...stamp, body: AgentFactBody }),
  v.object({ writer: v.literal("customer"), ...stamp, body: CustomerFactBody }),
  v.object({ writer: v.literal("server"), ...stamp, body: ServerFactBody }),
]);
export type Fact = v.InferOutput<typeof Fact>;
export type Writer = Fact["writer"];
