/** Figures over the events of sessions, counted by the database. */
import { type SQL, sql } from "drizzle-orm";
import type { EndReason } from "../../peer/protocol/facts.ts";
import type {
  Counts,
  Funnel,
  Overview,
  SessionRow,
  SessionRows,
} from "../../peer/protocol/insights.ts";
import type { SessionEvent } from "../../peer/protocol/session-events.ts";
import type { Database } from "../storage/database.ts";
import { rowsOf } from "../storage/rows-of.ts";

/** What happened from `from` until before `to` (epoch milliseconds), of one agent or of all. */
export interface Scope {
  from: number;
  to: number;
  agent: string | undefined;
  /** The IANA time zone in which days are days. */
  zone: string;
}

/** Where a list of sessions goes on: the last one of the rows before. */
export interface Cursor {
  openedAt: number;
  id: string;
}

export type Figures = ReturnType<typeof createFigures>;

export function createFigures(database: Database) {
  const ask = async (query: SQL) => rowsOf(await database.execute(query));

  return {
    async counts(scope: Scope, events: readonly SessionEvent[]): Promise<Counts> {
      const rows = await ask(sql`
        select e.event, ${dayOf(sql`e.at`, scope)} as day, count(*)::int as count
        from session_events e join sessions s on s.id = e.session_id
        where e.event in ${events} and ${happenedIn(scope)}
        group by 1, 2 order by 2`);
      const counts = new Map<string, number>(events.map((event) => [event, 0]));
      const days = new Map<string, number>();
      for (const row of rows) {
        const [event, day, count] = [
          String(row["event"]),
          String(row["day"]),
          Number(row["count"]),
        ];
        counts.set(event, (counts.get(event) ?? 0) + count);
        days.set(day, (days.get(day) ?? 0) + count);
      }
      return {
        counts: events.map((event) => ({ event, count: counts.get(event) ?? 0 })),
        days: [...days].map(([day, count]) => ({ day, count })),
      };
    },

    async funnel(scope: Scope, events: readonly SessionEvent[]): Promise<Funnel> {
      const steps = events.map(async (event, at) => {
        const [row] = await ask(
          sql`select count(*)::int as count from (${reached(scope, events.slice(0, at + 1))}) r`,
        );
        return { event, count: Number(row?.["count"] ?? 0) };
      });
      return { steps: await Promise.all(steps) };
    },

    async overview(scope: Scope): Promise<Overview> {
      const before = { ...scope, from: scope.from - (scope.to - scope.from), to: scope.from };
      const [requests, earlier, [picture], [length]] = await Promise.all([
        ask(requestsByDay(scope)),
        ask(requestsByDay(before)),
        ask(sql`select percentile_cont(0.5) within group (order by ms) as median,
          percentile_cont(0.95) within group (order by ms) as p95
          from (${between(scope, "view.granted", "view.live")}) d`),
        ask(sql`select percentile_cont(0.5) within group (order by ms) as median,
          max(ms) as longest from (${between(scope, "view.granted", "view.revoked")}) d`),
      ]);
      const days = requests.map((row) => {
        const granted = Number(row["granted"]);
        return {
          day: String(row["day"]),
          granted,
          notGranted: Number(row["requests"]) - granted,
        };
      });
      return {
        ...totals(requests),
        before: totals(earlier),
        firstPictureMs: { median: numberOf(picture?.["median"]), p95: numberOf(picture?.["p95"]) },
        lengthMs: { median: numberOf(length?.["median"]), longest: numberOf(length?.["longest"]) },
        days,
      };
    },

    /**
     * The sessions behind a figure: those that went through all steps. The latest first.
     * @param steps - one event, or the steps of a funnel
     */
    async sessions(
      scope: Scope,
      steps: readonly SessionEvent[],
      limit: number,
      after: Cursor | undefined,
    ): Promise<SessionRows> {
      const behind = reached(scope, steps);
      const isAfter = after
        ? sql`(s.opened_at, s.id) < (${after.openedAt}::bigint, ${after.id}::uuid)`
        : sql`true`;
      const [found, [counted]] = await Promise.all([
        ask(sql`
          select s.id, s.conversation_id, s.opened_at::float8 as opened_at, s.end_reason,
            s.ended_at::float8 as ended_at, a.name as agent_name, c.name as customer_name,
            c.number as customer_number,
            ${firstOf("view.granted")}::float8 as granted_at,
            ${countOf("control.granted")} as controls, ${countOf("screen.granted")} as screens
          from (${behind}) r
          join sessions s on s.id = r.session_id
          join agents a on a.id = s.agent_id
          join conversations k on k.id = s.conversation_id
          join customers c on c.id = k.customer_id
          where ${isAfter}
          order by s.opened_at desc, s.id desc limit ${limit + 1}`),
        ask(sql`select count(*)::int as count from (${behind}) r`),
      ]);
      const rows = found.slice(0, limit).map(sessionRow);
      const last = found.length > limit ? rows.at(-1) : undefined;
      return {
        rows,
        total: Number(counted?.["count"] ?? 0),
        next: last ? `${last.openedAt}.${last.id}` : null,
      };
    },
  };
}

