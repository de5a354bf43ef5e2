import type { Conversation } from "../../peer/protocol/agent-messages.ts";
import { Icon } from "../look/icon.tsx";
import { CobrowseSlot } from "./cobrowse-slot.tsx";
import { Composer } from "./composer.tsx";
import { ConversationActions } from "./conversation-actions.tsx";
import { CHANNEL_NAMES } from "./conversation-list.ts";
import type { DeskModel } from "./desk-model.ts";
import { Thread } from "./thread.tsx";

interface ConversationPanelProps {
  desk: DeskModel;
  conversation: Conversation;
  onShowDetails(opener: HTMLElement): void;
}

/** The middle of the desk: who it is, what was said, and the answer. */
export function ConversationPanel({ desk, conversation, onShowDetails }: ConversationPanelProps) {
  const { id, customerName, channel, owner, customerPresent, status } = conversation;
  const isQueued = owner === null;
  return (
    <main class="thread">
      <header>
        <button
          class="icon-btn back"
          type="button"
          aria-label="Back to the list"
          onClick={() => desk.select(null)}
        >
          <Icon name="left" class="flip" />
        </button>
        <h2>{customerName}</h2>
        <span class="chip">
          <Icon name={channel === "web-chat" ? "chat" : "phone"} class="s" />
          {CHANNEL_NAMES[channel]}
        </span>
        {channel === "web-chat" && !customerPresent && <span class="chip">Away</span>}
        {status !== "open" && (
          <span class="chip">{status === "closed" ? "Closed" : "Inactive"}</span>
        )}
        {owner && owner.id !== desk.me.id && <span class="chip owner">Owner: {owner.name}</span>}
        <button
          class="switch"
          type="button"
          role="switch"
          aria-checked={desk.areDetailsShown.value}
          aria-label="Conversation Details"
          onClick={desk.toggleDetails}
        >
          <b>Conversation Details</b>
          <i />
        </button>
        <button
          class="icon-btn details-button"
          type="button"
          aria-label="Show customer and cobrowse"
          onClick={(event) => onShowDetails(event.currentTarget)}
        >
          <Icon name="info" />
        </button>
        <ConversationActions desk={desk} conversation={conversation} />
      </header>
      <Thread
        myName={desk.me.name}
        entries={desk.thread.value}
        pending={desk.pending.value.filter((one) => one.conversation === id)}
        areDetailsShown={desk.areDetailsShown.value}
        conversation={conversation}
        onSendAgain={desk.sayAgain}
      />
      <div class="typing" aria-live="polite">
        {desk.isCustomerTyping.value && "Customer is typing…"}
      </div>
      {status === "closed" ? (
        <p class="closed">
          This conversation is closed. A new message of the customer opens a new one.
        </p>
      ) : (
        <div class="foot">
          <Composer
            customerName={customerName}
            text={desk.drafts.value.get(id) ?? ""}
            onText={(text) => desk.setDraft(id, text)}
            onTyping={() => desk.typing(id)}
            onSend={(text) => desk.say(id, text)}
          />
          {isQueued ? (
            <div class="slot">
              <button class="btn primary" type="button" onClick={() => desk.take(id)}>
                Take
              </button>
              <small>Waiting in the queue</small>
            </div>
          ) : (
            <CobrowseSlot desk={desk} conversation={conversation} />
          )}
        </div>
      )}
    </main>
  );
}
