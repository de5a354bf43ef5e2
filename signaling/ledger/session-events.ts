/** Which events a fact adds to the figures. The fact is stored once, and so are its events. */
import type { Fact } from "../../peer/protocol/facts.ts";
import type { SessionEvent } from "../../peer/protocol/session-events.ts";
import type { SessionState } from "../../peer/session/session-state.ts";

/** @param before - the session without the fact, @param after - with it */
export function sessionEvents(
  before: SessionState,
  after: SessionState,
  fact: Fact,
): SessionEvent[] {
  const events: SessionEvent[] = [];
  const hasFailed = before.phase !== "ended" && after.endReason === "error";
  for (const grant of ["view", "control", "screen"] as const) {
    const was = before.grants[grant];
    const is = after.grants[grant];
    const isAsked = after.requests[grant]?.id !== before.requests[grant]?.id && is !== "off";
    if (isAsked) events.push(`${grant}.requested`);
    if (was !== "on" && is === "on") events.push(`${grant}.granted`);
    if (was === "on" && is !== "on") events.push(`${grant}.revoked`);
    const isDenied = was === "requested" && is === "off" && fact.body.type === "grant.denied";
    if (isDenied) events.push(`${grant}.denied`);
    if (hasFailed && (was === "on" || grant === "view")) events.push(`${grant}.error`);
  }
  const unanswered = before.grants.view === "requested" && unansweredEnd(after);
  if (unanswered) events.push(unanswered);
  return events;
}

/** How a session ended that had not been granted, if it was not denied. */
function unansweredEnd({ endReason }: SessionState): SessionEvent | undefined {
  if (endReason === "request-timed-out") return "view.timed-out";
  const isCancelled = endReason !== undefined && endReason !== "denied" && endReason !== "error";
  return isCancelled ? "view.cancelled" : undefined;
}
