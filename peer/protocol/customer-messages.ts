/** Messages between a customer's tab and the server. Rules: SPEC.md, S1 to S19. */
import * as v from "valibot";
import { Entries, Entry, EntryCursor } from "./entries.ts";
import { CustomerFactBody, FactSeq } from "./facts.ts";
import { GuardCatch } from "./guard-catches.ts";
import { ChatText, ShortText, Uuid, Version } from "./identifiers.ts";
import { CATCHES_COUNT } from "./limits.ts";
import {
  FactRecorded,
  Ping,
  Pong,
  PrivacyChanged,
  Refused,
  RelayRenew,
  RelayRenewed,
  SeatTake,
  SessionOpened,
  SessionView,
  SignalReceived,
  SignalSend,
} from "./session-messages.ts";

export const CustomerMessage = v.variant("type", [
  v.object({
    type: v.literal("hello"),
    protocol: Version,
    /** Drawn anew by every page load; names this load across reconnects of its socket. */
    load: Uuid,
    /** The session that this load holds, after a gap: how it stands is told, also if it has ended. */
    session: v.optional(Uuid),
    /** The last entry this browser has; it is sent what came after. */
    after: EntryCursor,
  }),
  v.object({ type: v.literal("message.send"), clientId: Uuid, text: ChatText }),
  v.object({ type: v.literal("entries.read"), upTo: EntryCursor }),
  v.object({ type: v.literal("typing.report") }),
  SeatTake,
  v.object({
    type: v.literal("fact.write"),
    session: Uuid,
    seq: FactSeq,
    body: CustomerFactBody,
  }),
  SignalSend,
  RelayRenew,
  /** What the guard has found on its way out and masked: something for the site's admin to mend. */
  v.object({
    type: v.literal("guard.caught"),
    session: Uuid,
    catches: v.pipe(v.array(GuardCatch), v.minLength(1), v.maxLength(CATCHES_COUNT)),
  }),
  Ping,
]);
export type CustomerMessage = v.InferOutput<typeof CustomerMessage>;

export const ServerToCustomer = v.variant("type", [
  v.object({
    type: v.literal("welcome"),
    siteName: ShortText,
    customerName: ShortText,
    conversation: v.nullable(Uuid),
    agentName: v.nullable(ShortText),
    agentPresent: v.boolean(),
    entries: Entries,
    readUpTo: EntryCursor,
    session: v.nullable(SessionView),
  }),
  v.object({ type: v.literal("entry.added"), entry: Entry }),
  v.object({
    type: v.literal("agent.changed"),
    agentName: v.nullable(ShortText),
    agentPresent: v.boolean(),
  }),
  v.object({ type: v.literal("typing.reported") }),
  SessionOpened,
  FactRecorded,
  SignalReceived,
  RelayRenewed,
  PrivacyChanged,
  Refused,
  Pong,
]);
export type ServerToCustomer = v.InferOutput<typeof ServerToCustomer>;
