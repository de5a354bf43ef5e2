import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { postgresPrograms, startPostgres } from "../support/postgres.ts";
import { startServer } from "../support/server.ts";
import {
  connectCustomer,
  connectDesk,
  factTypes,
  startSession,
} from "../support/signaling-client.ts";

const programs = postgresPrograms();

const title = programs
  ? "on PostgreSQL"
  : "on PostgreSQL (skipped: it is not installed; on Debian: apt-get install postgresql)";

describe.skipIf(!programs)(title, () => {
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  beforeAll(async () => {
    postgres = await startPostgres(programs ?? "");
  });
  afterAll(() => postgres.stop());

  it("runs the same, and has it all again after a restart", async () => {
    const first = await startServer({ databaseUrl: postgres.url });
    const before = await startSession(first);
    await first.close();

    const second = await startServer({ databaseUrl: postgres.url });
    const desk = await connectDesk(second, before.cookie);
    const welcome = await desk.heard("welcome");
    expect(welcome["conversations"]).toMatchObject([
      { id: before.conversation, session: { id: before.session, phase: "granted" } },
    ]);
    const customer = await connectCustomer(second, before.customer.token, before.customer.load);
    customer.send({
      type: "fact.write",
      session: before.session,
      seq: 2,
      body: { type: "session.ended", reason: "customer-ended" },
    });
    await vi.waitFor(() => expect(factTypes(customer)).toContain("session.ended"));
    await second.close();
  });

  it("migrates once when nodes start together", async () => {
    const servers = await Promise.all([
      startServer({ databaseUrl: postgres.url }),
      startServer({ databaseUrl: postgres.url }),
    ]);
    for (const server of servers) {
      expect((await fetch(`${server.origin}/healthz`)).status).toBe(200);
      await server.close();
    }
  });
});
