/** The server without its port: everything put together, for `server.ts` and for tests. */
import { join } from "node:path";
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import type { Fact } from "../peer/protocol/facts.ts";
import { may } from "../peer/protocol/roles.ts";
import { createAgentLogins } from "./accounts/agent-logins.ts";
import { agentRoutes } from "./accounts/agent-routes.ts";
import { customerRoutes } from "./accounts/customer-routes.ts";
import { createCustomerTokens } from "./accounts/customer-tokens.ts";
import { LoginAttempts } from "./accounts/login-attempts.ts";
import { peopleRoutes } from "./accounts/people-routes.ts";
import { Presence } from "./broker/presence.ts";
import type { RunningSession } from "./broker/running-session.ts";
import { createSessions } from "./broker/sessions.ts";
import { socketRoutes } from "./broker/socket-routes.ts";
import { TokenBucket } from "./broker/token-bucket.ts";
import { createLocalBus } from "./bus/bus.ts";
import type { Topics } from "./bus/topics.ts";
import type { Config } from "./config.ts";
import { addDemoData, DEMO_SITE_KEY, lockDemoData } from "./demo/demo-data.ts";
import { shopRoutes } from "./demo/shop-routes.ts";
import { conversationRoutes } from "./desk/conversation-routes.ts";
import { createConversationStore } from "./desk/conversation-store.ts";
import { createDesk, type Desk } from "./desk/desk.ts";
import { healthRoutes } from "./health-routes.ts";
import { HttpError } from "./http-error.ts";
import { createFigures } from "./insights/figures.ts";
import { insightsRoutes } from "./insights/insights-routes.ts";
import { createSavedViews } from "./insights/saved-views.ts";
import type { EventLine } from "./ledger/event-lines.ts";
import { pageRoutes } from "./page-routes.ts";
import { cookiePlugin } from "./plugins/cookie.ts";
import { createMetrics } from "./plugins/metrics.ts";
import { websocketPlugin } from "./plugins/websocket.ts";
import { believedCount, createFindings } from "./policy/findings.ts";
import { policyRoutes } from "./policy/policy-routes.ts";
import { privacyRoutes } from "./policy/privacy-routes.ts";
import { featuresOf } from "./policy/site-policy.ts";
import { createSites } from "./policy/sites.ts";
import type { OpenDatabase } from "./storage/database.ts";
import { migrate } from "./storage/migrate.ts";

export interface AppOptions {
  config: Config;
  secret: string;
  storage: OpenDatabase;
  logger?: FastifyBaseLogger | false;
  distDirectory?: string;
  /** How often to look whether an agent who is connected was deactivated; for tests. */
  lookForDeactivatedMs?: number;
}

const LOOK_FOR_DEACTIVATED_MS = 60_000;

/** All sockets of one person together: a few tabs at work, not a few hundred. */
const PERSON_RATE_PER_SECOND = 60;
const PERSON_BURST_COUNT = 600;
const PERSONS_COUNT = 10_000;

