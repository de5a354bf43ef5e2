import { randomBytes, randomUUID } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import * as v from "valibot";
import type { PrivacyRules } from "../../peer/protocol/privacy-rules.ts";
import type { Database } from "../storage/database.ts";
import { customers, sites } from "../storage/schema.ts";

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
