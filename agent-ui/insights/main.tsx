import "../look/tokens.css";
import "../look/parts.css";
import "../look/rail.css";
import "../login/login.css";
import "./insights.css";
import { render } from "preact";
import type { AgentProfile } from "../../peer/protocol/agent-messages.ts";
import { may } from "../../peer/protocol/roles.ts";
import { LoginForm } from "../login/login-form.tsx";
import { whoAmI } from "../login/who-am-i.ts";
import { insightsApi } from "./insights-api.ts";
import { InsightsFrame } from "./insights-frame.tsx";
import { createInsightsModel } from "./insights-model.ts";
import { InsightsPage } from "./insights-page.tsx";

const app = document.getElementById("app");

function show(me: AgentProfile | null): void {
  if (!app) return;
  if (!me) return render(<LoginForm onLoggedIn={show} />, app);
  if (!may(me.role, "insights.read")) {
    return render(
      <InsightsFrame me={me}>
        <h1>Insights</h1>
        <p>Figures are for managers and admins.</p>
      </InsightsFrame>,
      app,
    );
  }
  const insights = createInsightsModel(insightsApi);
  void insights.begin();
  render(<InsightsPage me={me} insights={insights} />, app);
}

show(await whoAmI());
