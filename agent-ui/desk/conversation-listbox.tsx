import { useState } from "preact/hooks";
import type { Conversation } from "../../peer/protocol/agent-messages.ts";
import { Icon } from "../look/icon.tsx";
import { CHANNEL_NAMES, lastWords } from "./conversation-list.ts";
import type { DeskModel } from "./desk-model.ts";

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

/**
 * The conversations as one tab stop: arrow keys move, Enter, space or a click opens. It stands also
 * when it is empty, and holds nothing but options.
 */
export function ConversationListbox({ desk }: { desk: DeskModel }) {
  const [focusedId, setFocusedId] = useState<string | null>(null);
  const shown = desk.shown.value;
  const tabStop =
    shown.find(({ id }) => id === focusedId) ??
    shown.find(({ id }) => id === desk.selectedId.value) ??
    shown[0];
  return (
    <div
      id="conversations"
      role="listbox"
      aria-label="Conversations"
      aria-busy={desk.isLoading.value}
      onKeyDown={moveFocus}
      onFocusOut={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget as Node | null)) setFocusedId(null);
      }}
    >
      {shown.map((conversation) => (
        <Item
          key={conversation.id}
          conversation={conversation}
          myName={desk.me.name}
          isSelected={conversation.id === desk.selectedId.value}
          isTabStop={conversation === tabStop}
          onSelect={() => desk.select(conversation.id)}
          onFocus={() => setFocusedId(conversation.id)}
        />
      ))}
    </div>
  );
}

function moveFocus(event: KeyboardEvent): void {
  const options = [...(event.currentTarget as HTMLElement).querySelectorAll("button")];
  const at = options.indexOf(document.activeElement as HTMLButtonElement);
  const targets: Partial<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: options.length - 1,
  };
  const target = targets[event.key];
  if (target === undefined) return;
  event.preventDefault();
  options[target]?.focus();
}

interface ItemProps {
  conversation: Conversation;
  myName: string;
  isSelected: boolean;
  isTabStop: boolean;
  onSelect(): void;
  onFocus(): void;
}

function Item(props: ItemProps) {
  const { conversation, myName, isSelected, isTabStop, onSelect, onFocus } = props;
  const { customerName, channel, lastEntry, unreadCount, session, customerPresent } = conversation;
  const isSeen = session?.phase === "granted";
  return (
    <button
      class={unreadCount > 0 ? "item unread" : "item"}
      type="button"
      role="option"
      aria-selected={isSelected}
      tabIndex={isTabStop ? 0 : -1}
      onFocus={onFocus}
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
          {channel === "web-chat" && !customerPresent && " · away"}
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
