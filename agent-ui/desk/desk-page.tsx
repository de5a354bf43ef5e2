import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../look/icon.tsx";
import { Rail } from "../look/rail.tsx";
import { ConversationPanel } from "./conversation-panel.tsx";
import type { DeskModel } from "./desk-model.ts";
import { DetailsPanel } from "./details-panel.tsx";
import { ListPanel } from "./list-panel.tsx";
import { Notices } from "./notices.tsx";
import { Shortcuts } from "./shortcuts.tsx";

export function DeskPage({ desk }: { desk: DeskModel }) {
  const drawer = useDetailsDrawer();
  const selected = desk.selected.value;
  return (
    <div class="desk-page">
      <Notices desk={desk} />
      <Shortcuts desk={desk} />
      <div
        class="desk"
        data-pane={selected ? "thread" : "list"}
        data-details={selected && drawer.isOpen ? "open" : undefined}
      >
        <Rail
          me={desk.me}
          current="conversations"
          onConversations={() => desk.select(null)}
          duty={{ isAway: desk.isAway.value, onToggle: desk.toggleAway }}
          onLogOut={() => void desk.logOut()}
        />
        <ListPanel desk={desk} />
        {selected ? (
          <ConversationPanel
            key={selected.id}
            desk={desk}
            conversation={selected}
            onShowDetails={drawer.open}
          />
        ) : (
          <main class="thread">
            <div class="empty">
              <Icon name="chat" />
              <b>No conversation open</b>
              <span>
                Choose one on the left, or press <span class="kbd">J</span> for the next.{" "}
                <span class="kbd">?</span> shows all keys.
              </span>
            </div>
          </main>
        )}
        {selected ? (
          <DetailsPanel
            desk={desk}
            conversation={selected}
            isDrawerOpen={drawer.isOpen}
            onClose={drawer.close}
          />
        ) : (
          <aside class="details" aria-label="Details" />
        )}
      </div>
    </div>
  );
}

/** On a narrow desk the details come over the thread: Escape puts them away, and the focus returns. */
function useDetailsDrawer() {
  const [isOpen, setOpen] = useState(false);
  const opener = useRef<HTMLElement | null>(null);
  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  useEffect(() => {
    if (!isOpen) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const isOfDialog = (event.target as HTMLElement).closest("dialog") !== null;
      if (event.key === "Escape" && !event.isComposing && !isOfDialog) close();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [isOpen]);
  return {
    isOpen,
    open(by: HTMLElement) {
      opener.current = by;
      setOpen(true);
    },
    close,
  };
}
