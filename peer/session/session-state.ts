/**
 * Derives a session's state from its facts. Pure, and independent of the order in which the facts
 * came: the customer's tab, the agent's viewer and the server get the same state from the same
 * facts. Rules F1 to F11 of peer/protocol/SPEC.md.
 */
import type { EndReason, Fact, Grant, Writer } from "../protocol/facts.ts";

export interface Seat {
  /** 0 while nobody has sat down. */
  readonly term: number;
  /** The load that sits there now. */
  readonly load?: string;
}

export interface SessionState {
  readonly phase: "requested" | "granted" | "ended";
  readonly endReason?: EndReason;
  readonly grants: Readonly<Record<Grant, "off" | "requested" | "on">>;
  /** The request that counts for each grant: the latest one. `requestedAt` in epoch milliseconds. */
  readonly requests: Readonly<Partial<Record<Grant, { id: string; requestedAt: number }>>>;
  readonly seats: { readonly agent: Seat; readonly customer: Seat };
  readonly policyVersion: number;
  readonly allows: readonly Grant[];
}

type BodyType = Fact["body"]["type"];

const MAY_WRITE: Record<Writer, readonly BodyType[]> = {
  agent: ["grant.requested", "grant.withdrawn", "grant.released", "session.ended"],
  customer: ["grant.given", "grant.denied", "grant.released", "session.ended"],
  server: [
    "policy.set",
    "seat.taken",
    "grant.requested",
    "grant.withdrawn",
    "grant.expired",
    "session.ended",
  ],
};

/** Whether facts of this type count when they come from this writer (F1). */
export function mayWrite(writer: Writer, type: BodyType): boolean {
  return MAY_WRITE[writer].includes(type);
}

/** Two facts with the same key are one fact (F2). */
export function factKey(fact: Pick<Fact, "writer" | "term" | "seq">): string {
  return `${fact.writer}.${fact.term}.${fact.seq}`;
}

const WRITER_RANK: Record<Writer, number> = { customer: 0, server: 1, agent: 2 };

function compareFacts(left: Fact, right: Fact): number {
  return (
    WRITER_RANK[left.writer] - WRITER_RANK[right.writer] ||
    left.term - right.term ||
    left.seq - right.seq
  );
}

export function deriveSession(recorded: readonly Fact[]): SessionState {
  const facts = countingFacts(recorded);
  const policies = bodiesOf(facts, "policy.set").sort((a, b) => a.body.version - b.body.version);
  const policy = policies.at(-1)?.body;

  const grants: Record<Grant, "off" | "requested" | "on"> = {
    view: "off",
    control: "off",
    screen: "off",
  };
  const requests: Partial<Record<Grant, { id: string; requestedAt: number }>> = {};
  const grantOf = new Map<string, Grant>();
  for (const { at, body } of bodiesOf(facts, "grant.requested")) {
    // An answer to one question must never be an answer to another (F4).
    if (grantOf.has(body.request)) continue;
    grantOf.set(body.request, body.grant);
    // The facts are sorted, so the last one of a grant is the one that counts (F4).
    requests[body.grant] = { id: body.request, requestedAt: at };
  }
  const givenBy: Partial<Record<Grant, FactOf<"grant.given">>> = {};
  for (const grant of ["view", "control", "screen"] as const) {
    const request = requests[grant];
    if (!request) continue;
    const answer = answerTo(request.id, grant, facts, policies);
    grants[grant] = answer.is;
    if (answer.given) givenBy[grant] = answer.given;
  }
  const customerSeat = seatOf("customer", facts);
  // Without the page there is nothing to control, and no screen is shown beside it (F10).
  if (grants.view !== "on") {
    grants.control = "off";
    grants.screen = "off";
  }
  // The browser's capture dies with the load that started it (F11).
  if (givenBy.screen && givenBy.screen.term < customerSeat.term) grants.screen = "off";
  if (isOverruled(givenBy.control, givenBy.screen, grants.screen === "on")) grants.control = "off";

  const endReason = endReasonOf(facts, requests.view?.id);
  const isEnded = endReason !== undefined;
  return {
    phase: isEnded ? "ended" : grants.view === "on" ? "granted" : "requested",
    ...(isEnded && { endReason }),
    grants: isEnded ? { view: "off", control: "off", screen: "off" } : grants,
    requests,
    seats: { agent: seatOf("agent", facts), customer: customerSeat },
    policyVersion: policy?.version ?? 0,
    allows: policy?.allows ?? [],
  };
}

