import type {
  AgentFactBody,
  CustomerFactBody,
  Fact,
  ServerFactBody,
} from "../../peer/protocol/facts.ts";

/** The view request of the sessions that tests make up. */
export const VIEW = "00000000-0000-4000-8000-000000000001";

/** The page load that sits in the seats of made-up sessions. */
export const LOAD = "00000000-0000-4000-8000-000000000002";

const at = 1_760_000_000_000;

export const serverFact = (seq: number, body: ServerFactBody): Fact => ({
  writer: "server",
  term: 1,
  seq,
  at,
  body,
});

export const customerFact = (term: number, seq: number, body: CustomerFactBody): Fact => ({
  writer: "customer",
  term,
  seq,
  at,
  body,
});

export const agentFact = (term: number, seq: number, body: AgentFactBody): Fact => ({
  writer: "agent",
  term,
  seq,
  at,
  body,
});
