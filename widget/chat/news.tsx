import {
  isHidden,
  PRIVATE_WORDS,
  type SeenStatus,
  TROUBLE_WORDS,
} from "../consent/session-bars.tsx";
import { ENGLISH } from "./english.ts";
import { Icon } from "./icon.tsx";

/** Blocked: the window that the customer has asked for. */
export type News = "asked" | "seen" | "ended" | "blocked";

export const ENDED_WORDS = "Cobrowse ended. The agent no longer sees this page.";

export const BLOCKED_WORDS =
  "Your browser kept the window from opening. Allow pop-ups for this site, then try again.";

const WORDS: Record<News, string> = {
  asked: "The agent asks to see this page",
  seen: "Agent can see this page",
  ended: ENDED_WORDS,
  blocked: BLOCKED_WORDS,
};

interface NewsProps {
  news: News | null;
  /** While the page is seen, or would be. */
  status: SeenStatus | false;
  isChatOpen: boolean;
  onDismiss(): void;
}

function statusWords(status: SeenStatus | false): string | undefined {
  if (!status) return undefined;
  return status.trouble ? TROUBLE_WORDS : isHidden(status) ? PRIVATE_WORDS : undefined;
}

/**
 * Says what has changed to those who do not see it; and to those who have the chat minimised that
 * it is over. A question beside a minimised chat is the launcher's to tell.
 */
export function NewsRegion({ news, status, isChatOpen, onDismiss }: NewsProps) {
  const isTold = news !== null && (isChatOpen || news !== "asked");
  return (
    <>
      <p class="spoken" role="status" {...ENGLISH}>
        {statusWords(status) ?? (isTold && WORDS[news])}
      </p>
      {(news === "ended" || news === "blocked") && !isChatOpen && (
        <div class="blurb">
          <Icon name="eyeoff" />
          <span {...ENGLISH}>{WORDS[news]}</span>
          <button class="dismiss" type="button" aria-label="Dismiss" onClick={onDismiss}>
            <Icon name="cross" />
          </button>
        </div>
      )}
    </>
  );
}
