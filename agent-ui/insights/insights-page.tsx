import { useRef, useState } from "preact/hooks";
import type { AgentProfile } from "../../peer/protocol/agent-messages.ts";
import type { SavedView } from "../../peer/protocol/insights.ts";
import { Icon } from "../look/icon.tsx";
import { AgentOptions } from "./agent-options.tsx";
import { ComposeDialog, type Composed } from "./compose-dialog.tsx";
import { EventList } from "./event-list.tsx";
import { InsightsFrame } from "./insights-frame.tsx";
import type { InsightsModel } from "./insights-model.ts";
import { KeyFigures } from "./key-figures.tsx";
import { PeriodField } from "./period-field.tsx";
import { RequestsChart } from "./requests-chart.tsx";
import { SavedViewCards } from "./saved-view-cards.tsx";
import { SessionTable } from "./session-table.tsx";
import { StepBars } from "./step-bars.tsx";

export function InsightsPage({ me, insights }: { me: AgentProfile; insights: InsightsModel }) {
  const { agent, agents, period, trouble, path } = insights;
  const dialog = useRef<HTMLDialogElement>(null);
  const [composed, setComposed] = useState<Composed>({ edited: null, opening: 0 });
  const compose = (edited: SavedView | null) => {
    setComposed(({ opening }) => ({ edited, opening: opening + 1 }));
    dialog.current?.showModal();
  };
  return (
    <InsightsFrame me={me}>
      <div class="headr">
        <h1>Insights</h1>
        <PeriodField
          period={period.value}
          now={insights.now()}
          onChoose={(chosen) => void insights.choose({ period: chosen })}
        />
        <select
          class="field"
          aria-label="Agent"
          value={agent.value ?? ""}
          onChange={(event) => void insights.choose({ agent: event.currentTarget.value || null })}
        >
          <option value="">All agents</option>
          <AgentOptions agents={agents.value} />
        </select>
        <button class="btn" type="button" onClick={() => compose(null)}>
          <Icon name="plus" class="s" />
          Card or funnel
        </button>
      </div>
      {trouble.value !== null && (
        <p class="warning" role="alert">
          {trouble.value}
        </p>
      )}
      <KeyFigures insights={insights} />
      <div class="grid">
        <RequestsChart insights={insights} />
        <section class="card" aria-label="From request to help">
          <h2>From request to help</h2>
          <StepBars
            steps={path.value}
            onShow={({ name, steps }) => void insights.show({ title: `Sessions: ${name}`, steps })}
          />
        </section>
      </div>
      <SavedViewCards insights={insights} onEdit={compose} />
      <div class="grid">
        <SessionTable insights={insights} />
        <EventList insights={insights} />
      </div>
      <ComposeDialog dialog={dialog} insights={insights} composed={composed} />
    </InsightsFrame>
  );
}
