/** The tables. The same on PGlite and PostgreSQL; `migrations/` holds how they came to be. */
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import type { AgentRole } from "../../peer/protocol/agent-messages.ts";
import type { EventName } from "../../peer/protocol/entries.ts";
import type { EndReason, Fact } from "../../peer/protocol/facts.ts";
import type { CatchKind } from "../../peer/protocol/guard-catches.ts";
import type { SessionEvent } from "../../peer/protocol/session-events.ts";
import type { ChangedSetting } from "../../peer/protocol/site-settings.ts";

/** Epoch milliseconds: what the wire speaks, exact in a JavaScript number. */
const epochMs = (name: string) => bigint(name, { mode: "number" });

export const agents = pgTable("agents", {
  id: uuid().primaryKey(),
  email: text().notNull().unique(),
  name: text().notNull(),
  role: text().$type<AgentRole>().notNull(),
  passwordHash: text("password_hash").notNull(),
  /** Since when they may not log in any more. */
  deactivatedAt: epochMs("deactivated_at"),
});

export const agentLogins = pgTable("agent_logins", {
  /** SHA-256 of the cookie's token: who reads the database cannot log in. */
  tokenHash: text("token_hash").primaryKey(),
  agentId: uuid("agent_id").notNull(),
  expiresAt: epochMs("expires_at").notNull(),
});

export const sites = pgTable("sites", {
  id: uuid().primaryKey(),
  key: text().notNull().unique(),
  name: text().notNull(),
  /** Exact origins; `*` as a port means any port of that host. */
  origins: jsonb().$type<string[]>().notNull(),
  /** Read part by part, in `policy/site-policy.ts`: an operator's hand may have been in it. */
  policy: jsonb().$type<unknown>().notNull(),
  policyVersion: integer("policy_version").notNull(),
});

export const customers = pgTable("customers", {
  id: uuid().primaryKey(),
  siteId: uuid("site_id").notNull(),
  /** What agents call them until they have a name: Customer 4821. */
  number: integer().generatedAlwaysAsIdentity({ startWith: 4801 }),
  name: text(),
});

export const conversations = pgTable(
  "conversations",
  {
    id: uuid().primaryKey(),
    siteId: uuid("site_id").notNull(),
    customerId: uuid("customer_id").notNull(),
    channel: text().$type<"web-chat" | "sms" | "messenger" | "email">().notNull(),
    status: text().$type<"open" | "inactive" | "closed">().notNull(),
    ownerId: uuid("owner_id"),
    ownerHasWritten: boolean("owner_has_written").notNull(),
    createdAt: epochMs("created_at").notNull(),
    agentReadUpTo: bigint("agent_read_up_to", { mode: "number" }).notNull(),
    customerReadUpTo: bigint("customer_read_up_to", { mode: "number" }).notNull(),
    deliveredUpTo: bigint("delivered_up_to", { mode: "number" }).notNull(),
  },
  (table) => [index("conversations_by_customer").on(table.customerId)],
);

/** Messages and event lines, in the order in which they happened. */
export const entries = pgTable(
  "entries",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    conversationId: uuid("conversation_id").notNull(),
    at: epochMs("at").notNull(),
    kind: text().$type<"message" | "event">().notNull(),
    author: text().$type<"agent" | "customer">(),
    authorName: text("author_name"),
    clientId: uuid("client_id"),
    text: text(),
    event: text().$type<EventName>(),
    sessionId: uuid("session_id"),
    reason: text().$type<EndReason>(),
  },
  (table) => [
    // A message that is sent again after a broken socket is the same message.
    unique("entries_client_id").on(table.conversationId, table.author, table.clientId),
    index("entries_by_conversation").on(table.conversationId, table.id),
  ],
);

export const sessions = pgTable("sessions", {
  id: uuid().primaryKey(),
  conversationId: uuid("conversation_id").notNull(),
  agentId: uuid("agent_id").notNull(),
  openedAt: epochMs("opened_at").notNull(),
  endedAt: epochMs("ended_at"),
  endReason: text("end_reason").$type<EndReason>(),
  answerWithinMs: integer("answer_within_ms").notNull(),
});

export const sessionFacts = pgTable(
  "session_facts",
  {
    sessionId: uuid("session_id").notNull(),
    writer: text().$type<Fact["writer"]>().notNull(),
    term: integer().notNull(),
    seq: integer().notNull(),
    at: epochMs("at").notNull(),
    body: jsonb().$type<Fact["body"]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.sessionId, table.writer, table.term, table.seq] })],
);

/** What happened in sessions, for figures. `cause` is the fact that an event follows from. */
export const sessionEvents = pgTable(
  "session_events",
  {
    sessionId: uuid("session_id").notNull(),
    event: text().$type<SessionEvent>().notNull(),
    cause: text().notNull(),
    at: epochMs("at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.sessionId, table.event, table.cause] }),
    index("session_events_by_time").on(table.event, table.at),
  ],
);

/** Cards and funnels that managers have composed. */
export const insightViews = pgTable("insight_views", {
  id: uuid().primaryKey(),
  ownerId: uuid("owner_id").notNull(),
  createdAt: epochMs("created_at").notNull(),
  isShared: boolean("is_shared").notNull(),
  /** Read part by part, in `insights/saved-views.ts`: it may be of an older version. */
  definition: jsonb().$type<unknown>().notNull(),
});

/** Who changed what of a site's settings, and when. */
export const policyChanges = pgTable(
  "policy_changes",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    siteId: uuid("site_id").notNull(),
    agentId: uuid("agent_id").notNull(),
    agentName: text("agent_name").notNull(),
    at: epochMs("at").notNull(),
    version: integer().notNull(),
    changes: jsonb().$type<ChangedSetting[]>().notNull(),
  },
  (table) => [index("policy_changes_by_site").on(table.siteId, table.id)],
);

/** What the guard has caught, and where: counts alone, never what it was. */
export const guardFindings = pgTable(
  "guard_findings",
  {
    siteId: uuid("site_id").notNull(),
    /** SHA-256 of kind, path and place: a path is too long for an index. */
    id: text().notNull(),
    kind: text().$type<CatchKind>().notNull(),
    path: text().notNull(),
    place: text().notNull(),
    count: bigint({ mode: "number" }).notNull(),
    firstSeenAt: epochMs("first_seen_at").notNull(),
    lastSeenAt: epochMs("last_seen_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.siteId, table.id] })],
);
