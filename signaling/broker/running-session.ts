/**
 * The server's holder of one session: its facts, the machine that keeps its deadlines, and its two
 * seats. Offers, answers and candidates pass between the seats unread.
 */
import { createActor, fromCallback } from "xstate";
import type {
  AgentFactBody,
  CustomerFactBody,
  EndReason,
  Fact,
  Grant,
  ServerFactBody,
} from "../../peer/protocol/facts.ts";
import {
  AGENT_GONE_MS,
  CUSTOMER_GONE_MS,
  SEATS_BURST_COUNT,
  SEATS_PER_SECOND,
  SESSION_FACTS_COUNT,
} from "../../peer/protocol/limits.ts";
import type { LinkTrouble } from "../../peer/protocol/link-trouble.ts";
import type { Refusal } from "../../peer/protocol/refusals.ts";
import { createSessionMachine } from "../../peer/session/session-machine.ts";
import { deriveSession, mayWrite, type SessionState } from "../../peer/session/session-state.ts";
import { CatchLimit } from "./catch-limit.ts";
import type { SeatSocket } from "./seat-socket.ts";
import { TokenBucket } from "./token-bucket.ts";

type Role = "agent" | "customer";

/** Signals that wait for a seat whose socket is away for a moment. */
const WAITING_SIGNALS_COUNT = 64;

export interface SessionIdentity {
  id: string;
  siteId: string;
  conversationId: string;
  customerId: string;
  agentId: string;
  agentName: string;
  openedAt: number;
  /** How long a request of this session waits for an answer; milliseconds. */
  answerWithinMs: number;
}

export interface RunningSessionOptions extends SessionIdentity {
  facts: Fact[];
  /** Resolves once the fact is safe, with what follows from it; only then it counts. */
  keepFact(fact: Fact, before: SessionState, after: SessionState): Promise<void>;
  /** A fact counts from now on. The next one waits until everybody has been told. */
  onFact(fact: Fact, before: SessionState, after: SessionState): Promise<void>;
  /** The agent sees the page for the first time since the server runs. */
  onLive?(at: number): void;
  onFailure(error: unknown): void;
}

/** What a message of a seat does in its session. */
export type SeatAct = (
  session: RunningSession,
  own: SeatSocket,
) => Promise<Refusal | undefined> | Refusal | undefined;

interface SeatHolder {
  socket: SeatSocket | undefined;
  load: string;
  waiting: Array<{ link: string; signal: string }>;
}

export class RunningSession {
  readonly identity: SessionIdentity;
  /** What the viewer last said of its link; for the desk, not a fact. */
  link: "connecting" | "live" | "reconnecting" = "connecting";
  /** Why there is no link, as the viewer last said. */
  trouble: LinkTrouble | undefined;
  liveSince: number | undefined;
  readonly catches = new CatchLimit();

