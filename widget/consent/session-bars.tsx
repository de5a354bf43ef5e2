import { useEffect, useState } from "preact/hooks";
import { ENGLISH } from "../chat/english.ts";
import type { EngineStatus } from "../engine/engine-api.ts";
import { minutes } from "./permission-request.tsx";

export type SeenStatus = Extract<EngineStatus, { phase: "connecting" | "live" | "reconnecting" }>;

/** The agent may see the page now, or as soon as the link is there. */
export function isSeen(status: EngineStatus | null): status is SeenStatus {
  return status !== null && status.phase !== "asked" && status.phase !== "ended";
}

interface BarProps {
  status: SeenStatus;
  onEnd(): void;
  onPreview(): void;
}

/**
 * The bar on top of the page, and the frame around it. In the agent's copy both arrive as empty
 * boxes of their size, which their styles then label (see `:empty` in chat.css).
 */
export function PageBar({ status, onEnd, onPreview }: BarProps) {
  const seconds = useSecondsSince(status.since);
  return (
    <>
      {!isHidden(status) && (
        <div class="alongside-frame">
          <i />
        </div>
      )}
      <section class="alongside-bar page" aria-label="Cobrowse session" data-phase={lookOf(status)}>
        <i class="dot pulse" />
        <b {...ENGLISH}>{headline(status)}</b>
        <span class="sub" {...ENGLISH}>
          {aside(status)}
        </span>
        <PreviewButton status={status} onPreview={onPreview} />
        <span class="acts">
          <time>{minutes(seconds)}</time>
          <EndButton onEnd={onEnd} />
        </span>
      </section>
    </>
  );
}

export function ChatBar({ status, onEnd, onPreview }: BarProps) {
  return (
    <section
      class="alongside-bar inchat"
      aria-label="Cobrowse session in chat"
      data-phase={lookOf(status)}
    >
      <i class="dot" />
      <b {...ENGLISH}>{headline(status)}</b>
      <span class="acts">
        <EndButton onEnd={onEnd} />
      </span>
      <PreviewButton status={status} onPreview={onPreview} />
    </section>
  );
}

/** In one of the two bars: where the page's is too narrow for it, in the chat's (see chat.css). */
function PreviewButton({ status, onPreview }: Pick<BarProps, "status" | "onPreview">) {
  if (status.phase !== "live") return null;
  return (
    <button class="peek" type="button" onClick={onPreview} {...ENGLISH}>
      See what the agent sees
    </button>
  );
}

function EndButton({ onEnd }: { onEnd(): void }) {
  return (
    <button class="btn end" type="button" onClick={onEnd} {...ENGLISH}>
      End Cobrowse
    </button>
  );
}

/** Also for those who do not see the bars. */
export const TROUBLE_WORDS =
  "No connection to the agent yet. It’s nothing you did. The chat goes on.";

export const PRIVATE_WORDS = "This page is private. The agent can’t see it.";

/** There is a link, and nothing of this page goes over it. */
export const isHidden = ({ phase, isPrivate }: SeenStatus) => isPrivate && phase === "live";

const lookOf = (status: SeenStatus) => (isHidden(status) ? "private" : status.phase);

function headline(status: SeenStatus): string {
  const { phase, trouble } = status;
  if (trouble) return TROUBLE_WORDS;
  if (isHidden(status)) return PRIVATE_WORDS;
  return phase === "reconnecting"
    ? "Connection lost. The agent can’t see or do anything until it is back."
    : "Agent can see this page";
}

function aside(status: SeenStatus): string {
  const { phase, trouble = "" } = status;
  if (isHidden(status)) return "They see the next page as soon as you move on.";
  return phase === "reconnecting"
    ? trouble
    : "and point at things. Passwords and card numbers stay hidden.";
}

function useSecondsSince(at: number): number {
  const past = () => Math.max(0, Math.floor((Date.now() - at) / 1_000));
  const [seconds, setSeconds] = useState(past);
  useEffect(() => {
    const timer = setInterval(() => setSeconds(past()), 1_000);
    return () => clearInterval(timer);
  }, [at]);
  return seconds;
}
