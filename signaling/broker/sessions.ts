/** All sessions that run on this server, from the request to the end. */
import { randomUUID } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import type { Conversation } from "../../peer/protocol/agent-messages.ts";
import type { EndReason, Fact } from "../../peer/protocol/facts.ts";
import type { Role } from "../../peer/protocol/identifiers.ts";
import { REQUESTS_PER_MINUTE } from "../../peer/protocol/limits.ts";
import type { PrivacyRules } from "../../peer/protocol/privacy-rules.ts";
import type { Refusal } from "../../peer/protocol/refusals.ts";
import type { SessionView } from "../../peer/protocol/session-messages.ts";
import { deriveSession, factKey, type SessionState } from "../../peer/session/session-state.ts";
import type { ConversationRecord } from "../desk/conversation-store.ts";
import { type EventLine, eventLines } from "../ledger/event-lines.ts";
import { sessionEvents as eventsOfFact } from "../ledger/session-events.ts";
import { allowsOf, assetOriginsOf, featuresOf, privacyOf } from "../policy/site-policy.ts";
import type { Site, Sites } from "../policy/sites.ts";
import type { Database } from "../storage/database.ts";
import { agents, conversations, sessionEvents, sessionFacts, sessions } from "../storage/schema.ts";
import { iceServersFor } from "../turn/ice-servers.ts";
import { RunningSession, type SessionIdentity } from "./running-session.ts";
import type { SeatSocket } from "./seat-socket.ts";

export interface SessionsOptions {
  database: Database;
  sites: Sites;
  turn: { turnUrls: readonly string[]; turnSecret: string | undefined };
  iceTransportPolicy: "all" | "relay";
  isCustomerPresent(customerId: string): boolean;
  onFact(
    session: RunningSession,
    fact: Fact,
    lines: EventLine[],
    after: SessionState,
  ): Promise<void>;
  /** The site of a session has other rules: whoever holds its customer's side has to hear of it. */
  onPrivacy(session: RunningSession, privacy: PrivacyRules | null): void;
  onFailure(error: unknown): void;
}

export type Sessions = ReturnType<typeof createSessions>;

/** What can be told of a session, whether it still runs or not. */
export type KnownSession = Pick<RunningSession, "identity" | "facts">;

type Writable = Pick<Database, "insert" | "update">;

