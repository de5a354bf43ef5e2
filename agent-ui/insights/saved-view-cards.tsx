import type { SavedView } from "../../peer/protocol/insights.ts";
import { Icon } from "../look/icon.tsx";
import { EVENT_WORDS } from "./event-words.ts";
import { type InsightsModel, type ShownView, stepsTitle } from "./insights-model.ts";
import { periodWords } from "./periods.ts";
import { StepBars } from "./step-bars.tsx";

interface SavedViewCardsProps {
  insights: InsightsModel;
  onEdit(view: SavedView): void;
}

/** The cards and funnels that one has composed, and those that others share. */
export function SavedViewCards({ insights, onEdit }: SavedViewCardsProps) {
  if (insights.views.value.length === 0) return null;
  return (
    <div class="views">
      {insights.views.value.map((shown) => (
        <SavedViewCard key={shown.view.id} shown={shown} insights={insights} onEdit={onEdit} />
      ))}
    </div>
  );
}

function SavedViewCard(props: SavedViewCardsProps & { shown: ShownView }) {
  const { insights, shown, onEdit } = props;
  const { view, asked, counts, funnel } = shown;
  const agent = insights.agents.value.find(({ id }) => id === view.agent);
  const of = view.agent === null ? "all agents" : (agent?.name ?? "one agent");
  const show = (steps: SavedView["events"]) =>
    void insights.show({ title: `Sessions: ${stepsTitle(steps)}`, steps, asked });
  return (
    <section class="card" aria-label={view.title}>
      <div class="headr">
        <h2 dir="auto">{view.title}</h2>
        {view.isOwn && (
          <button
            class="icon-btn"
            type="button"
            aria-label={`Change ${view.title}`}
            title="Change"
            onClick={() => onEdit(view)}
          >
            <Icon name="pen" />
          </button>
        )}
      </div>
      <p class="of">
        {periodWords(view.period)}, {of}
        {view.isShared && ` · ${view.isOwn ? "shared" : `by ${view.ownerName}`}`}
      </p>
      {counts && (
        <ol class="evs">
          {counts.counts.map(({ event, count }) => (
            <li key={event}>
              <button type="button" title="Show sessions" onClick={() => show([event])}>
                <span>{EVENT_WORDS[event].name}</span>
                <b>{count}</b>
              </button>
            </li>
          ))}
        </ol>
      )}
      {funnel && (
        <StepBars
          steps={funnel.steps.map(({ event, count }, at) => ({
            name: EVENT_WORDS[event].name,
            count,
            steps: view.events.slice(0, at + 1),
          }))}
          onShow={({ steps }) => show(steps)}
        />
      )}
    </section>
  );
}
