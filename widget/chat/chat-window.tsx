import { useEffect, useState } from "preact/hooks";
import { PermissionRequest } from "../consent/permission-request.tsx";
import { ChatBar, isSeen, PageBar } from "../consent/session-bars.tsx";
import type { ChatContext, WidgetState } from "../widget-api.ts";
import { Composer } from "./composer.tsx";
import { ENGLISH } from "./english.ts";
import { Icon } from "./icon.tsx";
import { Messages } from "./messages.tsx";
import { BLOCKED_WORDS, type News, NewsRegion } from "./news.tsx";

/** For how long a sign of typing lasts, in milliseconds. */
const TYPING_MS = 4_000;

interface LayerProps {
  context: ChatContext;
  state: WidgetState;
  news: News | null;
  onPreview(): void;
  onDismissNews(): void;
}

export function Chat(props: LayerProps) {
  const { context, state, news, onPreview, onDismissNews } = props;
  const { status, isOpen } = state;
  return (
    <>
      {isSeen(status) && <PageBar status={status} onEnd={context.end} onPreview={onPreview} />}
      {isOpen && <ChatWindow {...props} />}
      <NewsRegion
        news={news}
        status={isSeen(status) && status}
        isChatOpen={isOpen}
        onDismiss={onDismissNews}
      />
    </>
  );
}

function ChatWindow({ context, state, news, onPreview }: LayerProps) {
  const { status } = state;
  const isAsked = status?.phase === "asked";
  const isAgentTyping = useIsRecent(state.agentTypedAt, TYPING_MS);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.isComposing) return;
    // It would also close a dialog of the page that we stand in.
    event.preventDefault();
    context.minimize();
  };
  return (
    <section class="chat" role="dialog" aria-label="Chat" onKeyDown={onKeyDown}>
      {isSeen(status) && <ChatBar status={status} onEnd={context.end} onPreview={onPreview} />}
      <header>
        <span class={state.agentPresent ? "av agent here" : "av agent"} aria-hidden="true">
          {(state.agentName ?? state.siteName).slice(0, 1) || "A"}
        </span>
        <span class="names">
          <b dir="auto">{state.agentName ?? state.siteName}</b>
          <small {...ENGLISH}>{presenceWords(state)}</small>
        </span>
        <button
          class="icon-btn"
          type="button"
          aria-label="Minimize chat"
          onClick={context.minimize}
        >
          <Icon name="down" />
        </button>
      </header>
      <div class="below">
        <div class="talk" inert={isAsked}>
          {state.connection === "reconnecting" && (
            <p class="notice" role="status" {...ENGLISH}>
              Connection lost. Messages are sent when it is back.
            </p>
          )}
          {news === "blocked" && (
            <p class="notice" {...ENGLISH}>
              {BLOCKED_WORDS}
            </p>
          )}
          <Messages
            entries={state.entries}
            pending={state.pending}
            isAgentTyping={isAgentTyping}
            onSendAgain={context.sendAgain}
          />
          <Composer onSend={context.send} onTyping={context.typing} />
        </div>
        {status?.phase === "asked" && (
          <PermissionRequest
            key={status.closesAt}
            agentName={status.agentName}
            closesAt={status.closesAt}
            isAllowed={status.isAllowed}
            onAllow={context.allow}
            onDeny={context.deny}
          />
        )}
      </div>
    </section>
  );
}

function presenceWords({ agentName, agentPresent, siteName }: WidgetState): string {
  if (agentName === null) return "We answer here";
  return agentPresent ? `${siteName} · here now` : `${siteName} · away`;
}

/** True until `forMs` after `at`, in epoch milliseconds. */
function useIsRecent(at: number, forMs: number): boolean {
  const left = at + forMs - Date.now();
  const [, setTick] = useState(0);
  useEffect(() => {
    if (left <= 0) return;
    const timer = setTimeout(() => setTick((tick) => tick + 1), left);
    return () => clearTimeout(timer);
  }, [at]);
  return left > 0;
}
