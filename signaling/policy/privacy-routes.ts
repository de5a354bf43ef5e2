import type { FastifyPluginAsync } from "fastify";
import * as v from "valibot";
import { HttpError } from "../http-error.ts";
import { allowPreflights, corsHeaders, createSiteDoor } from "./site-door.ts";
import { privacyOf } from "./site-policy.ts";
import { SiteKey, type Sites } from "./sites.ts";

interface PrivacyRoutesOptions {
  sites: Sites;
  publicUrl: string | undefined;
}

const Question = v.object({ site: SiteKey });

/**
 * `GET /v1/privacy?site=KEY`: what a site keeps to its customers, for its page authors, who look in
 * the page itself what would be hidden. Every customer's browser gets the same with a session.
 */
export const privacyRoutes: FastifyPluginAsync<PrivacyRoutesOptions> = async (app, options) => {
  const door = createSiteDoor(options.sites, options.publicUrl);
  allowPreflights(app, "/v1/privacy", "GET");

  app.get("/v1/privacy", async (request, reply) => {
    const question = v.safeParse(Question, request.query);
    if (!question.success) throw new HttpError(400, "bad-request", corsHeaders(request));
    const site = await door.siteOf(request, question.output.site);
    reply.headers(corsHeaders(request)).header("cache-control", "no-store");
    return { privacy: privacyOf(site) };
  });
};
