import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { NO_RULES } from "../../peer/protocol/privacy-rules.ts";
import { createSites } from "../../signaling/policy/sites.ts";
import { sites } from "../../signaling/storage/schema.ts";
import { startServer, type TestServer } from "../support/server.ts";
import {
  connectCustomer,
  connectViewer,
  logIn,
  startConversation,
  startSession,
} from "../support/signaling-client.ts";
import { ask, manageSite } from "../support/site-policy.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const storedPolicy = async () => (await createSites(server.database).byKey("demo"))?.policy;

/** What an operator's hand, or another version, may have left in the database. */
async function store(policy: unknown) {
  await server.database
    .update(sites)
    .set({ policy: sql`${JSON.stringify(policy)}::text::jsonb` })
    .where(eq(sites.key, "demo"));
}

describe("a site's settings", () => {
  it("are for managers and admins", async () => {
    const { path, read } = await manageSite(server);
    const { version, privacy } = await read();
    const body = { version, privacy };
    const finding = `${path}/findings/${"x".repeat(43)}`;
    const routes = [
      { to: "/sites", method: "GET", expected: 200 },
      { to: `${path}/policy`, method: "GET", expected: 200 },
      { to: `${path}/findings`, method: "GET", expected: 200 },
      { to: finding, method: "DELETE", expected: 404 },
    ];
    const agent = await logIn(server, "agent@demo.test");
    for (const { to, method, expected } of routes) {
      const status = async (cookie: string) => (await ask(server, cookie, to, { method })).status;
      expect(await status(""), to).toBe(401);
      expect(await status("alongside_login=forged"), to).toBe(401);
      expect(await status(agent), to).toBe(403);
      for (const email of ["manager@demo.test", "admin@demo.test"]) {
        expect(await status(await logIn(server, email)), to).toBe(expected);
      }
    }
    const put = { method: "PUT", body };
    expect((await ask(server, "", `${path}/policy`, put)).status).toBe(401);
    expect((await ask(server, agent, `${path}/policy`, put)).status).toBe(403);
    expect((await read()).version).toBe(version);
  });

  it("ask for a login before they say what is wrong, or not there", async () => {
    const agent = await logIn(server, "agent@demo.test");
    for (const cookie of ["", agent]) {
      const put = { method: "PUT", body: "{" };
      const { status } = await ask(server, cookie, "/sites/nowhere/policy", put);
      expect(status).toBe(cookie === "" ? 401 : 403);
    }
    const { cookie, path } = await manageSite(server);
    for (const unknown of ["/sites/nowhere", `/sites/${crypto.randomUUID()}`]) {
      for (const part of ["policy", "findings"]) {
        expect((await ask(server, cookie, `${unknown}/${part}`)).json).toEqual({
          error: "unknown-site",
        });
      }
    }
    for (const body of ["{", "[]", {}, { version: 1, privacy: null }, { version: "1" }]) {
      const { status, json } = await ask(server, cookie, `${path}/policy`, { method: "PUT", body });
      expect([status, json]).toEqual([400, { error: "bad-request" }]);
    }
  });

  it("are changed from pages of this server alone", async () => {
    const { cookie, path, read } = await manageSite(server);
    const { version, privacy } = await read();
    const body = { version, privacy };
    const finding = `${path}/findings/${"x".repeat(43)}`;
    for (const origin of [null, "https://evil.example", "null"]) {
      for (const [to, asked] of [
        [`${path}/policy`, { method: "PUT", body }],
        [finding, { method: "DELETE" }],
      ] as const) {
        const { status, json } = await ask(server, cookie, to, { ...asked, origin });
        expect([status, json]).toEqual([403, { error: "foreign-origin" }]);
      }
    }
    expect((await read()).version).toBe(version);
  });

  it("refuse what cannot be read, field by field, without a word of it", async () => {
    const { read, save } = await manageSite(server);
    const before = await read();
    const refused = await save({
      blockedPages: ["secretpage"],
      redact: [{ selector: ".secret[" }, { selector: ".a::before", pages: "/ok" }],
      secretShapes: [{ name: "Secret", shape: "##" }],
    });
    expect(refused.status).toBe(422);
    expect(refused.json).toEqual({
      error: "invalid-policy",
      faults: [
        { field: "blockedPages.0", fault: "not-a-path" },
        { field: "redact.0.selector", fault: "not-a-selector" },
        { field: "redact.1.selector", fault: "pseudo-element" },
        { field: "secretShapes.0.shape", fault: "too-short" },
      ],
    });
    expect(refused.text.toLowerCase()).not.toContain("secret[");
    expect(await read()).toEqual(before);
  });

  it("take no more than one request can hold", async () => {
    const { cookie, path } = await manageSite(server);
    const body = `{"version":1,"privacy":"${"x".repeat(2 * 1024 * 1024)}"}`;
    const { status } = await ask(server, cookie, `${path}/policy`, { method: "PUT", body });
    expect(status).toBe(413);
  });

  it("take the longest rules that there can be", async () => {
    const { save } = await manageSite(server);
    const long = (start: string, length: number) => start + "\u00e4".repeat(length - start.length);
    const saved = await save({
      blockedPages: Array(200).fill(long("/", 300)),
      redact: Array(200).fill({ selector: long(".", 500), pages: long("/", 300) }),
    });
    expect(saved.status).toBe(200);
    await save({ blockedPages: ["/private"], redact: [] });
  });

  it("lose nothing that somebody else has saved meanwhile", async () => {
    const { read, save } = await manageSite(server);
    const { version } = await read();
    const [one, other] = await Promise.all([
      save({ blockedPages: ["/one"] }, version),
      save({ blockedPages: ["/other"] }, version),
    ]);
    expect([one.status, other.status].sort()).toEqual([200, 409]);
    const winner = one.status === 200 ? "/one" : "/other";
    const now = await read();
    expect(now).toMatchObject({ version: version + 1, privacy: { blockedPages: [winner] } });
    const late = await save({ blockedPages: [] }, version);
    expect(late.json).toEqual({ error: "changed-meanwhile" });
    expect(await read()).toEqual(now);
  });

  it("are not written over by who has read them before the last change", async () => {
    const store = createSites(server.database);
    const before = await store.byKey("demo");
    if (!before) throw new Error("there is no demo site");
    expect(await store.setPrivacy(before, { ...NO_RULES, blockedPages: ["/first"] })).toBeDefined();
    expect(await store.setPrivacy(before, NO_RULES)).toBeUndefined();
    expect(await storedPolicy()).toMatchObject({ privacy: { blockedPages: ["/first"] } });
  });

  it("are changed only so often: each change is a fact in every session", async () => {
    const { cookie } = await manageSite(server);
    const { id } = await createSites(server.database).add({ name: "Often", origins: [] });
    const statuses: number[] = [];
    for (let version = 1; statuses.at(-1) !== 429 && version < 120; version += 1) {
      const put = { method: "PUT", body: { version, privacy: NO_RULES } };
      statuses.push((await ask(server, cookie, `/sites/${id}/policy`, put)).status);
    }
    expect(statuses.length).toBeGreaterThan(50);
    expect([...new Set(statuses)]).toEqual([200, 429]);
    await server.database.delete(sites).where(eq(sites.id, id));
  });

  it("leave the rest of the policy as it is", async () => {
    await store({ allows: ["view"], assetOrigins: ["https://cdn.example"], later: { a: 1 } });
    const { save } = await manageSite(server);
    expect((await save({ blockedPages: ["/x"] })).status).toBe(200);
    expect(await storedPolicy()).toEqual({
      allows: ["view"],
      assetOrigins: ["https://cdn.example"],
      later: { a: 1 },
      privacy: { ...NO_RULES, blockedPages: ["/x"] },
    });
    const site = await createSites(server.database).byKey("demo");
    await createSites(server.database).setAssetOrigins(site?.id ?? "", []);
    expect(await storedPolicy()).toMatchObject({ privacy: { blockedPages: ["/x"] } });
    await store({ allows: ["view", "control", "screen"] });
  });
});

