import { describe, expect, it } from "vitest";
import type { Fact } from "../../../peer/protocol/facts.ts";
import { deriveSession } from "../../../peer/session/session-state.ts";
import { sessionEvents } from "../../../signaling/ledger/session-events.ts";
import { agentFact, customerFact, LOAD, serverFact, VIEW } from "../../support/facts.ts";

const CONTROL = "00000000-0000-4000-8000-000000000011";
const SCREEN = "00000000-0000-4000-8000-000000000012";

/** The events of each fact in turn, as the server would store them. */
function eventsOf(facts: Fact[]): string[] {
  return facts.flatMap((fact, at) =>
    sessionEvents(deriveSession(facts.slice(0, at)), deriveSession(facts.slice(0, at + 1)), fact),
  );
}

const opened = [
  serverFact(1, { type: "policy.set", version: 1, allows: ["view", "control", "screen"] }),
  serverFact(2, { type: "grant.requested", grant: "view", request: VIEW }),
  serverFact(3, { type: "seat.taken", role: "customer", load: LOAD, term: 1, fencedAfterSeq: 0 }),
  serverFact(4, { type: "seat.taken", role: "agent", load: LOAD, term: 1, fencedAfterSeq: 0 }),
];
const given = (seq: number, request = VIEW) =>
  customerFact(1, seq, { type: "grant.given", request, policyVersion: 1 });
const granted = [...opened, given(1)];
const asked = (seq: number, grant: "control" | "screen", request: string) =>
  agentFact(1, seq, { type: "grant.requested", grant, request });

describe("events of a session", () => {
  it.each<[string, Fact[], string[]]>([
    ["asked", opened, []],
    ["granted", granted, ["view.granted"]],
    [
      "denied: never revoked",
      [...opened, customerFact(1, 1, { type: "grant.denied", request: VIEW })],
      ["view.denied"],
    ],
    [
      "not answered: never revoked",
      [...opened, serverFact(5, { type: "grant.expired", request: VIEW })],
      ["view.timed-out"],
    ],
    [
      "taken back: never revoked",
      [...opened, serverFact(5, { type: "grant.withdrawn", request: VIEW })],
      ["view.cancelled"],
    ],
    [
      "without its conversation before it was answered",
      [...opened, serverFact(5, { type: "session.ended", reason: "conversation-closed" })],
      ["view.cancelled"],
    ],
    [
      "failed before it was answered",
      [...opened, serverFact(5, { type: "session.ended", reason: "error" })],
      ["view.error"],
    ],
    [
      "ended by the customer",
      [...granted, customerFact(1, 2, { type: "session.ended", reason: "customer-ended" })],
      ["view.granted", "view.revoked"],
    ],
    [
      "given back",
      [...granted, customerFact(1, 2, { type: "grant.released", request: VIEW })],
      ["view.granted", "view.revoked"],
    ],
    [
      "denied after it was given: an end, and no denial",
      [...granted, customerFact(1, 2, { type: "grant.denied", request: VIEW })],
      ["view.granted", "view.revoked"],
    ],
    [
      "not allowed any more: one end, though two facts tell it",
      [
        ...granted,
        serverFact(5, { type: "policy.set", version: 2, allows: [] }),
        serverFact(6, { type: "session.ended", reason: "policy-changed" }),
      ],
      ["view.granted", "view.revoked"],
    ],
    [
      "failed",
      [...granted, agentFact(1, 1, { type: "session.ended", reason: "error" })],
      ["view.granted", "view.revoked", "view.error"],
    ],
    [
      "ended twice",
      [
        ...granted,
        customerFact(1, 2, { type: "session.ended", reason: "customer-ended" }),
        agentFact(1, 1, { type: "session.ended", reason: "error" }),
      ],
      ["view.granted", "view.revoked"],
    ],
    [
      "with control, given back and failed while it was on again",
      [
        ...granted,
        asked(1, "control", CONTROL),
        given(2, CONTROL),
        agentFact(1, 2, { type: "grant.released", request: CONTROL }),
        asked(3, "control", SCREEN),
        given(3, SCREEN),
        agentFact(1, 4, { type: "session.ended", reason: "error" }),
      ],
      [
        "view.granted",
        "control.requested",
        "control.granted",
        "control.revoked",
        "control.requested",
        "control.granted",
        "view.revoked",
        "view.error",
        "control.revoked",
        "control.error",
      ],
    ],
    [
      "with control that was denied, and not answered",
      [
        ...granted,
        asked(1, "control", CONTROL),
        customerFact(1, 2, { type: "grant.denied", request: CONTROL }),
        asked(2, "control", SCREEN),
        serverFact(5, { type: "grant.expired", request: SCREEN }),
      ],
      ["view.granted", "control.requested", "control.denied", "control.requested"],
    ],
    [
      "with a screen that overrules control",
      [
        ...granted,
        asked(1, "control", CONTROL),
        given(2, CONTROL),
        asked(2, "screen", SCREEN),
        given(3, SCREEN),
      ],
      [
        "view.granted",
        "control.requested",
        "control.granted",
        "screen.requested",
        "control.revoked",
        "screen.granted",
      ],
    ],
    [
      "with what was forged",
      [...granted, { ...given(2), writer: "agent" } as unknown as Fact],
      ["view.granted"],
    ],
  ])("%s", (_what, facts, events) => {
    expect(eventsOf(facts)).toEqual(["view.requested", ...events]);
  });

  it("are none where a fact comes again", () => {
    expect(eventsOf([...granted, ...granted])).toEqual(["view.requested", "view.granted"]);
  });
});
