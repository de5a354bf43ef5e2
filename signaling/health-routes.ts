import { timingSafeEqual } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { FastifyPluginAsync } from "fastify";
import { HttpError } from "./http-error.ts";
import type { Metrics } from "./plugins/metrics.ts";

interface HealthRoutesOptions {
  metrics: Metrics;
  metricsToken: string | undefined;
  distDirectory: string;
  /** Resolves when the database answers. */
  ping(): Promise<void>;
}

/** For operators: alive, able to serve, and how much. */
export const healthRoutes: FastifyPluginAsync<HealthRoutesOptions> = async (app, options) => {
  app.get("/healthz", async () => ({ status: "alive" }));

  app.get("/readyz", async () => {
    if (!existsSync(join(options.distDirectory, "widget", "widget.js"))) {
      throw new HttpError(503, "not-built");
    }
    try {
      await options.ping();
    } catch {
      throw new HttpError(503, "database-away");
    }
    return { status: "ready" };
  });

  app.get("/metrics", async (request, reply) => {
    if (!isToken(request.headers.authorization, options.metricsToken)) {
      throw new HttpError(401, "metrics-token-required");
    }
    return reply.type(options.metrics.contentType).send(await options.metrics.text());
  });
};

function isToken(header: string | undefined, token: string | undefined): boolean {
  if (token === undefined || header === undefined) return false;
  const [given, expected] = [Buffer.from(header), Buffer.from(`Bearer ${token}`)];
  return given.length === expected.length && timingSafeEqual(given, expected);
}
