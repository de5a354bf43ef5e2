import { useEffect, useRef } from "preact/hooks";
import type { SettingsModel } from "./settings-model.ts";

const LIST = new Intl.ListFormat("en");

/** Only there when there is something to save, or to say of it. */
export function SaveBar({ settings }: { settings: SettingsModel }) {
  const { kind } = settings.save.value;
  const isChanged = settings.isChanged.value;
  const words = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    // With Save gone, what came of it is where the reader should be.
    if (kind === "saved") words.current?.focus();
    if (kind === "faults") document.querySelector<HTMLElement>("[data-fault] button")?.focus();
  }, [kind]);
  const isShown = isChanged || kind === "saved" || kind === "unfinished";
  return (
    <div class={isShown ? "save" : "save away"}>
      <p ref={words} tabIndex={-1} role="status">
        {isShown && barWords(settings)}
      </p>
      {isChanged && kind === "changed-meanwhile" && (
        <button
          class="btn primary"
          type="button"
          onClick={() => {
            void settings.loadTheirs();
            focusHeading();
          }}
        >
          Load theirs
        </button>
      )}
      {isChanged && kind !== "changed-meanwhile" && (
        <>
          <button
            class="btn ghost"
            type="button"
            onClick={() => {
              settings.discard();
              focusHeading();
            }}
          >
            Discard
          </button>
          <button
            class="btn primary"
            type="button"
            aria-disabled={kind === "saving"}
            onClick={() => void settings.saveAll()}
          >
            Save
          </button>
        </>
      )}
    </div>
  );
}

/** The button that was pressed is gone. */
const focusHeading = () => document.querySelector("h1")?.focus();

function barWords({ save, changes, faults, unfinished }: SettingsModel): string {
  const state = save.value;
  switch (state.kind) {
    case "saving":
      return "Saving";
    case "saved":
      return "Saved. Live sessions follow it from now on.";
    case "failed":
      return `Not saved. ${state.words} Your changes are kept here.`;
    case "faults": {
      const count = faults.value.length;
      return count === 1
        ? "Not saved. One rule cannot be read: see beside it."
        : `Not saved. ${count} rules cannot be read: see beside them.`;
    }
    case "unfinished":
      return `Add what is typed under ${LIST.format(unfinished.value)} first, or clear it.`;
    case "out-of-range":
      return "Not saved. A time is out of its range: see beside it.";
    case "changed-meanwhile":
      return "Not saved. Somebody else has changed these settings meanwhile. Load theirs; what you have changed here is lost.";
    case "quiet":
      return changes.value.length > 0
        ? `${LIST.format(changes.value)} changed. Not saved yet.`
        : "These rules are not saved yet.";
  }
}
