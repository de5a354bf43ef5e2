/**
 * The one script that a site embeds:
 *
 *   <script async src="https://HOST/widget.js" data-site="SITE_KEY"></script>
 *
 * It shows the launcher, and nothing else until somebody needs more: the chat comes at its first
 * opening, the engine when an agent asks, the socket only for a browser that has chatted before.
 */

import type { Audit } from "../audit/audit-api.ts";
import type { EngineStatus, StartEngine } from "../engine/engine-api.ts";
import type { ChatPart, MountChat } from "../widget-api.ts";
import { installCommands } from "./commands.ts";
import { createConnection } from "./connection.ts";
import launcherStyles from "./launcher.css?inline";
import { createLauncher } from "./launcher.ts";
import { randomUuid } from "./random-uuid.ts";
import { createSessionDoor } from "./session-door.ts";
import { siteStorage } from "./site-storage.ts";
import { createStore } from "./store.ts";

declare const __CHAT_FILE__: string;
declare const __ENGINE_FILE__: string;
declare const __AUDIT_FILE__: string;

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
  let audits: Promise<{ audit: Audit }> | undefined;

  const session = createSessionDoor({
    load,
    server,
    tab,
    loadEngine: () =>
      import(/* @vite-ignore */ `${server}/${__ENGINE_FILE__}`) as Promise<{
        startEngine: StartEngine;
      }>,
    send: (message) => connection.send(message),
    onStatus: (status) => showStatus(status?.phase === "ended" ? null : status),
  });

  function showStatus(status: EngineStatus | null): void {
    const isRunning = status !== null && status.phase !== "asked";
    if (status) void loadChat();
    connection.setPace(status ? "session" : "idle");
    store.set({ status });
    if (isRunning === wasRunning) return;
    wasRunning = isRunning;
    commands.emit(isRunning ? "started" : "ended");
  }

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
          if (innerWidth >= CHAT_BESIDE_PAGE_PX) return;
          minimize();
          launcher.ignoreDoubleTap();
        },
        deny: () => session.act("deny"),
        end: () => session.act("end"),
        openPreview: session.openPreview,
      }),
    );
    // A part that did not come may come at the next try.
    chat.catch(() => {
      chat = undefined;
    });
    return chat;
  }

  function open(by: "customer" | "script"): void {
    connection.open();
    tab.set(OPEN, "1");
    store.set({ isOpen: true });
    loadChat().then(
      (part) => {
        if (by === "customer") part.focus();
      },
      () => store.set({ isOpen: false }),
    );
    connection.markRead();
    commands.emit("open");
  }

  function minimize(): void {
    if (!store.state.isOpen) return;
    tab.remove(OPEN);
    // The focus stays with whom it is: with us, where the chat was, or in the page.
    const hadFocus = root.activeElement !== null;
    store.set({ isOpen: false });
    if (hadFocus) launcher.focus();
    commands.emit("close");
  }

  const launcher = createLauncher(root, { open: () => open("customer") });
  store.subscribe(() => launcher.show(store.state));
  const markReadIfSeen = () => {
    if (isBeingRead()) connection.markRead();
  };
  store.subscribe(markReadIfSeen);
  document.addEventListener("visibilitychange", markReadIfSeen);
  launcher.show(store.state);

  const commands = installCommands({
    open: () => open("script"),
    close: minimize,
    end: () => session.act("end"),
    audit(what) {
      audits ??= import(/* @vite-ignore */ `${server}/${__AUDIT_FILE__}`);
      void audits.then(({ audit }) => audit({ server, siteKey, root }, what));
    },
    shutdown() {
      void audits?.then(({ audit }) => audit({ server, siteKey, root }, "off"));
      session.stop();
      showStatus(null);
      connection.close();
      tab.remove(OPEN);
      document.removeEventListener("visibilitychange", markReadIfSeen);
      void chat?.then((part) => part.unmount());
      host.remove();
    },
  });

  document.body.append(host);
  setReadersSize(host, root);
  if (connection.isKnown) connection.open();
  if (tab.get(OPEN)) open("script");
}

/** Sizes follow the reader's own choice, whatever root font size the site has set. */
function setReadersSize(host: HTMLElement, root: ShadowRoot): void {
  const probe = document.createElement("i");
  probe.style.fontSize = "medium";
  root.append(probe);
  host.style.setProperty("--rem", getComputedStyle(probe).fontSize);
  probe.remove();
}

function createHost(script: HTMLScriptElement): HTMLElement {
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
    if (!document.querySelector(ELEMENT) && !isFramedBy(script.src)) start(script);
  });
}

/** A frame of a page that has the widget: the tab needs one, and one bar with the way out. */
function isFramedBy(src: string): boolean {
  try {
    return window !== parent && [...parent.document.scripts].some((one) => one.src === src);
  } catch {
    // Another site's page is around us: this one is on its own.
    return false;
  }
}

function whenBodyIsThere(work: () => void): void {
  if (document.body) work();
  else document.addEventListener("DOMContentLoaded", work, { once: true });
}
