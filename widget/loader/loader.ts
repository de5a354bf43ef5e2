/**
 * The one script that a site embeds:
 *
 *   <script async src="https://HOST/widget.js" data-site="SITE_KEY"></script>
 *
 * It shows the launcher, and nothing else until somebody needs more: the chat comes at its first
 * opening, the engine when an agent asks, the socket only for a browser that has chatted before.
 */

import type { StartEngine } from "../engine/engine-api.ts";
import type { ChatPart, MountChat } from "../widget-api.ts";
import { installCommands } from "./commands.ts";
import { createConnection } from "./connection.ts";
import launcherStyles from "./launcher.css?inline";
import { createLauncher } from "./launcher.ts";
import { randomUuid } from "./random-uuid.ts";
import { createSessionPart } from "./session-part.ts";
import { siteStorage } from "./site-storage.ts";
import { createStore } from "./store.ts";

declare const __CHAT_FILE__: string;
declare const __ENGINE_FILE__: string;

const ELEMENT = "alongside-widget";
const OPEN = "open";
/** Below this width the chat covers the page, so it makes room once the page is to be seen. */
const CHAT_BESIDE_PAGE_PX = 760;

function start(script: HTMLScriptElement): void {
  const siteKey = script.dataset["site"] ?? "";
  const server = new URL(script.src).origin;
  const load = randomUuid();
  const tab = siteStorage(() => sessionStorage, siteKey);
  const store = createStore();
  const host = createHost(script);
  const root = host.attachShadow({ mode: "open" });
  const styles = new CSSStyleSheet();
  styles.replaceSync(launcherStyles);
  root.adoptedStyleSheets = [styles];

  let chat: Promise<ChatPart> | undefined;
  let wasRunning = false;

  const session = createSessionPart({
    load,
    host,
    tab,
    loadEngine: () =>
      import(/* @vite-ignore */ `${server}/${__ENGINE_FILE__}`) as Promise<{
        startEngine: StartEngine;
      }>,
    send: (message) => connection.send(message),
    onStatus(status) {
      const isRunning = status !== null && status.phase !== "asked" && status.phase !== "ended";
      if (status !== null && status.phase !== "ended") void loadChat();
      connection.setPace(status !== null && status.phase !== "ended" ? "session" : "idle");
      store.set({ status: status?.phase === "ended" ? null : status });
      if (isRunning !== wasRunning) commands.emit(isRunning ? "started" : "ended");
      wasRunning = isRunning;
    },
  });

  const connection = createConnection({
    server,
    siteKey,
    load,
    storage: siteStorage(() => localStorage, siteKey),
    store,
    heldSession: session.held,
    onSession: session.receive,
    onConnected: () => {
      if (isBeingRead()) connection.markRead();
    },
  });

  const isBeingRead = () => store.state.isOpen && document.visibilityState === "visible";

  function loadChat(): Promise<ChatPart> {
    chat ??= (
      import(/* @vite-ignore */ `${server}/${__CHAT_FILE__}`) as Promise<{ mountChat: MountChat }>
    ).then(({ mountChat }) =>
      mountChat({
        root,
        host,
        store,
        send: connection.say,
        sendAgain: connection.sayAgain,
        typing: () => connection.send({ type: "typing.report" }),
        minimize,
        allow() {
          session.act("allow");
          if (innerWidth < CHAT_BESIDE_PAGE_PX) minimize();
        },
        deny: () => session.act("deny"),
        end: () => session.act("end"),
      }),
    );
    // A part that did not come may come at the next try.
    chat.catch(() => {
      chat = undefined;
    });
    return chat;
  }

  function open(): void {
    connection.open();
    tab.set(OPEN, "1");
    store.set({ isOpen: true });
    loadChat().then(
      (part) => part.focus(),
      () => store.set({ isOpen: false }),
    );
    connection.markRead();
    commands.emit("open");
  }

  function minimize(): void {
    if (!store.state.isOpen) return;
    tab.remove(OPEN);
    store.set({ isOpen: false });
    launcher.focus();
    commands.emit("close");
  }

  const launcher = createLauncher(root, { open });
  store.subscribe(() => launcher.show(store.state));
  store.subscribe(() => {
    if (isBeingRead()) connection.markRead();
  });
  document.addEventListener("visibilitychange", () => {
    if (isBeingRead()) connection.markRead();
  });
  launcher.show(store.state);

  const commands = installCommands({
    open,
    close: minimize,
    end: () => session.act("end"),
    shutdown() {
      session.stop();
      connection.close();
      void chat?.then((part) => part.unmount());
      host.remove();
    },
  });

  document.body.append(host);
  setReadersSize(host);
  if (connection.isKnown) connection.open();
  if (tab.get(OPEN)) open();
}

/** Sizes follow the reader's own choice, whatever root font size the site has set. */
function setReadersSize(host: HTMLElement): void {
  host.style.fontSize = "medium";
  host.style.setProperty("--rem", getComputedStyle(host).fontSize);
  host.style.fontSize = "";
}

function createHost(script: HTMLScriptElement): HTMLElement {
  if (!customElements.get(ELEMENT)) customElements.define(ELEMENT, class extends HTMLElement {});
  const host = document.createElement(ELEMENT);
  for (const name of ["theme", "position", "locale"]) {
    const value = script.dataset[name];
    if (value !== undefined) host.dataset[name] = value;
  }
  return host;
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement && !document.querySelector(ELEMENT)) {
  whenBodyIsThere(() => {
    if (!document.querySelector(ELEMENT)) start(script);
  });
}

function whenBodyIsThere(work: () => void): void {
  if (document.body) work();
  else document.addEventListener("DOMContentLoaded", work, { once: true });
}
