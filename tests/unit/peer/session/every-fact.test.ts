/**
 * Every state of a session × every kind of fact × every writer: what comes of it is written out below,
 * and a fact from whom it is not to come from changes nothing.
 *
 * A state is three signs, for page, control and screen: `-` off, `?` asked, `+` allowed; or how it ended.
 */
import { describe, expect, it } from "vitest";
import type { Fact, Writer } from "../../../../peer/protocol/facts.ts";
import { deriveSession, mayWrite } from "../../../../peer/session/session-state.ts";
import { agentFact, customerFact, LOAD, serverFact, VIEW } from "../../../support/facts.ts";

const CONTROL = "00000000-0000-4000-8000-000000000011";
const SCREEN = "00000000-0000-4000-8000-000000000012";
const NEW = "00000000-0000-4000-8000-000000000013";

const asked: Fact[] = [
  serverFact(1, { type: "policy.set", version: 1, allows: ["view", "control", "screen"] }),
  serverFact(2, { type: "grant.requested", grant: "view", request: VIEW }),
  serverFact(3, { type: "seat.taken", role: "customer", load: LOAD, term: 1, fencedAfterSeq: 0 }),
];
const given = (seq: number, request: string) =>
  customerFact(1, seq, { type: "grant.given", request, policyVersion: 1 });
const seen = [...asked, given(1, VIEW)];
const controlAsked = [
  ...seen,
  agentFact(1, 1, { type: "grant.requested", grant: "control", request: CONTROL }),
];
const screenAsked = [
  ...seen,
  agentFact(1, 1, { type: "grant.requested", grant: "screen", request: SCREEN }),
];
const STATES: Fact[][] = [
  asked,
  seen,
  controlAsked,
  [...controlAsked, given(2, CONTROL)],
  screenAsked,
  [...screenAsked, given(2, SCREEN)],
  [...seen, customerFact(1, 2, { type: "session.ended", reason: "customer-ended" })],
];

const OVER = "customer-ended";
const START = ["?--", "+--", "+?-", "++-", "+-?", "+-+", OVER];

/** Ends whatever runs; what has ended stays as it ended. */
const ends = (reason: string) => [...Array<string>(6).fill(reason), OVER];

type Body = Fact["body"];
const ROWS: Array<{ what: string; body: Body; by: Partial<Record<Writer, string[]>> }> = [
  {
    what: "the page is given",
    body: { type: "grant.given", request: VIEW, policyVersion: 1 },
    by: { customer: ["+--", "+--", "+?-", "++-", "+-?", "+-+", OVER] },
  },
  {
    what: "the page is denied, also after it was given",
    body: { type: "grant.denied", request: VIEW },
    by: { customer: ends("denied") },
  },
  {
    what: "the request for the page is taken back",
    body: { type: "grant.withdrawn", request: VIEW },
    by: { agent: ends("request-cancelled"), server: ends("request-cancelled") },
  },
  {
    what: "the page is given back",
    body: { type: "grant.released", request: VIEW },
    by: { agent: ends("agent-ended"), customer: ends("customer-ended") },
  },
  {
    what: "the request for the page runs out",
    body: { type: "grant.expired", request: VIEW },
    by: { server: ends("request-timed-out") },
  },
  {
    what: "control is asked for, anew too",
    body: { type: "grant.requested", grant: "control", request: NEW },
    by: {
      agent: ["?--", "+?-", "+?-", "+?-", "+??", "+-+", OVER],
      // Of two requests the agent's is the later one, whenever the server wrote its own (F4, F9).
      server: ["?--", "+?-", "+?-", "++-", "+??", "+-+", OVER],
    },
  },
  {
    what: "the screen is asked for, anew too",
    body: { type: "grant.requested", grant: "screen", request: NEW },
    by: {
      agent: ["?--", "+-?", "+??", "++?", "+-?", "+-?", OVER],
      server: ["?--", "+-?", "+??", "++?", "+-?", "+-+", OVER],
    },
  },
  {
    what: "a request under the id of the page's",
    body: { type: "grant.requested", grant: "control", request: VIEW },
    by: { agent: START, server: START },
  },
  {
    what: "control is given",
    body: { type: "grant.given", request: CONTROL, policyVersion: 1 },
    by: { customer: ["?--", "+--", "++-", "++-", "+-?", "+-+", OVER] },
  },
  {
    what: "control is denied",
    body: { type: "grant.denied", request: CONTROL },
    by: { customer: ["?--", "+--", "+--", "+--", "+-?", "+-+", OVER] },
  },
  {
    what: "the request for control is taken back, also after it was given",
    body: { type: "grant.withdrawn", request: CONTROL },
    by: {
      agent: ["?--", "+--", "+--", "+--", "+-?", "+-+", OVER],
      server: ["?--", "+--", "+--", "+--", "+-?", "+-+", OVER],
    },
  },
  {
    what: "control is given back",
    body: { type: "grant.released", request: CONTROL },
    by: {
      agent: ["?--", "+--", "+--", "+--", "+-?", "+-+", OVER],
      customer: ["?--", "+--", "+--", "+--", "+-?", "+-+", OVER],
    },
  },
  {
    what: "the request for control runs out",
    body: { type: "grant.expired", request: CONTROL },
    by: { server: ["?--", "+--", "+--", "+--", "+-?", "+-+", OVER] },
  },
  {
    what: "the screen is given",
    body: { type: "grant.given", request: SCREEN, policyVersion: 1 },
    by: { customer: ["?--", "+--", "+?-", "++-", "+-+", "+-+", OVER] },
  },
  {
    what: "the screen is denied",
    body: { type: "grant.denied", request: SCREEN },
    by: { customer: ["?--", "+--", "+?-", "++-", "+--", "+--", OVER] },
  },
  {
    what: "the screen is given back",
    body: { type: "grant.released", request: SCREEN },
    by: {
      agent: ["?--", "+--", "+?-", "++-", "+--", "+--", OVER],
      customer: ["?--", "+--", "+?-", "++-", "+--", "+--", OVER],
    },
  },
  {
    what: "the request for the screen is taken back, also after it was given",
    body: { type: "grant.withdrawn", request: SCREEN },
    by: {
      agent: ["?--", "+--", "+?-", "++-", "+--", "+--", OVER],
      server: ["?--", "+--", "+?-", "++-", "+--", "+--", OVER],
    },
  },
  {
    what: "the request for the screen runs out",
    body: { type: "grant.expired", request: SCREEN },
    by: { server: ["?--", "+--", "+?-", "++-", "+--", "+--", OVER] },
  },
  {
    what: "an answer to a request that nobody made",
    body: { type: "grant.given", request: NEW, policyVersion: 1 },
    by: { customer: START },
  },
  {
    what: "the site allows nothing any more",
    body: { type: "policy.set", version: 2, allows: [] },
    by: { server: [...Array<string>(6).fill("---"), OVER] },
  },
  {
    what: "the site allows no control any more",
    body: { type: "policy.set", version: 2, allows: ["view", "screen"] },
    by: { server: ["?--", "+--", "+--", "+--", "+-?", "+-+", OVER] },
  },
  {
    what: "the site allows no screen any more",
    body: { type: "policy.set", version: 2, allows: ["view", "control"] },
    by: { server: ["?--", "+--", "+?-", "++-", "+--", "+--", OVER] },
  },
  {
    what: "the site allows the page no more, and the rest still",
    body: { type: "policy.set", version: 2, allows: ["control", "screen"] },
    by: { server: [...Array<string>(6).fill("---"), OVER] },
  },
  {
    what: "another load of the customer sits down, and the capture of its screen is gone",
    body: { type: "seat.taken", role: "customer", load: NEW, term: 2, fencedAfterSeq: 2 },
    by: { server: ["?--", "+--", "+?-", "++-", "+-?", "+--", OVER] },
  },
  {
    what: "another load of the agent sits down",
    body: { type: "seat.taken", role: "agent", load: NEW, term: 2, fencedAfterSeq: 2 },
    by: { server: START },
  },
  {
    what: "it is ended",
    body: { type: "session.ended", reason: "customer-ended" },
    by: {
      customer: ends("customer-ended"),
      server: ends("customer-ended"),
      agent: ends("customer-ended"),
    },
  },
  {
    // Which reasons a browser may give is for the schema of its messages to say.
    what: "the conversation is transferred",
    body: { type: "session.ended", reason: "transferred" },
    by: {
      customer: ends("transferred"),
      server: ends("transferred"),
      agent: ends("transferred"),
    },
  },
];

