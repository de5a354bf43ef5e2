import "../look/tokens.css";
import "../look/parts.css";
import "../look/rail.css";
import "../login/login.css";
import "./settings.css";
import { render } from "preact";
import type { AgentProfile } from "../../peer/protocol/agent-messages.ts";
import { may } from "../../peer/protocol/roles.ts";
import { LoginForm } from "../login/login-form.tsx";
import { whoAmI } from "../login/who-am-i.ts";
import { SettingsFrame } from "./settings-frame.tsx";
import { createSettingsModel } from "./settings-model.ts";
import { SettingsPage } from "./settings-page.tsx";
import { siteApi } from "./site-api.ts";

const app = document.getElementById("app");

function show(me: AgentProfile | null): void {
  if (!app) return;
  if (!me) return render(<LoginForm onLoggedIn={show} />, app);
  if (!may(me.role, "settings.read")) {
    return render(
      <SettingsFrame me={me}>
        <h1>Settings</h1>
        <p class="lead">Settings are for managers and admins. Ask one of them to change them.</p>
      </SettingsFrame>,
      app,
    );
  }
  const settings = createSettingsModel(siteApi);
  void settings.begin();
  render(<SettingsPage me={me} settings={settings} />, app);
}

show(await whoAmI());
