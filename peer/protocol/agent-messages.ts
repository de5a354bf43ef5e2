/** Messages between an agent's desk or viewer and the server. Rules: SPEC.md, S1 to S19. */
import * as v from "valibot";
import { Entries, Entry, EntryCursor } from "./entries.ts";
import { AgentFactBody, FactSeq } from "./facts.ts";
import { ChatText, EpochMs, ShortText, Uuid, Version } from "./identifiers.ts";
import { CHOSEN_AGENTS_COUNT } from "./limits.ts";
import { LinkTrouble } from "./link-trouble.ts";
import {
  FactRecorded,
  Ping,
  Pong,
  Refused,
  RelayRenew,
  RelayRenewed,
  SeatTake,
  SessionOpened,
  SessionView,
  SignalReceived,
  SignalSend,
} from "./session-messages.ts";

export const AgentMessage = v.variant("type", [
  v.object({
    type: v.literal("hello"),
    protocol: Version,
    load: Uuid,
    /** The session that this load holds, after a gap: how it stands is told, also if it has ended. */
    session: v.optional(Uuid),
    tab: v.picklist(["desk", "viewer"]),
    /** A desk that comes back as it left: no new conversation comes to it before it says so. */
    away: v.optional(v.boolean()),
    /** The viewer follows one conversation. */
    conversation: v.optional(Uuid),
  }),
  v.object({ type: v.literal("duty.set"), away: v.boolean() }),
  v.object({ type: v.literal("conversation.open"), conversation: Uuid }),
  v.object({ type: v.literal("conversation.take"), conversation: Uuid }),
  v.object({ type: v.literal("conversation.transfer"), conversation: Uuid, to: Uuid }),
  v.object({ type: v.literal("conversation.requeue"), conversation: Uuid }),
  v.object({ type: v.literal("conversation.close"), conversation: Uuid }),
  v.object({ type: v.literal("conversation.take-away"), conversation: Uuid }),
  v.object({
    type: v.literal("message.send"),
    conversation: Uuid,
    clientId: Uuid,
    text: ChatText,
  }),
  v.object({ type: v.literal("entries.read"), conversation: Uuid, upTo: EntryCursor }),
  v.object({ type: v.literal("typing.report"), conversation: Uuid }),
  v.object({ type: v.literal("cobrowse.request"), conversation: Uuid }),
  v.object({ type: v.literal("cobrowse.end"), conversation: Uuid }),
  SeatTake,
  v.object({ type: v.literal("fact.write"), session: Uuid, seq: FactSeq, body: AgentFactBody }),
  /** The viewer tells how its link is, for the desk and the record of the session. */
  v.object({
    type: v.literal("link.report"),
    session: Uuid,
    state: v.picklist(["connecting", "live", "reconnecting"]),
    /** Why there is no link, as soon as it is known and for as long as it lasts. */
    trouble: v.optional(LinkTrouble),
  }),
  SignalSend,
  RelayRenew,
  Ping,
]);
export type AgentMessage = v.InferOutput<typeof AgentMessage>;

export const AgentRole = v.picklist(["agent", "manager", "admin"]);
export type AgentRole = v.InferOutput<typeof AgentRole>;

/** A conversation as the list shows it. */
export const Conversation = v.object({
  id: Uuid,
  customerName: ShortText,
  siteName: ShortText,
  channel: v.picklist(["web-chat", "sms", "messenger", "email"]),
  status: v.picklist(["open", "inactive", "closed"]),
  owner: v.nullable(v.object({ id: Uuid, name: ShortText })),
  customerPresent: v.boolean(),
  createdAt: EpochMs,
  lastEntry: v.nullable(Entry),
  unreadCount: Version,
  /** How far the entries have come to a browser of the customer, and how far the customer has read. */
  deliveredUpTo: EntryCursor,
  seenUpTo: EntryCursor,
  /** The present owner has written since becoming the owner: a cobrowse may be requested. */
  ownerHasWritten: v.boolean(),
  /** Which agents the site lets ask for a cobrowse. */
  cobrowseFor: v.variant("who", [
    v.object({ who: v.picklist(["everybody", "nobody"]) }),
    v.object({
      who: v.literal("chosen"),
      agents: v.pipe(v.array(Uuid), v.maxLength(CHOSEN_AGENTS_COUNT)),
    }),
  ]),
  session: v.nullable(
    v.object({
      id: Uuid,
      phase: v.picklist(["requested", "granted"]),
      link: v.picklist(["connecting", "live", "reconnecting"]),
      openedAt: EpochMs,
      liveSince: v.nullable(EpochMs),
      answerWithinMs: v.pipe(v.number(), v.minValue(1)),
    }),
  ),
});
export type Conversation = v.InferOutput<typeof Conversation>;

export const AgentProfile = v.object({ id: Uuid, name: ShortText, role: AgentRole });
export type AgentProfile = v.InferOutput<typeof AgentProfile>;

export const Colleague = v.object({
  ...AgentProfile.entries,
  presence: v.picklist(["available", "away", "offline"]),
});
export type Colleague = v.InferOutput<typeof Colleague>;

export const ServerToAgent = v.variant("type", [
  /** Answers the hello of a desk. */
  v.object({
    type: v.literal("welcome"),
    agent: AgentProfile,
    conversations: v.array(Conversation),
  }),
  /** Answers the hello of a viewer. */
  v.object({
    type: v.literal("viewer.welcome"),
    agent: AgentProfile,
    conversation: Conversation,
    session: v.nullable(SessionView),
  }),
  /** To every desk: who works here, and who is at a desk now. */
  v.object({ type: v.literal("agents.changed"), agents: v.array(Colleague) }),
  v.object({ type: v.literal("conversation.changed"), conversation: Conversation }),
  v.object({ type: v.literal("conversation.removed"), conversation: Uuid }),
  v.object({
    type: v.literal("conversation.opened"),
    conversation: Uuid,
    entries: Entries,
    readUpTo: EntryCursor,
  }),
  v.object({ type: v.literal("entry.added"), conversation: Uuid, entry: Entry }),
  v.object({ type: v.literal("typing.reported"), conversation: Uuid }),
  SessionOpened,
  FactRecorded,
  SignalReceived,
  RelayRenewed,
  /** Another viewer of the same agent sat down on this session. */
  v.object({ type: v.literal("seat.lost"), session: Uuid }),
  Refused,
  Pong,
]);
export type ServerToAgent = v.InferOutput<typeof ServerToAgent>;
