import { NO_RULES, type PrivacyRules } from "../../peer/protocol/privacy-rules.ts";
import type { AgentLogins } from "../accounts/agent-logins.ts";
import { newAgent } from "../accounts/agent-logins.ts";
import { DEMO_LOG2N } from "../accounts/passwords.ts";
import { hasPrivacy } from "../policy/site-policy.ts";
import type { Sites } from "../policy/sites.ts";

export const DEMO_SITE_KEY = "demo";
export const DEMO_PASSWORD = "demo";
export const DEMO_LOGINS = [
  { email: "agent@demo.test", name: "Agent One", role: "agent" },
  { email: "agent2@demo.test", name: "Agent Two", role: "agent" },
  { email: "manager@demo.test", name: "Manager", role: "manager" },
  { email: "admin@demo.test", name: "Admin", role: "admin" },
] as const;

const DEMO_ORIGINS = ["self", "http://localhost:*", "http://127.0.0.1:*", "http://[::1]:*"];

const DEMO_PRIVACY: PrivacyRules = { ...NO_RULES, blockedPages: ["/private"] };

/** Fills a database with what the demo needs, or gives it back what a start without a demo took. */
export async function addDemoData(logins: AgentLogins, sites: Sites): Promise<void> {
  const site = await sites.byKey(DEMO_SITE_KEY);
  // One from before there were rules gets them; what somebody has set since then stays.
  if (site && !hasPrivacy(site)) await sites.setPrivacy(site, DEMO_PRIVACY);
  if (site?.origins.includes("self")) return;
  const agents = await Promise.all(
    DEMO_LOGINS.map(({ email, name, role }) =>
      newAgent(email, name, role, DEMO_PASSWORD, DEMO_LOG2N),
    ),
  );
  if (site) {
    for (const { email, passwordHash } of agents) await logins.setPassword(email, passwordHash);
    await sites.setOrigins(site.id, DEMO_ORIGINS);
    return;
  }
  for (const agent of agents) await logins.add(agent);
  // Last, so that a start that was killed half way is made good by the next one.
  await sites.add({
    key: DEMO_SITE_KEY,
    name: "Tarn & Trail",
    origins: DEMO_ORIGINS,
    privacy: DEMO_PRIVACY,
  });
}

/**
 * Shuts the demo's doors in a database that was used for one: its password is public. What was
 * said in the demo stays.
 */
export async function lockDemoData(logins: AgentLogins, sites: Sites): Promise<void> {
  const site = await sites.byKey(DEMO_SITE_KEY);
  const isLocked = site === undefined || site.origins.length === 0;
  if (isLocked) return;
  await logins.lockOut(DEMO_LOGINS.map(({ email }) => email));
  await sites.setOrigins(site.id, []);
}
