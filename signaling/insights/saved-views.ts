/** Cards and funnels that managers keep, for themselves or for all who may see figures. */
import { randomUUID } from "node:crypto";
import { and, asc, count, eq, or } from "drizzle-orm";
import * as v from "valibot";
import {
  SAVED_VIEWS_COUNT,
  type SavedView,
  type ViewChange,
  ViewDefinition,
} from "../../peer/protocol/insights.ts";
import type { Database } from "../storage/database.ts";
import { agents, insightViews } from "../storage/schema.ts";

export type SavedViewStore = ReturnType<typeof createSavedViews>;

export function createSavedViews(database: Database) {
  const ownBy = (owner: string, id: string) =>
    and(eq(insightViews.id, id), eq(insightViews.ownerId, owner));

  return {
    /** One's own and the shared ones, as they came to be. What cannot be read is left out. */
    async list(agentId: string): Promise<SavedView[]> {
      const rows = await database
        .select({ view: insightViews, ownerName: agents.name })
        .from(insightViews)
        .innerJoin(agents, eq(agents.id, insightViews.ownerId))
        .where(or(eq(insightViews.ownerId, agentId), eq(insightViews.isShared, true)))
        .orderBy(asc(insightViews.createdAt), asc(insightViews.id));
      return rows.flatMap(({ view: { id, ownerId, isShared, definition }, ownerName }) => {
        const read = v.safeParse(ViewDefinition, definition);
        if (!read.success) return [];
        return [{ ...read.output, id, isShared, ownerName, isOwn: ownerId === agentId }];
      });
    },

    /** @returns its id, or `undefined` where its owner keeps as many as one may */
    async add(ownerId: string, change: ViewChange): Promise<string | undefined> {
      const { isShared, ...definition } = change;
      const [kept] = await database
        .select({ count: count() })
        .from(insightViews)
        .where(eq(insightViews.ownerId, ownerId));
      if (Number(kept?.count ?? 0) >= SAVED_VIEWS_COUNT) return undefined;
      const id = randomUUID();
      await database
        .insert(insightViews)
        .values({ id, ownerId, createdAt: Date.now(), isShared, definition });
      return id;
    },

    /** @returns whether this owner has such a view */
    async change(ownerId: string, id: string, change: ViewChange): Promise<boolean> {
      const { isShared, ...definition } = change;
      const changed = await database
        .update(insightViews)
        .set({ isShared, definition })
        .where(ownBy(ownerId, id))
        .returning({ id: insightViews.id });
      return changed.length > 0;
    },

    /** @returns whether this owner had such a view */
    async remove(ownerId: string, id: string): Promise<boolean> {
      const removed = await database
        .delete(insightViews)
        .where(ownBy(ownerId, id))
        .returning({ id: insightViews.id });
      return removed.length > 0;
    },
  };
}
