/**
 * The life of one session, the same machine for the customer's tab, the agent's viewer and the
 * server. What happened comes in as facts; the machine brings to life what the derived state asks
 * for: the link, the page, the deadline of each open request. Each is an actor whose clean-up is
 * the teardown, so that leaving a state leaves nothing behind.
 *
 *   requested ──granted──> joined ──────────────────────────────────────────────────────> ended
 *       │                    link:    awaitingSeats -> connecting -> linked (loading, live)  ^
 *       │                                               ^             │                      │
 *       │                                               └─ reconnecting ── too long ──> givingUp
 *       │                    control: off <-> requested -> on                                │
 *       │                    screen:  off <-> requested (asking, choosing) -> on             │
 *       └── denied, timed out, taken back ───────────────────────────────────────────────────┘
 *
 * A policy that takes the page away leads from `joined` to `withheld`, where nothing is linked.
 * The server holds no link: it stays in `joined.link.awaitingSeats`.
 */
import { assign, type CallbackActorLogic, setup } from "xstate";
import type { Fact, Grant } from "../protocol/facts.ts";
import { RECONNECT_MS } from "../protocol/limits.ts";
import { deriveSession, factKey, mayWrite, type SessionState } from "./session-state.ts";

export type SessionRole = "agent" | "customer" | "server";

export interface SessionInput {
  role: SessionRole;
  /** This page load or viewer load. The server has none, and so no link. */
  load?: string;
  facts: readonly Fact[];
}

interface SessionContext {
  role: SessionRole;
  load: string | undefined;
  facts: readonly Fact[];
  session: SessionState;
  hasBeenLive: boolean;
}

export type SessionEvent =
  | { type: "fact.recorded"; fact: Fact }
  | { type: "link.opened" }
  | { type: "link.lost" }
  | { type: "page.shown" }
  /** The customer has said yes, and the browser asks which screen. */
  | { type: "picker.opened" };

type FurtherGrant = Exclude<Grant, "view">;

/** The two seats that a link joins. A new term on either side means a new link. */
export interface LinkSeats {
  customerTerm: number;
  agentTerm: number;
}

export interface OpenRequest {
  grant: Grant;
  request: string;
  /** Epoch milliseconds, on the clock of whoever recorded the request. */
  requestedAt: number;
}

/** The only side effects of a session. Stopping an actor must release what it opened. */
export interface SessionActors {
  /** Sends `link.opened` and `link.lost`, as often as they happen, for as long as it runs. */
  peerLink: CallbackActorLogic<SessionEvent, LinkSeats>;
  /** Customer: captures the page. Agent: feeds the replica, and sends `page.shown`. */
  page: CallbackActorLogic<SessionEvent, LinkSeats>;
  /** Server: writes the fact that a request ran out of time. */
  requestDeadline: CallbackActorLogic<SessionEvent, OpenRequest>;
  /** Browsers: writes the fact that the link did not come back in time. */
  giveUp: CallbackActorLogic<SessionEvent, undefined>;
}

type GrantState = SessionState["grants"][Grant];

const stands = <At extends GrantState>(grant: FurtherGrant, at: At) =>
  ({ guard: { type: "stands", params: { grant, at } }, target: at }) as const;

/** Where a grant beyond the page stands; `whileRequested` is what happens between question and answer. */
const furtherGrant = <Inner extends object>(grant: FurtherGrant, whileRequested: Inner) =>
  ({
    initial: "off",
    states: {
      off: { always: [stands(grant, "requested"), stands(grant, "on")] },
      requested: {
        invoke: {
          src: "requestDeadline",
          input: ({ context }: { context: SessionContext }) => openRequest(context, grant),
        },
        always: [stands(grant, "on"), stands(grant, "off")],
        on: {
          // Another request has a deadline of its own.
          "fact.recorded": {
            guard: { type: "asksAnew", params: { grant } },
            target: "requested",
            reenter: true,
            actions: "recordFact",
          },
        },
        ...whileRequested,
      },
      on: { always: [stands(grant, "requested"), stands(grant, "off")] },
    },
  }) as const;

