import type { RefObject } from "preact";
import { useState } from "preact/hooks";
import {
  FUNNEL_STEPS_COUNT,
  type SavedView,
  type ViewChange,
} from "../../peer/protocol/insights.ts";
import type { SessionEvent } from "../../peer/protocol/session-events.ts";
import { Icon } from "../look/icon.tsx";
import { AgentOptions } from "./agent-options.tsx";
import { EVENT_WORDS, EVENTS } from "./event-words.ts";
import type { InsightsModel } from "./insights-model.ts";
import { PeriodField } from "./period-field.tsx";

interface ComposeDialogProps {
  dialog: RefObject<HTMLDialogElement | null>;
  insights: InsightsModel;
  composed: Composed;
}

export interface Composed {
  /** The view that is changed; without one it is a new one. */
  edited: SavedView | null;
  /** Goes up each time that the dialog opens: it begins afresh. */
  opening: number;
}

/** Composes a card or a funnel of any events, over a period, of one agent or all. */
export function ComposeDialog({ dialog, insights, composed }: ComposeDialogProps) {
  return (
    <dialog class="dialog compose" ref={dialog} aria-label="Card or funnel">
      <ComposeForm
        key={composed.opening}
        insights={insights}
        edited={composed.edited}
        onClose={() => dialog.current?.close()}
      />
    </dialog>
  );
}

interface ComposeFormProps {
  insights: InsightsModel;
  edited: SavedView | null;
  onClose(): void;
}

function ComposeForm({ insights, edited, onClose }: ComposeFormProps) {
  const [view, setView] = useState<ViewChange>({
    title: edited?.title ?? "",
    kind: edited?.kind ?? "card",
    events: edited?.events ?? ["view.requested"],
    period: edited?.period ?? insights.period.value,
    agent: edited ? edited.agent : insights.agent.value,
    isShared: edited?.isShared ?? false,
  });
  const [fault, setFault] = useState<string | null>(null);
  const put = (part: Partial<ViewChange>) => setView({ ...view, ...part });
  const left = EVENTS.filter((event) => !view.events.includes(event));

  async function done(working: Promise<string | null>): Promise<void> {
    const words = await working;
    setFault(words);
    if (words === null) onClose();
  }

  function save(event: Event): void {
    event.preventDefault();
    const isShort = view.kind === "funnel" && view.events.length < 2;
    if (view.title.trim() === "") return setFault("Give it a name.");
    if (view.events.length === 0) return setFault("Choose an event.");
    if (isShort) return setFault("A funnel needs two steps or more.");
    void done(edited ? insights.change(edited.id, view) : insights.add(view));
  }

  return (
    <form onSubmit={save}>
      <h2>{edited ? "Change" : "New card or funnel"}</h2>
      <label>
        Name
        <input
          class="field"
          maxLength={80}
          dir="auto"
          value={view.title}
          onInput={({ currentTarget: { value } }) => put({ title: value })}
        />
      </label>
      <div class="seg" role="radiogroup" aria-label="Kind">
        {(["card", "funnel"] as const).map((kind) => (
          <label key={kind}>
            <input
              type="radio"
              name="kind"
              checked={view.kind === kind}
              onChange={() => put({ kind })}
            />
            {kind === "card" ? "Card" : "Funnel"}
          </label>
        ))}
      </div>
      <fieldset>
        <legend>{view.kind === "card" ? "Counts" : "Steps, in this order"}</legend>
        <ol class="steps">
          {view.events.map((event, at) => (
            <li key={event}>
              <span>{EVENT_WORDS[event].name}</span>
              {at > 0 && (
                <button
                  class="icon-btn"
                  type="button"
                  aria-label={`Move ${EVENT_WORDS[event].name} up`}
                  title="Up"
                  onClick={() => put({ events: movedUp(view.events, at) })}
                >
                  <Icon name="up" />
                </button>
              )}
              <button
                class="icon-btn"
                type="button"
                aria-label={`Remove ${EVENT_WORDS[event].name}`}
                title="Remove"
                onClick={() => put({ events: view.events.filter((other) => other !== event) })}
              >
                <Icon name="trash" />
              </button>
            </li>
          ))}
        </ol>
        {view.events.length < FUNNEL_STEPS_COUNT && (
          <select
            class="field"
            aria-label="Add an event"
            value=""
            onChange={({ currentTarget }) => {
              const event = left.find((known) => known === currentTarget.value);
              if (event) put({ events: [...view.events, event] });
              currentTarget.value = "";
            }}
          >
            <option value="">Add an event</option>
            {left.map((event) => (
              <option key={event} value={event}>
                {EVENT_WORDS[event].name}
              </option>
            ))}
          </select>
        )}
      </fieldset>
      <div class="two">
        <PeriodField
          period={view.period}
          now={insights.now()}
          onChoose={(period) => put({ period })}
        />
        <select
          class="field"
          aria-label="Agent"
          value={view.agent ?? ""}
          onChange={({ currentTarget: { value } }) => put({ agent: value || null })}
        >
          <option value="">All agents</option>
          <AgentOptions agents={insights.agents.value} />
        </select>
      </div>
      <label class="check">
        <input
          type="checkbox"
          checked={view.isShared}
          onChange={({ currentTarget: { checked } }) => put({ isShared: checked })}
        />
        Shared with all managers and admins
      </label>
      {fault !== null && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      <div class="row">
        {edited && (
          <button
            class="btn end"
            type="button"
            onClick={() => void done(insights.remove(edited.id))}
          >
            Remove
          </button>
        )}
        <button class="btn" type="button" onClick={onClose}>
          Cancel
        </button>
        <button class="btn primary" type="submit">
          Save
        </button>
      </div>
    </form>
  );
}

function movedUp(events: readonly SessionEvent[], at: number): SessionEvent[] {
  const moved = [...events];
  const [event] = moved.splice(at, 1);
  if (event) moved.splice(at - 1, 0, event);
  return moved;
}
