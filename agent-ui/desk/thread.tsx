import * as linkify from "linkifyjs";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Conversation } from "../../peer/protocol/agent-messages.ts";
import type { Entry } from "../../peer/protocol/entries.ts";
import { Icon, type IconName } from "../look/icon.tsx";
import { eventWords } from "../look/words.ts";
import { receiptOf, speaker } from "./conversation-list.ts";
import type { PendingMessage } from "./desk-model.ts";

/** How near the end counts as "at the end", in CSS pixels: then new messages are followed. */
const AT_END_PX = 80;

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long" });

interface ThreadProps {
  myName: string;
  entries: readonly Entry[] | null;
  pending: readonly PendingMessage[];
  areDetailsShown: boolean;
  conversation: Conversation;
  onSendAgain(clientId: string): void;
}

export function Thread(props: ThreadProps) {
  const { myName, entries, pending, areDetailsShown, conversation, onSendAgain } = props;
  const log = useRef<HTMLDivElement>(null);
  const wasAtEnd = useRef(true);
  useLayoutEffect(() => {
    if (wasAtEnd.current) log.current?.scrollTo({ top: log.current.scrollHeight });
  });
  const onScroll = () => {
    const { scrollTop = 0, scrollHeight = 0, clientHeight = 0 } = log.current ?? {};
    wasAtEnd.current = scrollHeight - scrollTop - clientHeight < AT_END_PX;
  };
  const receipt = receiptOf(conversation, entries ?? [], myName);
  const shown = (entries ?? []).filter(({ kind }) => kind === "message" || areDetailsShown);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div class="log" role="log" aria-label="Messages" tabIndex={0} ref={log} onScroll={onScroll}>
      {entries === null && <i class="sk" />}
      {shown.flatMap((entry, index) => [
        isNewDay(shown[index - 1], entry) && (
          <div class="day" key={`day-${entry.id}`}>
            {day.format(entry.at) === day.format(Date.now()) ? "Today" : day.format(entry.at)}
          </div>
        ),
        entry.kind === "message" ? (
          <Message
            key={entry.id}
            entry={entry}
            by={speaker(entry, myName)}
            receipt={receipt?.entry === entry.id ? receipt.words : null}
          />
        ) : (
          <div class={entry.event.endsWith("-granted") ? "ev live" : "ev"} key={entry.id}>
            <i>
              <Icon name={EVENT_ICONS[entry.event]} class="s" />
            </i>
            <span>{eventWords(entry)}</span> <time>{clock.format(entry.at)}</time>
          </div>
        ),
      ])}
      {pending.map(({ clientId, text, isFailed }) => (
        <div class="m me" key={clientId}>
          <p class="pending" dir="auto">
            {text}
          </p>
          {isFailed && (
            <span class="unsent">
              Not sent.{" "}
              <button type="button" onClick={() => onSendAgain(clientId)}>
                Try again
              </button>
            </span>
          )}
        </div>
      ))}
    </div>
  );
}

interface MessageProps {
  entry: Extract<Entry, { kind: "message" }>;
  by: ReturnType<typeof speaker>;
  receipt: string | null;
}

function Message({ entry, by, receipt }: MessageProps) {
  return (
    <div class={`m ${by}`}>
      {by === "colleague" && <span class="by">{entry.authorName}</span>}
      <p dir="auto">
        <LinkedText text={entry.text} />
      </p>
      <time>
        {receipt !== null && `${receipt} · `}
        {clock.format(entry.at)}
      </time>
    </div>
  );
}

const EVENT_ICONS: Record<Extract<Entry, { kind: "event" }>["event"], IconName> = {
  "cobrowse-requested": "cobrowse",
  "view-granted": "eye",
  "view-denied": "eyeoff",
  "control-granted": "pointer",
  "control-denied": "pointer",
  "screen-granted": "screen",
  "screen-denied": "screen",
  "session-ended": "end",
};

function isNewDay(before: Entry | undefined, entry: Entry): boolean {
  return before === undefined || day.format(before.at) !== day.format(entry.at);
}

/** Addresses become links; nothing else of a message is ever markup. */
function LinkedText({ text }: { text: string }) {
  return (
    <>
      {linkify.tokenize(text).map((token) => {
        if (!token.isLink || token.t !== "url") return token.toString();
        const href = token.toHref("https");
        if (!/^https?:\/\//.test(href)) return token.toString();
        return (
          <a href={href} target="_blank" rel="noopener noreferrer nofollow">
            {token.toString()}
          </a>
        );
      })}
    </>
  );
}
