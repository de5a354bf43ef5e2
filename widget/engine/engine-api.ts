/** What the loader and the engine know of each other. Types only: the two are built apart. */

import type { CustomerMessage, ServerToCustomer } from "../../peer/protocol/customer-messages.ts";
import type { EndReason } from "../../peer/protocol/facts.ts";
import type { SessionView } from "../../peer/protocol/session-messages.ts";

export type EngineStatus =
  /**
   * `closesAt` in epoch milliseconds on this browser's clock. `isAllowed`: the answer is on its
   * way; until it has arrived it can still be taken back by a denial.
   */
  | { phase: "asked"; agentName: string; closesAt: number; isAllowed: boolean }
  /** The agent may see the page, from `since` on. */
  | { phase: "connecting" | "live" | "reconnecting"; agentName: string; since: number }
  /** The engine has torn itself down. No reason: another tab of this browser holds the session. */
  | { phase: "ended"; reason: EndReason | undefined };

export interface EngineContext {
  session: SessionView;
  /** This page load, as the socket's hello named it. */
  load: string;
  host: HTMLElement;
  /** This tab held the session before it moved to this page: go on without asking. */
  isResuming: boolean;
  /** When it was allowed, if it was on an earlier page; epoch milliseconds on this browser's clock. */
  allowedAt: number;
  /** @returns false while the socket is away */
  send(message: CustomerMessage): boolean;
  onStatus(status: EngineStatus): void;
}

export interface Engine {
  /** Every fact, signal and refusal that concerns this session. */
  receive(message: ServerToCustomer): void;
  /** The socket is open again after a gap. */
  connected(): void;
  allow(): void;
  deny(): void;
  end(): void;
  /** The page is leaving, or the widget shuts down: drops everything at once, writes nothing. */
  stop(): void;
}

export type StartEngine = (context: EngineContext) => Engine;
