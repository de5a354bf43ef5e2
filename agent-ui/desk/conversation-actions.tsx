import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Conversation } from "../../peer/protocol/agent-messages.ts";
import { Icon, type IconName } from "../look/icon.tsx";
import { actionsOf, type ConversationAction } from "./allowed-actions.ts";
import type { DeskModel } from "./desk-model.ts";
import { TransferDialog } from "./transfer-dialog.tsx";

const WORDS: Record<ConversationAction, { icon: IconName; words: string }> = {
  transfer: { icon: "users", words: "Transfer…" },
  requeue: { icon: "inbox", words: "Return to queue" },
  "take-away": { icon: "hand", words: "Take away" },
  close: { icon: "check", words: "Close conversation" },
};

interface ConversationActionsProps {
  desk: DeskModel;
  conversation: Conversation;
}

/** What can be done with a conversation, besides answering it: a menu, and the choice of an agent. */
export function ConversationActions({ desk, conversation }: ConversationActionsProps) {
  const { id, customerName } = conversation;
  const [isOpen, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const dialog = useRef<HTMLDialogElement>(null);
  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  useFocusInside(menu, isOpen);
  useClosing(menu, opener, isOpen, () => setOpen(false));

  function act(action: ConversationAction): void {
    close();
    switch (action) {
      case "transfer":
        dialog.current?.showModal();
        return;
      case "requeue":
        return desk.requeue(id);
      case "take-away":
        return desk.takeAway(id);
      case "close":
        return desk.close(id);
    }
  }

  return (
    <div class="actions">
      <button
        class="icon-btn"
        type="button"
        id="conversation-actions"
        aria-label="Conversation actions"
        title="Conversation actions"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        ref={opener}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="more" />
      </button>
      {isOpen && (
        <div
          class="menu"
          role="menu"
          aria-label="Conversation actions"
          tabIndex={-1}
          ref={menu}
          onKeyDown={(event) => {
            if (event.key === "Escape" || event.key === "Tab") close();
            else moveFocus(event);
          }}
        >
          {actionsOf(conversation, desk.me).map(({ action, obstacle }) => (
            <button
              key={action}
              type="button"
              role="menuitem"
              tabIndex={-1}
              aria-disabled={obstacle !== null}
              aria-describedby={obstacle === null ? undefined : `obstacle-${action}`}
              onClick={() => obstacle === null && act(action)}
            >
              <Icon name={WORDS[action].icon} />
              <span>{WORDS[action].words}</span>
              {obstacle !== null && (
                <small id={`obstacle-${action}`} aria-hidden="true">
                  {obstacle}
                </small>
              )}
            </button>
          ))}
        </div>
      )}
      <TransferDialog
        dialog={dialog}
        customerName={customerName}
        colleagues={desk.colleagues.value.filter(
          ({ id: other }) => other !== conversation.owner?.id,
        )}
        onTransfer={(to) => desk.transfer(id, to)}
      />
    </div>
  );
}

function useFocusInside(menu: RefObject<HTMLElement | null>, isOpen: boolean): void {
  useLayoutEffect(() => {
    if (isOpen) menu.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
  }, [isOpen]);
}

/** A press beside the menu puts it away. */
function useClosing(
  menu: RefObject<HTMLElement | null>,
  opener: RefObject<HTMLElement | null>,
  isOpen: boolean,
  onClose: () => void,
): void {
  useEffect(() => {
    if (!isOpen) return;
    const onPress = ({ target }: PointerEvent) => {
      const isInside = [menu, opener].some(({ current }) => current?.contains(target as Node));
      if (!isInside) onClose();
    };
    document.addEventListener("pointerdown", onPress);
    return () => document.removeEventListener("pointerdown", onPress);
  }, [isOpen]);
}

function moveFocus(event: KeyboardEvent): void {
  const menu = event.currentTarget as HTMLElement;
  const items = [...menu.querySelectorAll<HTMLElement>('[role="menuitem"]')];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const targets: Partial<Record<string, number>> = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: (at - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1,
  };
  const target = targets[event.key];
  if (target === undefined) return;
  event.preventDefault();
  items[target]?.focus();
}
