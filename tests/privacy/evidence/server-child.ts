/**
 * The server in a process of its own, so that its memory holds nothing that the test knows. It logs
 * all it can, does what it is told over its channel, and knows no canary.
 */
import { subscribe } from "node:diagnostics_channel";
import { writeHeapSnapshot } from "node:v8";
import { eq, sql } from "drizzle-orm";
import { pino } from "pino";
import { createSites } from "../../../signaling/policy/sites.ts";
import { sites } from "../../../signaling/storage/schema.ts";
import { startServer } from "../../support/server.ts";
import type { Answer, Order } from "./server-orders.ts";

const [databaseDirectory = "memory://"] = process.argv.slice(2);

/** Where it has connected to by itself. */
const outgoing: string[] = [];
subscribe("http.client.request.start", (message) => {
  const { request } = message as { request: { host?: string; path?: string } };
  outgoing.push(`${request.host}${request.path}`);
});
subscribe("undici:request:create", (message) => {
  const { request } = message as { request: { origin?: string; path?: string } };
  outgoing.push(`${request.origin}${request.path}`);
});
subscribe("net.client.socket", () => outgoing.push("a socket"));

const server = await startServer({
  databaseDirectory,
  logger: pino({ level: "trace" }, pino.destination(1)),
});
const { database } = server;

const held: string[] = [];

async function carryOut(order: Order): Promise<unknown> {
  switch (order.do) {
    case "add-site": {
      const { key, privacy } = order;
      const added = await createSites(database).add({
        key,
        name: key,
        origins: ["http://localhost:*"],
      });
      // As it is stored, whatever it is: also what no settings page would save.
      const policy = { allows: ["view"], ...(privacy !== undefined && { privacy }) };
      await database
        .update(sites)
        .set({ policy: policy as never })
        .where(eq(sites.id, added.id));
      return added.id;
    }
    case "dump": {
      const tables = (await rowsOf(
        sql`select table_schema, table_name from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema')`,
      )) as Array<{ table_schema: string; table_name: string }>;
      const dumped: Record<string, unknown> = {};
      for (const { table_schema: schema, table_name: name } of tables) {
        dumped[`${schema}.${name}`] = await rowsOf(
          sql`select * from ${sql.identifier(schema)}.${sql.identifier(name)}`,
        );
      }
      return dumped;
    }
    case "log":
      // Also for who looks through its memory: a text that must be there.
      held.push(order.text);
      server.app.log.debug({ said: order.text }, "a line of the test's own");
      return undefined;
    case "snapshot-heap":
      writeHeapSnapshot(order.file);
      return undefined;
    case "tell-outgoing":
      return outgoing;
  }
  order satisfies never;
}

async function rowsOf(query: ReturnType<typeof sql>): Promise<unknown[]> {
  const result = (await database.execute(query)) as unknown as { rows: unknown[] };
  return result.rows;
}

const answer = (message: Answer) => process.send?.(message);

process.on("message", ({ id, order }: { id: number; order: Order }) => {
  carryOut(order).then(
    (result) => answer({ id, result }),
    (error: Error) => answer({ id, failure: error.message }),
  );
});
// Its last hold on life is the test.
process.on("disconnect", () => {
  void server.close().finally(() => process.exit());
});
answer({ id: 0, result: server.origin });
