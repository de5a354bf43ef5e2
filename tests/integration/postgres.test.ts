import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { raceForConversation } from "../support/claim-race.ts";
import { postgresPrograms, startPostgres } from "../support/postgres.ts";
import { startServer } from "../support/server.ts";
import {
  connectCustomer,
  connectDesk,
  factTypes,
  startSession,
} from "../support/signaling-client.ts";
import { ask, manageSite } from "../support/site-policy.ts";

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

  it("lets one of fifty agents take a conversation, also on two servers", async () => {
    const servers = [
      await startServer({ databaseUrl: postgres.url }),
      await startServer({ databaseUrl: postgres.url }),
    ];
    const { notRefused, answered } = await raceForConversation(servers, 50);
    expect(notRefused).toHaveLength(1);
    expect(answered).toEqual(notRefused);
    await Promise.all(servers.map((server) => server.close()));
  });

  it("keeps the rules of a site, and what its guards have caught", async () => {
    const server = await startServer({ databaseUrl: postgres.url });
    const { customer, session } = await startSession(server);
    const { cookie, path, read, save } = await manageSite(server);
    const { version } = await read();
    // What is stored is what was sent.
    const page = "/caf\u00e9/\u{1f512}/'\"\\";
    const saving = [save({ blockedPages: [page] }, version), save({ title: "never" }, version)];
    expect((await Promise.all(saving)).map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await save({ blockedPages: [page] })).status).toBe(200);
    expect(await read()).toMatchObject({ version: version + 2, privacy: { blockedPages: [page] } });

    const caught = { kind: "card", path: "/a\u0000", place: "p", count: 2 };
    for (let time = 0; time < 2; time += 1) {
      customer.send({
        type: "guard.caught",
        session,
        catches: [caught, { ...caught, place: "h1" }],
      });
    }
    const { json } = await vi.waitFor(async () => {
      const found = await ask(server, cookie, `${path}/findings`);
      expect(found.json).toMatchObject({ findings: [{ count: 4 }, { count: 4 }] });
      return found;
    });
    const [finding] = json["findings"] as Array<{ id: string }>;
    const removed = await ask(server, cookie, `${path}/findings/${finding?.id}`, {
      method: "DELETE",
    });
    expect(removed.status).toBe(200);
    await server.close();
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
