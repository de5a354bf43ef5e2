import { randomBytes, randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import * as v from "valibot";
import { SessionView } from "../../peer/protocol/session-messages.ts";
import type { Database } from "../storage/database.ts";
import { customers, sites } from "../storage/schema.ts";

export type Site = typeof sites.$inferSelect;

/** What the database holds of it, if that is what it should be: the rest of a policy is not ours to lose. */
const AssetOrigins = v.fallback(SessionView.entries.assetOrigins, []);

/** Origins besides its own whose pictures, style sheets and fonts a site lets the agent see. */
export function assetOriginsOf(site: Site | undefined): string[] {
  return v.parse(AssetOrigins, site?.policy.assetOrigins);
}

export interface Sites {
  byKey(key: string): Promise<Site | undefined>;
  byId(id: string): Promise<Site | undefined>;
  /** @throws {Error} when the key is taken */
  add(site: { name: string; origins: string[]; key?: string }): Promise<Site>;
  setOrigins(id: string, origins: string[]): Promise<void>;
  setAssetOrigins(site: Site, origins: string[]): Promise<void>;
  addCustomer(siteId: string): Promise<string>;
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
    async add({ name, origins, key = randomBytes(12).toString("base64url") }) {
      const [site] = await database
        .insert(sites)
        .values({
          id: randomUUID(),
          key,
          name,
          origins,
          policy: { allows: ["view", "control", "screen"] },
          policyVersion: 1,
        })
        .returning();
      if (!site) throw new Error("the site was not stored");
      return site;
    },
    async setOrigins(id, origins) {
      await database.update(sites).set({ origins }).where(eq(sites.id, id));
    },
    async setAssetOrigins({ id, policy }, assetOrigins) {
      await database
        .update(sites)
        .set({ policy: { ...policy, assetOrigins } })
        .where(eq(sites.id, id));
    },
    async addCustomer(siteId) {
      const id = randomUUID();
      await database.insert(customers).values({ id, siteId });
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
