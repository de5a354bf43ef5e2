import type { FastifyPluginAsync, FastifyRequest } from "fastify";
import * as v from "valibot";
import { Uuid } from "../../peer/protocol/identifiers.ts";
import {
  PERIOD_MS,
  SESSION_FILE_ROWS_COUNT,
  SESSION_ROWS_COUNT,
  SessionEvents,
  type SessionRow,
  Steps,
  ViewChange,
} from "../../peer/protocol/insights.ts";
import type { AgentLogins } from "../accounts/agent-logins.ts";
import { createRoleDoor } from "../accounts/role-door.ts";
import { TokenBucket } from "../broker/token-bucket.ts";
import { HttpError } from "../http-error.ts";
import { readInput } from "../read-input.ts";
import { csv } from "./csv.ts";
import type { Cursor, Figures, Scope } from "./figures.ts";
import type { SavedViewStore } from "./saved-views.ts";

interface InsightsRoutesOptions {
  logins: AgentLogins;
  figures: Figures;
  savedViews: SavedViewStore;
  publicUrl: string | undefined;
}

/** Figures go through many rows: a page asks for some dozens at once, nobody for hundreds. */
const FIGURES_PER_SECOND = 10;
const FIGURES_BURST_COUNT = 150;

const Moment = v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number));
const Zone = v.pipe(v.string(), v.maxLength(64), v.check(isTimeZone));
const scope = { from: Moment, to: Moment, agent: v.optional(Uuid), zone: v.optional(Zone, "UTC") };
const List = v.pipe(
  v.string(),
  v.maxLength(400),
  v.transform((text) => text.split(",")),
);
const OverviewQuery = v.strictObject(scope);
const CountsQuery = v.strictObject({ ...scope, events: v.pipe(List, SessionEvents) });
const StepsQuery = v.strictObject({ ...scope, events: v.pipe(List, Steps) });
const SessionsQuery = v.strictObject({
  ...StepsQuery.entries,
  after: v.optional(v.pipe(v.string(), v.regex(/^\d{1,15}\.[\da-f-]{36}$/))),
});

interface ViewAddress {
  Params: { view: string };
}

/** Figures for managers and admins, and the cards and funnels that they compose of them. */
export const insightsRoutes: FastifyPluginAsync<InsightsRoutesOptions> = async (
  app,
  { logins, figures, savedViews, publicUrl },
) => {
  const door = createRoleDoor(logins, publicUrl);
  const buckets = new Map<string, TokenBucket>();

  const onRequest = async (request: FastifyRequest) => {
    const { agent } = await door.enter(request, "insights.read");
    const bucket =
      buckets.get(agent.id) ?? new TokenBucket(FIGURES_PER_SECOND, FIGURES_BURST_COUNT);
    buckets.set(agent.id, bucket);
    if (!bucket.take()) throw new HttpError(429, "too-many", { "retry-after": "1" });
  };

  app.get("/v1/insights/overview", { onRequest }, ({ query }) =>
    figures.overview(scopeOf(readInput(OverviewQuery, query))),
  );

  app.get("/v1/insights/counts", { onRequest }, ({ query }) => {
    const asked = readInput(CountsQuery, query);
    return figures.counts(scopeOf(asked), asked.events);
  });

  app.get("/v1/insights/funnel", { onRequest }, ({ query }) => {
    const asked = readInput(StepsQuery, query);
    return figures.funnel(scopeOf(asked), asked.events);
  });

  app.get("/v1/insights/sessions", { onRequest }, ({ query }) => {
    const asked = readInput(SessionsQuery, query);
    const after = asked.after === undefined ? undefined : cursor(asked.after);
    return figures.sessions(scopeOf(asked), asked.events, SESSION_ROWS_COUNT, after);
  });

  app.get("/v1/insights/sessions.csv", { onRequest }, async ({ query }, reply) => {
    const asked = readInput(StepsQuery, query);
    const { rows } = await figures.sessions(
      scopeOf(asked),
      asked.events,
      SESSION_FILE_ROWS_COUNT,
      undefined,
    );
    return reply
      .type("text/csv; charset=utf-8")
      .header("content-disposition", 'attachment; filename="cobrowse-sessions.csv"')
      .header("x-content-type-options", "nosniff")
      .header("cache-control", "no-store")
      .send(csv([FILE_HEADINGS, ...rows.map(fileRow)]));
  });

  app.get("/v1/insights/views", { onRequest }, async (request) => ({
    views: await savedViews.list(door.loginOf(request).agent.id),
  }));

  app.post("/v1/insights/views", { onRequest }, async (request, reply) => {
    const change = readInput(ViewChange, request.body);
    const id = await savedViews.add(door.loginOf(request).agent.id, change);
    if (id === undefined) throw new HttpError(409, "too-many-views");
    return reply.code(201).send({ id });
  });

  app.put<ViewAddress>("/v1/insights/views/:view", { onRequest }, async (request) => {
    const change = readInput(ViewChange, request.body);
    const { agent } = door.loginOf(request);
    const isChanged = await savedViews.change(agent.id, viewId(request.params), change);
    if (!isChanged) throw new HttpError(404, "unknown-view");
    return { changed: true };
  });

  app.delete<ViewAddress>("/v1/insights/views/:view", { onRequest }, async (request) => {
    const { agent } = door.loginOf(request);
    const isRemoved = await savedViews.remove(agent.id, viewId(request.params));
    if (!isRemoved) throw new HttpError(404, "unknown-view");
    return { removed: true };
  });
};

const FILE_HEADINGS = [
  "Requested",
  "Customer",
  "Agent",
  "Granted",
  "Ended",
  "Seconds",
  "Remote control",
  "Full device",
  "Reason",
  "Session",
  "Conversation",
];

function fileRow(row: SessionRow): (string | number | null)[] {
  const { openedAt, grantedAt, endedAt } = row;
  const isOver = grantedAt !== null && endedAt !== null;
  return [
    moment(openedAt),
    row.customerName,
    row.agentName,
    moment(grantedAt),
    moment(endedAt),
    isOver ? Math.round((endedAt - grantedAt) / 1_000) : null,
    row.controls,
    row.screens,
    row.endReason,
    row.id,
    row.conversation,
  ];
}

const moment = (at: number | null) => (at === null ? null : new Date(at).toISOString());

/** @throws {HttpError} 400 where the period is none, or too long */
function scopeOf({ from, to, agent, zone }: v.InferOutput<typeof OverviewQuery>): Scope {
  if (from >= to || to - from > PERIOD_MS) throw new HttpError(400, "bad-request");
  return { from, to, agent, zone };
}

function cursor(after: string): Cursor {
  const [openedAt, id] = after.split(".");
  const parsed = v.safeParse(Uuid, id);
  if (!parsed.success) throw new HttpError(400, "bad-request");
  return { openedAt: Number(openedAt), id: parsed.output };
}

function viewId({ view }: ViewAddress["Params"]): string {
  const id = v.safeParse(Uuid, view);
  if (!id.success) throw new HttpError(404, "unknown-view");
  return id.output;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
