/**
 * What the guards of a site's customers have caught: something that redaction should have kept back,
 * for the site to mend. Counts by kind and place; the customer's browser sends no more, and no more is
 * believed of it.
 */
import { createHash } from "node:crypto";
import { and, desc, eq, notInArray, sql } from "drizzle-orm";
import type { GuardCatch } from "../../peer/protocol/guard-catches.ts";
import type { Finding } from "../../peer/protocol/site-settings.ts";
import type { Database } from "../storage/database.ts";
import { guardFindings } from "../storage/schema.ts";

/** More than anybody reads. The place seen longest ago makes room. */
export const FINDINGS_PER_SITE_COUNT = 200;
/** What one message may add to a count: a list that is drawn anew each second for a quarter of an hour. */
export const CAUGHT_AT_ONCE_COUNT = 1_000;

/** As far as the customer's browser is believed. */
export const believedCount = ({ count }: GuardCatch) => Math.min(count, CAUGHT_AT_ONCE_COUNT);

const COUNT_MAX = 1_000_000_000;

export interface Findings {
  /** @param at - epoch milliseconds */
  add(siteId: string, catches: readonly GuardCatch[], at?: number): Promise<void>;
  /** The latest first. */
  of(siteId: string): Promise<Finding[]>;
  /** @returns whether there was one */
  remove(siteId: string, id: string): Promise<boolean>;
}

export function createFindings(database: Database): Findings {
  return {
    async add(siteId, catches, at = Date.now()) {
      const rows = merged(catches).map((each) => ({
        siteId,
        ...each,
        firstSeenAt: at,
        lastSeenAt: at,
      }));
      const newest = database
        .select({ id: guardFindings.id })
        .from(guardFindings)
        .where(eq(guardFindings.siteId, siteId))
        .orderBy(desc(guardFindings.lastSeenAt), guardFindings.id)
        .limit(FINDINGS_PER_SITE_COUNT);
      await database
        .insert(guardFindings)
        .values(rows)
        .onConflictDoUpdate({
          target: [guardFindings.siteId, guardFindings.id],
          set: {
            count: sql`least(${guardFindings.count} + excluded.count, ${COUNT_MAX})`,
            lastSeenAt: sql`greatest(${guardFindings.lastSeenAt}, excluded.last_seen_at)`,
          },
        });
      // Not in one transaction: two of them could wait for each other's rows.
      await database
        .delete(guardFindings)
        .where(and(eq(guardFindings.siteId, siteId), notInArray(guardFindings.id, newest)));
    },
    async of(siteId) {
      const rows = await database
        .select()
        .from(guardFindings)
        .where(eq(guardFindings.siteId, siteId))
        .orderBy(desc(guardFindings.lastSeenAt), guardFindings.id);
      return rows.map(({ siteId: _, ...finding }) => finding);
    },
    async remove(siteId, id) {
      const removed = await database
        .delete(guardFindings)
        .where(and(eq(guardFindings.siteId, siteId), eq(guardFindings.id, id)))
        .returning({ id: guardFindings.id });
      return removed.length > 0;
    },
  };
}

/** Each place once, in one order for all: two that store at once must not wait for each other. */
function merged(catches: readonly GuardCatch[]) {
  const byId = new Map<string, GuardCatch & { id: string }>();
  for (const caught of catches) {
    const { kind, place } = caught;
    const path = written(caught.path);
    const id = createHash("sha256").update(`${kind}\n${place}\n${path}`).digest("base64url");
    const known = byId.get(id)?.count ?? 0;
    byId.set(id, { id, kind, path, place, count: known + believedCount(caught) });
  }
  return [...byId.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
}

/**
 * A browser writes a path in ASCII, and the guard masks it with dots. What else is in one was made up:
 * a NUL, which no database takes, or what looks like something else on a manager's screen.
 */
const written = (path: string) => path.replace(/[^!-~•]/gu, "\ufffd");
