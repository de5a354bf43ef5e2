import type { ServerToAgent } from "../../peer/protocol/agent-messages.ts";

/** A browser's socket as a session sees it: one page load, to which something can be sent. */
export interface SeatSocket {
  /** This page load or viewer load, from its hello. */
  readonly load: string;
  send(message: SeatNews): void;
  /** Another load of the same person has sat down. */
  seatLost(session: string): void;
}

/** What both kinds of seats understand. */
export type SeatNews = Extract<
  ServerToAgent,
  { type: "fact.recorded" | "signal.received" | "relay.renewed" }
>;
