/** Which lines a fact adds to the conversation: what people would tell each other, once. */

import type { EventName } from "../../peer/protocol/entries.ts";
import type { EndReason, Fact } from "../../peer/protocol/facts.ts";
import type { SessionState } from "../../peer/session/session-state.ts";

export interface EventLine {
  event: EventName;
  reason?: EndReason;
}

/** @param before - the session without the fact, @param after - with it */
export function eventLines(before: SessionState, after: SessionState, fact: Fact): EventLine[] {
  const lines: EventLine[] = [];
  const { body } = fact;
  if (before.requests.view === undefined && after.requests.view !== undefined) {
    lines.push({ event: "cobrowse-requested" });
  }
  if (before.phase === "requested" && after.phase === "granted") {
    lines.push({ event: "view-granted" });
  }
  for (const grant of ["control", "screen"] as const) {
    if (before.grants[grant] !== "requested") continue;
    if (after.grants[grant] === "on") lines.push({ event: `${grant}-granted` });
    if (after.grants[grant] === "off" && body.type === "grant.denied") {
      lines.push({ event: `${grant}-denied` });
    }
  }
  if (before.phase !== "ended" && after.phase === "ended") {
    const reason = after.endReason ?? "error";
    lines.push(reason === "denied" ? { event: "view-denied" } : { event: "session-ended", reason });
  }
  return lines;
}
