import type { ComponentChildren } from "preact";
import type { AgentProfile } from "../../peer/protocol/agent-messages.ts";
import { logOut } from "../login/log-out.ts";
import { Rail } from "../look/rail.tsx";

export function InsightsFrame({ me, children }: { me: AgentProfile; children: ComponentChildren }) {
  return (
    <div class="insights">
      <Rail me={me} current="insights" onLogOut={() => void logOut()} />
      <main>
        <div class="inner">{children}</div>
      </main>
    </div>
  );
}
