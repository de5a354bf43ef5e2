import type { AgentLogins } from "../accounts/agent-logins.ts";
import { newAgent } from "../accounts/agent-logins.ts";
import { DEMO_LOG2N } from "../accounts/passwords.ts";
import type { Sites } from "../policy/sites.ts";

export const DEMO_SITE_KEY = "demo";
export const DEMO_PASSWORD = "demo";
export const DEMO_LOGINS = [
  { email: "agent@demo.test", name: "Agent One", role: "agent" },
  { email: "agent2@demo.test", name: "Agent Two", role: "agent" },
  { email: "manager@demo.test", name: "Manager", role: "manager" },
  { email: "admin@demo.test", name: "Admin", role: "admin" },
] as const;

/** Fills an empty database with what the demo needs; does nothing to one that has it. */
export async function addDemoData(logins: AgentLogins, sites: Sites): Promise<void> {
  if (await sites.byKey(DEMO_SITE_KEY)) return;
  const agents = await Promise.all(
    DEMO_LOGINS.map(({ email, name, role }) =>
      newAgent(email, name, role, DEMO_PASSWORD, DEMO_LOG2N),
    ),
  );
  for (const agent of agents) await logins.add(agent);
  // Last, so that a start that was killed half way is made good by the next one.
  await sites.add({
    key: DEMO_SITE_KEY,
    name: "Tarn & Trail",
    origins: ["http://localhost:*", "http://127.0.0.1:*"],
  });
}
