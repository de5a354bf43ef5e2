import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";

/** Drizzle over whichever database runs; PGlite and PostgreSQL speak the same dialect. */
export type Database = PgDatabase<PgQueryResultHKT, Record<string, never>>;

export interface OpenDatabase {
  database: Database;
  /** Checks that the database answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
