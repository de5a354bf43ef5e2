import { randomBytes, randomUUID } from "node:crypto";
import { and, desc, eq, sql } from "drizzle-orm";
import * as v from "valibot";
import type { AgentProfile } from "../../peer/protocol/agent-messages.ts";
import { POLICY_CHANGES_COUNT } from "../../peer/protocol/limits.ts";
import type { PrivacyRules } from "../../peer/protocol/privacy-rules.ts";
import type { SiteFeatures } from "../../peer/protocol/site-features.ts";
import type { ChangedSetting, PolicyChange } from "../../peer/protocol/site-settings.ts";
import type { Database } from "../storage/database.ts";
import { customers, policyChanges, sites } from "../storage/schema.ts";

export type Site = typeof sites.$inferSelect;

/** By which pages name their site. */
export const SiteKey = v.pipe(v.string(), v.regex(/^[\w-]{1,100}$/));

export interface Sites {
  byKey(key: string): Promise<Site | undefined>;
  byId(id: string): Promise<Site | undefined>;
  names(): Promise<Array<Pick<Site, "id" | "name">>>;
  /** @throws {Error} when the key is taken */
  add(site: {
    name: string;
    origins: string[];
    key?: string;
    privacy?: PrivacyRules;
  }): Promise<Site>;
  setOrigins(id: string, origins: string[]): Promise<void>;
  setAssetOrigins(id: string, origins: string[]): Promise<void>;
  /**
   * @param site - as it was read: nothing is written over what somebody has changed since
   * @returns the site as it is now; undefined when it was changed meanwhile
   */
  setPrivacy(site: Site, privacy: PrivacyRules): Promise<Site | undefined>;
  /** @param name - where one is known; else they are called by a number */
  /** The same for all that managers set, with the record of who did. */
  change(
    site: Site,
    settings: { privacy: PrivacyRules; features?: SiteFeatures | undefined },
    by: { agent: Pick<AgentProfile, "id" | "name">; changes: ChangedSetting[] },
  ): Promise<Site | undefined>;
  /** The latest first. */
  changesOf(siteId: string): Promise<PolicyChange[]>;
  addCustomer(siteId: string, name?: string): Promise<string>;
  hasCustomer(customerId: string): Promise<boolean>;
}

export function createSites(database: Database): Sites {
  return {
    async byKey(key) {
      const [site] = await database.select().from(sites).where(eq(sites.key, key));
      return site;
    },
    async byId(id) {
      const [site] = await database.select().from(sites).where(eq(sites.id, id));
      return site;
    },
    async names() {
      return database.select({ id: sites.id, name: sites.name }).from(sites).orderBy(sites.name);
    },
    async add({ name, origins, key = randomBytes(12).toString("base64url"), privacy }) {
      const [site] = await database
        .insert(sites)
        .values({
          id: randomUUID(),
          key,
          name,
          origins,
          policy: { allows: ["view", "control", "screen"], ...(privacy && { privacy }) },
          policyVersion: 1,
        })
        .returning();
      if (!site) throw new Error("the site was not stored");
      return site;
    },
    async setOrigins(id, origins) {
      await database.update(sites).set({ origins }).where(eq(sites.id, id));
    },
    async setAssetOrigins(id, assetOrigins) {
      await database
        .update(sites)
        .set({ policy: policyWith({ assetOrigins }) })
        .where(eq(sites.id, id));
    },
    async setPrivacy({ id, policyVersion }, privacy) {
      const [changed] = await database
        .update(sites)
        .set({ policy: policyWith({ privacy }), policyVersion: policyVersion + 1 })
        .where(and(eq(sites.id, id), eq(sites.policyVersion, policyVersion)))
        .returning();
      return changed;
    },
    async change({ id, policyVersion }, settings, { agent, changes }) {
      const version = policyVersion + 1;
      return database.transaction(async (tx) => {
        const [changed] = await tx
          .update(sites)
          .set({ policy: policyWith(settings), policyVersion: version })
          .where(and(eq(sites.id, id), eq(sites.policyVersion, policyVersion)))
          .returning();
        if (changed) {
          await tx.insert(policyChanges).values({
            siteId: id,
            agentId: agent.id,
            agentName: agent.name,
            at: Date.now(),
            version,
            changes,
          });
        }
        return changed;
      });
    },
    async changesOf(siteId) {
      const { at, agentName, version, changes } = policyChanges;
      return database
        .select({ at, agentName, version, changes })
        .from(policyChanges)
        .where(eq(policyChanges.siteId, siteId))
        .orderBy(desc(policyChanges.id))
        .limit(POLICY_CHANGES_COUNT);
    },
    async addCustomer(siteId, name) {
      const id = randomUUID();
      await database.insert(customers).values({ id, siteId, name });
      return id;
    },
    async hasCustomer(customerId) {
      const rows = await database
        .select({ id: customers.id })
        .from(customers)
        .where(eq(customers.id, customerId));
      return rows.length > 0;
    },
  };
}

/**
 * The stored policy with one part replaced. The database puts it in, so that nothing is lost of what
 * another has written meanwhile. What is no object has no other parts to lose, and stays closed.
 */
const policyWith = (part: Record<string, unknown>) =>
  sql`case jsonb_typeof(${sites.policy}) when 'object' then ${sites.policy}
    else '{"privacy": null}'::jsonb end || ${JSON.stringify(part)}::text::jsonb`;