describe("rules in live sessions", () => {
  it("come to the customer's side with the session, and to the agent's never", async () => {
    const { save } = await manageSite(server);
    await save({ blockedPages: ["/private", "/live"] });
    const { customer, viewer, cookie, conversation } = await startSession(server);
    const rules = { blockedPages: ["/private", "/live"] };
    expect((await customer.heard("session.opened"))["session"]).toMatchObject({ privacy: rules });
    const back = await connectCustomer(server, customer.token, customer.load);
    expect((await back.heard("welcome"))["session"]).toMatchObject({ privacy: rules });
    const second = await connectViewer(server, cookie, conversation);
    for (const side of [viewer, second]) {
      expect((await side.heard("viewer.welcome"))["session"]).toMatchObject({ privacy: null });
      expect(JSON.stringify(side.received)).not.toContain("/live");
    }
  });

  it("change at once, for who is there and for who comes back", async () => {
    const { read, save } = await manageSite(server);
    const { customer, viewer, session } = await startSession(server);
    const otherTab = await connectCustomer(server, customer.token);
    const { version } = await read();
    expect((await save({ blockedPages: ["/new"], title: "never" })).status).toBe(200);
    for (const tab of [customer, otherTab]) {
      const news = await tab.heard("privacy.changed", { session });
      expect(news["privacy"]).toMatchObject({ blockedPages: ["/new"], title: "never" });
    }
    for (const side of [customer, viewer]) {
      const told = () => JSON.stringify(side.received);
      const allows = ["view", "control", "screen"];
      const fact = JSON.stringify({ type: "policy.set", version: version + 1, allows });
      await vi.waitFor(() => expect(told()).toContain(fact));
    }
    expect(JSON.stringify(viewer.received)).not.toContain("/new");
    // First the rules, then the fact that says that they are in force.
    const types = customer.received.map(({ type }) => type);
    expect(types.lastIndexOf("privacy.changed")).toBeLessThan(types.lastIndexOf("fact.recorded"));
    const back = await connectCustomer(server, customer.token, customer.load);
    const welcome = (await back.heard("welcome"))["session"];
    expect(welcome).toMatchObject({ id: session, privacy: { blockedPages: ["/new"] } });
  });

  it("come after the session in which they change, also while it is being told", async () => {
    const { save } = await manageSite(server);
    for (let round = 0; round < 10; round += 1) {
      const { desk, customer, conversation } = await startConversation(server);
      desk.send({ type: "cobrowse.request", conversation });
      const page = `/round-${round}`;
      expect((await save({ blockedPages: [page] })).status).toBe(200);
      await customer.heard("session.opened");
      const known = () =>
        customer.received.findLast(({ type }) => /^(session.opened|privacy.changed)$/.test(type));
      await vi.waitFor(() => expect(JSON.stringify(known())).toContain(page));
      customer.close();
      desk.close();
    }
  }, 60_000);

  it.each<[string, unknown]>([
    ["are no rules", { allows: ["view"], privacy: { blockedPages: "/private" } }],
    [
      "have a selector that is none",
      { allows: ["view"], privacy: { ...NO_RULES, redact: [{ selector: "a[" }] } },
    ],
  ])("close every page when those that are stored %s", async (_what, policy) => {
    await store(policy);
    const { customer } = await startSession(server);
    expect((await customer.heard("session.opened"))["session"]).toMatchObject({ privacy: null });
    const { read, save } = await manageSite(server);
    const stored = await read();
    expect(stored.privacy === null || stored.faults.length > 0).toBe(true);
    // Rules that can be read open them again.
    expect((await save({ ...NO_RULES, blockedPages: ["/a"] })).status).toBe(200);
    const news = await customer.heard("privacy.changed");
    expect(news["privacy"]).toMatchObject({ blockedPages: ["/a"] });
    await store({ allows: ["view", "control", "screen"] });
  });

  it("let no session begin when the policy as a whole cannot be read", async () => {
    const { desk, conversation } = await startConversation(server);
    for (const broken of ["broken", null, 7, []]) {
      await store(broken);
      desk.send({ type: "cobrowse.request", conversation });
      await desk.heard("refused", { request: "cobrowse.request", reason: "not-allowed" });
      desk.received.length = 0;
    }
    await store({ allows: ["view", "control", "screen"] });
  });
});
