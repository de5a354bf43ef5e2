import type { Conversation } from "../../peer/protocol/agent-messages.ts";
import { Icon } from "../look/icon.tsx";
import { CHANNEL_NAMES, lastWords, type Tab } from "./conversation-list.ts";
import type { DeskModel } from "./desk-model.ts";

const TABS: Array<{ tab: Tab; name: string }> = [
  { tab: "mine", name: "Mine" },
  { tab: "queue", name: "Queue" },
  { tab: "all", name: "All" },
];

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

export function ListPanel({ desk }: { desk: DeskModel }) {
  const counts = desk.counts.value;
  const shown = desk.shown.value;
  const onTabKey = (event: KeyboardEvent) => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by === 0) return;
    const at = TABS.findIndex(({ tab }) => tab === desk.tab.value);
    const next = TABS[(at + by + TABS.length) % TABS.length];
    if (!next) return;
    desk.tab.value = next.tab;
    document.getElementById(`tab-${next.tab}`)?.focus();
  };
  const onListKey = (event: KeyboardEvent) => {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const options = [...(event.currentTarget as HTMLElement).querySelectorAll("button")];
    const at = options.indexOf(document.activeElement as HTMLButtonElement);
    options[at + by]?.focus();
  };
  return (
    <aside class="list" aria-label="Conversations and search">
      <div class="head">
        <h1>Conversations</h1>
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
      <div
        class="items"
        id="conversations"
        role="listbox"
        aria-label="Conversations"
        onKeyDown={onListKey}
      >
        {desk.isLoading.value && [0, 1, 2].map((row) => <SkeletonItem key={row} />)}
        {shown.map((conversation) => (
          <Item
            key={conversation.id}
            conversation={conversation}
            myName={desk.me.name}
            isSelected={conversation.id === desk.selectedId.value}
            onSelect={() => desk.select(conversation.id)}
          />
        ))}
        {!desk.isLoading.value && shown.length === 0 && <EmptyList desk={desk} />}
      </div>
    </aside>
  );
}

function EmptyList({ desk }: { desk: DeskModel }) {
  return (
    <div class="empty">
      <Icon name="inbox" />
      {desk.search.value.trim() === "" ? (
        <span>Nothing waiting. New conversations appear here by themselves.</span>
      ) : (
        <span>Nothing found. Try fewer letters.</span>
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

interface ItemProps {
  conversation: Conversation;
  myName: string;
  isSelected: boolean;
  onSelect(): void;
}

function Item({ conversation, myName, isSelected, onSelect }: ItemProps) {
  const { customerName, channel, lastEntry, unreadCount, session, customerPresent } = conversation;
  const isSeen = session?.phase === "granted";
  return (
    <button
      class={unreadCount > 0 ? "item unread" : "item"}
      type="button"
      role="option"
      aria-selected={isSelected}
      onClick={onSelect}
    >
      <span class="av" aria-hidden="true">
        {customerName.slice(-2)}
        <i class="ch">
          <Icon name={channel === "web-chat" ? "chat" : "phone"} />
        </i>
      </span>
      <span class="n">
        <b>{customerName}</b>
        <small>
          {CHANNEL_NAMES[channel]}
          {!customerPresent && " · away"}
        </small>
      </span>
      <time>{clock.format(lastEntry?.at ?? conversation.createdAt)}</time>
      <p dir="auto">{lastWords(lastEntry, myName)}</p>
      {isSeen ? (
        <span class="chip live">
          <i class="dot" />
          Live
        </span>
      ) : (
        unreadCount > 0 && (
          <span class="badge">
            {unreadCount}
            <span class="vh"> unread</span>
          </span>
        )
      )}
    </button>
  );
}
