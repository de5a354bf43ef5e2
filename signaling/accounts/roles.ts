import type { AgentRole } from "../../peer/protocol/agent-messages.ts";

const MAY: Record<string, readonly AgentRole[]> = {
  "conversation.transfer.any": ["manager", "admin"],
  "conversation.requeue.any": ["manager", "admin"],
  "conversation.close.any": ["manager", "admin"],
  "conversation.take-away": ["manager", "admin"],
};

export const may = (role: AgentRole, action: string) => MAY[action]?.includes(role) ?? false;
