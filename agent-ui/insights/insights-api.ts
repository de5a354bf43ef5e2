import * as v from "valibot";
import {
  Counts,
  Funnel,
  Overview,
  type SavedView,
  SavedViews,
  SessionRows,
  type ViewChange,
} from "../../peer/protocol/insights.ts";
import type { SessionEvent } from "../../peer/protocol/session-events.ts";
import { AgentList, type AgentName } from "../../peer/protocol/site-settings.ts";
import type { Span } from "./periods.ts";

/** What figures are asked for. */
export interface Asked extends Span {
  agent: string | null;
}

export type Answered<T> = { ok: true; value: T } | { ok: false; words: string };

export interface InsightsApi {
  agents(): Promise<Answered<AgentName[]>>;
  overview(asked: Asked): Promise<Answered<Overview>>;
  counts(asked: Asked, events: readonly SessionEvent[]): Promise<Answered<Counts>>;
  funnel(asked: Asked, steps: readonly SessionEvent[]): Promise<Answered<Funnel>>;
  sessions(
    asked: Asked,
    steps: readonly SessionEvent[],
    after: string | null,
  ): Promise<Answered<SessionRows>>;
  /** Where the same sessions are as a file. */
  fileAddress(asked: Asked, steps: readonly SessionEvent[]): string;
  views(): Promise<Answered<SavedView[]>>;
  add(view: ViewChange): Promise<Answered<true>>;
  change(id: string, view: ViewChange): Promise<Answered<true>>;
  remove(id: string): Promise<Answered<true>>;
}

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export const insightsApi: InsightsApi = {
  agents: () => ask("/v1/agents", {}, (json) => v.parse(AgentList, json).agents),
  overview: (asked) => ask(address("overview", asked), {}, (json) => v.parse(Overview, json)),
  counts: (asked, events) =>
    ask(address("counts", asked, { events: events.join() }), {}, (json) => v.parse(Counts, json)),
  funnel: (asked, events) =>
    ask(address("funnel", asked, { events: events.join() }), {}, (json) => v.parse(Funnel, json)),
  sessions: (asked, events, after) =>
    ask(
      address("sessions", asked, { events: events.join(), ...(after !== null && { after }) }),
      {},
      (json) => v.parse(SessionRows, json),
    ),
  fileAddress: (asked, events) => address("sessions.csv", asked, { events: events.join() }),
  views: () => ask("/v1/insights/views", {}, (json) => v.parse(SavedViews, json).views),
  add: (view) => ask("/v1/insights/views", sent("POST", view), () => true as const),
  change: (id, view) => ask(`/v1/insights/views/${id}`, sent("PUT", view), () => true as const),
  remove: (id) => ask(`/v1/insights/views/${id}`, { method: "DELETE" }, () => true as const),
};

function address(path: string, { from, to, agent }: Asked, more: Record<string, string> = {}) {
  const query = new URLSearchParams({
    from: String(from),
    to: String(to),
    zone,
    ...(agent !== null && { agent }),
    ...more,
  });
  return `/v1/insights/${path}?${query}`;
}

const sent = (method: string, body: unknown): RequestInit => ({
  method,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

async function ask<T>(
  path: string,
  init: RequestInit,
  read: (json: unknown) => T,
): Promise<Answered<T>> {
  try {
    const response = await fetch(path, init);
    const json: unknown = await response.json();
    if (response.ok) return { ok: true, value: read(json) };
    return { ok: false, words: words(response.status) };
  } catch {
    return {
      ok: false,
      words: "The server does not answer. Check your connection, then try again.",
    };
  }
}

function words(status: number): string {
  if (status === 401) return "Your login has ended. Log in again in another tab, then try again.";
  if (status === 403) return "Your login may not see figures any more.";
  if (status === 404) return "This is not here any more. Reload the page.";
  if (status === 409)
    return "You have as many cards and funnels as one may keep. Remove one first.";
  if (status === 429) return "That was too fast for the server. Wait a moment, then try again.";
  return `The server did not accept that. Try again. (${status})`;
}
