import { useRef, useState } from "preact/hooks";
import { CHAT_TEXT_LENGTH } from "../../peer/protocol/limits.ts";
import { Icon } from "./icon.tsx";

/** Typing is told at most this often, in milliseconds. */
const TYPING_EVERY_MS = 3_000;

interface ComposerProps {
  onSend(text: string): void;
  onTyping(): void;
}

export function Composer({ onSend, onTyping }: ComposerProps) {
  const [text, setText] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  const toldTypingAt = useRef(0);

  const send = () => {
    const trimmed = text.trim();
    if (trimmed !== "") onSend(trimmed);
    setText("");
    field.current?.focus();
  };
  const onInput = (event: Event) => {
    setText((event.currentTarget as HTMLTextAreaElement).value);
    if (Date.now() - toldTypingAt.current < TYPING_EVERY_MS) return;
    toldTypingAt.current = Date.now();
    onTyping();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, Enter belongs to it.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
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
        ref={field}
        aria-label="Message"
        placeholder="Write a message"
        rows={1}
        maxLength={CHAT_TEXT_LENGTH}
        dir="auto"
        value={text}
        onInput={onInput}
        onKeyDown={onKeyDown}
      />
      <button class="go" type="submit" aria-label="Send">
        <Icon name="send" />
      </button>
    </form>
  );
}
