/** All sessions that run on this server, from the request to the end. */
import { randomUUID } from "node:crypto";
import { eq, isNull } from "drizzle-orm";
import type { Conversation } from "../../peer/protocol/agent-messages.ts";
import type { Fact } from "../../peer/protocol/facts.ts";
import { REQUEST_ANSWER_MS, REQUESTS_PER_MINUTE } from "../../peer/protocol/limits.ts";
import type { Refusal } from "../../peer/protocol/refusals.ts";
import type { SessionView } from "../../peer/protocol/session-messages.ts";
import type { SessionState } from "../../peer/session/session-state.ts";
import type { ConversationRecord } from "../desk/conversation-store.ts";
import { type EventLine, eventLines } from "../ledger/event-lines.ts";
import type { Sites } from "../policy/sites.ts";
import type { Database } from "../storage/database.ts";
import { agents, conversations, sessionFacts, sessions } from "../storage/schema.ts";
import { iceServersFor } from "../turn/ice-servers.ts";
import { RunningSession, type SessionIdentity } from "./running-session.ts";

export interface SessionsOptions {
  database: Database;
  sites: Sites;
  turn: { turnUrls: readonly string[]; turnSecret: string | undefined };
  iceTransportPolicy: "all" | "relay";
  isCustomerPresent(customerId: string): boolean;
  onFact(session: RunningSession, fact: Fact, lines: EventLine[], after: SessionState): void;
  onFailure(error: unknown): void;
}

export type Sessions = ReturnType<typeof createSessions>;

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
      keepFact: (fact) => keepFact(identity.id, fact),
      onFact(fact, before, after) {
        if (after.phase === "ended") {
          byId.delete(identity.id);
          byConversation.delete(identity.conversationId);
          keepEnd(identity.id, after).catch(options.onFailure);
        }
        options.onFact(session, fact, eventLines(before, after, fact), after);
      },
      onFailure: options.onFailure,
    });
    byId.set(identity.id, session);
    byConversation.set(identity.conversationId, session);
    session.start(options.isCustomerPresent(identity.customerId));
    return session;
  }

  async function keepFact(sessionId: string, fact: Fact): Promise<void> {
    await database.insert(sessionFacts).values({ sessionId, ...fact });
  }

  async function keepEnd(id: string, state: SessionState): Promise<void> {
    await database
      .update(sessions)
      .set({ endedAt: Date.now(), endReason: state.endReason ?? "error" })
      .where(eq(sessions.id, id));
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
      if (!conversation.ownerHasWritten) return "message-first";
      if (byConversation.has(conversation.id)) return "already-running";
      if (!options.isCustomerPresent(conversation.customerId)) return "customer-away";
      const site = await sites.byId(conversation.siteId);
      if (!site?.policy.allows.includes("view")) return "no-session";
      if (!mayAsk(conversation.id, now)) return "asked-too-often";

      const identity: SessionIdentity = {
        id: randomUUID(),
        conversationId: conversation.id,
        customerId: conversation.customerId,
        agentId: agent.id,
        agentName: agent.name,
        openedAt: now,
      };
      // Two clicks at once: the database lets one session run for each conversation.
      const opened = await database
        .insert(sessions)
        .values({
          id: identity.id,
          conversationId: conversation.id,
          agentId: agent.id,
          openedAt: now,
        })
        .onConflictDoNothing()
        .returning({ id: sessions.id });
      if (opened.length === 0) return "already-running";
      const { policyVersion: version, policy } = site;
      const stamp = { writer: "server", term: 1, at: now } as const;
      const facts: Fact[] = [
        { ...stamp, seq: 1, body: { type: "policy.set", version, allows: policy.allows } },
        {
          ...stamp,
          seq: 2,
          body: { type: "grant.requested", grant: "view", request: randomUUID() },
        },
      ];
      for (const fact of facts) await keepFact(identity.id, fact);
      return run(identity, facts);
    },

    /** Brings back the sessions that ran when the server stopped. */
    async restore(): Promise<void> {
      const rows = await database
        .select({
          session: sessions,
          customerId: conversations.customerId,
          agentName: agents.name,
        })
        .from(sessions)
        .innerJoin(conversations, eq(conversations.id, sessions.conversationId))
        .innerJoin(agents, eq(agents.id, sessions.agentId))
        .where(isNull(sessions.endedAt));
      for (const { session, customerId, agentName } of rows) {
        const facts = await database
          .select()
          .from(sessionFacts)
          .where(eq(sessionFacts.sessionId, session.id))
          .orderBy(sessionFacts.at, sessionFacts.seq);
        const restored = facts.map(({ sessionId: _, ...fact }) => fact as Fact);
        const { id, conversationId, agentId, openedAt } = session;
        const running = run(
          { id, conversationId, customerId, agentId, agentName, openedAt },
          restored,
        );
        if (running.state.phase !== "ended") continue;
        // Stopped between its last fact and the mark of its end.
        running.stop();
        byId.delete(id);
        byConversation.delete(conversationId);
        await keepEnd(id, running.state);
      }
    },

    stop(): void {
      for (const session of byId.values()) session.stop();
    },

    /** The session as one seat may see it, with credentials for the relay of its own. */
    view(session: RunningSession, conversation: ConversationRecord, peer: string): SessionView {
      const { id, agentName, openedAt } = session.identity;
      return {
        id,
        conversation: conversation.id,
        agentName,
        customerName: conversation.customerName,
        siteName: conversation.siteName,
        openedAt,
        answerWithinMs: REQUEST_ANSWER_MS,
        iceServers: iceServersFor(options.turn, `${id.slice(0, 8)}-${peer.slice(0, 8)}`),
        iceTransportPolicy: options.iceTransportPolicy,
        facts: [...session.facts],
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
        answerWithinMs: REQUEST_ANSWER_MS,
      };
    },
  };
}
