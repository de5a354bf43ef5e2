import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createSessionHolder } from "../../../../peer/holder/session-holder.ts";
import { SEATS_PER_SECOND } from "../../../../peer/protocol/limits.ts";
import type { SessionView } from "../../../../peer/protocol/session-messages.ts";
import { customerFact, LOAD, serverFact, VIEW } from "../../../support/facts.ts";

const view: SessionView = {
  id: "00000000-0000-4000-8000-000000000003",
  conversation: "00000000-0000-4000-8000-000000000004",
  agentName: "Agent One",
  customerName: "Customer",
  siteName: "Shop",
  openedAt: 0,
  answerWithinMs: 60_000,
  hasBlurbs: true,
  iceServers: [],
  iceTransportPolicy: "all",
  assetOrigins: [],
  privacy: null,
  facts: [],
};

/** A customer's holder that has asked for its seat, and written something. */
function holderOf(sent: string[]) {
  const holder = createSessionHolder({
    role: "customer",
    view,
    load: LOAD,
    webRtc: {} as never,
    send: ({ type }) => sent.push(type) > 0,
    runPage: () => () => {},
    onChange() {},
    onSuperseded() {},
  });
  holder.takeSeat();
  holder.write({ type: "grant.denied", request: VIEW });
  sent.length = 0;
  return holder;
}

const SEAT_AGAIN = ["seat.take", "fact.write"];
const SEATED = serverFact(1, {
  type: "seat.taken",
  role: "customer",
  load: LOAD,
  term: 1,
  fencedAfterSeq: 0,
});
const LONG_MS = 10_000 / SEATS_PER_SECOND;

describe("the holder of a session whose seat is refused [S12]", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("asks again when the rate lets it, and repeats what it wrote without a seat", () => {
    const sent: string[] = [];
    const holder = holderOf(sent);
    holder.refused("too-many");
    expect(sent).toEqual([]);
    vi.advanceTimersByTime(1_000 / SEATS_PER_SECOND);
    expect(sent).toEqual(SEAT_AGAIN);
    // Once for each refusal.
    vi.advanceTimersByTime(LONG_MS);
    expect(sent).toEqual(SEAT_AGAIN);
  });

  it("asks once, however much was refused, and however it asked meanwhile", () => {
    const sent: string[] = [];
    const holder = holderOf(sent);
    holder.refused("too-many");
    holder.refused("too-many");
    vi.advanceTimersByTime(LONG_MS);
    expect(sent).toEqual(SEAT_AGAIN);
    holder.refused("too-many");
    holder.connected();
    vi.advanceTimersByTime(LONG_MS);
    expect(sent).toEqual([...SEAT_AGAIN, ...SEAT_AGAIN]);
  });

  it("does not ask where it was refused for another reason, nor for a seat once it sits", () => {
    const sent: string[] = [];
    const holder = holderOf(sent);
    holder.refused("session-ended");
    holder.record(SEATED);
    holder.refused("not-seated");
    vi.advanceTimersByTime(LONG_MS);
    expect(sent).toEqual([]);
  });

  it.each([
    "too-many",
    "failed",
  ] as const)("repeats a fact that was %s, until it is confirmed", (reason) => {
    const sent: string[] = [];
    const holder = holderOf(sent);
    holder.record(SEATED);
    holder.refused(reason);
    vi.advanceTimersByTime(LONG_MS);
    expect(sent).toEqual(["fact.write"]);
    holder.record(customerFact(1, 1, { type: "grant.denied", request: VIEW }));
    holder.refused(reason);
    vi.advanceTimersByTime(LONG_MS);
    expect(sent).toEqual(["fact.write"]);
  });

  it("writes nothing any more once it is stopped", () => {
    const sent: string[] = [];
    const holder = holderOf(sent);
    holder.refused("too-many");
    holder.stop();
    holder.refused("too-many");
    vi.advanceTimersByTime(LONG_MS);
    expect(sent).toEqual([]);
  });
});
