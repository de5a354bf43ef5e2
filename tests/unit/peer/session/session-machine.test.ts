import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { createActor, fromCallback, SimulatedClock } from "xstate";
import type { Fact } from "../../../../peer/protocol/facts.ts";
import { RECONNECT_MS } from "../../../../peer/protocol/limits.ts";
import {
  createSessionMachine,
  type LinkSeats,
  type OpenRequest,
  type SessionEvent,
  type SessionRole,
} from "../../../../peer/session/session-machine.ts";
import { agentFact, customerFact, LOAD, serverFact, VIEW } from "../../../support/facts.ts";

const requested = [
  serverFact(1, { type: "policy.set", version: 1, allows: ["view"] }),
  serverFact(2, { type: "grant.requested", grant: "view", request: VIEW }),
];
const customerSits = serverFact(3, {
  type: "seat.taken",
  role: "customer",
  load: LOAD,
  term: 1,
  fencedAfterSeq: 0,
});
const agentSits = serverFact(4, {
  type: "seat.taken",
  role: "agent",
  load: LOAD,
  term: 1,
  fencedAfterSeq: 0,
});
const granted = customerFact(1, 1, { type: "grant.given", request: VIEW, policyVersion: 1 });
const ended = agentFact(1, 1, { type: "session.ended", reason: "agent-ended" });

const CONTROL = "00000000-0000-4000-8000-000000000011";
const SCREEN = "00000000-0000-4000-8000-000000000012";
const requestedWithAll = [
  serverFact(1, { type: "policy.set", version: 1, allows: ["view", "control", "screen"] }),
  ...requested.slice(1),
];
const controlAsked = agentFact(1, 1, {
  type: "grant.requested",
  grant: "control",
  request: CONTROL,
});
const screenAsked = agentFact(1, 2, {
  type: "grant.requested",
  grant: "screen",
  request: SCREEN,
});

/** A session whose actors only tell that they were started and stopped. */
function startSession(role: SessionRole, facts: Fact[] = requested) {
  const log: string[] = [];
  const clock = new SimulatedClock();
  const recorder = <Input>(name: string, detail: (input: Input) => string) =>
    fromCallback<SessionEvent, Input>(({ input }) => {
      log.push(`${name} ${detail(input)}`.trim());
      return () => log.push(`${name} stopped`);
    });
  const seats = ({ customerTerm, agentTerm }: LinkSeats) => `${customerTerm}.${agentTerm}`;
  const giveUp = vi.fn();
  const session = createActor(
    createSessionMachine({
      peerLink: recorder("link", seats),
      page: recorder("page", seats),
      requestDeadline: recorder(
        "deadline",
        ({ request }: OpenRequest) =>
          ({ [VIEW]: "view", [CONTROL]: "control", [SCREEN]: "screen" })[request] ?? "unknown",
      ),
      giveUp: fromCallback(() => giveUp()),
    }),
    { clock, input: { role, facts, ...(role !== "server" && { load: LOAD }) } },
  ).start();
  const record = (...next: Fact[]) => {
    for (const fact of next) session.send({ type: "fact.recorded", fact });
  };
  const isIn = (state: Parameters<ReturnType<typeof session.getSnapshot>["matches"]>[0]) =>
    session.getSnapshot().matches(state);
  return { session, clock, log, record, isIn, giveUp };
}

function startLinked(role: SessionRole = "customer", facts = requested) {
  const started = startSession(role, facts);
  started.record(customerSits, agentSits, granted);
  started.session.send({ type: "link.opened" });
  return started;
}