/** Each fact once, only from who may write it, and none that its fence made void (F1 to F3). */
function countingFacts(recorded: readonly Fact[]): Fact[] {
  const byKey = new Map<string, Fact>();
  for (const fact of recorded) {
    const key = factKey(fact);
    if (mayWrite(fact.writer, fact.body.type) && !byKey.has(key)) byKey.set(key, fact);
  }
  const allowed = [...byKey.values()].sort(compareFacts);
  const fences = bodiesOf(allowed, "seat.taken").map((fact) => fact.body);
  return allowed.filter((fact) => {
    const fence = fences.find(({ role, term }) => role === fact.writer && term === fact.term + 1);
    return fence === undefined || fact.seq <= fence.fencedAfterSeq;
  });
}

type FactOf<Type extends BodyType> = Fact & { body: Extract<Fact["body"], { type: Type }> };

function bodiesOf<Type extends BodyType>(facts: readonly Fact[], type: Type): FactOf<Type>[] {
  return facts.filter((fact): fact is FactOf<Type> => fact.body.type === type);
}

function seatOf(role: "agent" | "customer", facts: readonly Fact[]): Seat {
  const [latest] = bodiesOf(facts, "seat.taken")
    .map((fact) => fact.body)
    .filter((body) => body.role === role)
    .sort((a, b) => b.term - a.term);
  return latest ? { term: latest.term, load: latest.load } : { term: 0 };
}

/** A request that is on has the fact that gave it, and so has one that was given once. */
interface Answer {
  readonly is: "off" | "requested" | "on";
  readonly given?: FactOf<"grant.given">;
}

/** Of several answers to one request the least permissive counts (F5, F6). */
function answerTo(
  request: string,
  grant: Grant,
  facts: readonly Fact[],
  policies: readonly FactOf<"policy.set">[],
): Answer {
  let given: FactOf<"grant.given"> | undefined;
  let isTakenBack = false;
  for (const fact of facts) {
    const { body } = fact;
    if (!("request" in body) || body.request !== request) continue;
    if (body.type === "grant.given") given = fact as FactOf<"grant.given">;
    else if (body.type !== "grant.requested") isTakenBack = true;
  }
  if (!given) {
    const isOffered = policies.at(-1)?.body.allows.includes(grant) ?? true;
    return { is: isTakenBack || !isOffered ? "off" : "requested" };
  }
  const { policyVersion } = given.body;
  const isForbidden = policies.some(
    ({ body }) => body.version >= policyVersion && !body.allows.includes(grant),
  );
  return { is: isTakenBack || isForbidden ? "off" : "on", given };
}

/** Sharing the screen ends control for good, and none counts while it is shared (F11). */
function isOverruled(
  control: FactOf<"grant.given"> | undefined,
  screen: FactOf<"grant.given"> | undefined,
  isScreenOn: boolean,
): boolean {
  if (isScreenOn) return true;
  return control !== undefined && screen !== undefined && compareFacts(control, screen) < 0;
}

/** The customer's reason counts first, then the server's, then the agent's (F7). */
function endReasonOf(facts: readonly Fact[], viewRequest: string | undefined) {
  for (const { body, writer } of facts) {
    if (body.type === "session.ended") return body.reason;
    if (!("request" in body) || body.request !== viewRequest) continue;
    if (body.type === "grant.denied") return "denied" satisfies EndReason;
    if (body.type === "grant.expired") return "request-timed-out" satisfies EndReason;
    if (body.type === "grant.withdrawn") return "request-cancelled" satisfies EndReason;
    if (body.type === "grant.released") {
      return writer === "customer" ? "customer-ended" : ("agent-ended" satisfies EndReason);
    }
  }
  return undefined;
}