export function createSessions(options: SessionsOptions) {
  const { database, sites } = options;
  const byId = new Map<string, RunningSession>();
  const byConversation = new Map<string, RunningSession>();
  /** When each conversation was last asked, in epoch milliseconds. */
  const asked = new Map<string, number[]>();

  function run(identity: SessionIdentity, facts: Fact[]): RunningSession {
    const session: RunningSession = new RunningSession({
      ...identity,
      facts,
      keepFact: (fact, before, after) => keepFact(identity.id, fact, before, after),
      onLive: (at) => void keepLive(identity.id, at).catch(options.onFailure),
      onFact(fact, before, after) {
        if (after.phase === "ended") forget(identity);
        return options.onFact(session, fact, eventLines(before, after, fact), after);
      },
      onFailure: options.onFailure,
    });
    byId.set(identity.id, session);
    byConversation.set(identity.conversationId, session);
    session.start(options.isCustomerPresent(identity.customerId));
    return session;
  }

  /** Its site may have been changed while it was opened, or while the server was away. */
  async function bringUpToDate(session: RunningSession): Promise<void> {
    const { siteId, agentId } = session.identity;
    const site = await sites.byId(siteId);
    if (!site) return;
    const allows = allowsOf(site, agentId);
    await session.setPolicy(site.policyVersion, allows, () =>
      options.onPrivacy(session, privacyOf(site)),
    );
  }

  function forget({ id, conversationId }: SessionIdentity): void {
    byId.delete(id);
    byConversation.delete(conversationId);
  }

  async function keepFact(
    sessionId: string,
    fact: Fact,
    before: SessionState,
    after: SessionState,
  ): Promise<void> {
    await database.transaction(async (tx) => {
      await addFact(tx, sessionId, fact, before, after);
      if (after.phase === "ended") await keepEnd(tx, sessionId, after.endReason);
    });
  }

  async function addFact(
    db: Writable,
    sessionId: string,
    fact: Fact,
    before: SessionState,
    after: SessionState,
  ): Promise<void> {
    await db.insert(sessionFacts).values({ sessionId, ...fact });
    const [cause, { at }] = [factKey(fact), fact];
    const events = eventsOfFact(before, after, fact).map((event) => ({
      sessionId,
      event,
      cause,
      at,
    }));
    if (events.length > 0) await db.insert(sessionEvents).values(events);
  }

  /** Once for each session, also after a restart. */
  async function keepLive(sessionId: string, at: number): Promise<void> {
    await database
      .insert(sessionEvents)
      .values({ sessionId, event: "view.live", cause: "link", at })
      .onConflictDoNothing();
  }

  async function keepEnd(db: Writable, id: string, endReason: EndReason = "error"): Promise<void> {
    await db.update(sessions).set({ endedAt: Date.now(), endReason }).where(eq(sessions.id, id));
  }

  async function factsOf(sessionId: string): Promise<Fact[]> {
    const rows = await database
      .select()
      .from(sessionFacts)
      .where(eq(sessionFacts.sessionId, sessionId))
      .orderBy(sessionFacts.at, sessionFacts.seq);
    return rows.map(({ sessionId: _, ...fact }) => fact as Fact);
  }

  function mayAsk(conversationId: string, now: number): boolean {
    const recent = (asked.get(conversationId) ?? []).filter((at) => at > now - 60_000);
    if (recent.length >= REQUESTS_PER_MINUTE) return false;
    asked.set(conversationId, [...recent, now]);
    for (const [known, times] of asked) {
      if (times.every((at) => at <= now - 60_000)) asked.delete(known);
    }
    return true;
  }

  return {
    byId: (id: string) => byId.get(id),
    ofConversation: (conversationId: string) => byConversation.get(conversationId),
    ofCustomer: (customerId: string) =>
      [...byId.values()].find((session) => session.identity.customerId === customerId),
    ofAgent: (agentId: string) =>
      [...byId.values()].filter((session) => session.identity.agentId === agentId),
    all: () => [...byId.values()],

    /** Opens a session with the agent's request for the page. */
    async request(
      conversation: ConversationRecord,
      agent: { id: string; name: string },
    ): Promise<RunningSession | Refusal> {
      const now = Date.now();
      if (conversation.owner?.id !== agent.id) return "not-owner";
      if (conversation.channel !== "web-chat") return "not-web-chat";
      if (conversation.status !== "open") return `conversation-${conversation.status}`;
      if (!conversation.ownerHasWritten) return "message-first";
      if (byConversation.has(conversation.id)) return "already-running";
      if (!options.isCustomerPresent(conversation.customerId)) return "customer-away";
      const site = await sites.byId(conversation.siteId);
      const allows = allowsOf(site, agent.id);
      if (!site || !allows.includes("view")) return "not-allowed";
      if (!mayAsk(conversation.id, now)) return "asked-too-often";

      const identity: SessionIdentity = {
        id: randomUUID(),
        siteId: conversation.siteId,
        conversationId: conversation.id,
        customerId: conversation.customerId,
        agentId: agent.id,
        agentName: agent.name,
        openedAt: now,
        answerWithinMs: featuresOf(site).requestSeconds * 1_000,
      };
      const { policyVersion: version } = site;
      const stamp = { writer: "server", term: 1, at: now } as const;
      const facts: Fact[] = [
        { ...stamp, seq: 1, body: { type: "policy.set", version, allows } },
        {
          ...stamp,
          seq: 2,
          body: { type: "grant.requested", grant: "view", request: randomUUID() },
        },
      ];
      const isOpened = await database.transaction(async (tx) => {
        // Two clicks at once: the database lets one session run for each conversation.
        const opened = await tx
          .insert(sessions)
          .values({
            id: identity.id,
            conversationId: conversation.id,
            agentId: agent.id,
            openedAt: now,
            answerWithinMs: identity.answerWithinMs,
          })
          .onConflictDoNothing()
          .returning({ id: sessions.id });
        if (opened.length === 0) return false;
        for (const [at, fact] of facts.entries()) {
          const [before, after] = [facts.slice(0, at), facts.slice(0, at + 1)].map(deriveSession);
          if (before && after) await addFact(tx, identity.id, fact, before, after);
        }
        return true;
      });
      if (!isOpened) return "already-running";
      const session = run(identity, facts);
      await bringUpToDate(session);
      return session.state.phase === "ended" ? "not-allowed" : session;
    },

    /** Brings back the sessions that ran when the server stopped. */
    async restore(): Promise<void> {
      const rows = await database
        .select({
          session: sessions,
          siteId: conversations.siteId,
          customerId: conversations.customerId,
          agentName: agents.name,
        })
        .from(sessions)
        .innerJoin(conversations, eq(conversations.id, sessions.conversationId))
        .innerJoin(agents, eq(agents.id, sessions.agentId))
        .where(isNull(sessions.endedAt));
      for (const { session, ...known } of rows) {
        const { id, conversationId, agentId, openedAt, answerWithinMs } = session;
        const identity = { id, conversationId, agentId, openedAt, answerWithinMs, ...known };
        const facts = await factsOf(id);
        const { phase, endReason, requests } = deriveSession(facts);
        // What asks for nothing, or has ended, would keep its conversation from being asked again.
        if (phase !== "ended" && requests.view) await bringUpToDate(run(identity, facts));
        else await keepEnd(database, id, endReason);
      }
    },

    /**
     * A session as it was left: one that has ended is not running any more, and a browser that was
     * away has to hear how it ended.
     * @param belongsTo - the conversation whose session it has to be
     */
    async recall(id: string, belongsTo: ConversationRecord): Promise<KnownSession | undefined> {
      const running = byId.get(id);
      if (running) return running.identity.conversationId === belongsTo.id ? running : undefined;
      const [row] = await database
        .select({ session: sessions, agentName: agents.name })
        .from(sessions)
        .innerJoin(agents, eq(agents.id, sessions.agentId))
        .where(and(eq(sessions.id, id), eq(sessions.conversationId, belongsTo.id)));
      if (!row) return undefined;
      const { conversationId, agentId, openedAt, answerWithinMs } = row.session;
      const { siteId, customerId } = belongsTo;
      const { agentName } = row;
      const session = { id, conversationId, agentId, agentName, openedAt, answerWithinMs };
      return {
        identity: { ...session, siteId, customerId },
        facts: await factsOf(id),
      };
    },

    stop(): void {
      for (const session of byId.values()) session.stop();
    },

    /** Gives the one in a seat new credentials for the relay: the link has to be made anew. */
    renewRelay(session: RunningSession, role: Role, own: SeatSocket): Refusal | undefined {
      const { id } = session.identity;
      const refusal = session.refusalUnlessGranted(role, own);
      if (refusal) return refusal;
      const iceServers = iceServersFor(options.turn, { session: id, role });
      own.send({ type: "relay.renewed", session: id, iceServers });
      return undefined;
    },

    /**
     * Brings a site's new rules into the sessions that run on it. Resolves when all have been told.
     * @param site - as it is now
     */
    async policyChanged(site: Site): Promise<void> {
      const privacy = privacyOf(site);
      const running = [...byId.values()].filter(({ identity }) => identity.siteId === site.id);
      const changing = running.map((session) =>
        session.setPolicy(site.policyVersion, allowsOf(site, session.identity.agentId), () =>
          options.onPrivacy(session, privacy),
        ),
      );
      await Promise.all(changing);
    },

    /** The session as one seat may see it, with credentials for the relay of its own. */
    async view(
      session: KnownSession,
      conversation: ConversationRecord,
      role: Role,
    ): Promise<SessionView> {
      const { id, agentName, openedAt, answerWithinMs } = session.identity;
      const site = await sites.byId(conversation.siteId);
      const facts = [...session.facts];
      const isOver = deriveSession(facts).phase === "ended";
      return {
        id,
        conversation: conversation.id,
        agentName,
        customerName: conversation.customerName,
        siteName: conversation.siteName,
        openedAt,
        answerWithinMs,
        hasBlurbs: featuresOf(site).blurbs,
        iceServers: isOver ? [] : iceServersFor(options.turn, { session: id, role }),
        iceTransportPolicy: options.iceTransportPolicy,
        assetOrigins: assetOriginsOf(site),
        privacy: role === "customer" ? privacyOf(site) : null,
        facts,
      };
    },

    /** The session as the list of conversations shows it. */
    summary(conversationId: string): Conversation["session"] {
      const session = byConversation.get(conversationId);
      if (!session || session.state.phase === "ended") return null;
      return {
        id: session.identity.id,
        phase: session.state.phase,
        link: session.link,
        openedAt: session.identity.openedAt,
        liveSince: session.liveSince ?? null,
        answerWithinMs: session.identity.answerWithinMs,
      };
    },
  };
}
