import { EVENT_WORDS } from "./event-words.ts";
import type { InsightsModel } from "./insights-model.ts";

/** Every event by its name, how often it happened, and a way to the sessions behind it. */
export function EventList({ insights }: { insights: InsightsModel }) {
  return (
    <section class="card" aria-label="Cobrowse events">
      <h2>Cobrowse events</h2>
      <ol class="evs">
        {insights.events.value?.counts.map(({ event, count }) => {
          const { name, meaning } = EVENT_WORDS[event];
          return (
            <li key={event}>
              <button
                type="button"
                title="Show sessions"
                onClick={() => void insights.show({ title: `Sessions: ${name}`, steps: [event] })}
              >
                <span>
                  {name}
                  <small>{meaning}</small>
                </span>
                <b>{count}</b>
              </button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
