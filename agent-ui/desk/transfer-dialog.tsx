import type { RefObject } from "preact";
import { useState } from "preact/hooks";
import type { Colleague } from "../../peer/protocol/agent-messages.ts";

interface TransferDialogProps {
  dialog: RefObject<HTMLDialogElement | null>;
  customerName: string;
  /** Those who can get the conversation. */
  colleagues: readonly Colleague[];
  onTransfer(to: string): void;
}

const PRESENCE_WORDS: Record<Colleague["presence"], string> = {
  available: "Available",
  away: "Away",
  offline: "Not logged in",
};
const PRESENCE_ORDER: Record<Colleague["presence"], number> = { available: 0, away: 1, offline: 2 };

/** Chooses the agent who gets a conversation; those who are there come first. */
export function TransferDialog(props: TransferDialogProps) {
  const { dialog, customerName, colleagues, onTransfer } = props;
  const [chosen, setChosen] = useState<string | null>(null);
  const sorted = [...colleagues].sort(
    (a, b) => PRESENCE_ORDER[a.presence] - PRESENCE_ORDER[b.presence],
  );
  const isChosen = sorted.some(({ id }) => id === chosen);
  return (
    <dialog class="dialog" ref={dialog} aria-label="Transfer" onClose={() => setChosen(null)}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isChosen || chosen === null) return;
          dialog.current?.close();
          onTransfer(chosen);
        }}
      >
        <h2>Transfer</h2>
        <p>
          Who talks with {customerName} from now on? A cobrowse that runs ends; they can ask anew.
        </p>
        <fieldset class="people">
          <legend class="vh">Agent</legend>
          {sorted.map(({ id, name, presence }) => (
            <label key={id} data-presence={presence}>
              <input
                type="radio"
                name="agent"
                value={id}
                aria-label={name}
                aria-describedby={`presence-${id}`}
                checked={chosen === id}
                onChange={() => setChosen(id)}
              />
              <span>{name}</span>
              <small id={`presence-${id}`}>
                <i class="dot" />
                {PRESENCE_WORDS[presence]}
              </small>
            </label>
          ))}
          {sorted.length === 0 && <p>There is nobody else.</p>}
        </fieldset>
        <div class="row">
          <button class="btn" type="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
          <button class="btn primary" type="submit" aria-disabled={!isChosen}>
            Transfer
          </button>
        </div>
      </form>
    </dialog>
  );
}
