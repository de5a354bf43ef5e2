import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import type { Database, OpenDatabase } from "./database.ts";

/** Connects to PostgreSQL. The address is never logged: it holds a password. */
export function openPostgres(url: string): OpenDatabase {
  const client = postgres(url, { max: 10, onnotice: () => {} });
  const database = drizzle(client) as unknown as Database;
  return {
    database,
    async ping() {
      await database.execute(sql`select 1`);
    },
    close: () => client.end({ timeout: 5 }),
  };
}