  readonly #options: RunningSessionOptions;
  readonly #actor;
  readonly #seats: Partial<Record<Role, SeatHolder>> = {};
  readonly #timers: Partial<Record<Role, ReturnType<typeof setTimeout>>> = {};
  readonly #newSeats = new TokenBucket(SEATS_PER_SECOND, SEATS_BURST_COUNT);
  #facts: Fact[];
  #state: SessionState;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: RunningSessionOptions) {
    const { id, siteId, conversationId, customerId } = options;
    const { agentId, agentName, openedAt, answerWithinMs } = options;
    this.identity = {
      id,
      siteId,
      conversationId,
      customerId,
      agentId,
      agentName,
      openedAt,
      answerWithinMs,
    };
    this.#options = options;
    this.#facts = [...options.facts];
    this.#state = deriveSession(this.#facts);
    const machine = createSessionMachine({
      // Links and pages are the browsers' business.
      peerLink: fromCallback(() => {}),
      page: fromCallback(() => {}),
      giveUp: fromCallback(() => {}),
      requestDeadline: fromCallback(({ input: { request, requestedAt } }) => {
        const expire = () => this.write({ type: "grant.expired", request });
        const timer = setTimeout(expire, Math.max(0, requestedAt + answerWithinMs - Date.now()));
        return () => clearTimeout(timer);
      }),
    });
    this.#actor = createActor(machine, { input: { role: "server", facts: this.#facts } });
  }

  /** Starts the deadlines. A session from before a restart has nobody in its seats yet. */
  start(isCustomerPresent: boolean): void {
    this.#actor.start();
    this.customerIsHere(isCustomerPresent);
    if (this.#state.phase === "granted") this.#expectAgent();
  }

  get state(): SessionState {
    return this.#state;
  }

  /** The viewer says how its link stands, and that it shows the page. */
  linkChanged(link: RunningSession["link"], trouble: LinkTrouble | undefined): void {
    this.link = link;
    this.trouble = trouble;
    const isSeen = link === "live" && this.#state.phase === "granted";
    if (!isSeen || this.liveSince !== undefined) return;
    this.liveSince = Date.now();
    this.#options.onLive?.(this.liveSince);
  }

  get facts(): readonly Fact[] {
    return this.#facts;
  }

  /**
   * Sits a load down. The same load gets its seat back, with what waited for it; another one gets
   * a new term, and what the load before it wrote from now on is void.
   */
  takeSeat(role: Role, socket: SeatSocket): Promise<Refusal | undefined> {
    return this.inTurn(async () => {
      if (this.#state.phase === "ended") return "session-ended";
      const { term, load } = this.#state.seats[role];
      const before = this.#seats[role];
      if (load === socket.load) {
        this.#seat(role, socket, before?.waiting ?? []);
        return undefined;
      }
      if (!this.#newSeats.take()) return "too-many";
      if (before?.socket && before.socket !== socket) {
        before.socket.seatLost(this.identity.id);
      }
      const body = {
        type: "seat.taken",
        role,
        load: socket.load,
        term: term + 1,
        fencedAfterSeq: this.#lastSeq(role, term),
      } as const;
      // Before the other side hears of it, and sends to whoever sits here.
      return this.#record("server", 1, body, () => this.#seat(role, socket, []));
    });
  }

  /** Whether this socket holds the seat now. */
  isSeated(role: Role, socket: SeatSocket): boolean {
    return this.#seats[role]?.socket === socket;
  }

  /** Records a fact of a seat. The same number again is the same fact, sent again. */
  writeFrom(
    role: Role,
    socket: SeatSocket,
    seq: number,
    body: AgentFactBody | CustomerFactBody,
  ): Promise<Refusal | undefined> {
    return this.inTurn(async () => {
      const seatRefusal = this.#refusalFor(role, socket);
      if (seatRefusal) return seatRefusal;
      if (!mayWrite(role, body.type)) return "not-your-role";
      const { term } = this.#state.seats[role];
      const known = this.#facts.find(
        (fact) => fact.writer === role && fact.term === term && fact.seq === seq,
      );
      if (known) {
        socket.send({ type: "fact.recorded", session: this.identity.id, fact: known });
        return undefined;
      }
      if (this.#state.phase === "ended") return "session-ended";
      const next = this.#lastSeq(role, term) + 1;
      // The way out is open also to a browser whose facts were refused before.
      if (seq !== next && !(body.type === "session.ended" && seq > next)) return "out-of-order";
      const refusal = this.#refusalOf(body);
      if (refusal) return refusal;
      return this.#record(role, term, body);
    });
  }

  /** Records a fact of the server's own; resolves when everybody has been told. */
  write(body: ServerFactBody): Promise<void> {
    return this.inTurn(async () => {
      if (this.#state.phase === "ended") return;
      await this.#record("server", 1, body);
    }).catch((error) => this.#options.onFailure(error));
  }

  /**
   * Puts a newer policy in force. A grant that it does not allow is off from then on; without the
   * page there is no session.
   * @param tell - tells who has to know first
   */
  setPolicy(version: number, allows: readonly Grant[], tell: () => void): Promise<void> {
    return this.inTurn(async () => {
      const { phase, policyVersion } = this.#state;
      if (phase === "ended" || policyVersion >= version) return;
      tell();
      await this.#record("server", 1, { type: "policy.set", version, allows: [...allows] });
      if (allows.includes("view")) return;
      await this.#record("server", 1, { type: "session.ended", reason: "policy-changed" });
    }).catch((error) => this.#options.onFailure(error));
  }

  /** For what must not be overtaken by the next change of this session. */
  inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => {});
    return result;
  }

  /** Why this socket may do nothing with the page now: it has no seat, or the page is not granted. */
  refusalUnlessGranted(role: Role, socket: SeatSocket): Refusal | undefined {
    const refusal = this.#refusalFor(role, socket);
    if (refusal) return refusal;
    return this.#state.phase === "granted" ? undefined : "out-of-order";
  }

  /** Carries a signal to the other seat, and to nobody else. One of an older link is dropped. */
  relay(role: Role, socket: SeatSocket, link: string, signal: string): Refusal | undefined {
    const refusal = this.refusalUnlessGranted(role, socket);
    if (refusal) return refusal;
    const { agent, customer } = this.#state.seats;
    if (!link.startsWith(`${customer.term}.${agent.term}.`)) return undefined;
    const other = this.#seats[role === "agent" ? "customer" : "agent"];
    if (!other) return undefined;
    if (other.socket) {
      other.socket.send({ type: "signal.received", session: this.identity.id, link, signal });
    } else if (other.waiting.length < WAITING_SIGNALS_COUNT) {
      other.waiting.push({ link, signal });
    }
    return undefined;
  }

  socketGone(socket: SeatSocket): void {
    for (const role of ["agent", "customer"] as const) {
      const seat = this.#seats[role];
      if (seat?.socket !== socket) continue;
      seat.socket = undefined;
      if (role === "agent") this.#expectAgent();
    }
  }

  /** The customer's last tab is gone, or one is back. */
  customerIsHere(isHere: boolean): void {
    if (isHere) clearTimeout(this.#timers.customer);
    else this.#startTimer("customer", CUSTOMER_GONE_MS, "customer-gone");
  }

  stop(): void {
    clearTimeout(this.#timers.agent);
    clearTimeout(this.#timers.customer);
    this.#actor.stop();
  }

  #seat(role: Role, socket: SeatSocket, waiting: SeatHolder["waiting"]): void {
    this.#seats[role] = { socket, load: socket.load, waiting: [] };
    if (role === "agent") clearTimeout(this.#timers.agent);
    for (const { link, signal } of waiting) {
      socket.send({ type: "signal.received", session: this.identity.id, link, signal });
    }
  }

  #refusalFor(role: Role, socket: SeatSocket): Refusal | undefined {
    const seat = this.#seats[role];
    if (!seat) return "not-seated";
    return seat.socket === socket ? undefined : "superseded";
  }

  #expectAgent(): void {
    this.#startTimer("agent", AGENT_GONE_MS, "agent-gone");
  }

  #startTimer(role: Role, afterMs: number, reason: EndReason): void {
    clearTimeout(this.#timers[role]);
    if (this.#state.phase === "ended") return;
    const end = () => this.write({ type: "session.ended", reason });
    this.#timers[role] = setTimeout(end, afterMs);
  }

  #lastSeq(writer: Fact["writer"], term: number): number {
    return Math.max(
      0,
      ...this.#facts
        .filter((fact) => fact.writer === writer && fact.term === term)
        .map((fact) => fact.seq),
    );
  }

  /** A request has an id of its own and asks for what is offered; a grant cannot name a policy to come. */
  #refusalOf(body: AgentFactBody | CustomerFactBody): Refusal | undefined {
    const { allows, phase, policyVersion } = this.#state;
    if (body.type === "grant.given") {
      return body.policyVersion <= policyVersion ? undefined : "bad-message";
    }
    if (body.type !== "grant.requested") return undefined;
    if (phase !== "granted") return "out-of-order";
    if (!allows.includes(body.grant)) return "not-allowed";
    const isKnown = this.#facts.some(
      ({ body: known }) => known.type === "grant.requested" && known.request === body.request,
    );
    return isKnown ? "bad-message" : undefined;
  }

  async #record(
    writer: Fact["writer"],
    term: number,
    body: Fact["body"],
    onCounted = () => {},
  ): Promise<Refusal | undefined> {
    const isEnd = body.type === "session.ended";
    // A session full of facts takes only its end.
    if (this.#facts.length >= SESSION_FACTS_COUNT - 1 && !isEnd) return "too-many";
    const seq = this.#lastSeq(writer, term) + 1;
    const fact = { writer, term, seq, at: Date.now(), body } as Fact;
    const before = this.#state;
    const facts = [...this.#facts, fact];
    const after = deriveSession(facts);
    await this.#options.keepFact(fact, before, after);
    this.#facts = facts;
    this.#state = after;
    onCounted();
    this.#actor.send({ type: "fact.recorded", fact });
    if (after.phase === "ended") this.stop();
    else if (before.phase !== "granted" && after.phase === "granted") {
      if (!this.#seats.agent?.socket) this.#expectAgent();
    }
    await this.#options.onFact(fact, before, after).catch(this.#options.onFailure);
    return undefined;
  }
}
