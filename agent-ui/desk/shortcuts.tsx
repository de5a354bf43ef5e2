import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { DeskModel } from "./desk-model.ts";

interface Shortcut {
  key: string;
  words: string;
  act(desk: DeskModel, sheet: HTMLDialogElement | null): void;
}

const focusOn = (selector: string) => document.querySelector<HTMLElement>(selector)?.focus();

const SHORTCUTS: readonly Shortcut[] = [
  { key: "j", words: "Next conversation", act: (desk) => desk.step(desk.shown.value, 1) },
  { key: "k", words: "Previous conversation", act: (desk) => desk.step(desk.shown.value, -1) },
  { key: "r", words: "Reply", act: () => focusOn(".compose textarea") },
  {
    key: "e",
    words: "Close conversation (asks in the menu)",
    // One key must not end a conversation: it opens the menu at the place.
    act() {
      document.getElementById("conversation-actions")?.click();
      requestAnimationFrame(() => focusOn('.menu [role="menuitem"]:last-child'));
    },
  },
  {
    key: "v",
    words: "Focus Cobrowse",
    act(desk) {
      const open = desk.selected.value;
      if (open?.session && open.owner?.id === desk.me.id) desk.focusCobrowse(open.id);
    },
  },
  { key: "/", words: "Search", act: () => focusOn('input[type="search"]') },
  { key: "?", words: "This list", act: (_, sheet) => sheet?.showModal() },
];

/** Single keys do something everywhere but where somebody writes, unless the agent has put them off. */
export function Shortcuts({ desk }: { desk: DeskModel }) {
  const sheet = useRef<HTMLDialogElement>(null);
  useShortcuts(desk, sheet);
  return (
    <dialog class="dialog" ref={sheet} aria-label="Keyboard shortcuts">
      <h2>Keyboard shortcuts</h2>
      <dl class="keys">
        {SHORTCUTS.map(({ key, words }) => (
          <div key={key}>
            <dt>
              <kbd class="kbd">{key.toUpperCase()}</kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
        <div>
          <dt>
            <kbd class="kbd">Enter</kbd>
          </dt>
          <dd>Send · with Shift, a new line</dd>
        </div>
      </dl>
      <button
        class="switch"
        type="button"
        role="switch"
        aria-checked={desk.hasShortcuts.value}
        aria-label="Single keys"
        onClick={desk.toggleShortcuts}
      >
        <b>Single keys</b>
        <i />
      </button>
      <div class="row">
        <button class="btn primary" type="button" onClick={() => sheet.current?.close()}>
          Close
        </button>
      </div>
    </dialog>
  );
}

function useShortcuts(desk: DeskModel, sheet: RefObject<HTMLDialogElement | null>): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (target.closest("input, textarea, select, dialog, [role=menu]")) return;
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      const shortcut = SHORTCUTS.find(({ key }) => key === event.key.toLowerCase());
      // The list itself stays within reach: by it the keys are put on again.
      if (!shortcut || (!desk.hasShortcuts.value && shortcut.key !== "?")) return;
      event.preventDefault();
      shortcut.act(desk, sheet.current);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [desk]);
}