const SIGNS = { off: "-", requested: "?", on: "+" } as const;

function signs(facts: readonly Fact[]): string {
  const { endReason, grants } = deriveSession(facts);
  if (endReason) return endReason;
  return SIGNS[grants.view] + SIGNS[grants.control] + SIGNS[grants.screen];
}

/** As the writer's next fact, whoever that is. */
const written = (writer: Writer, body: Body): Fact =>
  ({ writer, term: 1, seq: 10, at: 0, body }) as Fact;

it("the states to begin with are the ones meant", () => {
  expect(STATES.map(signs)).toEqual(START);
});

describe.each(ROWS)("$what", ({ body, by }) => {
  it.each(["agent", "customer", "server"] as const)("written by %s", (writer) => {
    const fact = written(writer, body);
    const outcome = STATES.map((facts) => signs([...facts, fact]));
    expect(outcome).toEqual(by[writer] ?? START);
    expect(mayWrite(writer, body.type)).toBe(by[writer] !== undefined);
    // Whether it comes first or last, once or twice.
    expect(STATES.map((facts) => signs([fact, ...facts, fact]))).toEqual(outcome);
  });
});

it("what a fenced load wrote changes nothing, whatever it is", () => {
  const fence = (role: "agent" | "customer") =>
    serverFact(9, { type: "seat.taken", role, load: NEW, term: 2, fencedAfterSeq: 2 });
  for (const writer of ["agent", "customer"] as const) {
    const fenced = STATES.map((facts) => [...facts, fence(writer)]);
    for (const { body } of ROWS) {
      const outcome = fenced.map((facts) => signs([...facts, written(writer, body)]));
      expect(outcome, `${writer}: ${body.type}`).toEqual(fenced.map(signs));
    }
  }
});

describe("[F11] control beside a shared screen", () => {
  const both = [
    ...controlAsked,
    agentFact(1, 2, { type: "grant.requested", grant: "screen", request: SCREEN }),
  ];
  const released = agentFact(1, 3, { type: "grant.released", request: SCREEN });

  it("is off as long as the screen is shared, and what was given before does not come back", () => {
    const shared = [...both, given(2, CONTROL), given(3, SCREEN)];
    expect(signs(shared)).toBe("+-+");
    expect(signs([...shared, released])).toBe("+--");
  });

  it("may be given anew after it", () => {
    const shared = [...both, given(2, SCREEN), released];
    expect(signs(shared)).toBe("+?-");
    expect(signs([...shared, given(3, CONTROL)])).toBe("++-");
  });

  it("comes to the same whatever order the facts came in", () => {
    const facts = [...both, given(2, CONTROL), given(3, SCREEN), released];
    for (let turn = 0; turn < facts.length; turn += 1) {
      const turned = [...facts.slice(turn), ...facts.slice(0, turn)];
      expect(signs(turned)).toBe("+--");
      expect(signs(turned.reverse())).toBe("+--");
    }
  });
});
