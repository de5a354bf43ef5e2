import type { FastifyPluginAsync, FastifyRequest } from "fastify";
import * as v from "valibot";
import { Uuid } from "../../peer/protocol/identifiers.ts";
import { SitePolicyChange } from "../../peer/protocol/site-settings.ts";
import type { AgentLogins } from "../accounts/agent-logins.ts";
import { createRoleDoor, isReading } from "../accounts/role-door.ts";
import { TokenBucket } from "../broker/token-bucket.ts";
import { HttpError } from "../http-error.ts";
import { changedSettings } from "./changed-settings.ts";
import type { Findings } from "./findings.ts";
import { checkRules } from "./rule-faults.ts";
import { featuresOf, storedRules } from "./site-policy.ts";
import type { Site, Sites } from "./sites.ts";

interface PolicyRoutesOptions {
  logins: AgentLogins;
  sites: Sites;
  findings: Findings;
  publicUrl: string | undefined;
  /** Resolves when the sessions that run on the site have heard of it. */
  onPolicyChanged(site: Site): Promise<void>;
}

/** The longest lists of the longest rules, each character escaped, have about 1.5 MB. */
const CHANGE_BYTES = 2 * 1024 * 1024;
/** Every change is a fact in every session of the site, and a session holds only so many. */
const CHANGES_PER_SECOND = 1 / 5;
const CHANGES_BURST_COUNT = 60;

const FindingId = v.pipe(v.string(), v.regex(/^[\w-]{43}$/));

interface SiteAddress {
  Params: { site: string; finding?: string };
}

/** What managers and admins set for a site, and what they are told to mend. */
export const policyRoutes: FastifyPluginAsync<PolicyRoutesOptions> = async (app, options) => {
  const { logins, sites, findings, publicUrl, onPolicyChanged } = options;
  const door = createRoleDoor(logins, publicUrl);
  const changes = new Map<string, TokenBucket>();

  const onRequest = async (request: FastifyRequest) => {
    await door.enter(request, isReading(request) ? "settings.read" : "settings.change");
  };

  app.get("/v1/sites", { onRequest }, async () => ({ sites: await sites.names() }));

  app.get<SiteAddress>("/v1/sites/:site/policy", { onRequest }, async ({ params }) =>
    answer(await siteOf(params.site)),
  );

  app.put<SiteAddress>(
    "/v1/sites/:site/policy",
    { onRequest, bodyLimit: CHANGE_BYTES },
    async (request) => {
      const change = v.safeParse(SitePolicyChange, request.body);
      if (!change.success) throw new HttpError(400, "bad-request");
      const site = await siteOf(request.params.site);
      const checked = checkRules(change.output.privacy);
      if (!checked.ok) {
        const { faults } = checked;
        throw new HttpError(422, "invalid-policy", {}, { faults });
      }
      if (change.output.version !== site.policyVersion)
        throw new HttpError(409, "changed-meanwhile");
      if (!mayChange(site.id)) throw new HttpError(429, "too-many", { "retry-after": "5" });
      const { agent } = door.loginOf(request);
      const before = { privacy: storedRules(site).privacy, features: featuresOf(site) };
      const set = { privacy: checked.privacy, features: change.output.features };
      const changes = changedSettings(before, {
        ...set,
        features: set.features ?? before.features,
      });
      const changed = await sites.change(site, set, { agent, changes });
      if (!changed) throw new HttpError(409, "changed-meanwhile");
      const { id, policyVersion: version } = changed;
      app.log.info({ site: id, version, agent: agent.id }, "settings changed");
      await onPolicyChanged(changed);
      return answer(changed);
    },
  );

  app.get<SiteAddress>("/v1/sites/:site/changes", { onRequest }, async ({ params }) => {
    const { id } = await siteOf(params.site);
    return { changes: await sites.changesOf(id) };
  });

  app.get<SiteAddress>("/v1/sites/:site/findings", { onRequest }, async ({ params }) => {
    const { id } = await siteOf(params.site);
    return { findings: await findings.of(id) };
  });

  app.delete<SiteAddress>(
    "/v1/sites/:site/findings/:finding",
    { onRequest },
    async ({ params: { site, finding } }) => {
      const { id } = await siteOf(site);
      const isRemoved = v.is(FindingId, finding) && (await findings.remove(id, finding));
      if (!isRemoved) throw new HttpError(404, "unknown-finding");
      return { removed: true };
    },
  );

  async function siteOf(id: string): Promise<Site> {
    const site = v.is(Uuid, id) ? await sites.byId(id) : undefined;
    if (!site) throw new HttpError(404, "unknown-site");
    return site;
  }

  function mayChange(siteId: string): boolean {
    const bucket = changes.get(siteId) ?? new TokenBucket(CHANGES_PER_SECOND, CHANGES_BURST_COUNT);
    changes.set(siteId, bucket);
    return bucket.take();
  }
};

function answer(site: Site) {
  const { id, name, policyVersion: version } = site;
  return { site: { id, name }, version, ...storedRules(site), features: featuresOf(site) };
}
