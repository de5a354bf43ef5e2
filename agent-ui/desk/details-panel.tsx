import { useLayoutEffect, useRef } from "preact/hooks";
import type { Conversation } from "../../peer/protocol/agent-messages.ts";
import { Icon, type IconName } from "../look/icon.tsx";
import { minutes } from "../look/minutes.ts";
import { CHANNEL_NAMES } from "./conversation-list.ts";
import type { DeskModel } from "./desk-model.ts";

interface DetailsPanelProps {
  desk: DeskModel;
  conversation: Conversation;
  /** Matters on a narrow desk only, where the panel is a drawer. */
  isDrawerOpen: boolean;
  onClose(): void;
}

const date = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** Beside the thread: the cobrowse first, then the customer. Never a copy of the page. */
export function DetailsPanel({ desk, conversation, isDrawerOpen, onClose }: DetailsPanelProps) {
  const closeButton = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    if (isDrawerOpen) closeButton.current?.focus();
  }, [isDrawerOpen]);
  const { customerName, siteName, channel, customerPresent, createdAt, owner } = conversation;
  return (
    <aside class="details" aria-label="Details">
      <button
        class="icon-btn close"
        type="button"
        aria-label="Close details"
        ref={closeButton}
        onClick={onClose}
      >
        <Icon name="left" class="flip" />
      </button>
      <CobrowsePanel desk={desk} conversation={conversation} />
      <section class="panel">
        <h3>{customerName}</h3>
        <dl class="rows">
          <Row icon="globe" name="Site">
            {siteName}
          </Row>
          <Row icon={channel === "web-chat" ? "chat" : "phone"} name="Channel">
            {CHANNEL_NAMES[channel]}
          </Row>
          <Row icon="signal" name="Now">
            {customerPresent ? "On the site" : "Away"}
          </Row>
          <Row icon="inbox" name="Owner">
            {owner?.name ?? "Queue"}
          </Row>
          <Row icon="clock" name="Since">
            {date.format(createdAt)}
          </Row>
        </dl>
      </section>
    </aside>
  );
}

function CobrowsePanel({ desk, conversation }: { desk: DeskModel; conversation: Conversation }) {
  const { session } = conversation;
  const now = desk.now.value;
  if (!session) {
    return (
      <section class="panel">
        <h3>
          Cobrowse <span class="chip">Off</span>
        </h3>
      </section>
    );
  }
  if (session.phase === "requested") {
    const waited = Math.max(0, (now - session.openedAt) / 1_000);
    const left = Math.max(0, session.answerWithinMs / 1_000 - waited);
    return (
      <section class="panel">
        <h3>
          Cobrowse{" "}
          <span class="chip accent">
            <Icon name="refresh" class="s spin" />
            Waiting {minutes(waited)}
          </span>
        </h3>
        <dl class="rows">
          <Row icon="clock" name="Closes in">
            {minutes(left)}
          </Row>
        </dl>
      </section>
    );
  }
  const news =
    desk.viewerNews.value?.conversation === conversation.id ? desk.viewerNews.value : null;
  const isLive = session.link === "live";
  return (
    <section class={isLive ? "panel on" : "panel"}>
      <h3>
        Cobrowse{" "}
        {isLive ? (
          <span class="chip live">
            <i class="dot pulse" />
            Live {minutes(Math.max(0, (now - (session.liveSince ?? now)) / 1_000))}
          </span>
        ) : (
          <span class={session.link === "reconnecting" ? "chip caution" : "chip accent"}>
            <Icon name="refresh" class="s spin" />
            {session.link === "reconnecting" ? "Reconnecting" : "Connecting"}
          </span>
        )}
      </h3>
      {news && news.host !== "" && (
        <div class="now">
          <Icon name="globe" />
          <span>
            <b>{news.title}</b>
            <small dir="ltr">{news.host + news.path}</small>
          </span>
        </div>
      )}
      <dl class="rows">
        <Row icon="eye" name="Sees the page" kind="yes">
          Allowed
        </Row>
        <Row icon="pointer" name="Remote Control" kind="no">
          Not asked
        </Row>
        <Row icon="screen" name="Full Device" kind="no">
          Not asked
        </Row>
        {news?.connection && (
          <Row icon="signal" name="Connection">
            {news.connection.path === "relay" ? "Relay" : "Direct"} · {news.connection.rttMs} ms
          </Row>
        )}
      </dl>
    </section>
  );
}

interface RowProps {
  icon: IconName;
  name: string;
  kind?: "yes" | "no";
  children: preact.ComponentChildren;
}

function Row({ icon, name, kind, children }: RowProps) {
  return (
    <div>
      <dt>
        <Icon name={icon} />
        {name}
      </dt>
      <dd class={kind}>{children}</dd>
    </div>
  );
}
