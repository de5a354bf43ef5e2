import { effect } from "@preact/signals";
import { render } from "preact";
import type { AgentProfile } from "../../peer/protocol/agent-messages.ts";
import login from "../login/login.css?inline";
import { LoginForm } from "../login/login-form.tsx";
import { whoAmI } from "../login/who-am-i.ts";
import parts from "../look/parts.css?inline";
import tokens from "../look/tokens.css?inline";
import styles from "./viewer.css?inline";
import { ViewerPage } from "./viewer-page.tsx";
import { createViewers } from "./viewers.ts";

// This page's policy lets in no style sheet from anywhere, so that the replica's frame, which
// inherits it, cannot call one either. Ours are adopted.
const sheet = new CSSStyleSheet();
sheet.replaceSync([tokens, parts, login, styles].join("\n"));
document.adoptedStyleSheets = [sheet];

const app = document.getElementById("app");
const conversation = new URLSearchParams(location.search).get("conversation") ?? "";

function show(me: AgentProfile | null): void {
  if (!app) return;
  if (!me) return render(<LoginForm onLoggedIn={show} />, app);
  const viewers = createViewers(conversation);
  effect(() => {
    const name = viewers.shown.value.customerName.value;
    document.title = name === "" ? "Cobrowse · Alongside" : `${name} · Cobrowse`;
  });
  render(<ViewerPage viewers={viewers} />, app);
}

show(await whoAmI());
