/** The door for pages of a site: which of its addresses they may ask, and what they may read of the answer. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { HttpError } from "../http-error.ts";
import { isAllowedOrigin } from "./origins.ts";
import type { Site, Sites } from "./sites.ts";

export interface SiteDoor {
  /**
   * @param key - as the page says it
   * @throws {HttpError} 404 for a site that is none, 403 for a page of another site
   */
  siteOf(request: FastifyRequest, key: string): Promise<Site>;
}

export function createSiteDoor(sites: Sites, publicUrl: string | undefined): SiteDoor {
  return {
    async siteOf(request, key) {
      const site = await sites.byKey(key);
      if (!site) throw new HttpError(404, "unknown-site", corsHeaders(request));
      if (!isAllowedOrigin(withOrigin(request, publicUrl), site.origins, publicUrl)) {
        throw new HttpError(403, "foreign-origin", corsHeaders(request));
      }
      return site;
    },
  };
}

/** A browser leaves it out where a page of this server itself asks for something. */
function withOrigin({ headers, method, protocol }: FastifyRequest, publicUrl: string | undefined) {
  if (headers.origin !== undefined || method !== "GET") return headers;
  return { ...headers, origin: publicUrl ?? `${protocol}://${headers.host}` };
}

/** Also a refusal has to be readable for the page that asked. */
export function corsHeaders({ headers: { origin } }: FastifyRequest): Record<string, string> {
  return origin === undefined
    ? { vary: "Origin" }
    : { "access-control-allow-origin": origin, vary: "Origin" };
}

/** A preflight carries no site; what a page may do is decided at the request itself. */
export function allowPreflights(app: FastifyInstance, address: string, method: "GET" | "POST") {
  app.options(address, async ({ headers: { origin } }, reply) =>
    reply
      .header("access-control-allow-origin", origin ?? "null")
      .header("access-control-allow-methods", method)
      // A page may wrap `fetch` and add headers of its own; none of them is read here.
      .header("access-control-allow-headers", "*")
      .header("access-control-max-age", "600")
      .header("vary", "Origin")
      .code(204)
      .send(),
  );
}