describe("session machine", () => {
  it("opens no link before the customer allows, whoever has sat down", () => {
    const { record, log, isIn } = startSession("customer");
    record(customerSits, agentSits);
    expect(isIn("requested")).toBe(true);
    expect(log).toEqual(["deadline view"]);
    record(granted);
    expect(log).toEqual(["deadline view", "deadline stopped", "link 1.1"]);
  });

  it("waits for the agent's seat before it opens the link", () => {
    const { record, log, isIn } = startSession("customer");
    record(customerSits, granted);
    expect(isIn({ joined: { link: "awaitingSeats" } })).toBe(true);
    record(agentSits);
    expect(isIn({ joined: { link: { linking: "connecting" } } })).toBe(true);
    expect(log.at(-1)).toBe("link 1.1");
  });

  it("captures the page only while the link is open", () => {
    const { session, log, isIn } = startLinked();
    expect(log.at(-1)).toBe("page 1.1");
    session.send({ type: "page.shown" });
    expect(isIn({ joined: { link: { linking: { linked: "live" } } } })).toBe(true);
    session.send({ type: "link.lost" });
    expect(log.at(-1)).toBe("page stopped");
    expect(isIn({ joined: { link: { linking: "reconnecting" } } })).toBe(true);
    session.send({ type: "link.opened" });
    expect(log.at(-1)).toBe("page 1.1");
  });

  it("stops page and link at the end, in the state it is in", () => {
    const { session, record, log } = startLinked();
    record(ended);
    expect(log.slice(-2).sort()).toEqual(["link stopped", "page stopped"]);
    expect(session.getSnapshot().status).toBe("done");
    expect(session.getSnapshot().context.session.endReason).toBe("agent-ended");
  });

  it("makes a new link when either side sits down anew", () => {
    const { record, log, isIn } = startLinked();
    record(
      serverFact(5, { type: "seat.taken", role: "agent", load: LOAD, term: 2, fencedAfterSeq: 0 }),
    );
    expect(log.at(-1)).toBe("link 1.2");
    expect(isIn({ joined: { link: { linking: "reconnecting" } } })).toBe(true);
  });

  it("drops the link when another load of its own side sits down", () => {
    const { record, log, isIn } = startLinked();
    const load = "00000000-0000-4000-8000-00000000aaaa";
    record(
      serverFact(5, { type: "seat.taken", role: "customer", load, term: 2, fencedAfterSeq: 1 }),
    );
    expect(isIn({ joined: { link: "awaitingSeats" } })).toBe(true);
    expect(log.at(-1)).toBe("link stopped");
  });

  it("keeps the link when it hears again of a seat it knows", () => {
    const { record, log } = startLinked();
    const before = [...log];
    record(agentSits, customerSits, granted);
    expect(log).toEqual(before);
  });

  it("gives up when the link stays away for longer than the limit", () => {
    const { session, clock, giveUp } = startLinked();
    session.send({ type: "link.lost" });
    clock.increment(RECONNECT_MS - 1);
    expect(giveUp).not.toHaveBeenCalled();
    clock.increment(1);
    expect(giveUp).toHaveBeenCalledOnce();
  });

  it("holds no link at the server", () => {
    const { record, log, isIn } = startSession("server");
    record(customerSits, agentSits, granted);
    expect(isIn({ joined: { link: "awaitingSeats" } })).toBe(true);
    expect(log).toEqual(["deadline view", "deadline stopped"]);
  });

  it("ends at a denial without ever having linked", () => {
    const { session, record, log } = startSession("agent");
    record(agentSits, customerSits, customerFact(1, 1, { type: "grant.denied", request: VIEW }));
    expect(session.getSnapshot().context.session.endReason).toBe("denied");
    expect(log).toEqual(["deadline view", "deadline stopped"]);
  });

  it("comes to the same state whatever order the facts came in", () => {
    const facts = [customerSits, agentSits, granted];
    for (const order of [facts, [...facts].reverse(), [granted, customerSits, agentSits]]) {
      const { record, isIn } = startSession("agent");
      record(...order);
      expect(isIn({ joined: { link: { linking: "connecting" } } })).toBe(true);
    }
  });

  it("[F6] closes page and link when the site does not allow the page any more, before any end", () => {
    const { record, log, session, isIn } = startLinked();
    record(serverFact(7, { type: "policy.set", version: 2, allows: [] }));
    expect(isIn("withheld")).toBe(true);
    expect(log.slice(-2).sort()).toEqual(["link stopped", "page stopped"]);
    record(serverFact(8, { type: "session.ended", reason: "policy-changed" }));
    expect(session.getSnapshot().context.session.endReason).toBe("policy-changed");
    expect(session.getSnapshot().status).toBe("done");
  });

  it("[F1] [F2] hears a fact whose number somebody has used who may not write it", () => {
    const forged = {
      ...granted,
      body: { type: "grant.expired", request: VIEW },
    } as unknown as Fact;
    const { record, isIn } = startSession("agent");
    record(forged, customerSits, agentSits, granted);
    expect(isIn("joined")).toBe(true);
  });

  it("is over at once when it starts from facts that say so", () => {
    const { session, log } = startSession("customer", [...requested, ended]);
    expect(session.getSnapshot().status).toBe("done");
    expect(log.filter((line) => line.startsWith("link"))).toEqual([]);
  });
});

