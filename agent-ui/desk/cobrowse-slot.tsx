import { useRef } from "preact/hooks";
import type { Conversation } from "../../peer/protocol/agent-messages.ts";
import { Icon } from "../look/icon.tsx";
import { isCobrowseOffered, requestObstacle } from "./conversation-list.ts";
import type { DeskModel } from "./desk-model.ts";

interface CobrowseSlotProps {
  desk: DeskModel;
  conversation: Conversation;
}

/** To the right of the message form: ask for a cobrowse, or get back to the one that runs. */
export function CobrowseSlot({ desk, conversation }: CobrowseSlotProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { id, customerName, session } = conversation;
  if (session) {
    return (
      <div class="slot">
        <button class="btn" type="button" onClick={() => desk.focusCobrowse(id)}>
          <Icon name="focus" />
          Focus Cobrowse
        </button>
        <button class="btn end" type="button" onClick={() => desk.endCobrowse(id)}>
          <Icon name="end" />
          End Cobrowse
        </button>
      </div>
    );
  }
  if (!isCobrowseOffered(conversation, desk.me.id)) {
    return (
      <div class="slot">
        <small>
          {conversation.cobrowseFor.who === "nobody"
            ? "Cobrowse is off for this site"
            : "Cobrowse is for chosen agents of this site"}
        </small>
      </div>
    );
  }
  const obstacle = requestObstacle(conversation, desk.me.id);
  return (
    <div class="slot">
      <button
        class="btn"
        type="button"
        aria-disabled={obstacle !== null}
        aria-describedby={obstacle ? "obstacle" : undefined}
        onClick={() => obstacle === null && dialog.current?.showModal()}
      >
        <Icon name="cobrowse" />
        Request Cobrowse
      </button>
      {obstacle && <small id="obstacle">{obstacle}</small>}
      <dialog class="dialog" ref={dialog} aria-label="Request Cobrowse">
        <h2>Request Cobrowse</h2>
        <p>
          {customerName} gets a question in the chat. If they allow it, you see this page as they
          do, in a new tab.
        </p>
        <p>Fields for passwords and cards, and parts marked private, stay hidden.</p>
        <div class="row">
          <button class="btn" type="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
          <button
            class="btn primary"
            type="button"
            onClick={() => {
              dialog.current?.close();
              desk.requestCobrowse(id);
            }}
          >
            Request
          </button>
        </div>
      </dialog>
    </div>
  );
}
