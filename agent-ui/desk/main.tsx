import "../look/tokens.css";
import "../look/parts.css";
import "../look/rail.css";
import "../login/login.css";
import "./desk.css";
import "./actions.css";
import { render } from "preact";
import type { AgentProfile } from "../../peer/protocol/agent-messages.ts";
import { LoginForm } from "../login/login-form.tsx";
import { whoAmI } from "../login/who-am-i.ts";
import { createDeskModel } from "./desk-model.ts";
import { DeskPage } from "./desk-page.tsx";

// By this name the viewer's way back finds this window.
window.name = "alongside-desk";

const app = document.getElementById("app");

function show(me: AgentProfile | null): void {
  if (!app) return;
  if (!me) return render(<LoginForm onLoggedIn={show} />, app);
  const desk = createDeskModel(me);
  desk.unread.subscribe((count) => {
    document.title = `${count > 0 ? `(${count}) ` : ""}Conversations · Alongside`;
  });
  render(<DeskPage desk={desk} />, app);
}

show(await whoAmI());
