import type { Conversation } from "../../peer/protocol/agent-messages.ts";
import { Icon } from "../look/icon.tsx";
import { CobrowseSlot } from "./cobrowse-slot.tsx";
import { Composer } from "./composer.tsx";
import { CHANNEL_NAMES } from "./conversation-list.ts";
import type { DeskModel } from "./desk-model.ts";
import { Thread } from "./thread.tsx";

interface ConversationPanelProps {
  desk: DeskModel;
  conversation: Conversation;
  onShowDetails(): void;
}

/** The middle of the desk: who it is, what was said, and the answer. */
export function ConversationPanel({ desk, conversation, onShowDetails }: ConversationPanelProps) {
  const { id, customerName, channel, owner, customerPresent } = conversation;
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
        {!customerPresent && <span class="chip">Away</span>}
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
          onClick={onShowDetails}
        >
          <Icon name="info" />
        </button>
      </header>
      <Notices desk={desk} conversation={conversation} />
      <Thread
        myName={desk.me.name}
        entries={desk.thread.value}
        pending={desk.pending.value.filter((one) => one.conversation === id)}
        areDetailsShown={desk.areDetailsShown.value}
        onSendAgain={desk.sayAgain}
      />
      <div class="typing" aria-live="polite">
        {desk.isCustomerTyping.value && "Customer is typing…"}
      </div>
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
    </main>
  );
}

function Notices({ desk, conversation }: { desk: DeskModel; conversation: Conversation }) {
  const tries = desk.serverAway.value;
  return (
    <>
      {tries !== null && (
        <p class="notice" role="status">
          Reconnecting to the server, try {Math.max(1, tries)}. Your live session goes on. Messages
          are sent when it is back.
        </p>
      )}
      {desk.notice.value && (
        <p class="notice" role="alert">
          {desk.notice.value}
          <button
            class="btn small"
            type="button"
            onClick={() => {
              desk.notice.value = null;
            }}
          >
            Close
          </button>
        </p>
      )}
      {desk.blockedViewer.value === conversation.id && conversation.session && (
        <p class="notice" role="alert">
          Your browser kept the viewer from opening. Allow pop-ups for this address, or open it
          here:
          <a
            class="btn small"
            href={desk.viewerAddress(conversation.id)}
            target="alongside-cobrowse"
            onClick={() => {
              desk.blockedViewer.value = null;
            }}
          >
            Open the viewer
          </a>
        </p>
      )}
    </>
  );
}