const happenedIn = ({ from, to, agent }: Scope) => {
  const isAgents = agent === undefined ? sql`true` : sql`s.agent_id = ${agent}::uuid`;
  return sql`e.at >= ${from}::bigint and e.at < ${to}::bigint and ${isAgents}`;
};

const dayOf = (at: SQL, { zone }: Scope) =>
  sql`to_char(to_timestamp(${at} / 1000.0) at time zone ${zone}::text, 'YYYY-MM-DD')`;

/** Sessions that went through all steps in their order, each with when it reached the last one. */
function reached(scope: Scope, steps: readonly SessionEvent[]): SQL {
  const [first, ...further] = steps;
  let query = sql`select e.session_id, min(e.at) as at
    from session_events e join sessions s on s.id = e.session_id
    where e.event = ${first} and ${happenedIn(scope)} group by 1`;
  for (const event of further) {
    query = sql`select e.session_id, min(e.at) as at
      from session_events e join (${query}) p on p.session_id = e.session_id
      where e.event = ${event} and e.at >= p.at group by 1`;
  }
  return query;
}

/** Milliseconds from one event of a session to another, where both happened. */
const between = (scope: Scope, from: SessionEvent, to: SessionEvent) => sql`
  select (l.at - e.at)::float8 as ms from session_events e
  join session_events l on l.session_id = e.session_id and l.event = ${to} and l.at >= e.at
  join sessions s on s.id = e.session_id
  where e.event = ${from} and ${happenedIn(scope)}`;

const requestsByDay = (scope: Scope) => sql`
  select ${dayOf(sql`e.at`, scope)} as day, count(*)::int as requests,
    count(*) filter (where exists (${ofSession("view.granted")}))::int as granted
  from session_events e join sessions s on s.id = e.session_id
  where e.event = 'view.requested' and ${happenedIn(scope)}
  group by 1 order by 1`;

const ofSession = (event: SessionEvent, what = sql`1`) =>
  sql`select ${what} from session_events x where x.session_id = s.id and x.event = ${event}`;
const firstOf = (event: SessionEvent) => sql`(${ofSession(event, sql`min(x.at)`)})`;
const countOf = (event: SessionEvent) => sql`(${ofSession(event, sql`count(*)::int`)})`;

function totals(days: Record<string, unknown>[]) {
  const sum = (name: string) => days.reduce((total, row) => total + Number(row[name]), 0);
  return { requests: sum("requests"), granted: sum("granted") };
}

function sessionRow(row: Record<string, unknown>): SessionRow {
  return {
    id: String(row["id"]),
    conversation: String(row["conversation_id"]),
    openedAt: Number(row["opened_at"]),
    customerName: String(row["customer_name"] ?? `Customer ${row["customer_number"]}`),
    agentName: String(row["agent_name"]),
    grantedAt: numberOf(row["granted_at"]),
    endedAt: numberOf(row["ended_at"]),
    endReason: (row["end_reason"] ?? null) as EndReason | null,
    controls: Number(row["controls"]),
    screens: Number(row["screens"]),
  };
}

const numberOf = (value: unknown): number | null =>
  value === null || value === undefined ? null : Number(value);
