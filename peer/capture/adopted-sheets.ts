/**
 * The sheets that documents and shadow roots have adopted. The recorder tells of them once; the replica
 * builds an element that is moved, or put back, anew and without them. So they are told again. Rules
 * of a sheet that was never told are not told either: only a redacted part has adopted it.
 */
import type { RecorderEvent } from "../protocol/lane-messages.ts";
import { ADOPTED_SHEETS, MUTATION, STYLE_SOURCES } from "../protocol/recorder-events.ts";

export interface AdoptedSheets {
  /** Takes each change that is told. @returns the ones that have to follow it */
  after(change: RecorderEvent): RecorderEvent[];
  /** Whether its sheet was told. */
  isOfToldSheet(change: RecorderEvent): boolean;
  /** It names a sheet that was not told, and does not tell it. */
  isIncomplete(change: RecorderEvent): boolean;
  /** A snapshot tells of all of them. */
  startAfresh(): void;
}

export function createAdoptedSheets(): AdoptedSheets {
  const lastTold = new Map<unknown, RecorderEvent>();
  const toldStyles = new Set<unknown>();

  return {
    after({ type, timestamp, data }) {
      const { source, id, styleIds, styles, adds } = data;
      if (source === ADOPTED_SHEETS) {
        // Without the rules: the replica keeps sheets for as long as the snapshot lasts.
        lastTold.set(id, { type, timestamp, data: { source, id, styleIds } });
        for (const { styleId } of listOf(styles)) toldStyles.add(styleId);
      }
      if (source !== MUTATION || !Array.isArray(adds)) return [];
      return adds.flatMap(({ node }) => lastTold.get(node.id) ?? []);
    },
    isOfToldSheet({ data }) {
      const { source, styleId } = data;
      const isRule = STYLE_SOURCES.has(source) && source !== ADOPTED_SHEETS;
      return !isRule || styleId === undefined || toldStyles.has(styleId);
    },
    isIncomplete({ data }) {
      if (data["source"] !== ADOPTED_SHEETS) return false;
      const told = new Set([
        ...toldStyles,
        ...listOf(data["styles"]).map(({ styleId }) => styleId),
      ]);
      return Array.isArray(data["styleIds"]) && data["styleIds"].some((id) => !told.has(id));
    },
    startAfresh() {
      lastTold.clear();
      toldStyles.clear();
    },
  };
}

function listOf(styles: unknown): Array<{ styleId?: unknown }> {
  return Array.isArray(styles) ? styles : [];
}
