import type { ComponentChildren } from "preact";
import type { AgentProfile } from "../../peer/protocol/agent-messages.ts";
import { may } from "../../peer/protocol/roles.ts";
import { logOut } from "../login/log-out.ts";
import { Icon } from "../look/icon.tsx";
import { Rail } from "../look/rail.tsx";

/** What stands around every settings page. */
export function SettingsFrame({ me, children }: { me: AgentProfile; children: ComponentChildren }) {
  return (
    <div class="settings">
      <Rail me={me} current="settings" onLogOut={() => void logOut()} />
      <nav class="sub" aria-label="Settings">
        <p>Settings</p>
        {may(me.role, "settings.read") && (
          <a href="/agent/settings" aria-current="page">
            <Icon name="lock" />
            Cobrowse and privacy
          </a>
        )}
      </nav>
      <main>
        <div class="inner">{children}</div>
      </main>
    </div>
  );
}
