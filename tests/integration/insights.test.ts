import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { EndReason } from "../../peer/protocol/facts.ts";
import type { SessionEvent } from "../../peer/protocol/session-events.ts";
import {
  agents,
  conversations,
  customers,
  insightViews,
  sessionEvents,
  sessions,
  sites,
} from "../../signaling/storage/schema.ts";
import { postgresPrograms, startPostgres } from "../support/postgres.ts";
import { startServer, type TestServer } from "../support/server.ts";
import {
  connectViewer,
  factTypes,
  logIn,
  startConversation,
  startSession,
} from "../support/signaling-client.ts";

/** Late in the evening in Berlin, and still the day before in UTC. */
const LATE = Date.parse("2026-03-10T23:30:00Z");
const NOON = Date.parse("2026-03-11T12:00:00Z");
const SPAN = { from: Date.parse("2026-03-10T00:00:00Z"), to: Date.parse("2026-03-20T00:00:00Z") };

type Happened = [SessionEvent, atMs: number][];

/** Puts a session into the ledger as if it had run then. */
async function addSession(
  { database }: TestServer,
  openedAt: number,
  happened: Happened,
  more: { email?: string; name?: string; endReason?: EndReason } = {},
): Promise<string> {
  const [site] = await database.select().from(sites);
  const email = more.email ?? "agent@demo.test";
  const [agent] = await database.select().from(agents).where(eq(agents.email, email));
  if (!site || !agent) throw new Error("the demo has no site or agent");
  const [customerId, conversationId, id] = [0, 0, 0].map(() => crypto.randomUUID());
  if (!customerId || !conversationId || !id) throw new Error("no ids");
  await database
    .insert(customers)
    .values({ id: customerId, siteId: site.id, name: more.name ?? null });
  await database.insert(conversations).values({
    id: conversationId,
    siteId: site.id,
    customerId,
    channel: "web-chat",
    status: "closed",
    ownerId: agent.id,
    ownerHasWritten: true,
    createdAt: openedAt,
    agentReadUpTo: 0,
    customerReadUpTo: 0,
    deliveredUpTo: 0,
  });
  const revoked = happened.find(([event]) => event === "view.revoked");
  await database.insert(sessions).values({
    id,
    conversationId,
    agentId: agent.id,
    openedAt,
    endedAt: openedAt + (revoked?.[1] ?? 60_000),
    endReason: more.endReason ?? "agent-ended",
    answerWithinMs: 60_000,
  });
  await database.insert(sessionEvents).values(
    happened.map(([event, after], at) => ({
      sessionId: id,
      event,
      cause: `server.1.${at}`,
      at: openedAt + after,
    })),
  );
  return id;
}

const programs = postgresPrograms();
const onPostgres = programs
  ? "on PostgreSQL"
  : "on PostgreSQL (skipped: it is not installed; on Debian: apt-get install postgresql)";

