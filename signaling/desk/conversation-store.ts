import { randomUUID } from "node:crypto";
import {
  and,
  asc,
  desc,
  eq,
  gt,
  inArray,
  isNotNull,
  isNull,
  max,
  ne,
  or,
  type SQL,
  sql,
} from "drizzle-orm";
import type { Entry } from "../../peer/protocol/entries.ts";
import { CHAT_ENTRIES_COUNT, CHAT_ENTRIES_LENGTH } from "../../peer/protocol/limits.ts";
import type { Database } from "../storage/database.ts";
import { agents, conversations, customers, entries, sites } from "../storage/schema.ts";

export interface ConversationRecord {
  id: string;
  siteId: string;
  siteName: string;
  /** As the database has it: anything. */
  policy: unknown;
  customerId: string;
  customerName: string;
  channel: "web-chat" | "sms" | "messenger" | "email";
  status: "open" | "inactive" | "closed";
  owner: { id: string; name: string } | null;
  ownerHasWritten: boolean;
  createdAt: number;
  agentReadUpTo: number;
  customerReadUpTo: number;
  deliveredUpTo: number;
  lastEntry: Entry | null;
  unreadCount: number;
}

export interface NewMessage {
  author: "agent" | "customer";
  authorName: string;
  clientId: string;
  text: string;
}

/** Conversations that ended longer ago than this leave the list. */
const CLOSED_FOR_MS = 24 * 60 * 60 * 1_000;
const LISTED_COUNT = 200;

export type ConversationStore = ReturnType<typeof createConversationStore>;

