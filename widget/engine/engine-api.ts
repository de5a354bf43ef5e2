/** What the loader and the engine know of each other. Types only: the two are built apart. */

import type { CustomerMessage, ServerToCustomer } from "../../peer/protocol/customer-messages.ts";
import type { EndReason } from "../../peer/protocol/facts.ts";

export type EngineStatus =
  /**
   * `closesAt` in epoch milliseconds on this browser's clock. `isAllowed`: the answer is on its
   * way; until it has arrived it can still be taken back by a denial.
   */
  | {
      phase: "asked";
      agentName: string;
      closesAt: number;
      isAllowed: boolean;
      /** Whether a note beside the minimised chat says so. */
      hasBlurb: boolean;
    }
  /** The agent may see the page, from `since` on. */
  | {
      phase: "connecting" | "live" | "reconnecting";
      agentName: string;
      since: number;
      /** The page is one that the site keeps to the customer: nothing of it leaves. */
      isPrivate: boolean;
      /** Why there is no link, once that is known: the code under which the viewer explains it. */
      trouble: string | undefined;
    }
  /** The engine has torn itself down. No reason: another tab of this browser holds the session. */
  | { phase: "ended"; reason: EndReason | undefined };

export interface EngineContext {
  /** This page load, as the socket's hello named it. */
  load: string;
  /** Origin of our own server. */
  server: string;
  /** Of this tab alone: which session it holds across its pages. */
  tab: {
    get(name: string): string | null;
    set(name: string, value: string): void;
    remove(name: string): void;
  };
  /** @returns false while the socket is away */
  send(message: CustomerMessage): boolean;
  onStatus(status: EngineStatus | null): void;
}

/** The customer's answers, and their way out. */
export type SessionAct = "allow" | "deny" | "end";

/** The sessions of this page, one after the other. */
export interface Engine {
  /** The session that this page holds, or is asked about. */
  held(): string | undefined;
  /** Whatever the server says of a session, and its welcomes. */
  receive(message: ServerToCustomer): void;
  act(what: SessionAct): void;
  /**
   * Shows the customer what the agent sees, in a window of its own; in the task of their press.
   * @returns false if the browser keeps it from opening
   */
  openPreview(): boolean;
  /** The widget shuts down: a session that this page holds ends. */
  stop(): void;
}

export type StartEngine = (context: EngineContext) => Engine;
