/**
 * The sheets that shadow roots have adopted. The recorder tells of them once; the replica builds an
 * element that is moved, or put back, anew and without them. So they are told again.
 */
import type { RecorderEvent } from "../protocol/lane-messages.ts";
import { ADOPTED_SHEETS, MUTATION } from "../protocol/recorder-events.ts";

export interface AdoptedSheets {
  /** Takes each change. @returns the ones that have to follow it */
  after(change: RecorderEvent): RecorderEvent[];
  /** A snapshot tells of all of them. */
  startAfresh(): void;
}

export function createAdoptedSheets(): AdoptedSheets {
  const lastTold = new Map<unknown, RecorderEvent>();

  return {
    after({ type, timestamp, data }) {
      const { source, id, styleIds, adds } = data;
      // Without the rules: the replica keeps sheets for as long as the snapshot lasts.
      if (source === ADOPTED_SHEETS)
        lastTold.set(id, { type, timestamp, data: { source, id, styleIds } });
      if (source !== MUTATION || !Array.isArray(adds)) return [];
      return adds.flatMap(({ node }) => lastTold.get(node.id) ?? []);
    },
    startAfresh: () => lastTold.clear(),
  };
}
