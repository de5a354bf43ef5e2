import type { FastifyPluginAsync } from "fastify";
import * as v from "valibot";
import { HttpError } from "../http-error.ts";
import { allowPreflights, corsHeaders, createSiteDoor } from "../policy/site-door.ts";
import { type Site, SiteKey, type Sites } from "../policy/sites.ts";
import type { CustomerTokens } from "./customer-tokens.ts";

const Introduction = v.object({
  site: SiteKey,
  token: v.optional(v.pipe(v.string(), v.maxLength(2_000))),
});

interface CustomerRoutesOptions {
  sites: Sites;
  tokens: CustomerTokens;
  publicUrl: string | undefined;
}

/**
 * `POST /v1/customers`: a browser on a site's page becomes a customer, or stays the one it was.
 * CORS answers only to the site's own origins.
 */
export const customerRoutes: FastifyPluginAsync<CustomerRoutesOptions> = async (app, options) => {
  const { sites, tokens, publicUrl } = options;
  const door = createSiteDoor(sites, publicUrl);
  allowPreflights(app, "/v1/customers", "POST");

  app.post("/v1/customers", async (request, reply) => {
    const introduction = v.safeParse(Introduction, request.body);
    if (!introduction.success) throw new HttpError(400, "bad-request");
    const { site: key, token } = introduction.output;
    const site = await door.siteOf(request, key);
    reply.headers(corsHeaders(request));
    const customerId = (await knownCustomer(token, site)) ?? (await sites.addCustomer(site.id));
    return {
      token: await tokens.sign({ customerId, siteId: site.id }),
      siteName: site.name,
    };
  });

  /** A token that is not good (any more) makes a new customer; it is not worth an error. */
  async function knownCustomer(token: string | undefined, site: Site): Promise<string | undefined> {
    if (token === undefined) return undefined;
    const checked = await tokens.check(token);
    if (!checked.ok || checked.identity.siteId !== site.id) return undefined;
    const { customerId } = checked.identity;
    return (await sites.hasCustomer(customerId)) ? customerId : undefined;
  }
};
