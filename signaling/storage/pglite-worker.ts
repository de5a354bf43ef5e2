/** PGlite in a thread of its own: a slow query does not hold up the sockets. */
import { parentPort, workerData } from "node:worker_threads";
import { PGlite, types } from "@electric-sql/pglite";
import type { AnswerMessage, QueryMessage } from "./pglite-messages.ts";

const port = parentPort;
if (!port) throw new Error("pglite-worker.ts runs as a worker only");
const answer = (message: AnswerMessage) => port.postMessage(message);

/** Dates stay text, as drizzle expects them. */
const asText = (text: string) => text;
const parsers = {
  [types.TIMESTAMP]: asText,
  [types.TIMESTAMPTZ]: asText,
  [types.INTERVAL]: asText,
  [types.DATE]: asText,
};

try {
  const database = await PGlite.create(workerData as string);
  port.on("message", async (query: QueryMessage | "close") => {
    if (query === "close") {
      await database.close();
      answer({ type: "closed" });
      port.close();
      return;
    }
    const { id, sql, params, rowMode } = query;
    try {
      const result = await database.query(sql, params, { rowMode, parsers });
      answer({ type: "answered", id, rows: result.rows, affectedRows: result.affectedRows ?? 0 });
    } catch (error) {
      const { message, code } = error as Error & { code?: string };
      answer({ type: "refused", id, message, code });
    }
  });
  answer({ type: "ready" });
} catch (error) {
  answer({ type: "failed", message: (error as Error).message });
}