export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { config, secret, storage } = options;
  const { database } = storage;
  const distDirectory = options.distDirectory ?? join(import.meta.dirname, "..", "dist");
  await migrate(database);

  const app: FastifyInstance = Fastify({
    ...(options.logger ? { loggerInstance: options.logger } : { logger: false }),
    // One line for each change of a session's life is enough; a line for each request is noise.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 64 * 1024,
    trustProxy: (_address, hop) => hop < config.trustedProxyCount,
    forceCloseConnections: true,
  });

  const logins = createAgentLogins(database);
  const sites = createSites(database);
  const findings = createFindings(database);
  const tokens = createCustomerTokens(secret);
  const store = createConversationStore(database);
  const presence = new Presence();
  const bus = createLocalBus<Topics>();
  const onFailure = (error: unknown) => app.log.error({ err: error }, "a message failed");

  // The desk tells of facts, and facts come from sessions: each needs the other, once both run.
  let desk: Desk | undefined;
  const sessions = createSessions({
    database,
    sites,
    turn: config,
    iceTransportPolicy: config.iceTransportPolicy,
    isCustomerPresent: (customerId) => presence.isCustomerPresent(customerId),
    async onFact(session: RunningSession, fact: Fact, lines: EventLine[]) {
      for (const { event, reason } of lines)
        app.log.info({ session: session.identity.id, reason }, event);
      await desk?.factRecorded(session, fact, lines);
    },
    onPrivacy({ identity: { id, customerId } }, privacy) {
      bus.publish("customer", customerId, { type: "privacy.changed", session: id, privacy });
    },
    onFailure,
  });
  const running = createDesk({
    store,
    presence,
    bus,
    sessions,
    agentsOnDuty,
    everybody: () => logins.everybody(),
    async inactiveAfterMs(siteId) {
      return featuresOf(await sites.byId(siteId)).inactiveMinutes * 60_000;
    },
    onFailure,
  });
  desk = running;
  const metrics = createMetrics({
    sessions: () => sessions.all().length,
    customers: () => presence.customerCount,
    agents: () => presence.presentAgents().length,
  });

  async function agentsOnDuty(): Promise<string[]> {
    const present = presence.presentAgents();
    const roles = await logins.rolesOf(present);
    return present.filter((agentId) => {
      const role = roles.get(agentId);
      return role !== undefined && may(role, "duty.get-new-conversations");
    });
  }

  /** Closes what a deactivated agent has open; what they had goes to the queue. */
  async function letGo(agentId: string): Promise<void> {
    bus.publish("loggedOut", agentId, { tokenHash: "all" });
    await running.agentGone(agentId);
  }

  /** Who was deactivated on the command line is let go too. */
  async function letGoOfDeactivated(): Promise<void> {
    const active = new Set((await logins.everybody()).map(({ id }) => id));
    await Promise.all(
      presence
        .connectedAgents()
        .filter((id) => !active.has(id))
        .map(letGo),
    );
  }
  const lookingAgain = setInterval(
    () => void letGoOfDeactivated().catch(onFailure),
    options.lookForDeactivatedMs ?? LOOK_FOR_DEACTIVATED_MS,
  );

  const buckets = new Map<string, TokenBucket>();
  function bucketOf(person: string): TokenBucket {
    const known = buckets.get(person);
    if (known) return known;
    const bucket = new TokenBucket(PERSON_RATE_PER_SECOND, PERSON_BURST_COUNT);
    const [oldest] = buckets.keys();
    if (buckets.size >= PERSONS_COUNT && oldest !== undefined) buckets.delete(oldest);
    buckets.set(person, bucket);
    return bucket;
  }

  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof HttpError) {
      metrics.refused(error.reason);
      return reply
        .code(error.statusCode)
        .headers(error.headers)
        .send({ error: error.reason, ...error.details });
    }
    const { statusCode } = error as { statusCode?: number };
    if (statusCode !== undefined && statusCode < 500) {
      const reason = statusCode === 413 ? "too-large" : "bad-request";
      metrics.refused(reason);
      return reply.code(statusCode).send({ error: reason });
    }
    app.log.error({ err: error }, "a request failed");
    return reply.code(500).send({ error: "internal" });
  });

  await app.register(cookiePlugin);
  await app.register(websocketPlugin);
  await app.register(healthRoutes, {
    metrics,
    metricsToken: config.metricsToken,
    distDirectory,
    ping: storage.ping,
  });
  await app.register(agentRoutes, {
    logins,
    attempts: new LoginAttempts(),
    isSecure: config.publicUrl?.startsWith("https:") ?? false,
    async onLoggedOut(agentId, tokenHash) {
      const ending = sessions
        .ofAgent(agentId)
        .map((session) => session.write({ type: "session.ended", reason: "agent-logged-out" }));
      await Promise.all(ending);
      bus.publish("loggedOut", agentId, { tokenHash });
    },
  });
  await app.register(peopleRoutes, {
    logins,
    publicUrl: config.publicUrl,
    onDeactivated: letGo,
  });
  await app.register(customerRoutes, { sites, tokens, publicUrl: config.publicUrl });
  await app.register(privacyRoutes, { sites, publicUrl: config.publicUrl });
  await app.register(conversationRoutes, {
    logins,
    sites,
    store,
    desk: running,
    publicUrl: config.publicUrl,
  });
  await app.register(policyRoutes, {
    logins,
    sites,
    findings,
    publicUrl: config.publicUrl,
    async onPolicyChanged(site) {
      await sessions.policyChanged(site);
      await running.policyChanged(site.id);
    },
  });
  await app.register(insightsRoutes, {
    logins,
    figures: createFigures(database),
    savedViews: createSavedViews(database),
    publicUrl: config.publicUrl,
  });
  await app.register(socketRoutes, {
    rooms: {
      store,
      sites,
      findings,
      presence,
      bus,
      sessions,
      desk: running,
      bucketOf,
      onRefused: metrics.refused,
      onLinkTrouble(session, trouble) {
        metrics.linkTrouble(trouble);
        app.log.warn({ session, trouble }, "no link");
      },
      onCaught(session, catches) {
        for (const each of catches) metrics.caught(each.kind, believedCount(each));
        app.log.warn({ session, places: catches.length }, "the guard caught something");
      },
      onFailure,
    },
    logins,
    tokens,
    publicUrl: config.publicUrl,
  });
  await app.register(pageRoutes, {
    distDirectory,
    publicUrl: config.publicUrl,
    devReloadUrl: config.devReloadUrl,
  });
  if (config.isDemo) {
    await addDemoData(logins, sites);
    await app.register(shopRoutes, { widgetHost: "", siteKey: DEMO_SITE_KEY });
  } else {
    await lockDemoData(logins, sites);
    app.setNotFoundHandler(() => {
      throw new HttpError(404, "not-found");
    });
  }

  await sessions.restore();
  await running.restore();
  app.addHook("onClose", async () => {
    clearInterval(lookingAgain);
    running.stop();
    sessions.stop();
  });
  return app;
}
