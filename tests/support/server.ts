/**
 * The real server in this process, on a port of its own.
 *
 *   const server = await startServer();      // a demo server with a database in memory
 *   server.origin                            // http://127.0.0.1:PORT
 *   await server.close();
 */
import type { FastifyBaseLogger, FastifyInstance } from "fastify";
import { buildApp } from "../../signaling/app.ts";
import { loadConfig } from "../../signaling/config.ts";
import type { Database } from "../../signaling/storage/database.ts";
import { openPglite } from "../../signaling/storage/open-pglite.ts";
import { openPostgres } from "../../signaling/storage/open-postgres.ts";

export interface TestServer {
  app: FastifyInstance;
  database: Database;
  origin: string;
  /** For signing what the server would believe, and for forging what it must not. */
  secret: string;
  close(): Promise<void>;
}

const TEST_SECRET = "a secret that only the tests of this repository use";

export async function startServer(
  options: {
    env?: Record<string, string>;
    databaseUrl?: string;
    /** Where the embedded database has its files; in memory without it. */
    databaseDirectory?: string;
    /** Where the server's log goes; nowhere without it. */
    logger?: FastifyBaseLogger;
    lookForDeactivatedMs?: number;
  } = {},
): Promise<TestServer> {
  const config = loadConfig({ DEMO: "1", METRICS_TOKEN: "metrics-for-tests", ...options.env });
  const storage = options.databaseUrl
    ? openPostgres(options.databaseUrl)
    : await openPglite(options.databaseDirectory ?? "memory://");
  const app = await buildApp({
    config,
    secret: TEST_SECRET,
    storage,
    logger: options.logger ?? false,
    ...(options.lookForDeactivatedMs && { lookForDeactivatedMs: options.lookForDeactivatedMs }),
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
  const address = app.server.address();
  if (typeof address !== "object" || address === null) throw new Error("the server has no port");
  return {
    app,
    database: storage.database,
    origin: `http://127.0.0.1:${address.port}`,
    secret: TEST_SECRET,
    async close() {
      await app.close();
      await storage.close();
    },
  };
}