export const createSessionMachine = (actors: SessionActors) =>
  setup({
    types: {
      input: {} as SessionInput,
      context: {} as SessionContext,
      events: {} as SessionEvent,
    },
    actors: { ...actors },
    guards: {
      isEnded: ({ context }) => context.session.phase === "ended",
      isGranted: ({ context }) => context.session.phase === "granted",
      isNotGranted: ({ context }) => context.session.phase === "requested",
      sitsOppositeTheOther: ({ context: { role, load, session } }) =>
        role !== "server" &&
        load !== undefined &&
        session.seats[role].load === load &&
        session.seats.agent.term > 0 &&
        session.seats.customer.term > 0,
      changesASeat: ({ context, event }) =>
        event.type === "fact.recorded" &&
        event.fact.body.type === "seat.taken" &&
        event.fact.body.term > context.session.seats[event.fact.body.role].term,
      hasBeenLive: ({ context }) => context.hasBeenLive,
      stands: ({ context }, { grant, at }: { grant: FurtherGrant; at: GrantState }) =>
        context.session.grants[grant] === at,
      asksAnew: ({ context, event }, { grant }: { grant: FurtherGrant }) =>
        event.type === "fact.recorded" &&
        withFact(context, event.fact).session?.requests[grant]?.id !==
          context.session.requests[grant]?.id,
    },
    actions: {
      recordFact: assign(({ context, event }) =>
        event.type === "fact.recorded" ? withFact(context, event.fact) : {},
      ),
      rememberLive: assign({ hasBeenLive: true }),
    },
    delays: { reconnectLimit: RECONNECT_MS, connectLimit: RECONNECT_MS },
  }).createMachine({
    id: "session",
    context: ({ input }) => ({
      role: input.role,
      load: input.load,
      facts: input.facts,
      session: deriveSession(input.facts),
      hasBeenLive: false,
    }),
    initial: "requested",
    on: { "fact.recorded": { actions: "recordFact" } },
    always: { guard: "isEnded", target: ".ended" },
    states: {
      requested: {
        invoke: { src: "requestDeadline", input: ({ context }) => openRequest(context, "view") },
        always: { guard: "isGranted", target: "joined" },
      },
      joined: {
        always: { guard: "isNotGranted", target: "withheld" },
        type: "parallel",
        states: {
          link: {
            initial: "awaitingSeats",
            states: {
              awaitingSeats: { always: { guard: "sitsOppositeTheOther", target: "linking" } },
              // The link lives exactly as long as this state; who sits down anew gets a new link.
              linking: {
                invoke: { src: "peerLink", input: ({ context }) => seatsOf(context) },
                on: {
                  "fact.recorded": [
                    { guard: "changesASeat", target: "awaitingSeats", actions: "recordFact" },
                    { actions: "recordFact" },
                  ],
                },
                initial: "choosing",
                states: {
                  choosing: {
                    always: [
                      { guard: "hasBeenLive", target: "reconnecting" },
                      { target: "connecting" },
                    ],
                  },
                  connecting: {
                    on: { "link.opened": "linked" },
                    after: { connectLimit: "givingUp" },
                  },
                  linked: {
                    entry: "rememberLive",
                    invoke: { src: "page", input: ({ context }) => seatsOf(context) },
                    on: { "link.lost": "reconnecting" },
                    initial: "loading",
                    states: { loading: { on: { "page.shown": "live" } }, live: {} },
                  },
                  reconnecting: {
                    on: { "link.opened": "linked" },
                    after: { reconnectLimit: "givingUp" },
                  },
                  givingUp: { invoke: { src: "giveUp", input: undefined } },
                },
              },
            },
          },
          control: furtherGrant("control", {}),
          screen: furtherGrant("screen", {
            initial: "asking",
            states: { asking: { on: { "picker.opened": "choosing" } }, choosing: {} },
          }),
        },
      },
      // Allowed once and not any more: nothing is linked, also before the end is told.
      withheld: { always: { guard: "isGranted", target: "joined" } },
      ended: { type: "final" },
    },
  });

export type SessionMachine = ReturnType<typeof createSessionMachine>;

/** Recording the same fact again, or another under its number, changes nothing. */
function withFact(context: SessionContext, fact: Fact): Partial<SessionContext> {
  // What is no fact must not stand in the way of the one that has its number (F1, F2).
  if (!mayWrite(fact.writer, fact.body.type)) return {};
  const key = factKey(fact);
  if (context.facts.some((known) => factKey(known) === key)) return {};
  const facts = [...context.facts, fact];
  return { facts, session: deriveSession(facts) };
}

function openRequest({ session }: SessionContext, grant: Grant): OpenRequest {
  const request = session.requests[grant];
  return { grant, request: request?.id ?? "", requestedAt: request?.requestedAt ?? 0 };
}

function seatsOf(context: SessionContext): LinkSeats {
  const { agent, customer } = context.session.seats;
  return { agentTerm: agent.term, customerTerm: customer.term };
}
