/** The widget's connection: who this browser is, and what the server tells it. */

import type { CustomerMessage, ServerToCustomer } from "../../peer/protocol/customer-messages.ts";
import type { Entry } from "../../peer/protocol/entries.ts";
import { PROTOCOL_VERSION, SIGNALING_SUBPROTOCOL } from "../../peer/protocol/version.ts";
import { WidgetNews } from "../../peer/protocol/widget-news.ts";
import { openSignaling, type Signaling } from "../../peer/signaling-client/signaling-client.ts";
import type { Store } from "../widget-api.ts";
import { randomUuid } from "./random-uuid.ts";
import type { SiteStorage } from "./site-storage.ts";

export interface ConnectionOptions {
  /** Origin of the server, such as `https://help.shop.example`. */
  server: string;
  siteKey: string;
  load: string;
  storage: SiteStorage;
  store: Store;
  /** The session that this page holds; after a gap the server tells how it stands. */
  heldSession(): string | undefined;
  /** What concerns a session, after it has been noted here. */
  onSession(message: ServerToCustomer): void;
  /** The socket is open and has said hello. */
  onConnected(): void;
}

export interface Connection {
  /** This browser has been here before: there may be something to hear. */
  readonly isKnown: boolean;
  open(): void;
  send(message: CustomerMessage): boolean;
  say(text: string): void;
  sayAgain(clientId: string): void;
  markRead(): void;
  setPace(pace: "idle" | "session"): void;
  close(): void;
}

const TOKEN = "token";

export function createConnection(options: ConnectionOptions): Connection {
  const { server, siteKey, load, storage, store } = options;
  let socket: Signaling<CustomerMessage> | undefined;
  let isTokenDoubted = false;
  /** What has been told as read, so that it is told once. */
  let toldUpTo = 0;

  async function token(): Promise<string> {
    const known = storage.get(TOKEN);
    if (known && !isTokenDoubted) return known;
    const response = await fetch(`${server}/v1/customers`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      credentials: "omit",
      body: JSON.stringify({ site: siteKey, ...(known && { token: known }) }),
    });
    if (!response.ok)
      throw new Error(`Alongside: the server refused this site (${response.status})`);
    const { token: fresh } = (await response.json()) as { token: unknown };
    if (typeof fresh !== "string") throw new Error("Alongside: the server gave no token");
    storage.set(TOKEN, fresh);
    isTokenDoubted = false;
    return fresh;
  }

  function receive(message: ServerToCustomer): void {
    switch (message.type) {
      case "welcome": {
        const { siteName, agentName, agentPresent, readUpTo } = message;
        store.set({ siteName, agentName, agentPresent, readUpTo: Math.max(readUpTo, toldUpTo) });
        message.entries.forEach(addEntry);
        break;
      }
      case "entry.added":
        addEntry(message.entry);
        return;
      case "agent.changed":
        store.set({ agentName: message.agentName, agentPresent: message.agentPresent });
        return;
      case "typing.reported":
        store.set({ agentTypedAt: Date.now() });
        return;
      case "refused":
        if (message.request === "message.send") failPending();
    }
    options.onSession(message);
  }

  function addEntry(entry: Entry): void {
    const { entries, pending } = store.state;
    if (entries.some(({ id }) => id === entry.id)) return;
    const isMessage = entry.kind === "message";
    store.set({
      entries: [...entries, entry].sort((a, b) => a.id - b.id),
      pending: isMessage ? pending.filter(({ clientId }) => clientId !== entry.clientId) : pending,
      ...(isMessage && entry.author === "agent" && { agentTypedAt: 0 }),
    });
  }

  function failPending(): void {
    store.set({ pending: store.state.pending.map((one) => ({ ...one, isFailed: true })) });
  }

  const post = (message: CustomerMessage) => socket?.send(message) ?? false;

  function open(): void {
    if (socket) return;
    store.set({ connection: "connecting" });
    socket = openSignaling<CustomerMessage, ServerToCustomer>({
      url: `${server.replace(/^http/, "ws")}/signaling/customer`,
      protocols: async () => [SIGNALING_SUBPROTOCOL, await token()],
      schema: WidgetNews,
      hello: () => ({
        type: "hello",
        protocol: PROTOCOL_VERSION,
        load,
        session: options.heldSession(),
        after: store.state.entries.at(-1)?.id ?? 0,
      }),
      onMessage: receive,
      onConnection(state) {
        store.set({ connection: state });
        if (state !== "connected") return;
        for (const { clientId, text } of store.state.pending) {
          post({ type: "message.send", clientId, text });
        }
        options.onConnected();
      },
      onRefused() {
        isTokenDoubted = true;
      },
    });
  }

  return {
    get isKnown() {
      return storage.get(TOKEN) !== null;
    },
    open,
    send: post,
    say(text) {
      const clientId = randomUuid();
      store.set({ pending: [...store.state.pending, { clientId, text, isFailed: false }] });
      post({ type: "message.send", clientId, text });
    },
    sayAgain(clientId) {
      const pending = store.state.pending.map((one) =>
        one.clientId === clientId ? { ...one, isFailed: false } : one,
      );
      store.set({ pending });
      const message = pending.find((one) => one.clientId === clientId);
      if (message) post({ type: "message.send", clientId, text: message.text });
    },
    markRead() {
      const upTo = store.state.entries.at(-1)?.id ?? 0;
      if (upTo <= toldUpTo) return;
      if (!post({ type: "entries.read", upTo })) return;
      toldUpTo = upTo;
      store.set({ readUpTo: Math.max(upTo, store.state.readUpTo) });
    },
    setPace: (pace) => socket?.setPace(pace),
    close() {
      socket?.close();
      socket = undefined;
    },
  };
}
