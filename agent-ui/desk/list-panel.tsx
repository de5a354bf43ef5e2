import { Icon } from "../look/icon.tsx";
import type { StatusFilter, Tab } from "./conversation-list.ts";
import { ConversationListbox } from "./conversation-listbox.tsx";
import type { DeskModel } from "./desk-model.ts";

const TABS: Array<{ tab: Tab; name: string }> = [
  { tab: "mine", name: "Mine" },
  { tab: "queue", name: "Queue" },
  { tab: "all", name: "All" },
];

const STATUSES: Array<{ status: StatusFilter; name: string }> = [
  { status: "any", name: "Any status" },
  { status: "open", name: "Active" },
  { status: "inactive", name: "Inactive" },
  { status: "closed", name: "Closed" },
];

export function ListPanel({ desk }: { desk: DeskModel }) {
  const counts = desk.counts.value;
  const onTabKey = (event: KeyboardEvent) => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by === 0) return;
    const at = TABS.findIndex(({ tab }) => tab === desk.tab.value);
    const next = TABS[(at + by + TABS.length) % TABS.length];
    if (!next) return;
    desk.tab.value = next.tab;
    document.getElementById(`tab-${next.tab}`)?.focus();
  };
  return (
    <aside class="list" aria-label="Conversations and search">
      <div class="head">
        <h1>
          Conversations
          <button
            class="icon-btn bell"
            type="button"
            aria-label="Sound and notifications"
            title={desk.hasAlerts.value ? "Sound and notifications: on" : "Muted"}
            aria-pressed={desk.hasAlerts.value}
            onClick={desk.toggleAlerts}
          >
            <Icon name={desk.hasAlerts.value ? "bell" : "bell-off"} />
          </button>
        </h1>
        <div class="search">
          <Icon name="search" />
          <input
            class="field"
            type="search"
            aria-label="Search conversations"
            placeholder="Search"
            value={desk.search.value}
            onInput={(event) => {
              desk.search.value = event.currentTarget.value;
            }}
          />
          <span class="kbd" aria-hidden="true">
            /
          </span>
        </div>
        <select
          class="field status"
          aria-label="Status"
          value={desk.status.value}
          onChange={(event) => {
            desk.status.value = event.currentTarget.value as StatusFilter;
          }}
        >
          {STATUSES.map(({ status, name }) => (
            <option key={status} value={status}>
              {name}
            </option>
          ))}
        </select>
        <div class="tabs" role="tablist" aria-label="Which conversations" onKeyDown={onTabKey}>
          {TABS.map(({ tab, name }) => (
            <button
              key={tab}
              id={`tab-${tab}`}
              type="button"
              role="tab"
              aria-selected={desk.tab.value === tab}
              aria-controls="conversations"
              tabIndex={desk.tab.value === tab ? 0 : -1}
              onClick={() => {
                desk.tab.value = tab;
              }}
            >
              {name}
              <span aria-hidden="true">{counts[tab]}</span>
            </button>
          ))}
        </div>
      </div>
      <div class="items">
        <ConversationListbox desk={desk} />
        {desk.isLoading.value && [0, 1, 2].map((row) => <SkeletonItem key={row} />)}
        {!desk.isLoading.value && desk.shown.value.length === 0 && <EmptyList desk={desk} />}
      </div>
    </aside>
  );
}

function EmptyList({ desk }: { desk: DeskModel }) {
  return (
    <div class="empty">
      <Icon name="inbox" />
      {desk.search.value.trim() === "" && desk.status.value === "any" ? (
        <span>Nothing waiting. New conversations appear here by themselves.</span>
      ) : (
        <span>Nothing found. Try fewer letters, or any status.</span>
      )}
    </div>
  );
}

function SkeletonItem() {
  return (
    <div class="item" aria-hidden="true">
      <span class="av" />
      <i class="sk" />
    </div>
  );
}
