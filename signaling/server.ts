/** The process: reads the environment, opens the database, listens, and closes in good order. */
import { join } from "node:path";
import closeWithGrace from "close-with-grace";
import { pino } from "pino";
import { buildApp } from "./app.ts";
import { loadConfig } from "./config.ts";
import { DEMO_LOGINS, DEMO_PASSWORD } from "./demo/demo-data.ts";
import { loggableError } from "./loggable-error.ts";
import { demoSecret, lockDataDirectory } from "./storage/data-directory.ts";
import { openPglite } from "./storage/open-pglite.ts";
import { openPostgres } from "./storage/open-postgres.ts";

const say = (line: string) => process.stdout.write(`${line}\n`);

async function start(): Promise<void> {
  const config = loadConfig(process.env);
  const logger = pino(
    {
      level: config.isDemo ? quieter(config.logLevel) : config.logLevel,
      serializers: { err: loggableError },
    },
    config.isDemo ? pino.destination(2) : pino.destination(1),
  );

  const unlock =
    config.databaseUrl === undefined ? await lockDataDirectory(config.dataDirectory) : () => {};
  const opening = Date.now();
  const slow = setTimeout(
    () => say("Opening the database (a first start takes about 5 s) ..."),
    1_000,
  );
  const storage =
    config.databaseUrl === undefined
      ? await openPglite(join(config.dataDirectory, "db"))
      : openPostgres(config.databaseUrl);
  clearTimeout(slow);
  logger.debug({ ms: Date.now() - opening }, "database open");

  const secret = config.secret ?? demoSecret(config.dataDirectory);
  const app = await buildApp({ config, secret, storage, logger });
  closeWithGrace({ delay: 5_000, logger: false }, async () => {
    await app.close();
    await storage.close();
    unlock();
  });
  await app.listen({ port: config.port, host: config.host }).catch((error) => {
    throw new Error(whyNotListening(error));
  });

  const address = app.server.address();
  const port = typeof address === "object" && address !== null ? address.port : config.port;
  const host = config.host === "0.0.0.0" || config.host === "::" ? "localhost" : config.host;
  const origin = config.publicUrl ?? `http://${host}:${port}`;
  say("");
  say("Alongside is ready.");
  if (config.isDemo) {
    say("");
    say(`  Shop (be the customer)   ${origin}/`);
    say(`  Desk (be the agent)      ${origin}/agent`);
    say("");
    say(`  Logins, all with the password "${DEMO_PASSWORD}":`);
    for (const { email, role } of DEMO_LOGINS) say(`    ${email.padEnd(20)} ${role}`);
    say("");
    say(
      "  Open the two in different browsers or windows, write in the shop's chat (bottom right),",
    );
    say("  answer at the desk, then press Request Cobrowse.");
  } else {
    say(`  Desk    ${origin}/agent`);
    say(`  Script  ${origin}/widget.js`);
  }
  say("");
}

/** In a demo the terminal is for the person who tries it; warnings still come through. */
const quieter = (level: string) => (level === "info" ? "warn" : level);

/** What the person who started it can mend, by the name of the setting and never by its value. */
function whyNotListening({ code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case "EADDRINUSE":
      return "PORT is in use by another program. Stop that, or set another PORT.";
    case "EACCES":
      return "PORT may not be listened on by this user. Set one above 1023.";
    case "ENOTFOUND":
    case "EADDRNOTAVAIL":
      return "HOST is no address of this machine.";
    default:
      return message;
  }
}

/** Drizzle wraps what the driver said, which names the host; only its code may be told. */
function whyNotStarted(error: NodeJS.ErrnoException): string {
  const code = error.code ?? (error.cause as NodeJS.ErrnoException | undefined)?.code;
  const isOfDatabase = "query" in error || code !== undefined;
  return isOfDatabase
    ? `The database does not answer (${code ?? "no reason given"}).`
    : error.message;
}

start().catch((error: Error) => {
  process.stderr.write(`\nAlongside did not start. ${whyNotStarted(error)}\n`);
  process.exit(1);
});
