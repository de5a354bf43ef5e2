import type { AgentProfile } from "../../peer/protocol/agent-messages.ts";
import { may } from "../../peer/protocol/roles.ts";
import { Icon, Mark } from "./icon.tsx";

interface RailProps {
  me: AgentProfile;
  current: "conversations" | "insights" | "settings";
  /** On the desk itself its link goes back to the list. */
  onConversations?(): void;
  /** On the desk itself: whether new conversations come to this agent. */
  duty?: { isAway: boolean; onToggle(): void };
  onLogOut(): void;
}

/** The way between the agent's pages. */
export function Rail({ me, current, onConversations, duty, onLogOut }: RailProps) {
  return (
    <nav class="rail" aria-label="Main">
      <Mark />
      <a
        class="rb"
        href="/agent"
        aria-label="Conversations"
        title="Conversations"
        aria-current={current === "conversations" ? "page" : undefined}
        onClick={(event) => {
          if (!onConversations) return;
          event.preventDefault();
          onConversations();
        }}
      >
        <Icon name="inbox" />
      </a>
      {may(me.role, "insights.read") && (
        <a
          class="rb"
          href="/agent/insights"
          aria-label="Insights"
          title="Insights"
          aria-current={current === "insights" ? "page" : undefined}
        >
          <Icon name="bars" />
        </a>
      )}
      {may(me.role, "settings.read") && (
        <a
          class="rb"
          href="/agent/settings"
          aria-label="Settings"
          title="Settings"
          aria-current={current === "settings" ? "page" : undefined}
        >
          <Icon name="sliders" />
        </a>
      )}
      <span class="grow" />
      {duty ? (
        <button
          class="av agent me"
          type="button"
          role="switch"
          aria-checked={!duty.isAway}
          aria-label="Available"
          title={duty.isAway ? `${me.name}, away` : `${me.name}, available`}
          onClick={duty.onToggle}
        >
          {me.name.slice(0, 1)}
        </button>
      ) : (
        <span class="av agent me" title={me.name}>
          {me.name.slice(0, 1)}
        </span>
      )}
      <button class="rb" type="button" aria-label="Log out" title="Log out" onClick={onLogOut}>
        <Icon name="logout" />
      </button>
    </nav>
  );
}
