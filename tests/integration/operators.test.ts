import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NO_RULES } from "../../peer/protocol/privacy-rules.ts";
import { buildApp } from "../../signaling/app.ts";
import { loadConfig } from "../../signaling/config.ts";
import { allowsOf, assetOriginsOf, privacyOf } from "../../signaling/policy/site-policy.ts";
import { createSites } from "../../signaling/policy/sites.ts";
import { openPglite } from "../../signaling/storage/open-pglite.ts";
import { sites as siteTable } from "../../signaling/storage/schema.ts";
import { startServer, type TestServer } from "../support/server.ts";

const run = promisify(execFile);

describe("what operators ask a server", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it("is alive, and counts what it does, for who has the token", async () => {
    expect((await fetch(`${server.origin}/healthz`)).status).toBe(200);
    const metrics = (authorization?: string) =>
      fetch(`${server.origin}/metrics`, authorization ? { headers: { authorization } } : {});
    expect((await metrics()).status).toBe(401);
    expect((await metrics("Bearer wrong")).status).toBe(401);
    const answer = await metrics("Bearer metrics-for-tests");
    expect(answer.status).toBe(200);
    expect(await answer.text()).toMatch(/^alongside_sessions_running 0$/m);
  });

  it("is ready when the widget is built and the database answers", async () => {
    const directory = mkdtempSync(join(tmpdir(), "alongside-dist-"));
    const storage = await openPglite("memory://");
    const config = loadConfig({ DEMO: "1" });
    const app = await buildApp({
      config,
      secret: "s".repeat(40),
      storage,
      distDirectory: directory,
    });
    const ready = async () => (await app.inject("/readyz")).statusCode;
    expect(await ready()).toBe(503);
    mkdirSync(join(directory, "widget"));
    writeFileSync(join(directory, "widget", "widget.js"), "");
    expect(await ready()).toBe(200);
    // No metrics token was set, so there is none that fits.
    const open = await app.inject({ url: "/metrics", headers: { authorization: "Bearer " } });
    expect(open.statusCode).toBe(401);
    await storage.close();
    expect(await ready()).toBe(503);
    await app.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it("hands out its pages under policies that let nothing in from elsewhere", async () => {
    const viewer = await fetch(`${server.origin}/agent/cobrowse`);
    const policy = viewer.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("style-src 'unsafe-inline';");
    expect(policy).toContain("img-src blob: data:;");
    expect(policy).not.toMatch(/https?:|\*/);
    const widget = await fetch(`${server.origin}/widget/../../package.json`);
    expect(widget.status).toBe(404);
    expect((await fetch(`${server.origin}/widget/..%2F..%2Fpackage.json`)).status).toBe(404);
  });

  it("lets nobody keep for a year what is missing for a moment", async () => {
    for (const address of ["/widget/chat-gone.js", "/agent/assets/gone.js"]) {
      const missing = await fetch(server.origin + address);
      expect([missing.status, missing.headers.get("cache-control")]).toEqual([404, null]);
    }
  });

  it("answers programs as programs, also where the shop answers people", async () => {
    for (const address of ["/v1/nothing", "/v1/nothing?x=1", "/docs"]) {
      const missing = await fetch(server.origin + address);
      expect(await missing.json()).toEqual({ error: "not-found" });
    }
  });
});

it("shuts the demo's doors when its database goes into production, and opens them for a demo", async () => {
  const directory = mkdtempSync(join(tmpdir(), "alongside-demo-"));
  const secret = "a production secret that is long enough for it";
  const startWith = async (env: Record<string, string>) => {
    const storage = await openPglite(join(directory, "db"));
    const app = await buildApp({ config: loadConfig(env), secret, storage });
    const logIn = () =>
      app.inject({
        method: "POST",
        url: "/v1/login",
        payload: { email: "admin@demo.test", password: "demo" },
      });
    return {
      logIn,
      me: (cookie: string) => app.inject({ url: "/v1/me", headers: { cookie } }),
      introduce: () =>
        app.inject({
          method: "POST",
          url: "/v1/customers",
          headers: { origin: "http://localhost:3000" },
          payload: { site: "demo" },
        }),
      async close() {
        await app.close();
        await storage.close();
      },
    };
  };
  const demo = await startWith({ DEMO: "1" });
  const login = await demo.logIn();
  expect(login.statusCode).toBe(200);
  const cookie = String(login.headers["set-cookie"]).split(";")[0] ?? "";
  await demo.close();

  const production = await startWith({ NODE_ENV: "production", SECRET: secret });
  expect((await production.logIn()).statusCode).toBe(401);
  expect((await production.me(cookie)).statusCode).toBe(401);
  expect((await production.introduce()).statusCode).toBe(403);
  await production.close();

  const again = await startWith({ DEMO: "1" });
  expect((await again.logIn()).statusCode).toBe(200);
  expect((await again.introduce()).statusCode).toBe(200);
  await again.close();
  rmSync(directory, { recursive: true, force: true });
}, 120_000);

it("gives the demo's site its private page, also in a database from before there were any", async () => {
  const storage = await openPglite("memory://");
  const config = loadConfig({ DEMO: "1" });
  const sites = createSites(storage.database);
  const start = async () => {
    const app = await buildApp({ config, secret: "s".repeat(40), storage });
    await app.close();
    return sites.byKey("demo");
  };
  const made = await start();
  expect(privacyOf(made)).toEqual({ ...NO_RULES, blockedPages: ["/private"] });
  expect(made?.policyVersion).toBe(1);

  const store = (policy: unknown) => storage.database.update(siteTable).set({ policy });
  await store({ allows: ["view"] });
  const old = await start();
  expect(privacyOf(old)).toEqual({ ...NO_RULES, blockedPages: ["/private"] });
  expect(allowsOf(old, "anybody")).toEqual(["view"]);

  // What somebody has set stays, also if it cannot be read.
  for (const privacy of [NO_RULES, null, "broken"]) {
    await store({ allows: ["view"], privacy });
    expect((await start())?.policy).toEqual({ allows: ["view"], privacy });
  }
  await storage.close();
}, 120_000);

it("makes the first agent and the first site of a production server", async () => {
  const directory = mkdtempSync(join(tmpdir(), "alongside-admin-"));
  const secret = "a production secret that is long enough for it";
  const env = { ...process.env, NODE_ENV: "production", SECRET: secret, DATA_DIR: directory };
  const admin = (...words: string[]) =>
    run(process.execPath, ["--import", "tsx", "signaling/admin.ts", ...words], { env });

  const agent = await admin("add-agent", "Ada@Example.com", "admin");
  const password = /^Password: (\S+)$/m.exec(agent.stdout)?.[1] ?? "";
  expect(password.length).toBeGreaterThanOrEqual(20);
  const site = await admin("add-site", "Example", "https://www.example.com");
  const key = /^Site key: (\S+)$/m.exec(site.stdout)?.[1] ?? "";
  expect(site.stdout).toContain(`data-site="${key}"></script>`);
  for (const words of [
    ["add-agent", "nobody", "admin"],
    ["add-agent", "a@b.example", "king"],
    ["add-site", "Example", "https://*.example.com"],
    ["add-site", "Example", "ftp://www.example.com"],
    ["add-site", "x".repeat(300), "https://www.example.com"],
    [],
  ]) {
    await expect(admin(...words)).rejects.toMatchObject({
      stderr: expect.stringContaining("Usage"),
    });
  }
  await expect(admin("add-agent", "ada@example.com", "agent")).rejects.toMatchObject({
    stderr: expect.stringContaining("already"),
  });

  const assets = ["https://cdn.example.com", "https://img.example.com:8443"];
  const allowed = await admin("allow-assets", key, ...assets);
  for (const origin of assets) expect(allowed.stdout).toContain(`\n  ${origin}\n`);
  for (const words of [
    ["allow-assets"],
    ["allow-assets", key, "https://cdn.example.com/"],
    ["allow-assets", key, "*"],
  ]) {
    await expect(admin(...words)).rejects.toMatchObject({
      stderr: expect.stringContaining("Usage"),
    });
  }
  const tooMany = Array.from({ length: 21 }, (_, at) => `https://cdn${at}.example`);
  await expect(admin("allow-assets", key, ...tooMany)).rejects.toMatchObject({
    stderr: expect.stringContaining("at most 20"),
  });
  await expect(admin("allow-assets", "nobody", ...assets)).rejects.toMatchObject({
    stderr: expect.stringContaining("no site"),
  });

  const storage = await openPglite(join(directory, "db"));
  const kept = await createSites(storage.database).byKey(key);
  expect(assetOriginsOf(kept)).toEqual(assets);
  // The rest of the policy is as it was.
  expect(allowsOf(kept, "anybody")).toEqual(["view", "control", "screen"]);
  const app = await buildApp({ config: loadConfig(env), secret, storage });
  const login = (payload: object) => app.inject({ method: "POST", url: "/v1/login", payload });
  expect((await login({ email: "ada@example.com", password })).statusCode).toBe(200);
  // No demo in production: neither its logins nor its shop nor its site.
  expect((await login({ email: "agent@demo.test", password: "demo" })).statusCode).toBe(401);
  expect((await app.inject("/")).statusCode).toBe(404);
  const introduce = (siteKey: string, origin: string) =>
    app.inject({
      method: "POST",
      url: "/v1/customers",
      headers: { origin },
      payload: { site: siteKey },
    });
  expect((await introduce(key, "https://www.example.com")).statusCode).toBe(200);
  expect((await introduce(key, "http://localhost:3000")).statusCode).toBe(403);
  expect((await introduce("demo", "http://localhost:3000")).statusCode).toBe(404);
  await app.close();
  await storage.close();
  rmSync(directory, { recursive: true, force: true });
}, 120_000);
