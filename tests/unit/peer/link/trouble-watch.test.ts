import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startTroubleWatch } from "../../../../peer/link/trouble-watch.ts";
import { TROUBLE_NAMED_MS } from "../../../../peer/protocol/limits.ts";
import type { LinkTrouble } from "../../../../peer/protocol/link-trouble.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const OFFER = JSON.stringify({ type: "offer", sdp: "v=0" });
const troubleSignal = (trouble: string) => JSON.stringify({ trouble });

function startTrouble(iceTransportPolicy: RTCIceTransportPolicy = "all") {
  const named: LinkTrouble[] = [];
  const sent: string[] = [];
  const trouble = startTroubleWatch({
    iceTransportPolicy,
    onTrouble: (latest) => named.push(latest),
    sendSignal: (signal) => sent.push(signal),
  });
  return { trouble, named, sent, wait: (ms: number) => vi.advanceTimersByTime(ms) };
}

describe("[L15] trouble with a link", () => {
  it("is named when there is no link in time, and not a moment earlier", () => {
    const { trouble, named, sent, wait } = startTrouble();
    trouble.takeSignal(OFFER);
    trouble.noteRelay({ relay: "usable", isSettled: true });
    wait(TROUBLE_NAMED_MS - 1);
    expect(named).toEqual([]);
    wait(1);
    expect(named).toEqual(["no-path"]);
    expect(sent).toEqual([troubleSignal("no-path")]);
  });

  it.each([
    ["relay-refused", "relay-refused"],
    ["relay-expired", "relay-expired"],
    ["relay-unreachable", "relay-unreachable"],
    ["no-relay", "no-relay"],
  ] as const)("is %s when that is what the connection has learned", (relay, expected) => {
    const { trouble, named, wait } = startTrouble();
    trouble.takeSignal(OFFER);
    trouble.noteRelay({ relay, isSettled: true });
    wait(TROUBLE_NAMED_MS);
    expect(named).toEqual([expected]);
  });

  it("is the relay that cannot be reached, when it has not said a word in time", () => {
    const { trouble, named, wait } = startTrouble("relay");
    trouble.takeSignal(OFFER);
    trouble.noteRelay({ relay: "unknown", isSettled: false });
    wait(TROUBLE_NAMED_MS);
    expect(named).toEqual(["relay-unreachable"]);
  });

  it("blames no missing relay when the other side has said nothing at all", () => {
    const { trouble, named, wait } = startTrouble();
    trouble.noteRelay({ relay: "no-relay", isSettled: true });
    wait(TROUBLE_NAMED_MS);
    expect(named).toEqual(["no-path"]);
    trouble.takeSignal(OFFER);
    expect(named).toEqual(["no-path", "no-relay"]);
  });

  it("is named at once where there is no other way than the relay", () => {
    const { trouble, named, sent } = startTrouble("relay");
    trouble.noteRelay({ relay: "relay-refused", isSettled: false });
    expect(named).toEqual([]);
    trouble.noteRelay({ relay: "relay-refused", isSettled: true });
    expect(named).toEqual(["relay-refused"]);
    expect(sent).toEqual([troubleSignal("relay-refused")]);
  });

  it("waits for the direct way where there may be one", () => {
    const { trouble, named } = startTrouble("all");
    trouble.noteRelay({ relay: "relay-refused", isSettled: true });
    expect(named).toEqual([]);
  });

  it("is known at once from the other side, which may be the only one that can tell", () => {
    const { trouble, named } = startTrouble();
    trouble.noteRelay({ relay: "usable", isSettled: true });
    expect(trouble.takeSignal(troubleSignal("relay-unreachable"))).toBe(true);
    expect(named).toEqual(["relay-unreachable"]);
  });

  it("is, of what the two sides say, what explains more", () => {
    const { trouble, named, wait } = startTrouble();
    trouble.takeSignal(OFFER);
    trouble.noteRelay({ relay: "relay-unreachable", isSettled: true });
    wait(TROUBLE_NAMED_MS);
    for (const others of ["no-path", "no-relay", "relay-refused", "relay-expired", "no-path"]) {
      trouble.takeSignal(troubleSignal(others));
    }
    expect(named).toEqual([
      "relay-unreachable",
      "relay-refused",
      "relay-expired",
      "relay-unreachable",
    ]);
  });

  it("outlasts the attempts, and each of them tells it again", () => {
    const { trouble, named, sent } = startTrouble("relay");
    trouble.attemptStarted();
    trouble.noteRelay({ relay: "relay-refused", isSettled: true });
    trouble.attemptStarted();
    trouble.noteRelay({ relay: "unknown", isSettled: false });
    trouble.noteRelay({ relay: "relay-refused", isSettled: false });
    trouble.attemptStarted();
    expect(named).toEqual(["relay-refused"]);
    expect(sent).toEqual(Array(3).fill(troubleSignal("relay-refused")));
  });

  it("gives a link over a relay that works again the time that a first one has", () => {
    const { trouble, named, wait } = startTrouble("relay");
    trouble.noteRelay({ relay: "relay-expired", isSettled: true });
    wait(TROUBLE_NAMED_MS);
    trouble.noteRelay({ relay: "usable", isSettled: false });
    wait(TROUBLE_NAMED_MS - 1);
    expect(named).toEqual(["relay-expired"]);
    wait(1);
    expect(named).toEqual(["relay-expired", "no-path"]);
  });

  it("is over with an open link, and is named anew when that one does not come back", () => {
    const { trouble, named, sent, wait } = startTrouble("relay");
    trouble.noteRelay({ relay: "relay-refused", isSettled: true });
    trouble.linkOpened();
    wait(2 * TROUBLE_NAMED_MS);
    trouble.noteRelay({ relay: "relay-unreachable", isSettled: true });
    expect(trouble.takeSignal(troubleSignal("no-path"))).toBe(true);
    expect(named).toEqual(["relay-refused"]);
    trouble.linkLost();
    trouble.attemptStarted();
    expect(sent).toHaveLength(1);
    wait(TROUBLE_NAMED_MS);
    expect(named).toEqual(["relay-refused", "no-path"]);
  });

  it("leaves to WebRTC what is not of it", () => {
    const { trouble, named } = startTrouble();
    const forWebRtc = [
      OFFER,
      "not JSON",
      troubleSignal("the moon"),
      JSON.stringify({ trouble: "no-path", type: "offer" }),
      JSON.stringify("no-path"),
    ];
    for (const signal of forWebRtc) expect(trouble.takeSignal(signal)).toBe(false);
    expect(named).toEqual([]);
  });

  it("does not listen for ever to a side that changes its mind", () => {
    const { trouble, named } = startTrouble();
    for (let time = 0; time < 200; time += 1) {
      trouble.takeSignal(troubleSignal(time % 2 === 0 ? "no-path" : "relay-refused"));
    }
    expect(named).toHaveLength(20);
  });

  it("leaves no timer behind", () => {
    const { trouble } = startTrouble();
    trouble.stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});
