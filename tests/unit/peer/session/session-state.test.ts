import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Fact } from "../../../../peer/protocol/facts.ts";
import { deriveSession } from "../../../../peer/session/session-state.ts";
import { agentFact, customerFact, LOAD, serverFact, VIEW } from "../../../support/facts.ts";

const opened = [
  serverFact(1, { type: "policy.set", version: 1, allows: ["view", "control", "screen"] }),
  serverFact(2, { type: "grant.requested", grant: "view", request: VIEW }),
  serverFact(3, { type: "seat.taken", role: "customer", load: LOAD, term: 1, fencedAfterSeq: 0 }),
];
const granted = customerFact(1, 1, { type: "grant.given", request: VIEW, policyVersion: 1 });

describe("derived session", () => {
  it("waits for an answer after the request", () => {
    const session = deriveSession(opened);
    expect(session.phase).toBe("requested");
    expect(session.grants.view).toBe("requested");
    expect(session.requests.view?.id).toBe(VIEW);
  });

  it("is granted once the customer gave the grant", () => {
    expect(deriveSession([...opened, granted]).phase).toBe("granted");
  });

  it("[F1] does not count a grant that the agent wrote", () => {
    const forged = { ...granted, writer: "agent" } as unknown as Fact;
    expect(deriveSession([...opened, forged]).phase).toBe("requested");
  });

  it("[F2] counts a fact once, and the first one of two under one number", () => {
    const other = customerFact(1, 1, { type: "grant.denied", request: VIEW });
    expect(deriveSession([...opened, granted, granted, other]).phase).toBe("granted");
  });

  it("[F3] does not count what an older load wrote after a newer one sat down", () => {
    const fence = serverFact(4, {
      type: "seat.taken",
      role: "customer",
      load: LOAD,
      term: 2,
      fencedAfterSeq: 0,
    });
    expect(deriveSession([...opened, fence, granted]).phase).toBe("requested");
    expect(deriveSession([...opened, fence, granted]).seats.customer).toEqual({
      term: 2,
      load: LOAD,
    });
  });

  it("[F3] keeps what the older load wrote before the newer one sat down", () => {
    const fence = serverFact(4, {
      type: "seat.taken",
      role: "customer",
      load: LOAD,
      term: 2,
      fencedAfterSeq: 1,
    });
    expect(deriveSession([...opened, granted, fence]).phase).toBe("granted");
  });

  it("[F4] an answer to another request counts for nothing", () => {
    const stray = customerFact(1, 1, {
      type: "grant.given",
      request: "00000000-0000-4000-8000-00000000ffff",
      policyVersion: 1,
    });
    expect(deriveSession([...opened, stray]).phase).toBe("requested");
  });

  it("[F4] a request under the id of another one asks for nothing", () => {
    for (const grant of ["control", "screen"] as const) {
      const reused = agentFact(1, 1, { type: "grant.requested", grant, request: VIEW });
      const session = deriveSession([...opened, reused, granted]);
      expect(session.grants[grant]).toBe("off");
      expect(session.grants.view).toBe("on");
    }
  });

  it("[F5] a withdrawal beats a grant of the same request", () => {
    const withdrawn = serverFact(4, { type: "grant.withdrawn", request: VIEW });
    const session = deriveSession([...opened, granted, withdrawn]);
    expect(session).toMatchObject({ phase: "ended", endReason: "request-cancelled" });
  });

  it("[F6] a grant dies with a later policy that forbids it", () => {
    const forbidden = serverFact(4, { type: "policy.set", version: 2, allows: [] });
    expect(deriveSession([...opened, granted, forbidden]).grants.view).toBe("off");
  });

  it("[F6] a grant under the newer policy counts", () => {
    const older = serverFact(4, { type: "policy.set", version: 0, allows: [] });
    expect(deriveSession([...opened, granted, older]).grants.view).toBe("on");
  });

  it("[F7] of several reasons to end, the customer's counts first, then the server's", () => {
    const byAgent = agentFact(1, 1, { type: "session.ended", reason: "agent-ended" });
    const byServer = serverFact(5, { type: "session.ended", reason: "agent-gone" });
    const byCustomer = customerFact(1, 2, { type: "session.ended", reason: "customer-ended" });
    const reasonOf = (...facts: Fact[]) => deriveSession([...opened, granted, ...facts]).endReason;
    expect(reasonOf(byAgent)).toBe("agent-ended");
    expect(reasonOf(byAgent, byServer)).toBe("agent-gone");
    expect(reasonOf(byAgent, byServer, byCustomer)).toBe("customer-ended");
  });

  it("[F8] `ended` absorbs everything, and leaves no grant", () => {
    const ended = agentFact(1, 1, { type: "session.ended", reason: "agent-ended" });
    const session = deriveSession([ended, ...opened, granted]);
    expect(session.phase).toBe("ended");
    expect(session.grants).toEqual({ view: "off", control: "off", screen: "off" });
  });

  it("names each way that a request for the page can fail", () => {
    const reasonOf = (fact: Fact) => deriveSession([...opened, fact]).endReason;
    expect(reasonOf(customerFact(1, 1, { type: "grant.denied", request: VIEW }))).toBe("denied");
    expect(reasonOf(serverFact(4, { type: "grant.expired", request: VIEW }))).toBe(
      "request-timed-out",
    );
    expect(reasonOf(serverFact(4, { type: "grant.withdrawn", request: VIEW }))).toBe(
      "request-cancelled",
    );
  });

  it("a control grant leaves with its release, and the page stays granted", () => {
    const request = "00000000-0000-4000-8000-0000000000c0";
    const facts = [
      ...opened,
      granted,
      serverFact(4, { type: "seat.taken", role: "agent", load: LOAD, term: 1, fencedAfterSeq: 0 }),
      agentFact(1, 1, { type: "grant.requested", grant: "control", request }),
      customerFact(1, 2, { type: "grant.given", request, policyVersion: 1 }),
    ];
    expect(deriveSession(facts).grants.control).toBe("on");
    const released = [...facts, customerFact(1, 3, { type: "grant.released", request })];
    expect(deriveSession(released)).toMatchObject({
      phase: "granted",
      grants: { view: "on", control: "off" },
    });
  });

  it("[F9] comes out the same in whatever order the facts came, also twice", () => {
    const pool: Fact[] = [
      ...opened,
      granted,
      customerFact(1, 2, { type: "session.ended", reason: "customer-ended" }),
      customerFact(2, 1, { type: "grant.denied", request: VIEW }),
      serverFact(4, { type: "seat.taken", role: "agent", load: LOAD, term: 1, fencedAfterSeq: 0 }),
      serverFact(5, {
        type: "seat.taken",
        role: "customer",
        load: LOAD,
        term: 2,
        fencedAfterSeq: 1,
      }),
      serverFact(6, { type: "policy.set", version: 2, allows: ["view"] }),
      serverFact(7, { type: "grant.withdrawn", request: VIEW }),
      serverFact(8, { type: "grant.expired", request: VIEW }),
      serverFact(9, { type: "session.ended", reason: "agent-gone" }),
      agentFact(1, 1, { type: "grant.requested", grant: "control", request: VIEW }),
      agentFact(1, 2, { type: "session.ended", reason: "agent-ended" }),
    ];
    fc.assert(
      fc.property(
        fc.subarray(pool, { minLength: 1 }).chain((facts) =>
          fc.tuple(
            fc.constant(facts),
            fc.shuffledSubarray([...facts, ...facts], {
              minLength: facts.length * 2,
              maxLength: facts.length * 2,
            }),
          ),
        ),
        ([facts, shuffled]) => {
          expect(deriveSession(shuffled)).toEqual(deriveSession(facts));
        },
      ),
      { seed: 20_261_124, numRuns: 500 },
    );
  });
});
