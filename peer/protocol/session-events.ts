/**
 * What happened in sessions, for figures: each is counted once, and carries nothing of what was
 * said or shown. `view` is the session itself; `control` and `screen` are within it.
 */
import * as v from "valibot";

export const SessionEvent = v.picklist([
  "view.requested",
  "view.granted",
  "view.denied",
  /** Nobody answered. */
  "view.timed-out",
  /** The request was taken back, or lost its conversation, before it was answered. */
  "view.cancelled",
  /** The agent has seen the page for the first time; as the viewer says. */
  "view.live",
  /** The end of a session that was granted, whoever ended it. */
  "view.revoked",
  "view.error",
  "control.requested",
  "control.granted",
  "control.denied",
  "control.revoked",
  "control.error",
  "screen.requested",
  "screen.granted",
  "screen.denied",
  "screen.revoked",
  "screen.error",
]);
export type SessionEvent = v.InferOutput<typeof SessionEvent>;
