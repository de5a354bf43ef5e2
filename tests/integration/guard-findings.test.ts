import { Writable } from "node:stream";
import pino from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { CATCH_REPORTS_PER_MINUTE, CATCHES_COUNT } from "../../peer/protocol/limits.ts";
import type { Finding } from "../../peer/protocol/site-settings.ts";
import {
  CAUGHT_AT_ONCE_COUNT,
  createFindings,
  FINDINGS_PER_SITE_COUNT,
} from "../../signaling/policy/findings.ts";
import { guardFindings } from "../../signaling/storage/schema.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { type RawClient, startConversation, startSession } from "../support/signaling-client.ts";
import { ask, manageSite } from "../support/site-policy.ts";

let server: TestServer;
let log = "";
beforeAll(async () => {
  const sink = new Writable({
    write(chunk, _encoding, done) {
      log += chunk;
      done();
    },
  });
  server = await startServer({ logger: pino({ level: "trace" }, sink) });
});
afterAll(() => server.close());
beforeEach(() => server.database.delete(guardFindings));

const CATCH = { kind: "card", path: "/checkout", place: "main > p:nth-of-type(2)", count: 1 };

/** Resolves when the server has worked on everything that was sent before. */
async function settled(client: RawClient) {
  const pongs = () => client.received.filter(({ type }) => type === "pong").length;
  const before = pongs();
  client.send({ type: "ping" });
  await expect.poll(pongs).toBe(before + 1);
}

const refusals = (client: RawClient) =>
  client.received.filter(({ type }) => type === "refused").map(({ reason }) => reason);

async function findings(): Promise<Finding[]> {
  const { cookie, path } = await manageSite(server);
  const { json } = await ask(server, cookie, `${path}/findings`);
  return json["findings"] as Finding[];
}

