import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import { rowsOf } from "./rows-of.ts";

const directory = join(import.meta.dirname, "migrations");

/** Any number will do, as long as all nodes take the same lock. */
const LOCK = 4_862_310_557;

/**
 * Applies the migrations that the database has not seen, in the order of their names, each with
 * its mark in one transaction. Nodes that start together wait for each other.
 */
export async function migrate(database: Database): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${sql.raw(String(LOCK))})`);
    await tx.execute(sql`create table if not exists migrations (name text primary key)`);
    for (const name of readdirSync(directory).sort()) {
      const mark = await tx.execute(
        sql`insert into migrations (name) values (${name}) on conflict do nothing returning name`,
      );
      if (rowsOf(mark).length === 0) continue;
      const statements = readFileSync(join(directory, name), "utf8").split(/;\s*(?:\n|$)/);
      for (const statement of statements) {
        if (statement.trim() !== "") await tx.execute(sql.raw(statement));
      }
    }
  });
}
