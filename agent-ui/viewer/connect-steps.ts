/** The named steps from the request to the live page, each with its seconds. */
import type { Milestones } from "./session-side.ts";
import type { ConnectStep } from "./viewer-model.ts";

/** @param now - epoch milliseconds, the same clock as the milestones */
export function connectSteps(
  milestones: Milestones,
  path: "direct" | "relay" | null | undefined,
  now: number,
): ConnectStep[] {
  const { requestedAt, grantedAt, linkedAt, liveAt } = milestones;
  const step = (
    name: ConnectStep["name"],
    from: number | null,
    to: number | null,
  ): ConnectStep => ({
    name,
    state: from === null ? "next" : to === null ? "now" : "done",
    seconds: from === null ? null : wholeSecondsSince(from, to ?? now),
  });
  const isRelayed = path === "relay";
  return [
    step("waiting", requestedAt, grantedAt),
    isRelayed
      ? { name: "direct", state: "skipped", seconds: null }
      : step("direct", grantedAt, linkedAt),
    isRelayed
      ? step("relay", grantedAt, linkedAt)
      : { name: "relay", state: linkedAt === null ? "next" : "skipped", seconds: null },
    step("loading", linkedAt, liveAt),
    { name: "live", state: liveAt === null ? "next" : "done", seconds: null },
  ];
}

export function wholeSecondsSince(at: number | null | undefined, now: number): number | null {
  return at === null || at === undefined ? null : Math.max(0, Math.floor((now - at) / 1_000));
}
