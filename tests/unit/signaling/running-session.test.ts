import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Fact, Grant } from "../../../peer/protocol/facts.ts";
import {
  AGENT_GONE_MS,
  CUSTOMER_GONE_MS,
  REQUEST_ANSWER_MS,
} from "../../../peer/protocol/limits.ts";
import { RunningSession } from "../../../signaling/broker/running-session.ts";
import type { SeatNews, SeatSocket } from "../../../signaling/broker/seat-socket.ts";
import { VIEW } from "../../support/facts.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const socketOf = (load: string): SeatSocket & { heard: SeatNews[]; lost: string[] } => {
  const heard: SeatNews[] = [];
  const lost: string[] = [];
  return {
    load,
    heard,
    lost,
    send: (message) => heard.push(message),
    seatLost: (session) => lost.push(session),
  };
};

function open(more: Fact[] = [], allows: Grant[] = ["view"]) {
  const at = Date.now();
  const stamp = { writer: "server", term: 1, at } as const;
  const kept: Fact[] = [];
  const session = new RunningSession({
    id: crypto.randomUUID(),
    siteId: crypto.randomUUID(),
    conversationId: crypto.randomUUID(),
    customerId: crypto.randomUUID(),
    agentId: crypto.randomUUID(),
    agentName: "Agent",
    openedAt: at,
    answerWithinMs: REQUEST_ANSWER_MS,
    facts: [
      { ...stamp, seq: 1, body: { type: "policy.set", version: 1, allows } },
      { ...stamp, seq: 2, body: { type: "grant.requested", grant: "view", request: VIEW } },
      ...more,
    ],
    keepFact: async (fact) => void kept.push(fact),
    onFact: async () => {},
    onFailure: (error) => {
      throw error;
    },
  });
  session.start(true);
  return { session, kept };
}

const CONTROL_ASKED = {
  type: "grant.requested",
  grant: "control",
  request: "00000000-0000-4000-8000-000000000011",
} as const;

async function openGranted(allows: Grant[] = ["view"]) {
  const opened = open([], allows);
  const [customer, agent] = [socketOf(crypto.randomUUID()), socketOf(crypto.randomUUID())];
  await opened.session.takeSeat("customer", customer);
  await opened.session.takeSeat("agent", agent);
  const given = { type: "grant.given", request: VIEW, policyVersion: 1 } as const;
  expect(await opened.session.writeFrom("customer", customer, 1, given)).toBeUndefined();
  expect(opened.session.state.phase).toBe("granted");
  return { ...opened, customer, agent };
}

const reasonAfter = async (session: RunningSession, ms: number) => {
  await vi.advanceTimersByTimeAsync(ms);
  return session.state.endReason;
};

describe("facts that a seat writes", () => {
  it("ask for nothing that the site does not offer, and for nothing before the page is allowed", async () => {
    const { session, agent } = await openGranted();
    expect(await session.writeFrom("agent", agent, 1, CONTROL_ASKED)).toBe("not-allowed");
    const asking = open();
    const viewer = socketOf(crypto.randomUUID());
    await asking.session.takeSeat("agent", viewer);
    expect(await asking.session.writeFrom("agent", viewer, 1, CONTROL_ASKED)).toBe("out-of-order");
  });

  it("[S7] leave no gap, but for the end", async () => {
    const { session, customer } = await openGranted();
    const released = { type: "grant.released", request: VIEW } as const;
    expect(await session.writeFrom("customer", customer, 7, released)).toBe("out-of-order");
    const ended = { type: "session.ended", reason: "customer-ended" } as const;
    expect(await session.writeFrom("customer", customer, 7, ended)).toBeUndefined();
    expect(session.state.endReason).toBe("customer-ended");
  });
});

