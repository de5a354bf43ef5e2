/**
 * Every message between a browser and the signaling server. Requests are imperative, everything
 * else is a fact in the past tense. Offers, answers and candidates are opaque strings that the
 * server carries between the two seats of one session. Rules: SPEC.md, S1 to S12.
 */
import * as v from "valibot";
import { AgentFactBody, CustomerFactBody, EndReason, Fact, FactSeq } from "./facts.ts";
import { ChatText, EpochMs, Ordinal, ShortText, Uuid, Version } from "./identifiers.ts";
import { CHAT_ENTRIES_COUNT, SESSION_FACTS_COUNT, SIGNAL_LENGTH } from "./limits.ts";

/** Number of a message or event line; grows within a conversation. 0 means "none yet". */
const EntryCursor = Version;

/**
 * One attempt at a link: terms of both seats and the offerer's attempt, as
 * `customerTerm.agentTerm.attempt`. A signal of another link is dropped.
 */
const LinkId = v.pipe(v.string(), v.regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}$/));

const Ping = v.object({ type: v.literal("ping") });
const SignalSend = v.object({
  type: v.literal("signal.send"),
  session: Uuid,
  link: LinkId,
  signal: v.pipe(v.string(), v.maxLength(SIGNAL_LENGTH)),
});
/** Sit down on the sender's side of a session. The server hands out the term. */
const SeatTake = v.object({ type: v.literal("seat.take"), session: Uuid });

export const CustomerMessage = v.variant("type", [
  v.object({
    type: v.literal("hello"),
    protocol: Version,
    /** Drawn anew by every page load; names this load across reconnects of its socket. */
    load: Uuid,
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
  Ping,
]);
export type CustomerMessage = v.InferOutput<typeof CustomerMessage>;

export const AgentMessage = v.variant("type", [
  v.object({
    type: v.literal("hello"),
    protocol: Version,
    load: Uuid,
    tab: v.picklist(["desk", "viewer"]),
    /** The viewer follows one conversation. */
    conversation: v.optional(Uuid),
  }),
  v.object({ type: v.literal("duty.set"), away: v.boolean() }),
  v.object({ type: v.literal("conversation.open"), conversation: Uuid }),
  v.object({ type: v.literal("conversation.take"), conversation: Uuid }),
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
  }),
  SignalSend,
  Ping,
]);
export type AgentMessage = v.InferOutput<typeof AgentMessage>;

/** Event lines of a conversation. The words are the desk's; the chat has its own. */
export const EventName = v.picklist([
  "cobrowse-requested",
  "view-granted",
  "view-denied",
  "control-granted",
  "control-denied",
  "screen-granted",
  "screen-denied",
  "session-ended",
]);
export type EventName = v.InferOutput<typeof EventName>;

const entryStamp = { id: Ordinal, at: EpochMs };
export const Entry = v.variant("kind", [
  v.object({
    kind: v.literal("message"),
    ...entryStamp,
    author: v.picklist(["agent", "customer"]),
    authorName: ShortText,
    clientId: Uuid,
    text: v.string(),
  }),
  v.object({
    kind: v.literal("event"),
    ...entryStamp,
    event: EventName,
    session: Uuid,
    reason: v.optional(EndReason),
  }),
]);
export type Entry = v.InferOutput<typeof Entry>;

const Entries = v.pipe(v.array(Entry), v.maxLength(CHAT_ENTRIES_COUNT));

export const IceServer = v.object({
  urls: v.array(v.string()),
  username: v.optional(v.string()),
  credential: v.optional(v.string()),
});

/** One cobrowse as a seat sees it. `facts` are all facts so far. */
export const SessionView = v.object({
  id: Uuid,
  conversation: Uuid,
  agentName: ShortText,
  customerName: ShortText,
  siteName: ShortText,
  openedAt: EpochMs,
  /** Milliseconds that a request waits for an answer. */
  answerWithinMs: v.pipe(v.number(), v.minValue(1)),
  iceServers: v.array(IceServer),
  iceTransportPolicy: v.picklist(["all", "relay"]),
  facts: v.pipe(v.array(Fact), v.maxLength(SESSION_FACTS_COUNT)),
});
export type SessionView = v.InferOutput<typeof SessionView>;

/** Why a message or a connection was refused. The message itself is never repeated. */
export const Refusal = v.picklist([
  "not-json",
  "bad-message",
  "too-large",
  "too-many",
  "hello-first",
  "hello-twice",
  "protocol-mismatch",
  "not-your-role",
  "unknown-conversation",
  "unknown-session",
  "not-owner",
  "message-first",
  "already-running",
  "no-session",
  "customer-away",
  "asked-too-often",
  "seat-taken",
  "not-seated",
  "out-of-order",
  "session-ended",
  "superseded",
]);
export type Refusal = v.InferOutput<typeof Refusal>;

const Refused = v.object({
  type: v.literal("refused"),
  reason: Refusal,
  /** The `type` of the refused message, where it was readable. */
  request: v.optional(ShortText),
});
const Pong = v.object({ type: v.literal("pong") });
const SessionOpened = v.object({ type: v.literal("session.opened"), session: SessionView });
const FactRecorded = v.object({ type: v.literal("fact.recorded"), session: Uuid, fact: Fact });
const SignalReceived = v.object({
  type: v.literal("signal.received"),
  session: Uuid,
  link: LinkId,
  signal: v.string(),
});

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
  Refused,
  Pong,
]);
export type ServerToCustomer = v.InferOutput<typeof ServerToCustomer>;

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
  /** The present owner has written since becoming the owner: a cobrowse may be requested. */
  ownerHasWritten: v.boolean(),
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
  /** Another viewer of the same agent sat down on this session. */
  v.object({ type: v.literal("seat.lost"), session: Uuid }),
  Refused,
  Pong,
]);
export type ServerToAgent = v.InferOutput<typeof ServerToAgent>;
