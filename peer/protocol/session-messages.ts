/**
 * What both seats of a session exchange with the server. Offers, answers and candidates are opaque
 * strings that the server carries between the two seats. Rules: SPEC.md, S1 to S19.
 */
import * as v from "valibot";
import { Fact } from "./facts.ts";
import { EpochMs, ShortText, Uuid } from "./identifiers.ts";
import {
  ASSET_ORIGINS_COUNT,
  ORIGIN_LENGTH,
  SESSION_FACTS_COUNT,
  SIGNAL_LENGTH,
} from "./limits.ts";
import { PrivacyRules } from "./privacy-rules.ts";
import { Refusal } from "./refusals.ts";

/**
 * One attempt at a link: terms of both seats and the offerer's attempt, as
 * `customerTerm.agentTerm.attempt`. A signal of another link is dropped.
 */
const LinkId = v.pipe(v.string(), v.regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}$/));

export const Ping = v.object({ type: v.literal("ping") });
export const SignalSend = v.object({
  type: v.literal("signal.send"),
  session: Uuid,
  link: LinkId,
  signal: v.pipe(v.string(), v.maxLength(SIGNAL_LENGTH)),
});
/** Sit down on the sender's side of a session. The server hands out the term. */
export const SeatTake = v.object({ type: v.literal("seat.take"), session: Uuid });

const IceServer = v.object({
  urls: v.array(v.string()),
  username: v.optional(v.string()),
  credential: v.optional(v.string()),
});
const IceServers = v.array(IceServer);

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
  /** Beside a minimised chat a note says that the agent asks. */
  hasBlurbs: v.optional(v.boolean(), true),
  iceServers: IceServers,
  iceTransportPolicy: v.picklist(["all", "relay"]),
  /** Of others than the page's own, whose assets the customer's side may read (A9). */
  assetOrigins: v.optional(
    v.pipe(
      v.array(v.pipe(v.string(), v.maxLength(ORIGIN_LENGTH))),
      v.maxLength(ASSET_ORIGINS_COUNT),
    ),
    [],
  ),
  /** For the customer's side alone. None: they cannot be read, and no page of the site is shown. */
  privacy: v.optional(v.nullable(PrivacyRules), null),
  facts: v.pipe(v.array(Fact), v.maxLength(SESSION_FACTS_COUNT)),
});
export type SessionView = v.InferOutput<typeof SessionView>;

/** Asks for new credentials for the relay: a link has to be made, and those at hand are old. */
export const RelayRenew = v.object({ type: v.literal("relay.renew"), session: Uuid });

export const Refused = v.object({
  type: v.literal("refused"),
  reason: Refusal,
  /** The `type` of the refused message, where it was readable. */
  request: v.optional(ShortText),
});
export const Pong = v.object({ type: v.literal("pong") });
export const SessionOpened = v.object({ type: v.literal("session.opened"), session: SessionView });
export const FactRecorded = v.object({
  type: v.literal("fact.recorded"),
  session: Uuid,
  fact: Fact,
});
export const RelayRenewed = v.object({
  type: v.literal("relay.renewed"),
  session: Uuid,
  iceServers: IceServers,
});
/** To the customer's side: the site has other rules from now on. */
export const PrivacyChanged = v.object({
  type: v.literal("privacy.changed"),
  session: Uuid,
  privacy: v.nullable(PrivacyRules),
});
export const SignalReceived = v.object({
  type: v.literal("signal.received"),
  session: Uuid,
  link: LinkId,
  signal: v.string(),
});
