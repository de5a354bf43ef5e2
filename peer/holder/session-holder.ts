/**
 * A browser's holder of one session: the session machine, fed with facts from the server and from
 * the other side, and the link that the machine asks for. The customer's tab and the agent's
 * viewer hold their session with this; what they do with an open link is theirs.
 *
 * Facts travel twice and count once. Ours go to the server, which stamps and keeps them, and over
 * the session lane, so that ending works at once and without the server. What comes from the other
 * side over the lane is stamped here, by the seat that the link joins.
 */
import { createActor, fromCallback } from "xstate";
import type { OpenLanes, WebRtc } from "../link/peer-link.ts";
import { openSessionLink, type SessionLink } from "../link/session-link.ts";
import type { AgentFactBody, CustomerFactBody, Fact } from "../protocol/facts.ts";
import type { AgentSessionMessage, CustomerSessionMessage } from "../protocol/lane-messages.ts";
import { SEATS_PER_SECOND } from "../protocol/limits.ts";
import type { LinkTrouble } from "../protocol/link-trouble.ts";
import type { Refusal } from "../protocol/refusals.ts";
import type { SessionView } from "../protocol/session-messages.ts";
import {
  createSessionMachine,
  type LinkSeats,
  type SessionEvent,
} from "../session/session-machine.ts";
import type { SessionState } from "../session/session-state.ts";
import { createRelayCredentials } from "./relay-credentials.ts";

interface Sides {
  agent: { body: AgentFactBody; sends: AgentSessionMessage; hears: CustomerSessionMessage };
  customer: { body: CustomerFactBody; sends: CustomerSessionMessage; hears: AgentSessionMessage };
}

type HolderRole = keyof Sides;

/** What a holder says to the server. */
export type SeatMessage<Role extends HolderRole> =
  | { type: "seat.take"; session: string }
  | { type: "fact.write"; session: string; seq: number; body: Sides[Role]["body"] }
  | { type: "signal.send"; session: string; link: string; signal: string }
  | { type: "relay.renew"; session: string };

export interface HolderState {
  session: SessionState;
  /** Where this side's own link is; no fact, and not the other side's business. */
  link: "none" | "connecting" | "loading" | "live" | "reconnecting";
  /** Why there is no link, once that is known; the end of the session leaves it as it was. */
  trouble: LinkTrouble | undefined;
}

export interface SessionHolderOptions<Role extends HolderRole> {
  role: Role;
  view: SessionView;
  /** This page load or viewer load. */
  load: string;
  webRtc: WebRtc;
  /** @returns false while the server is away; what matters is sent again after `connected()` */
  send(message: SeatMessage<Role>): boolean;
  /** Starts what an open link is for; returns what stops it. `shown` tells that it is on screen. */
  runPage(lanes: OpenLanes, shown: () => void): () => void;
  /** What the other side says on the session lane, apart from facts. */
  onMessage?(message: Exclude<Sides[Role]["hears"], { type: "fact.written" }>): void;
  onRoundTrip?(rttMs: number): void;
  onChange(state: HolderState): void;
  /** Another load of this side has sat down: this one holds the session no longer. */
  onSuperseded(): void;
}

export interface SessionHolder<Role extends HolderRole> {
  takeSeat(): void;
  write(body: Sides[Role]["body"]): void;
  /** Facts and signals that the server sends for this session. */
  record(fact: Fact): void;
  acceptSignal(link: string, signal: string): void;
  /** The server did not take something of ours: what it has not confirmed is told again after a while. */
  refused(reason: Refusal): void;
  /** New credentials for the relay, asked for or not. */
  relayRenewed(iceServers: SessionView["iceServers"]): void;
  /** The server is back: sits down again and repeats what it has not confirmed. */
  connected(): void;
  tell(message: Exclude<Sides[Role]["sends"], { type: "fact.written" }>): boolean;
  path(): Promise<"direct" | "relay" | undefined>;
  state(): HolderState;
  /** Closes link and page, and writes nothing. */
  stop(): void;
}

const MAY_BE_TAKEN_LATER: readonly Refusal[] = ["too-many", "failed"];
/** What was refused because of the rate may be sent again after so long (S12). */
const AGAIN_MS = 1_000 / SEATS_PER_SECOND;
/** Lets a last fact out on the lane before the link closes. */
const LINGER_MS = 400;