/** Conversations and their entries in the database. */
export function createConversationStore(database: Database) {
  const lastEntryId = sql<number>`(select max(id) from entries where conversation_id = ${conversations.id})`;
  const unread = sql<number>`(select count(*)::int from entries where conversation_id = ${conversations.id}
    and author = 'customer' and id > ${conversations.agentReadUpTo})`;

  const select = (where: SQL | undefined) =>
    database
      .select({
        conversation: conversations,
        siteName: sites.name,
        policy: sites.policy,
        customerNumber: customers.number,
        givenName: customers.name,
        ownerName: agents.name,
        lastEntry: entries,
        unreadCount: unread,
      })
      .from(conversations)
      .innerJoin(sites, eq(sites.id, conversations.siteId))
      .innerJoin(customers, eq(customers.id, conversations.customerId))
      .leftJoin(agents, eq(agents.id, conversations.ownerId))
      .leftJoin(entries, eq(entries.id, lastEntryId))
      .where(where)
      .orderBy(desc(sql`coalesce(${lastEntryId}, 0)`))
      .limit(LISTED_COUNT);

  type Row = Awaited<ReturnType<typeof select>>[number];
  const toRecord = (row: Row): ConversationRecord => ({
    id: row.conversation.id,
    siteId: row.conversation.siteId,
    siteName: row.siteName,
    policy: row.policy,
    customerId: row.conversation.customerId,
    customerName: row.givenName ?? customerName(row.customerNumber),
    channel: row.conversation.channel,
    status: row.conversation.status,
    owner: row.conversation.ownerId
      ? { id: row.conversation.ownerId, name: row.ownerName ?? "" }
      : null,
    ownerHasWritten: row.conversation.ownerHasWritten,
    createdAt: row.conversation.createdAt,
    agentReadUpTo: row.conversation.agentReadUpTo,
    customerReadUpTo: row.conversation.customerReadUpTo,
    deliveredUpTo: row.conversation.deliveredUpTo,
    lastEntry: row.lastEntry ? toEntry(row.lastEntry) : null,
    unreadCount: Number(row.unreadCount),
  });

  const find = async (where: SQL | undefined) => {
    const [row] = await select(where);
    return row && toRecord(row);
  };

  return {
    byId: (id: string) => find(eq(conversations.id, id)),
    openOf: (customerId: string) =>
      find(and(eq(conversations.customerId, customerId), ne(conversations.status, "closed"))),

    async list(now = Date.now()): Promise<ConversationRecord[]> {
      const rows = await select(
        or(ne(conversations.status, "closed"), gt(entries.at, now - CLOSED_FOR_MS)),
      );
      return rows.map(toRecord);
    },

    async customerName(customerId: string): Promise<string> {
      const [row] = await database
        .select({ number: customers.number })
        .from(customers)
        .where(eq(customers.id, customerId));
      return row ? customerName(row.number) : "Customer";
    },

    /** Two tabs may write their first message at once: the second finds the first one's. */
    async create(conversation: {
      customerId: string;
      siteId: string;
      channel: ConversationRecord["channel"];
      ownerId: string | null;
    }): Promise<string> {
      const { customerId } = conversation;
      const id = randomUUID();
      const added = await database
        .insert(conversations)
        .values({
          id,
          ...conversation,
          status: "open",
          ownerHasWritten: false,
          createdAt: Date.now(),
          agentReadUpTo: 0,
          customerReadUpTo: 0,
          deliveredUpTo: 0,
        })
        .onConflictDoNothing()
        .returning({ id: conversations.id });
      if (added.length > 0) return id;
      const [open] = await database
        .select({ id: conversations.id })
        .from(conversations)
        .where(and(eq(conversations.customerId, customerId), ne(conversations.status, "closed")));
      return open?.id ?? id;
    },

    /** @returns false when somebody else was first */
    async take(id: string, agentId: string): Promise<boolean> {
      const taken = await database
        .update(conversations)
        .set({ ownerId: agentId, ownerHasWritten: false })
        .where(and(eq(conversations.id, id), isNull(conversations.ownerId)))
        .returning({ id: conversations.id });
      return taken.length > 0;
    },

    /**
     * Gives a conversation to another owner, or to the queue.
     * @param from - its owner as it was read: a change that came between is not undone
     * @returns false when it has another owner by now, or is closed
     */
    async changeOwner(id: string, from: string | null, to: string | null): Promise<boolean> {
      const changed = await database
        .update(conversations)
        .set({ ownerId: to, ownerHasWritten: false })
        .where(
          and(
            eq(conversations.id, id),
            from === null ? isNull(conversations.ownerId) : eq(conversations.ownerId, from),
            ne(conversations.status, "closed"),
          ),
        )
        .returning({ id: conversations.id });
      return changed.length > 0;
    },

    /** @returns false when it had another status than `from` */
    async changeStatus(
      id: string,
      from: ReadonlyArray<ConversationRecord["status"]>,
      to: ConversationRecord["status"],
    ): Promise<boolean> {
      const changed = await database
        .update(conversations)
        .set({ status: to })
        .where(and(eq(conversations.id, id), inArray(conversations.status, [...from])))
        .returning({ id: conversations.id });
      return changed.length > 0;
    },

    /** What is not closed and has an owner: all, or one agent's. */
    async owned(
      agentId?: string,
    ): Promise<Array<{ id: string; ownerId: string; customerId: string }>> {
      const rows = await database
        .select({
          id: conversations.id,
          ownerId: conversations.ownerId,
          customerId: conversations.customerId,
        })
        .from(conversations)
        .where(
          and(
            ne(conversations.status, "closed"),
            agentId === undefined
              ? isNotNull(conversations.ownerId)
              : eq(conversations.ownerId, agentId),
          ),
        );
      return rows.map(({ ownerId, ...row }) => ({ ...row, ownerId: ownerId ?? "" }));
    },

    /** Active conversations, and when the last message of each was written; epoch milliseconds. */
    async active(): Promise<Array<{ id: string; siteId: string; lastMessageAt: number }>> {
      const { id, siteId, createdAt } = conversations;
      const rows = await database
        .select({ id, siteId, createdAt, lastMessageAt: max(entries.at) })
        .from(conversations)
        .leftJoin(entries, and(eq(entries.conversationId, id), eq(entries.kind, "message")))
        .where(eq(conversations.status, "open"))
        .groupBy(id, siteId, createdAt);
      return rows.map(({ id, siteId, createdAt, lastMessageAt: at }) => ({
        id,
        siteId,
        lastMessageAt: Number(at ?? createdAt),
      }));
    },

    /** Everything so far has come to a browser of the customer. */
    async markDelivered(id: string): Promise<void> {
      await database
        .update(conversations)
        .set({ deliveredUpTo: sql`coalesce(${lastEntryOf(id)}, 0)` })
        .where(eq(conversations.id, id));
    },

    async noteOwnerWrote(id: string): Promise<void> {
      await database
        .update(conversations)
        .set({ ownerHasWritten: true })
        .where(eq(conversations.id, id));
    },

    async markRead(id: string, side: "agent" | "customer", upTo: number): Promise<void> {
      const mark = side === "agent" ? conversations.agentReadUpTo : conversations.customerReadUpTo;
      const field = side === "agent" ? "agentReadUpTo" : "customerReadUpTo";
      await database
        .update(conversations)
        // What is not written yet cannot have been read.
        .set({ [field]: sql`greatest(${mark}, least(${upTo}, ${lastEntryOf(id)}))` })
        .where(eq(conversations.id, id));
    },

    /** The newest entries after `after`, oldest first; no more than one answer can carry. */
    async entriesAfter(id: string, after: number): Promise<Entry[]> {
      const rows = await database
        .select()
        .from(entries)
        .where(and(eq(entries.conversationId, id), gt(entries.id, after)))
        .orderBy(desc(entries.id))
        .limit(CHAT_ENTRIES_COUNT);
      let length = 0;
      const fitting = rows.filter((row) => {
        length += row.text?.length ?? 0;
        return length <= CHAT_ENTRIES_LENGTH;
      });
      return fitting.reverse().map(toEntry);
    },

    /** A message that is sent again is the one that was stored. */
    async addMessage(id: string, message: NewMessage): Promise<{ entry: Entry; isNew: boolean }> {
      const [added] = await database
        .insert(entries)
        .values({ conversationId: id, at: Date.now(), kind: "message", ...message })
        .onConflictDoNothing()
        .returning();
      if (added) return { entry: toEntry(added), isNew: true };
      const [known] = await database
        .select()
        .from(entries)
        .where(
          and(
            eq(entries.conversationId, id),
            eq(entries.author, message.author),
            eq(entries.clientId, message.clientId),
          ),
        );
      if (!known) throw new Error("the message was not stored");
      return { entry: toEntry(known), isNew: false };
    },

    async addEvent(
      id: string,
      line: Pick<Extract<Entry, { kind: "event" }>, "event" | "reason"> & { sessionId: string },
    ): Promise<Entry> {
      const [added] = await database
        .insert(entries)
        .values({ conversationId: id, at: Date.now(), kind: "event", ...line })
        .returning();
      if (!added) throw new Error("the event was not stored");
      return toEntry(added);
    },

    async openCountOf(agentId: string): Promise<number> {
      const [row] = await database
        .select({ count: sql<number>`count(*)::int` })
        .from(conversations)
        .where(and(eq(conversations.ownerId, agentId), eq(conversations.status, "open")))
        .orderBy(asc(sql`1`));
      return Number(row?.count ?? 0);
    },
  };
}

const lastEntryOf = (id: string) =>
  sql<number>`(select max(id) from entries where conversation_id = ${id})`;

const customerName = (number: number | null) => `Customer ${number ?? ""}`.trim();

function toEntry(row: typeof entries.$inferSelect): Entry {
  const { id, at } = row;
  if (row.kind === "message") {
    return {
      kind: "message",
      id,
      at,
      author: row.author ?? "customer",
      authorName: row.authorName ?? "",
      clientId: row.clientId ?? "",
      text: row.text ?? "",
    };
  }
  return {
    kind: "event",
    id,
    at,
    event: row.event ?? "session-ended",
    session: row.sessionId ?? "",
    ...(row.reason && { reason: row.reason }),
  };
}