describe("what the guard has caught", () => {
  it("is counted by kind and place, and told to the site until it is mended", async () => {
    const { customer, session } = await startSession(server);
    const began = Date.now();
    const report = (...catches: object[]) =>
      customer.send({ type: "guard.caught", session, catches });
    report(CATCH, { ...CATCH, count: 2 }, { ...CATCH, place: "h1" });
    report({ ...CATCH, count: 4 }, { ...CATCH, kind: "iban" });
    await settled(customer);
    expect(refusals(customer)).toEqual([]);
    const found = await findings();
    const counts = found.map(({ kind, path, place, count }) => ({ kind, path, place, count }));
    expect(counts).toHaveLength(3);
    expect(counts).toContainEqual({ ...CATCH, count: 7 });
    expect(counts).toContainEqual({ ...CATCH, place: "h1" });
    expect(counts).toContainEqual({ ...CATCH, kind: "iban" });
    for (const { firstSeenAt, lastSeenAt } of found) {
      expect(firstSeenAt).toBeGreaterThanOrEqual(began);
      expect(lastSeenAt).toBeGreaterThanOrEqual(firstSeenAt);
    }

    const { cookie, path } = await manageSite(server);
    const [mended] = found;
    const remove = () =>
      ask(server, cookie, `${path}/findings/${mended?.id}`, { method: "DELETE" });
    expect((await remove()).status).toBe(200);
    expect((await remove()).json).toEqual({ error: "unknown-finding" });
    expect((await findings()).map(({ id }) => id)).toEqual(found.slice(1).map(({ id }) => id));
  });

  it("counts in the metrics, and is in the log without path or place", async () => {
    log = "";
    const { customer, session } = await startSession(server);
    const path = "/somebody@example.com";
    customer.send({
      type: "guard.caught",
      session,
      catches: [{ ...CATCH, kind: "token", path, place: "article", count: 3 }],
    });
    await settled(customer);
    const answer = await fetch(`${server.origin}/metrics`, {
      headers: { authorization: "Bearer metrics-for-tests" },
    });
    expect(await answer.text()).toMatch(/^alongside_guard_catches_total\{kind="token"\} 3$/m);
    expect(log).toContain("the guard caught something");
    expect(log).toContain(session);
    for (const word of ["somebody", "article"]) expect(log).not.toContain(word);
  });

  it("is believed only of the seat of a session that the customer has allowed", async () => {
    const { desk, customer, conversation } = await startConversation(server);
    desk.send({ type: "cobrowse.request", conversation });
    const opened = (await customer.heard("session.opened"))["session"] as { id: string };
    const early = { type: "guard.caught", session: opened.id, catches: [CATCH] };
    customer.send(early);
    await customer.heard("refused", { request: "guard.caught", reason: "not-seated" });
    customer.send({ type: "seat.take", session: opened.id });
    customer.send(early);
    await customer.heard("refused", { request: "guard.caught", reason: "out-of-order" });

    const running = await startSession(server);
    const report = { type: "guard.caught", session: running.session, catches: [CATCH] };
    // Another customer, and somebody who is not on this side of anything.
    customer.send(report);
    await customer.heard("refused", { request: "guard.caught", reason: "unknown-session" });
    running.viewer.send(report);
    await running.viewer.heard("refused", { reason: "bad-message" });
    running.desk.send({ type: "cobrowse.end", conversation: running.conversation });
    await expect.poll(() => JSON.stringify(running.customer.received)).toContain("session.ended");
    running.customer.send(report);
    await running.customer.heard("refused", { reason: "unknown-session" });
    expect(await findings()).toEqual([]);
  });

  it("says nothing but counts and places", async () => {
    const { customer, session } = await startSession(server);
    const report = (catches: unknown) => customer.send({ type: "guard.caught", session, catches });
    const wrong = [
      [],
      [{ ...CATCH, kind: "name" }],
      [{ ...CATCH, place: "p[title='4111 1111 1111 1111']" }],
      [{ ...CATCH, place: "p".repeat(201) }],
      [{ ...CATCH, path: "/".repeat(1_001) }],
      [{ ...CATCH, count: 0 }],
      [{ ...CATCH, count: 1.5 }],
      Array(CATCHES_COUNT + 1).fill(CATCH),
    ];
    for (const catches of wrong) report(catches);
    await settled(customer);
    expect(refusals(customer)).toEqual(wrong.map(() => "bad-message"));
    // What else is said with it is not kept.
    report([{ ...CATCH, value: "4111 1111 1111 1111", path: "/a\u0000\ud800\u202e \u0430•" }]);
    await settled(customer);
    const found = await findings();
    expect(found).toMatchObject([{ path: "/a\ufffd\ufffd\ufffd\ufffd\ufffd•" }]);
    expect(JSON.stringify(await server.database.select().from(guardFindings))).not.toContain(
      "4111",
    );
  });

  it("is told only so often in a minute, and a count is believed only so far", async () => {
    const { customer, session } = await startSession(server);
    const catches = [{ ...CATCH, count: Number.MAX_SAFE_INTEGER }];
    for (let count = 0; count < CATCH_REPORTS_PER_MINUTE + 2; count += 1) {
      customer.send({ type: "guard.caught", session, catches });
    }
    await settled(customer);
    expect(refusals(customer)).toEqual(["too-many", "too-many"]);
    const count = CATCH_REPORTS_PER_MINUTE * CAUGHT_AT_ONCE_COUNT;
    expect(await findings()).toMatchObject([{ count }]);
  });

  it("takes only so many places of one session, which would else wash out those of others", async () => {
    const { customer, session } = await startSession(server);
    const places = (from: number) =>
      Array.from({ length: CATCHES_COUNT }, (_, number) => ({
        ...CATCH,
        place: `p:nth-of-type(${from + number})`,
      }));
    const report = (catches: object[]) => customer.send({ type: "guard.caught", session, catches });
    report(places(1));
    report(places(1_000));
    report([CATCH, ...places(1).slice(1)]);
    await settled(customer);
    expect(refusals(customer)).toEqual(["too-many"]);
    const found = await findings();
    expect(found).toHaveLength(CATCHES_COUNT);
    expect(found.filter(({ count }) => count === 2)).toHaveLength(CATCHES_COUNT - 1);
    const other = await startSession(server);
    other.customer.send({ type: "guard.caught", session: other.session, catches: [CATCH] });
    await settled(other.customer);
    expect(await findings()).toHaveLength(CATCHES_COUNT + 1);
  });

  it("keeps a bounded number of places for each site, those seen last", async () => {
    const { site } = await manageSite(server);
    const store = createFindings(server.database);
    const place = (number: number) => ({ ...CATCH, kind: "card", path: `/${number}` }) as const;
    const full = FINDINGS_PER_SITE_COUNT;
    for (let number = 0; number < full; number += 1) {
      await store.add(site.id, [place(number)], 1_000 + number);
    }
    await store.add(site.id, [place(0)], 2_000);
    await store.add(site.id, [place(full), place(full + 1)], 2_001);
    const paths = (await findings()).map(({ path }) => path);
    expect(paths).toHaveLength(FINDINGS_PER_SITE_COUNT);
    expect(paths).toContain("/0");
    expect(paths).toContain(`/${full + 1}`);
    expect(paths).not.toContain("/1");
    expect(paths).not.toContain("/2");
  });
});
