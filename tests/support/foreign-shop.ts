import Fastify from "fastify";
import { shopRoutes } from "../../signaling/demo/shop-routes.ts";

export interface ForeignShop {
  origin: string;
  /** The shop's log: every request, in order. */
  requests: Array<{ url: string; userAgent: string }>;
  close(): Promise<void>;
}

/**
 * The shop as a website of its own, on another origin than the widget's server, under a policy
 * that lets in nothing but itself and that server: the usual case.
 */
export async function startForeignShop(options: {
  widgetHost: string;
  extraPages?: Record<string, string>;
  /** Without the policy, as most sites are. */
  hasPolicy?: boolean;
  /** Where browsers tell of what the policy has kept out. */
  reportUrl?: string;
}): Promise<ForeignShop> {
  const { widgetHost, extraPages, hasPolicy = true, reportUrl } = options;
  const requests: ForeignShop["requests"] = [];
  const app = Fastify({ forceCloseConnections: true });
  await app.register(shopRoutes, {
    widgetHost,
    siteKey: "demo",
    ...(hasPolicy && {
      contentSecurityPolicy: [
        "default-src 'self'",
        `script-src 'self' ${widgetHost}`,
        `connect-src 'self' ${widgetHost} ${widgetHost.replace(/^http/, "ws")}`,
        ...(reportUrl ? [`report-uri ${reportUrl}`] : []),
      ].join("; "),
    }),
    onRequestLogged: (url, userAgent) => requests.push({ url, userAgent }),
    ...(extraPages && { extraPages }),
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
  const address = app.server.address();
  if (typeof address !== "object" || address === null) throw new Error("the shop has no port");
  // Another name for the same machine: another site, also for cookies.
  return { origin: `http://localhost:${address.port}`, requests, close: () => app.close() };
}
