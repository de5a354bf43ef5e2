/** Who may do what: the one table, the same as in docs/roles.md. Whatever checks a role asks it. */
import type { AgentRole } from "./agent-messages.ts";

const EVERYBODY = ["agent", "manager", "admin"] as const;
const WHO_RUN_THE_DESK = ["manager", "admin"] as const;

export const ROLES = {
  "conversation.take": EVERYBODY,
  "conversation.transfer-own": EVERYBODY,
  "conversation.transfer-any": WHO_RUN_THE_DESK,
  "conversation.requeue-own": EVERYBODY,
  "conversation.requeue-any": WHO_RUN_THE_DESK,
  "conversation.close-own": EVERYBODY,
  "conversation.close-any": WHO_RUN_THE_DESK,
  "conversation.take-away": WHO_RUN_THE_DESK,
  /** By the API, for channels that come from elsewhere. */
  "conversation.import": WHO_RUN_THE_DESK,
  /** Of conversations that one owns; the site's policy may say more. */
  "cobrowse.request": EVERYBODY,
  "agents.deactivate": ["admin"],
  "insights.read": WHO_RUN_THE_DESK,
  "settings.read": WHO_RUN_THE_DESK,
  "settings.change": WHO_RUN_THE_DESK,
  /** New conversations come by themselves to these alone. */
  "duty.get-new-conversations": ["agent"],
} as const satisfies Record<string, readonly AgentRole[]>;

export type RoleAction = keyof typeof ROLES;

export function may(role: AgentRole, action: RoleAction): boolean {
  const roles: readonly AgentRole[] = ROLES[action];
  return roles.includes(role);
}
