/** A site's policy that changes where nobody who holds a session hears of it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq, sql } from "drizzle-orm";
import { afterEach, expect, it } from "vitest";
import { DEFAULT_FEATURES } from "../../peer/protocol/site-features.ts";
import { sessions } from "../../signaling/storage/schema.ts";
import { startServer } from "../support/server.ts";
import { startConversation, startSession } from "../support/signaling-client.ts";

const directories: string[] = [];
afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true });
});

const OFF = JSON.stringify({ ...DEFAULT_FEATURES, cobrowse: "off" });

it("a policy that changed while the server was away ends what it does not allow any more", async () => {
  const databaseDirectory = mkdtempSync(join(tmpdir(), "alongside-"));
  directories.push(databaseDirectory);
  const first = await startServer({ databaseDirectory });
  const { session } = await startSession(first);
  await first.database.execute(
    sql`update sites set policy_version = policy_version + 1,
      policy = policy || jsonb_build_object('features', ${OFF}::text::jsonb)`,
  );
  await first.close();

  const second = await startServer({ databaseDirectory });
  const [row] = await second.database.select().from(sessions).where(eq(sessions.id, session));
  expect(row?.endReason).toBe("policy-changed");
  await second.close();
});

it("a policy that changes while a session is opened holds for it", async () => {
  const server = await startServer();
  const { desk, customer, conversation } = await startConversation(server);
  // Between the moment in which the policy is read and the one in which the session runs.
  await server.database.execute(sql`
    create function turn_off() returns trigger language plpgsql as $$ begin
      update sites set policy_version = policy_version + 1,
        policy = policy || jsonb_build_object('features', ${sql.raw(`'${OFF}'`)}::jsonb);
      return new;
    end $$`);
  await server.database.execute(
    sql`create trigger turn_off after insert on sessions for each row execute function turn_off()`,
  );
  desk.send({ type: "cobrowse.request", conversation });
  await desk.heard("refused", { request: "cobrowse.request", reason: "not-allowed" });
  const [row] = await server.database.select().from(sessions);
  expect(row?.endReason).toBe("policy-changed");
  expect(customer.received.some(({ type }) => type === "session.opened")).toBe(false);
  for (const client of [desk, customer]) client.close();
  await server.close();
});