export function createSessionHolder<Role extends HolderRole>(
  options: SessionHolderOptions<Role>,
): SessionHolder<Role> {
  const { role, view, load, send } = options;
  const otherRole = role === "agent" ? "customer" : "agent";
  let link: SessionLink<HolderRole> | undefined;
  let lanes: OpenLanes | undefined;
  let ownTerm: number | undefined;
  let wantsSeat = false;
  let isStopped = false;
  let againTimer: ReturnType<typeof setTimeout> | undefined;
  let lastSeq = 0;
  let unconfirmed: Array<{ seq: number; body: Sides[Role]["body"] }> = [];
  let trouble: LinkTrouble | undefined;
  const credentials = createRelayCredentials(view.iceServers, () =>
    send({ type: "relay.renew", session: view.id }),
  );

  const machine = createSessionMachine({
    peerLink: fromCallback<SessionEvent, LinkSeats>(({ input: seats, sendBack }) => {
      const opened = openSessionLink<HolderRole>({
        role,
        seats,
        iceServers: credentials.current,
        iceTransportPolicy: view.iceTransportPolicy,
        webRtc: options.webRtc,
        sendSignal: (attempt, signal) =>
          send({ type: "signal.send", session: view.id, link: attempt, signal }),
        onOpened(openLanes) {
          lanes = openLanes;
          trouble = undefined;
          sendBack({ type: "link.opened" });
        },
        onLost() {
          lanes = undefined;
          sendBack({ type: "link.lost" });
        },
        onMessage(message) {
          if (message.type !== "fact.written") return options.onMessage?.(message as never);
          const term = otherRole === "agent" ? seats.agentTerm : seats.customerTerm;
          const { seq, body } = message;
          record({ writer: otherRole, term, seq, at: Date.now(), body } as Fact);
        },
        onTrouble(found) {
          trouble = found;
          if (!isStopped) options.onChange(state());
        },
        ...(options.onRoundTrip && { onRoundTrip: options.onRoundTrip }),
      });
      link = opened;
      return () => {
        if (link === opened) link = undefined;
        lanes = undefined;
        if (isStopped) opened.close();
        else opened.closeAfter(LINGER_MS);
      };
    }),
    page: fromCallback<SessionEvent, LinkSeats>(({ sendBack }) => {
      if (!lanes) return;
      return options.runPage(lanes, () => sendBack({ type: "page.shown" }));
    }),
    // The server keeps the deadline of a request: it is the one that all have in common.
    requestDeadline: fromCallback(() => {}),
    giveUp: fromCallback(() => write({ type: "session.ended", reason: "error" })),
  });

  const actor = createActor(machine, { input: { role, load, facts: view.facts } });
  const state = (): HolderState => {
    const snapshot = actor.getSnapshot();
    return { session: snapshot.context.session, link: linkStateOf(snapshot), trouble };
  };
  function record(fact: Fact): void {
    noteSeat(fact);
    if (fact.writer === role && fact.term === ownTerm) {
      unconfirmed = unconfirmed.filter(({ seq }) => seq !== fact.seq);
    }
    count(fact);
  }

  /** What comes after the end changes nothing (F8). */
  function count(fact: Fact): void {
    if (actor.getSnapshot().status === "active") actor.send({ type: "fact.recorded", fact });
  }

  /** Learns our term from the server's word, or that somebody else sits here now. */
  function noteSeat({ writer, body }: Fact): void {
    if (writer !== "server" || body.type !== "seat.taken" || body.role !== role) return;
    if (body.load === load) ownTerm = body.term;
    else if (ownTerm !== undefined && body.term > ownTerm && !isStopped) options.onSuperseded();
  }

  function write(body: Sides[Role]["body"]): void {
    lastSeq += 1;
    const seq = lastSeq;
    unconfirmed.push({ seq, body });
    send({ type: "fact.write", session: view.id, seq, body });
    link?.send({ type: "fact.written", seq, body } as never);
    // Counts here at once; without a term yet, when the server has stamped it.
    if (ownTerm === undefined) return;
    count({ writer: role, term: ownTerm, seq, at: Date.now(), body } as Fact);
  }

  function sitDown(): void {
    clearTimeout(againTimer);
    if (wantsSeat) send({ type: "seat.take", session: view.id });
  }

  /** Sits down, and repeats what the server has not confirmed. */
  function connected(): void {
    sitDown();
    repeat();
  }

  /** A fact whose number the server has not had would make every later one out of order (F2). */
  function repeat(): void {
    for (const { seq, body } of unconfirmed) {
      send({ type: "fact.write", session: view.id, seq, body });
    }
  }

  for (const fact of view.facts) noteSeat(fact);
  actor.start();
  // From here on: whoever made this holder has it in hand when it hears of a change.
  actor.subscribe(() => {
    if (!isStopped) options.onChange(state());
  });

  return {
    takeSeat() {
      wantsSeat = true;
      sitDown();
    },
    write,
    record,
    acceptSignal: (attempt, signal) => link?.acceptSignal(attempt, signal),
    relayRenewed: credentials.renewed,
    refused(reason) {
      const isSeated = ownTerm !== undefined;
      const isWaiting = isSeated ? unconfirmed.length > 0 : wantsSeat;
      if (!MAY_BE_TAKEN_LATER.includes(reason) || !isWaiting || isStopped) return;
      clearTimeout(againTimer);
      againTimer = setTimeout(isSeated ? repeat : connected, AGAIN_MS);
    },
    connected,
    tell: (message) => link?.send(message as never) ?? false,
    path: () => link?.path() ?? Promise.resolve(undefined),
    state,
    stop() {
      isStopped = true;
      clearTimeout(againTimer);
      actor.stop();
    },
  };
}

type Snapshot = ReturnType<
  ReturnType<typeof createActor<ReturnType<typeof createSessionMachine>>>["getSnapshot"]
>;

function linkStateOf(snapshot: Snapshot): HolderState["link"] {
  if (snapshot.matches({ joined: { link: { linking: { linked: "live" } } } })) return "live";
  if (snapshot.matches({ joined: { link: { linking: "linked" } } })) return "loading";
  if (snapshot.matches({ joined: { link: { linking: "reconnecting" } } })) return "reconnecting";
  if (snapshot.matches("joined")) {
    return snapshot.context.hasBeenLive ? "reconnecting" : "connecting";
  }
  return "none";
}
