import { Worker } from "node:worker_threads";
import type { PGlite } from "@electric-sql/pglite";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/pglite";
import type { Database, OpenDatabase } from "./database.ts";
import type { AnswerMessage, QueryMessage } from "./pglite-messages.ts";

/**
 * Opens the embedded database in a worker thread.
 * @param directory - where its files are; `memory://` keeps nothing
 * @throws {Error} when it cannot be opened
 */
export async function openPglite(directory: string): Promise<OpenDatabase> {
  const worker = new Worker(new URL("./pglite-worker.mjs", import.meta.url), {
    workerData: directory,
    execArgv: [],
  });
  const waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  let nextId = 1;
  let closed: (() => void) | undefined;

  let isStopped = false;
  const stopWith = (error: Error) => {
    isStopped = true;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };

  await new Promise<void>((resolve, reject) => {
    worker.on("message", (message: AnswerMessage) => {
      switch (message.type) {
        case "ready":
          return resolve();
        case "failed":
          return reject(new Error(`The embedded database did not open: ${message.message}`));
        case "closed":
          return closed?.();
        case "answered":
          waiting.get(message.id)?.resolve(message);
          waiting.delete(message.id);
          return;
        case "refused":
          waiting
            .get(message.id)
            ?.reject(Object.assign(new Error(message.message), { code: message.code }));
          waiting.delete(message.id);
          return;
      }
      message satisfies never;
    });
    worker.on("error", (error) => {
      reject(error);
      stopWith(error);
    });
    worker.on("exit", () => stopWith(new Error("the embedded database has stopped")));
  });

  const query = (
    text: string,
    params: unknown[] = [],
    options?: { rowMode?: "array" | "object" },
  ) =>
    new Promise((resolve, reject) => {
      if (isStopped) return reject(new Error("the embedded database has stopped"));
      const id = nextId;
      nextId += 1;
      waiting.set(id, { resolve, reject });
      const message: QueryMessage = {
        id,
        sql: text,
        params,
        rowMode: options?.rowMode ?? "object",
      };
      worker.postMessage(message);
    });

  // One connection: a transaction keeps all others waiting, and its own queries pass.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = turn.then(work);
    turn = result.catch(() => {});
    return result;
  };
  const client = {
    query: (text: string, params?: unknown[], options?: { rowMode?: "array" | "object" }) =>
      inTurn(() => query(text, params, options)),
    transaction: (work: (tx: { query: typeof query }) => Promise<unknown>) =>
      inTurn(async () => {
        await query("begin");
        try {
          const result = await work({ query });
          await query("commit");
          return result;
        } catch (error) {
          await query("rollback");
          throw error;
        }
      }),
  };
  const database = drizzle(client as unknown as PGlite) as unknown as Database;

  return {
    database,
    async ping() {
      await database.execute(sql`select 1`);
    },
    async close() {
      await turn;
      await new Promise<void>((resolve) => {
        closed = resolve;
        worker.once("exit", () => resolve());
        worker.postMessage("close");
      });
      await worker.terminate();
    },
  };
}
