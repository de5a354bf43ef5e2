import { useRef } from "preact/hooks";
import { CHAT_TEXT_LENGTH } from "../../peer/protocol/limits.ts";
import { Icon } from "../look/icon.tsx";

/** Typing is told at most this often, in milliseconds. */
const TYPING_EVERY_MS = 3_000;

interface ComposerProps {
  customerName: string;
  text: string;
  onText(text: string): void;
  onTyping(): void;
  onSend(text: string): void;
}

export function Composer({ customerName, text, onText, onTyping, onSend }: ComposerProps) {
  const toldTypingAt = useRef(0);
  const send = () => {
    if (text.trim() !== "") onSend(text.trim());
  };
  return (
    <form
      class="compose"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        aria-label="Message"
        placeholder={`Write to ${customerName}`}
        maxLength={CHAT_TEXT_LENGTH}
        dir="auto"
        value={text}
        onInput={(event) => {
          onText(event.currentTarget.value);
          if (Date.now() - toldTypingAt.current < TYPING_EVERY_MS) return;
          toldTypingAt.current = Date.now();
          onTyping();
        }}
        onKeyDown={(event) => {
          // While an input method composes, Enter belongs to it.
          if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          send();
        }}
      />
      <div class="bar">
        <button class="btn primary" type="submit">
          <Icon name="send" class="flip" />
          Send
        </button>
      </div>
    </form>
  );
}