describe("session machine, of control and screen", () => {
  const deadlines = (log: string[]) => log.filter((line) => line.startsWith("deadline"));

  it("keeps a deadline for each open request, and none for what is answered", () => {
    const { record, log, isIn } = startLinked("customer", requestedWithAll);
    log.length = 0;
    record(controlAsked, screenAsked);
    expect(deadlines(log)).toEqual(["deadline control", "deadline screen"]);
    expect(isIn({ joined: { control: "requested", screen: "requested" } })).toBe(true);
    record(customerFact(1, 2, { type: "grant.given", request: CONTROL, policyVersion: 1 }));
    expect(deadlines(log).slice(2)).toEqual(["deadline stopped"]);
    expect(isIn({ joined: { control: "on", screen: "requested" } })).toBe(true);
    record(customerFact(1, 3, { type: "grant.denied", request: SCREEN }));
    expect(deadlines(log).slice(3)).toEqual(["deadline stopped"]);
    expect(isIn({ joined: { control: "on", screen: "off" } })).toBe(true);
  });

  it("gives a new request a deadline of its own", () => {
    const { record, log } = startLinked("server", requestedWithAll);
    log.length = 0;
    record(controlAsked);
    record(agentFact(1, 2, { type: "grant.requested", grant: "control", request: SCREEN }));
    expect(deadlines(log)).toEqual(["deadline control", "deadline stopped", "deadline screen"]);
  });

  it("stops the deadline when the site offers it no more, and at the end", () => {
    const { record, log, isIn } = startLinked("customer", requestedWithAll);
    record(controlAsked, screenAsked);
    log.length = 0;
    record(serverFact(5, { type: "policy.set", version: 2, allows: ["view", "screen"] }));
    expect(isIn({ joined: { control: "off", screen: "requested" } })).toBe(true);
    expect(deadlines(log)).toEqual(["deadline stopped"]);
    record(customerFact(1, 9, { type: "session.ended", reason: "customer-ended" }));
    expect(deadlines(log)).toEqual(["deadline stopped", "deadline stopped"]);
  });

  it("knows that the customer is choosing a screen, until it is answered", () => {
    const { session, record, isIn } = startLinked("customer", requestedWithAll);
    session.send({ type: "picker.opened" });
    expect(isIn({ joined: { screen: "off" } })).toBe(true);
    record(screenAsked);
    expect(isIn({ joined: { screen: { requested: "asking" } } })).toBe(true);
    session.send({ type: "picker.opened" });
    expect(isIn({ joined: { screen: { requested: "choosing" } } })).toBe(true);
    record(customerFact(1, 2, { type: "grant.given", request: SCREEN, policyVersion: 1 }));
    expect(isIn({ joined: { screen: "on" } })).toBe(true);
  });

  it("keeps link and page whatever becomes of control and screen", () => {
    const { record, log } = startLinked("customer", requestedWithAll);
    log.length = 0;
    record(controlAsked, screenAsked);
    record(customerFact(1, 2, { type: "grant.given", request: CONTROL, policyVersion: 1 }));
    record(agentFact(1, 3, { type: "grant.released", request: CONTROL }));
    expect(log.filter((line) => !line.startsWith("deadline"))).toEqual([]);
  });
});

describe("session machine, whatever happens", () => {
  const OTHER_LOAD = "00000000-0000-4000-8000-00000000bbbb";
  const pool: Fact[] = [
    customerSits,
    agentSits,
    granted,
    ended,
    customerFact(1, 2, { type: "session.ended", reason: "customer-ended" }),
    customerFact(1, 1, { type: "grant.denied", request: VIEW }),
    serverFact(5, { type: "grant.expired", request: VIEW }),
    serverFact(6, { type: "grant.withdrawn", request: VIEW }),
    serverFact(7, { type: "policy.set", version: 2, allows: [] }),
    serverFact(8, {
      type: "seat.taken",
      role: "customer",
      load: OTHER_LOAD,
      term: 2,
      fencedAfterSeq: 1,
    }),
    serverFact(9, {
      type: "seat.taken",
      role: "agent",
      load: OTHER_LOAD,
      term: 2,
      fencedAfterSeq: 0,
    }),
    // Written by who may not write them.
    { ...granted, writer: "agent" } as unknown as Fact,
    {
      ...ended,
      writer: "customer",
      body: { type: "grant.expired", request: VIEW },
    } as unknown as Fact,
  ];
  const events: SessionEvent[] = [
    ...pool.map((fact): SessionEvent => ({ type: "fact.recorded", fact })),
    { type: "link.opened" },
    { type: "link.lost" },
    { type: "page.shown" },
  ];

  it.each([
    "customer",
    "agent",
    "server",
  ] as const)("holds link and page only while the page is granted, at the %s", (role) => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events), { maxLength: 30 }), (sequence) => {
        const { session, log } = startSession(role);
        for (const event of sequence) {
          session.send(event);
          const { phase } = session.getSnapshot().context.session;
          const isHeld = (name: string) => {
            const last = log.findLast((line) => line.startsWith(name));
            return last !== undefined && !last.endsWith("stopped");
          };
          if (phase !== "granted" || role === "server") {
            expect(isHeld("link")).toBe(false);
            expect(isHeld("page")).toBe(false);
          }
          if (isHeld("page")) expect(isHeld("link")).toBe(true);
          expect(session.getSnapshot().status === "done").toBe(phase === "ended");
        }
      }),
      { seed: 20_261_124, numRuns: 400 },
    );
  });
});
