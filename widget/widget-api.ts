/** What the loader and the chat know of each other. Types only: the two are built apart. */
import type { Entry } from "../peer/protocol/entries.ts";
import type { EngineStatus } from "./engine/engine-api.ts";

/** A message of the customer that the server has not confirmed. */
export interface PendingMessage {
  clientId: string;
  text: string;
  isFailed: boolean;
}

export interface WidgetState {
  connection: "none" | "connecting" | "connected" | "reconnecting";
  siteName: string;
  agentName: string | null;
  agentPresent: boolean;
  entries: readonly Entry[];
  pending: readonly PendingMessage[];
  readUpTo: number;
  isOpen: boolean;
  /** When the agent was last seen typing, in epoch milliseconds. */
  agentTypedAt: number;
  /** The session, from the question to the end; null when there is none. */
  status: EngineStatus | null;
}

export interface Store {
  readonly state: WidgetState;
  set(change: Partial<WidgetState>): void;
  /** @returns ends the subscription */
  subscribe(onChange: () => void): () => void;
}

export interface ChatContext {
  root: ShadowRoot;
  host: HTMLElement;
  store: Store;
  send(text: string): void;
  sendAgain(clientId: string): void;
  typing(): void;
  minimize(): void;
  allow(): void;
  deny(): void;
  end(): void;
  /** @returns false if the browser keeps the window from opening */
  openPreview(): boolean;
}

export interface ChatPart {
  /** The customer has opened the chat, and goes on there unless they went on in the page. */
  focus(): void;
  unmount(): void;
}

export type MountChat = (context: ChatContext) => ChatPart;
