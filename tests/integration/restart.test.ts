import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import type { TestServer } from "../support/server.ts";
import {
  connectCustomer,
  connectDesk,
  factTypes,
  logIn,
  startSession,
} from "../support/signaling-client.ts";

const directories: string[] = [];
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  for (const directory of directories.splice(0))
    rmSync(directory, { recursive: true, force: true });
});

/** The server as its own process, on a directory that outlives it. */
async function startProcess(directory: string, env: Record<string, string> = {}) {
  const child = spawn(process.execPath, ["--import", "tsx", "signaling/server.ts"], {
    env: { ...process.env, PORT: "0", DATA_DIR: directory, DEMO: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk) => {
      output += chunk;
    });
  }
  const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
  const origin = () => /(http:\/\/127\.0\.0\.1:\d+)\/agent/.exec(output)?.[1];
  return { child, ended, origin, output: () => output };
}

async function ready(started: Awaited<ReturnType<typeof startProcess>>): Promise<TestServer> {
  await vi.waitFor(() => expect(started.origin(), started.output()).toBeDefined(), {
    timeout: 60_000,
    interval: 100,
  });
  return { origin: started.origin() ?? "", secret: "" } as TestServer;
}

function makeDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "alongside-"));
  directories.push(directory);
  return directory;
}

it("survives kill -9: logins, customers, conversations and the session are still there", async () => {
  const directory = makeDirectory();
  const first = await startProcess(directory);
  const before = await startSession(await ready(first));
  first.child.kill("SIGKILL");
  await first.ended;

  const second = await startProcess(directory);
  const server = await ready(second);
  // The same cookie and the same token, given out by the process that was killed.
  const desk = await connectDesk(server, before.cookie);
  const welcome = await desk.heard("welcome");
  expect(welcome["conversations"]).toMatchObject([
    { id: before.conversation, session: { id: before.session, phase: "granted" } },
  ]);
  const customer = await connectCustomer(server, before.customer.token, before.customer.load);
  const greeting = await customer.heard("welcome");
  expect((greeting["entries"] as unknown[]).length).toBeGreaterThanOrEqual(4);
  expect(greeting["session"]).toMatchObject({ id: before.session });
  customer.send({
    type: "fact.write",
    session: before.session,
    seq: 2,
    body: { type: "session.ended", reason: "customer-ended" },
  });
  await vi.waitFor(() => expect(factTypes(customer)).toContain("session.ended"));
  second.child.kill("SIGTERM");
  expect(await second.ended).toBe(0);
}, 120_000);

it("does not open a data directory that another server holds", async () => {
  const directory = makeDirectory();
  const first = await startProcess(directory);
  await logIn(await ready(first));
  const second = await startProcess(directory);
  expect(await second.ended).toBe(1);
  expect(second.output()).toContain("in use by another server");
}, 120_000);

it("names every bad setting at once, and never a value", async () => {
  const started = await startProcess(makeDirectory(), {
    PORT: "eighty",
    SECRET: "short-and-secret",
    LOG_LEVEL: "shout",
  });
  expect(await started.ended).toBe(1);
  for (const name of ["PORT", "SECRET", "LOG_LEVEL"]) expect(started.output()).toContain(name);
  expect(started.output()).not.toMatch(/eighty|short-and-secret|shout/);
}, 60_000);
