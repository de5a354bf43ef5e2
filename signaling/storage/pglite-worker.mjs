/**
 * PGlite in a thread of its own: a slow query does not hold up the sockets. Plain JavaScript, so
 * that the thread starts without a compiler. The messages are those of `pglite-messages.ts`.
 */
import { parentPort, workerData } from "node:worker_threads";
import { PGlite, types } from "@electric-sql/pglite";

/** Dates stay text, as drizzle expects them. */
const asText = (text) => text;
const parsers = {
  [types.TIMESTAMP]: asText,
  [types.TIMESTAMPTZ]: asText,
  [types.INTERVAL]: asText,
  [types.DATE]: asText,
};

try {
  const database = await PGlite.create(workerData);
  parentPort.on("message", async (query) => {
    if (query === "close") {
      await database.close();
      parentPort.postMessage({ type: "closed" });
      parentPort.close();
      return;
    }
    const { id, sql, params, rowMode } = query;
    try {
      const { rows, affectedRows = 0 } = await database.query(sql, params, { rowMode, parsers });
      parentPort.postMessage({ type: "answered", id, rows, affectedRows });
    } catch ({ message, code }) {
      parentPort.postMessage({ type: "refused", id, message, code });
    }
  });
  parentPort.postMessage({ type: "ready" });
} catch ({ message }) {
  parentPort.postMessage({ type: "failed", message });
}
