import type { ServerToAgent } from "../../peer/protocol/agent-messages.ts";
import type { ServerToCustomer } from "../../peer/protocol/customer-messages.ts";

/** What travels on the bus, and what its key names. */
export type Topics = {
  /** Key: customer. To every tab of theirs. */
  customer: ServerToCustomer;
  /** Key: `all`. To every desk: what the list shows. */
  desks: ServerToAgent;
  /** Key: conversation. To the desks that have it open: what is said in it. */
  conversation: ServerToAgent;
  /** Key: agent and conversation. To that agent's own viewers: their session, and no other. */
  viewer: ServerToAgent;
  /** Key: agent. One login of theirs has ended, or all of them. */
  loggedOut: { tokenHash: string | "all" };
};

export const viewerKey = (agentId: string, conversationId: string) =>
  `${agentId} ${conversationId}`;
