import { useLayoutEffect, useRef } from "preact/hooks";
import type { Entry } from "../../peer/protocol/entries.ts";
import type { EndReason } from "../../peer/protocol/facts.ts";
import type { PendingMessage } from "../widget-api.ts";
import { ENGLISH } from "./english.ts";
import { Icon } from "./icon.tsx";
import { LinkedText } from "./linked-text.tsx";
import { ENDED_WORDS } from "./news.tsx";

interface MessagesProps {
  entries: readonly Entry[];
  pending: readonly PendingMessage[];
  isAgentTyping: boolean;
  onSendAgain(clientId: string): void;
}

/** How near the end counts as "at the end", in CSS pixels: then new messages are followed. */
const AT_END_PX = 60;

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long" });

export function Messages({ entries, pending, isAgentTyping, onSendAgain }: MessagesProps) {
  const log = useRef<HTMLDivElement>(null);
  const wasAtEnd = useRef(true);
  useLayoutEffect(() => {
    if (wasAtEnd.current) log.current?.scrollTo({ top: log.current.scrollHeight });
  });
  const onScroll = () => {
    const { scrollTop = 0, scrollHeight = 0, clientHeight = 0 } = log.current ?? {};
    wasAtEnd.current = scrollHeight - scrollTop - clientHeight < AT_END_PX;
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div class="log" role="log" aria-label="Messages" tabIndex={0} ref={log} onScroll={onScroll}>
      {entries.length === 0 && pending.length === 0 && (
        <p class="when" {...ENGLISH}>
          Write to us. We answer here.
        </p>
      )}
      {entries.map((entry, index) => (
        <div class="entry" key={entry.id}>
          {isNewDay(entries[index - 1], entry) && (
            <p class="when" {...ENGLISH}>
              {dayOf(entry.at)}, {clock.format(entry.at)}
            </p>
          )}
          {entry.kind === "message" ? (
            <p class={entry.author === "customer" ? "msg me" : "msg"} dir="auto">
              <LinkedText text={entry.text} />
            </p>
          ) : (
            <EventLine entry={entry} entries={entries} />
          )}
        </div>
      ))}
      {pending.map(({ clientId, text, isFailed }) => (
        <div class="entry" key={clientId}>
          <p class="msg me pending" dir="auto">
            <LinkedText text={text} />
          </p>
          {isFailed && (
            <p class="unsent" {...ENGLISH}>
              Not sent.{" "}
              <button type="button" onClick={() => onSendAgain(clientId)}>
                Try again
              </button>
            </p>
          )}
        </div>
      ))}
      {isAgentTyping && (
        <div class="typing" role="status" aria-label="Agent is typing">
          <i />
          <i />
          <i />
        </div>
      )}
    </div>
  );
}

/** What happened, as the customer would say it. */
const EVENT_WORDS: Record<Extract<Entry, { kind: "event" }>["event"], string> = {
  "cobrowse-requested": "The agent asked to see this page",
  "view-granted": "You let the agent see this page",
  "view-denied": "You did not let the agent see this page",
  "control-granted": "You let the agent click and type",
  "control-denied": "You did not let the agent click and type",
  "screen-granted": "You shared more of your screen",
  "screen-denied": "You did not share more of your screen",
  "session-ended": ENDED_WORDS,
};

const LEFT = "The agent left.";
const OTHER_AGENT = "Another agent takes over.";
/** For whom it was not the agent's or their own doing, this says whose. */
const END_WORDS: Partial<Record<EndReason, string>> = {
  "agent-ended": "The agent ended it.",
  "customer-ended": "You ended it.",
  "agent-logged-out": LEFT,
  "agent-gone": LEFT,
  "conversation-closed": "The conversation was closed.",
  "conversation-inactive": "Nobody wrote for a while.",
  transferred: OTHER_AGENT,
  "taken-away": OTHER_AGENT,
  requeued: OTHER_AGENT,
  "policy-changed": "The site does not allow it any more.",
  error: "The connection did not come back.",
};

interface EventLineProps {
  entry: Extract<Entry, { kind: "event" }>;
  entries: readonly Entry[];
}

function EventLine({ entry, entries }: EventLineProps) {
  const { event, session, reason } = entry;
  const isSeen = event === "view-granted";
  const wasSeen = entries.some(
    (one) => one.kind === "event" && one.session === session && one.event === "view-granted",
  );
  const words =
    event !== "session-ended"
      ? EVENT_WORDS[event]
      : `${wasSeen ? ENDED_WORDS : "The question to see this page has closed."} ${
          (reason && END_WORDS[reason]) ?? ""
        }`;
  return (
    <p class={isSeen ? "ev live" : "ev"} {...ENGLISH}>
      <Icon name={isSeen ? "eye" : "eyeoff"} isSmall />
      {words}
    </p>
  );
}

function isNewDay(before: Entry | undefined, entry: Entry): boolean {
  return before === undefined || day.format(before.at) !== day.format(entry.at);
}

function dayOf(at: number): string {
  return day.format(at) === day.format(Date.now()) ? "Today" : day.format(at);
}
