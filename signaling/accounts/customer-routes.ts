import type { FastifyPluginAsync, FastifyRequest } from "fastify";
import * as v from "valibot";
import { HttpError } from "../http-error.ts";
import { isAllowedOrigin } from "../policy/origins.ts";
import type { Site, Sites } from "../policy/sites.ts";
import type { CustomerTokens } from "./customer-tokens.ts";

const Introduction = v.object({
  site: v.pipe(v.string(), v.regex(/^[\w-]{1,100}$/)),
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

  // A preflight carries no site; what it may do is decided at the request itself.
  app.options("/v1/customers", async (request, reply) => {
    const { origin } = request.headers;
    return (
      reply
        .header("access-control-allow-origin", origin ?? "null")
        .header("access-control-allow-methods", "POST")
        // A page may wrap `fetch` and add headers of its own; none of them is read here.
        .header("access-control-allow-headers", "*")
        .header("access-control-max-age", "600")
        .header("vary", "Origin")
        .code(204)
        .send()
    );
  });

  app.post("/v1/customers", async (request, reply) => {
    const introduction = v.safeParse(Introduction, request.body);
    if (!introduction.success) throw new HttpError(400, "bad-request");
    const { site: key, token } = introduction.output;
    const site = await sites.byKey(key);
    if (!site) throw new HttpError(404, "unknown-site", corsHeaders(request));
    if (!isAllowedOrigin(request.headers, site.origins, publicUrl)) {
      throw new HttpError(403, "foreign-origin", corsHeaders(request));
    }
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

/** Also a refusal has to be readable for the page that asked. */
function corsHeaders(request: FastifyRequest): Record<string, string> {
  const { origin } = request.headers;
  return origin === undefined
    ? { vary: "Origin" }
    : { "access-control-allow-origin": origin, vary: "Origin" };
}
