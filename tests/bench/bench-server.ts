import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import Fastify from "fastify";
import { shopRoutes } from "../../signaling/demo/shop-routes.ts";

export interface BenchServer {
  origin: string;
  close(): Promise<void>;
}

export interface Served {
  type: string;
  body: string | Buffer;
}

export interface BenchServerOptions {
  /** The bench's own pages and files, by address. */
  served?: Readonly<Record<string, Served>>;
  /** More pages of the shop, by address: HTML. */
  shopPages?: Readonly<Record<string, string>>;
}

/** rrweb's own style sheet, which its guide wants on the page of a replayer. */
const RRWEB_STYLES_ADDRESS = "/rrweb.css";

/** The demo shop and a bench's own pages, on a port of its own on this machine. */
export async function startBenchServer(options: BenchServerOptions): Promise<BenchServer> {
  const app = Fastify({ forceCloseConnections: true });
  // A page that is alone in its process is given a clock of microseconds, not of tenths of a millisecond.
  app.addHook("onSend", async (_request, reply) => {
    reply.header("cross-origin-opener-policy", "same-origin");
    reply.header("cross-origin-embedder-policy", "require-corp");
  });
  const styles = createRequire(import.meta.url).resolve("rrweb/dist/style.css");
  const all = {
    [RRWEB_STYLES_ADDRESS]: { type: "text/css", body: readFileSync(styles) },
    ...options.served,
  };
  for (const [address, { type, body }] of Object.entries(all)) {
    app.get(address, (_request, reply) => reply.type(type).send(body));
  }
  await app.register(shopRoutes, {
    widgetHost: "",
    siteKey: "demo",
    extraPages: options.shopPages ?? {},
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
  const address = app.server.address();
  if (typeof address !== "object" || address === null) throw new Error("the server has no port");
  return { origin: `http://127.0.0.1:${address.port}`, close: () => app.close() };
}

/** An empty page with one script, and rrweb's styles for a replayer. */
export function scriptPage(script: string): Served {
  return {
    type: "text/html; charset=utf-8",
    body: `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Bench</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="${RRWEB_STYLES_ADDRESS}">
  </head>
  <body>
    <script>${script.replaceAll("</script", "<\\/script")}</script>
  </body>
</html>`,
  };
}