describe("deadlines of a session", () => {
  it("closes a question that nobody answers", async () => {
    const { session } = open();
    expect(await reasonAfter(session, REQUEST_ANSWER_MS - 1)).toBeUndefined();
    expect(await reasonAfter(session, 1)).toBe("request-timed-out");
  });

  it("keeps a question that is answered in time", async () => {
    const { session } = await openGranted();
    expect(await reasonAfter(session, REQUEST_ANSWER_MS * 2)).toBeUndefined();
  });

  it("ends when the customer's last tab has been gone for long enough", async () => {
    const { session } = await openGranted();
    session.customerIsHere(false);
    expect(await reasonAfter(session, CUSTOMER_GONE_MS - 1)).toBeUndefined();
    expect(await reasonAfter(session, 1)).toBe("customer-gone");
  });

  it("goes on when the customer is back in time, on another page", async () => {
    const { session } = await openGranted();
    session.customerIsHere(false);
    await vi.advanceTimersByTimeAsync(CUSTOMER_GONE_MS - 1);
    session.customerIsHere(true);
    expect(await reasonAfter(session, CUSTOMER_GONE_MS * 3)).toBeUndefined();
  });

  it("ends when the viewer has been gone for long enough, and not when it is back", async () => {
    const { session, agent } = await openGranted();
    session.socketGone(agent);
    await vi.advanceTimersByTimeAsync(AGENT_GONE_MS - 1);
    await session.takeSeat("agent", socketOf(crypto.randomUUID()));
    expect(await reasonAfter(session, AGENT_GONE_MS * 2)).toBeUndefined();
    const { session: other, agent: gone } = await openGranted();
    other.socketGone(gone);
    expect(await reasonAfter(other, AGENT_GONE_MS)).toBe("agent-gone");
  });

  it("ends when the customer allows it and no viewer ever comes", async () => {
    const { session } = open();
    const customer = socketOf(crypto.randomUUID());
    await session.takeSeat("customer", customer);
    const given = { type: "grant.given", request: VIEW, policyVersion: 1 } as const;
    await session.writeFrom("customer", customer, 1, given);
    expect(await reasonAfter(session, AGENT_GONE_MS)).toBe("agent-gone");
  });

  it("waits anew for both people after a restart of the server", async () => {
    const { session, kept } = await openGranted();
    session.stop();
    const { session: restored } = open(kept);
    restored.customerIsHere(false);
    expect(restored.state.phase).toBe("granted");
    expect(await reasonAfter(restored, CUSTOMER_GONE_MS)).toBe("customer-gone");
  });

  it("closes a question for control that nobody answers, and the session goes on", async () => {
    const { session, agent } = await openGranted(["view", "control"]);
    expect(await session.writeFrom("agent", agent, 1, CONTROL_ASKED)).toBeUndefined();
    expect(session.state.grants.control).toBe("requested");
    expect(await reasonAfter(session, REQUEST_ANSWER_MS - 1)).toBeUndefined();
    expect(session.state.grants.control).toBe("requested");
    expect(await reasonAfter(session, 1)).toBeUndefined();
    expect(session.state.grants).toMatchObject({ view: "on", control: "off" });
  });

  it("leaves no timer behind", async () => {
    const { session, agent } = await openGranted();
    session.customerIsHere(false);
    session.socketGone(agent);
    session.write({ type: "session.ended", reason: "agent-ended" });
    await vi.advanceTimersByTimeAsync(0);
    expect(session.state.endReason).toBe("agent-ended");
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("seats", () => {
  it("keep a bounded number of signals for a socket that is away", async () => {
    const { session, customer, agent } = await openGranted();
    session.socketGone(agent);
    for (let count = 0; count < 200; count += 1) {
      session.relay("customer", customer, "1.1.1", `signal ${count}`);
    }
    const back = socketOf(agent.load);
    await session.takeSeat("agent", back);
    expect(back.heard.filter(({ type }) => type === "signal.received")).toHaveLength(64);
  });

  it("tell the socket that lost its seat", async () => {
    const { session, agent } = await openGranted();
    await session.takeSeat("agent", socketOf(crypto.randomUUID()));
    expect(agent.lost).toEqual([session.identity.id]);
    expect(session.relay("agent", agent, "1.1.1", "late")).toBe("superseded");
  });
});

describe("a policy", () => {
  it("comes into force once, with what was allowed before, and no older one after it", async () => {
    const { session, kept } = await openGranted();
    const told: number[] = [];
    const set = (version: number) => session.setPolicy(version, ["view"], () => told.push(version));
    await Promise.all([set(3), set(2), set(3)]);
    expect(told).toEqual([3]);
    const policies = kept.filter(({ body }) => body.type === "policy.set");
    expect(policies.map(({ body }) => body)).toEqual([
      { type: "policy.set", version: 3, allows: ["view"] },
    ]);
    expect(session.state.phase).toBe("granted");
  });

  it("is told after what was said in turn before it", async () => {
    const { session } = await openGranted();
    const told: string[] = [];
    const saying = session.inTurn(async () => {
      await Promise.resolve();
      told.push("welcome");
    });
    await Promise.all([session.setPolicy(2, ["view"], () => told.push("policy")), saying]);
    expect(told).toEqual(["welcome", "policy"]);
  });

  it("is no news for a session that has ended", async () => {
    const { session } = await openGranted();
    await session.write({ type: "session.ended", reason: "agent-ended" });
    await session.setPolicy(2, ["view"], () => expect.unreachable());
    expect(session.state.policyVersion).toBe(1);
  });
});
