/** What the insights page shows: the figures of a period, the sessions behind one, and saved views. */
import { batch, computed, signal } from "@preact/signals";
import type {
  Counts,
  Funnel,
  Overview,
  Period,
  SavedView,
  SessionRow,
  ViewChange,
} from "../../peer/protocol/insights.ts";
import type { SessionEvent } from "../../peer/protocol/session-events.ts";
import type { AgentName } from "../../peer/protocol/site-settings.ts";
import { EVENT_WORDS, EVENTS } from "./event-words.ts";
import type { Answered, Asked, InsightsApi } from "./insights-api.ts";
import { spanOf } from "./periods.ts";

/** A figure whose sessions are listed. */
export interface Behind {
  title: string;
  steps: readonly SessionEvent[];
  /** Where the figure has a period and an agent of its own. */
  asked?: Asked;
}

/** A saved view with what the database says of it; null until it has answered. */
export interface ShownView {
  view: SavedView;
  asked: Asked;
  counts: Counts | null;
  funnel: Funnel | null;
}

/** From the request to what it was for. The last two are of those that were asked for, not in order. */
const PATH: readonly { name: string; steps: readonly SessionEvent[] }[] = [
  { name: "Requested", steps: ["view.requested"] },
  { name: "Granted", steps: ["view.requested", "view.granted"] },
  { name: "Live", steps: ["view.requested", "view.granted", "view.live"] },
  { name: "With Remote Control", steps: ["view.requested", "control.granted"] },
  { name: "With Full Device", steps: ["view.requested", "screen.granted"] },
];

const LATEST: Behind = { title: "Latest sessions", steps: ["view.requested"] };

export type InsightsModel = ReturnType<typeof createInsightsModel>;

export function createInsightsModel(api: InsightsApi, now: () => number = Date.now) {
  const period = signal<Period>({ kind: "last", days: 30 });
  const agent = signal<string | null>(null);
  const agents = signal<readonly AgentName[]>([]);
  const overview = signal<Overview | null>(null);
  const events = signal<Counts | null>(null);
  const path = signal<readonly { name: string; steps: readonly SessionEvent[]; count: number }[]>(
    [],
  );
  const behind = signal<Behind>(LATEST);
  const rows = signal<readonly SessionRow[] | null>(null);
  const total = signal(0);
  const next = signal<string | null>(null);
  const views = signal<readonly ShownView[]>([]);
  const trouble = signal<string | null>(null);
  /** An answer to an older question comes too late. */
  let figuresTurn = 0;
  let rowsTurn = 0;
  let viewsTurn = 0;

  const asked = computed<Asked>(() => ({ ...spanOf(period.value, now()), agent: agent.value }));
  const rowsAsked = computed<Asked>(() => behind.value.asked ?? asked.value);

  function take<T>(answer: Answered<T>): T | undefined {
    if (answer.ok) return answer.value;
    trouble.value = answer.words;
    return undefined;
  }

  async function readFigures(): Promise<void> {
    figuresTurn += 1;
    const turn = figuresTurn;
    const question = asked.value;
    trouble.value = null;
    const [over, counted, ...steps] = await Promise.all([
      api.overview(question),
      api.counts(question, EVENTS),
      ...PATH.map((step) => api.funnel(question, step.steps)),
    ]);
    if (turn !== figuresTurn) return;
    batch(() => {
      overview.value = take(over) ?? null;
      events.value = take(counted) ?? null;
      path.value = PATH.map(({ name, steps: all }, at) => {
        const answer = steps[at];
        const funnel = answer && take(answer);
        return { name, steps: all, count: funnel?.steps.at(-1)?.count ?? 0 };
      });
    });
  }

  async function readRows(isMore = false): Promise<void> {
    rowsTurn += 1;
    const turn = rowsTurn;
    if (!isMore) rows.value = null;
    const answer = await api.sessions(
      rowsAsked.value,
      behind.value.steps,
      isMore ? next.value : null,
    );
    if (turn !== rowsTurn) return;
    batch(() => {
      const found = take(answer);
      rows.value = [...((isMore && rows.value) || []), ...(found?.rows ?? [])];
      total.value = found?.total ?? 0;
      next.value = found?.next ?? null;
    });
  }

  async function readViews(): Promise<void> {
    viewsTurn += 1;
    const turn = viewsTurn;
    const saved = take(await api.views());
    if (!saved || turn !== viewsTurn) return;
    views.value = saved.map((view) => {
      const known = views.value.find((shown) => shown.view.id === view.id);
      const isSame = JSON.stringify(known?.view) === JSON.stringify(view);
      const own = { ...spanOf(view.period, now()), agent: view.agent };
      return isSame && known ? known : { view, asked: own, counts: null, funnel: null };
    });
    await Promise.all(
      views.value.map(async (shown) => {
        const { kind, events: steps, id } = shown.view;
        const counts = kind === "card" ? take(await api.counts(shown.asked, steps)) : null;
        const funnel = kind === "funnel" ? take(await api.funnel(shown.asked, steps)) : null;
        if (turn !== viewsTurn) return;
        views.value = views.value.map((other) =>
          other.view.id === id
            ? { ...shown, counts: counts ?? null, funnel: funnel ?? null }
            : other,
        );
      }),
    );
  }

  async function saved(answer: Answered<true>): Promise<string | null> {
    if (!answer.ok) return answer.words;
    await readViews();
    return null;
  }

  return {
    period,
    agent,
    agents,
    overview,
    events,
    path,
    behind,
    isLatest: computed(() => behind.value === LATEST),
    rows,
    total,
    next,
    views,
    trouble,
    asked,
    now,

    async begin(): Promise<void> {
      const reading = [readFigures(), readRows(), readViews()];
      const known = await api.agents();
      agents.value = take(known) ?? [];
      await Promise.all(reading);
    },

    async choose(change: { period?: Period; agent?: string | null }): Promise<void> {
      batch(() => {
        if (change.period) period.value = change.period;
        if (change.agent !== undefined) agent.value = change.agent;
        if (behind.value.asked) behind.value = LATEST;
      });
      await Promise.all([readFigures(), readRows()]);
    },

    /** Lists the sessions behind a figure; without one the latest. */
    async show(figure?: Behind): Promise<void> {
      behind.value = figure ?? LATEST;
      await readRows();
    },

    more: () => readRows(true),

    /** Of what the table lists. */
    fileAddress: () => api.fileAddress(rowsAsked.value, behind.value.steps),

    /** @returns what went wrong, in words, or null */
    add: async (view: ViewChange) => saved(await api.add(view)),
    change: async (id: string, view: ViewChange) => saved(await api.change(id, view)),
    remove: async (id: string) => saved(await api.remove(id)),
  };
}

/** One event's name, or the steps of a funnel up to the one that is meant. */
export const stepsTitle = (steps: readonly SessionEvent[]): string =>
  steps.map((event) => EVENT_WORDS[event].name).join(", then ");