describe.each([
  { where: "embedded", isSkipped: false },
  { where: onPostgres, isSkipped: !programs },
])("figures, $where", ({ where, isSkipped }) => {
  describe.skipIf(isSkipped)("counted", () => {
    let postgres: Awaited<ReturnType<typeof startPostgres>> | undefined;
    let server: TestServer;
    let cookie: string;
    const ids: Record<"helped" | "controlled" | "denied" | "other", string> = {
      helped: "",
      controlled: "",
      denied: "",
      other: "",
    };

    beforeAll(async () => {
      if (where === onPostgres && programs) postgres = await startPostgres(programs);
      server = await startServer(postgres ? { databaseUrl: postgres.url } : {});
      cookie = await logIn(server, "manager@demo.test");
      ids.helped = await addSession(server, LATE, [
        ["view.requested", 0],
        ["view.granted", 5_000],
        ["view.live", 6_000],
        ["view.revoked", 65_000],
      ]);
      ids.controlled = await addSession(
        server,
        NOON,
        [
          ["view.requested", 0],
          ["view.granted", 2_000],
          ["view.live", 5_000],
          ["control.requested", 10_000],
          ["control.granted", 12_000],
          ["control.revoked", 20_000],
          ["control.granted", 22_000],
          ["control.revoked", 32_000],
          ["view.revoked", 32_000],
        ],
        { name: '=HYPERLINK("http://x"),"y"' },
      );
      ids.denied = await addSession(
        server,
        NOON + 1_000,
        [
          ["view.requested", 0],
          ["view.denied", 9_000],
        ],
        { endReason: "denied" },
      );
      // Control before the page: no step of a funnel comes before the one that it follows.
      ids.other = await addSession(
        server,
        NOON + 2_000,
        [
          ["view.requested", 0],
          ["control.granted", 500],
          ["view.granted", 1_000],
          ["view.revoked", 3_000],
        ],
        { email: "agent2@demo.test" },
      );
    });
    afterAll(async () => {
      await server.close();
      await postgres?.stop();
    });

    async function ask(path: string, more: Record<string, string> = {}, by = cookie) {
      const query = new URLSearchParams({
        from: String(SPAN.from),
        to: String(SPAN.to),
        ...more,
      });
      const response = await fetch(`${server.origin}/v1/insights/${path}?${query}`, {
        headers: { cookie: by },
      });
      return { status: response.status, json: (await response.json()) as Record<string, never> };
    }

    async function agentId(email: string): Promise<string> {
      const [agent] = await server.database.select().from(agents).where(eq(agents.email, email));
      return agent?.id ?? "";
    }

    it("over all: requests, what came of them, and how long it took", async () => {
      const { json } = await ask("overview");
      expect(json).toEqual({
        requests: 4,
        granted: 3,
        before: { requests: 0, granted: 0 },
        firstPictureMs: { median: 2_000, p95: 2_900 },
        lengthMs: { median: 30_000, longest: 60_000 },
        days: [
          { day: "2026-03-10", granted: 1, notGranted: 0 },
          { day: "2026-03-11", granted: 2, notGranted: 1 },
        ],
      });
      const after = { from: String(SPAN.to), to: String(SPAN.to + (SPAN.to - SPAN.from)) };
      expect((await ask("overview", after)).json).toMatchObject({
        requests: 0,
        before: { requests: 4, granted: 3 },
        lengthMs: { median: null, longest: null },
      });
    });

    it("by day in the zone of whoever asks", async () => {
      const { json } = await ask("overview", { zone: "Europe/Berlin" });
      expect(json["days"]).toEqual([{ day: "2026-03-11", granted: 3, notGranted: 1 }]);
    });

    it("by event, by agent and by time", async () => {
      const events = "view.requested,control.granted,screen.error";
      expect((await ask("counts", { events })).json).toEqual({
        counts: [
          { event: "view.requested", count: 4 },
          { event: "control.granted", count: 3 },
          { event: "screen.error", count: 0 },
        ],
        days: [
          { day: "2026-03-10", count: 1 },
          { day: "2026-03-11", count: 6 },
        ],
      });
      const agent = await agentId("agent2@demo.test");
      expect((await ask("counts", { events, agent })).json).toMatchObject({
        counts: [{ count: 1 }, { count: 1 }, { count: 0 }],
      });
      const { json } = await ask("counts", { events, from: String(LATE), to: String(NOON) });
      expect(json).toMatchObject({ counts: [{ count: 1 }, { count: 0 }, { count: 0 }] });
    });

    it("through the steps of a funnel, in their order", async () => {
      const events = "view.requested,view.granted,control.granted,view.revoked";
      const counts = (json: { steps?: { count: number }[] }) =>
        json.steps?.map(({ count }) => count);
      expect(counts((await ask("funnel", { events })).json)).toEqual([4, 3, 1, 1]);
      const turned = "control.granted,view.granted";
      expect(counts((await ask("funnel", { events: turned })).json)).toEqual([2, 1]);
    });

    it("with the sessions behind each of them, the latest first", async () => {
      const { json } = await ask("sessions", { events: "control.granted" });
      expect(json).toMatchObject({
        total: 2,
        next: null,
        rows: [
          { id: ids.other, agentName: "Agent Two", controls: 1, grantedAt: NOON + 3_000 },
          { id: ids.controlled, controls: 2, screens: 0, endReason: "agent-ended" },
        ],
      });
      const steps = "view.requested,view.granted,control.granted";
      expect((await ask("sessions", { events: steps })).json).toMatchObject({
        total: 1,
        rows: [{ id: ids.controlled }],
      });
      const denied = await ask("sessions", { events: "view.denied" });
      expect(denied.json).toMatchObject({
        rows: [{ id: ids.denied, grantedAt: null, endReason: "denied" }],
      });
      const after = `${NOON + 1_000}.${ids.denied}`;
      expect((await ask("sessions", { events: "view.requested", after })).json).toMatchObject({
        total: 4,
        rows: [{ id: ids.controlled }, { id: ids.helped }],
      });
    });

    it("as a file in which no name computes", async () => {
      const query = `from=${SPAN.from}&to=${SPAN.to}&events=control.revoked`;
      const response = await fetch(`${server.origin}/v1/insights/sessions.csv?${query}`, {
        headers: { cookie },
      });
      expect(response.headers.get("content-type")).toContain("text/csv");
      expect(response.headers.get("content-disposition")).toContain("attachment");
      const lines = (await response.text()).split("\r\n");
      expect(lines[0]).toMatch(/^\uFEFF?Requested,Customer,Agent,/);
      expect(lines[1]).toContain(
        `2026-03-11T12:00:00.000Z,"'=HYPERLINK(""http://x""),""y""",Agent One,2026-03-11T12:00:02.000Z`,
      );
      expect(lines).toHaveLength(3);
    });

    it.each([
      ["without a period", "overview", { from: "5", to: "5" }],
      ["over more than a year", "overview", { from: "0", to: "99999999999" }],
      ["for a zone that is none", "overview", { zone: "Mars/Olympus" }],
      ["for an agent that is no id", "overview", { agent: "'; drop table agents" }],
      ["for events that are none", "counts", { events: "view.requested,view.admired" }],
      ["for an event twice", "funnel", { events: "view.granted,view.granted" }],
      [
        "for more steps than there may be",
        "funnel",
        { events: Array(99).fill("view.live").join() },
      ],
      ["with more than is known", "overview", { order: "desc" }],
      ["from a place that is none", "sessions", { events: "view.live", after: "1.x" }],
    ])("not %s", async (_what, path, more) => {
      expect(await ask(path, more as never)).toEqual({
        status: 400,
        json: { error: "bad-request" },
      });
    });

    it("in views that one keeps, shares, changes and removes, and nobody else changes", async () => {
      const admin = await logIn(server, "admin@demo.test");
      const send = async (method: string, path: string, by: string, body?: unknown) => {
        const response = await fetch(`${server.origin}/v1/insights/views${path}`, {
          method,
          headers: {
            cookie: by,
            origin: server.origin,
            ...(body !== undefined && { "content-type": "application/json" }),
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
        return { status: response.status, json: await response.json() };
      };
      const view = {
        title: "From request to control",
        kind: "funnel",
        events: ["view.requested", "control.granted"],
        period: { kind: "last", days: 7 },
        agent: null,
        isShared: false,
      };
      const added = await send("POST", "", cookie, view);
      expect(added.status).toBe(201);
      const { id } = added.json as { id: string };
      expect(await send("GET", "", admin)).toMatchObject({ json: { views: [] } });
      expect((await send("PUT", `/${id}`, admin, view)).json).toEqual({ error: "unknown-view" });
      const shared = { ...view, isShared: true };
      expect((await send("PUT", `/${id}`, cookie, shared)).status).toBe(200);
      expect(await send("GET", "", admin)).toMatchObject({
        json: { views: [{ ...shared, id, isOwn: false, ownerName: "Manager" }] },
      });
      expect((await send("DELETE", `/${id}`, admin)).status).toBe(404);
      for (const wrong of [
        { ...view, title: "  " },
        { ...view, events: [] },
        { ...view, period: { kind: "last", days: 5 } },
        { ...view, period: { kind: "between", from: 9, to: 3 } },
      ]) {
        expect((await send("POST", "", cookie, wrong)).status, JSON.stringify(wrong)).toBe(400);
      }
      // What an older or newer version has stored is left out, and hides nothing else.
      await server.database
        .update(insightViews)
        .set({ definition: { title: 5 } })
        .where(eq(insightViews.id, id));
      expect(await send("GET", "", cookie)).toMatchObject({ status: 200, json: { views: [] } });
      expect((await send("DELETE", `/${id}`, cookie)).status).toBe(200);
      expect((await send("DELETE", `/${id}`, cookie)).status).toBe(404);
      const foreign = await fetch(`${server.origin}/v1/insights/views`, {
        method: "POST",
        headers: { cookie, origin: "https://evil.test", "content-type": "application/json" },
        body: JSON.stringify(view),
      });
      expect(await foreign.json()).toEqual({ error: "foreign-origin" });
    });
  });
});

describe("what happens in a session", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  const eventsOf = async (session: string) =>
    (
      await server.database
        .select()
        .from(sessionEvents)
        .where(eq(sessionEvents.sessionId, session))
        .orderBy(sessionEvents.at)
    ).map(({ event }) => event);

  it("is counted once, whatever is sent again", async () => {
    const { session, viewer, customer } = await startSession(server);
    for (let time = 0; time < 2; time += 1) {
      viewer.send({ type: "link.report", session, state: "live" });
    }
    await vi.waitFor(async () => expect(await eventsOf(session)).toContain("view.live"));
    const body = { type: "session.ended", reason: "customer-ended" };
    for (let time = 0; time < 2; time += 1) {
      customer.send({ type: "fact.write", session, seq: 2, body });
    }
    await vi.waitFor(() => expect(factTypes(viewer)).toContain("session.ended"));
    customer.send({ type: "ping" });
    await customer.heard("pong");
    expect((await eventsOf(session)).sort()).toEqual([
      "view.granted",
      "view.live",
      "view.requested",
      "view.revoked",
    ]);
  });

  it("is not seen live before the customer allows it, whatever a viewer says", async () => {
    const { desk, customer, conversation, cookie } = await startConversation(server);
    desk.send({ type: "cobrowse.request", conversation });
    const { id } = (await customer.heard("session.opened"))["session"] as { id: string };
    const viewer = await connectViewer(server, cookie, conversation);
    viewer.send({ type: "seat.take", session: id });
    viewer.send({ type: "link.report", session: id, state: "live" });
    viewer.send({ type: "ping" });
    await viewer.heard("pong");
    expect(await eventsOf(id)).toEqual(["view.requested"]);
  });

  it("never counts the end of a session that was not granted", async () => {
    const { desk, customer, conversation } = await startConversation(server);
    desk.send({ type: "cobrowse.request", conversation });
    const { id } = (await customer.heard("session.opened"))["session"] as { id: string };
    desk.send({ type: "cobrowse.end", conversation });
    await vi.waitFor(async () =>
      expect(await eventsOf(id)).toEqual(["view.requested", "view.cancelled"]),
    );
  });
});
