/**
 * The first agent and the first site of a production server:
 *
 *   npm run admin -- add-agent EMAIL ROLE
 *   npm run admin -- add-site NAME ORIGIN...
 *
 * who may not log in any more, or may again:
 *
 *   npm run admin -- deactivate-agent EMAIL
 *   npm run admin -- activate-agent EMAIL
 *
 * and what a site lets the agent see of other origins:
 *
 *   npm run admin -- allow-assets SITE_KEY ORIGIN...
 */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import * as v from "valibot";
import { AgentRole } from "../peer/protocol/agent-messages.ts";
import { ShortText } from "../peer/protocol/identifiers.ts";
import { ASSET_ORIGINS_COUNT } from "../peer/protocol/limits.ts";
import { SessionView } from "../peer/protocol/session-messages.ts";
import { createAgentLogins, newAgent } from "./accounts/agent-logins.ts";
import { loadConfig } from "./config.ts";
import { createSites } from "./policy/sites.ts";
import { lockDataDirectory } from "./storage/data-directory.ts";
import { migrate } from "./storage/migrate.ts";
import { openPglite } from "./storage/open-pglite.ts";
import { openPostgres } from "./storage/open-postgres.ts";

const USAGE = `Usage:
  npm run admin -- add-agent EMAIL ROLE        ROLE is agent, manager or admin
  npm run admin -- deactivate-agent EMAIL      a login that is open ends within a minute
  npm run admin -- activate-agent EMAIL
  npm run admin -- add-site NAME ORIGIN...     an origin is like https://shop.example
  npm run admin -- allow-assets SITE_KEY ORIGIN...
      origins whose pictures, style sheets and fonts the customer's browser may read again for the
      agent, besides the site's own; replaces those set before, and without any there are none. A
      page that is open goes on with those that it began with`;

const Email = v.pipe(v.string(), v.trim(), v.toLowerCase(), v.email(), v.maxLength(200));
const SiteName = v.pipe(ShortText, v.trim(), v.minLength(1));
/** Exact: a pattern would never match, and an address with a path or a slash neither. */
const Origin = v.pipe(
  v.string(),
  v.regex(/^https?:\/\/[^*]+$/),
  v.url(),
  v.check((url) => new URL(url).origin === url),
);

async function main([command, ...words]: string[]): Promise<void> {
  if (command === "add-agent") return addAgent(words);
  if (command === "deactivate-agent") return setActive(words, false);
  if (command === "activate-agent") return setActive(words, true);
  if (command === "add-site") return addSite(words);
  if (command === "allow-assets") return allowAssets(words);
  throw new Error(USAGE);
}

async function addAgent([emailText, roleText]: string[]): Promise<void> {
  const email = v.safeParse(Email, emailText);
  const role = v.safeParse(AgentRole, roleText);
  if (!email.success || !role.success) throw new Error(USAGE);
  const password = randomBytes(15).toString("base64url");
  const [name = email.output] = email.output.split("@");
  const agent = await newAgent(email.output, name, role.output, password);
  await withDatabase(async (database) => {
    await createAgentLogins(database)
      .add(agent)
      .catch(() => {
        throw new Error("There is an agent with this email already.");
      });
  });
  process.stdout.write(`\nAdded ${email.output} as ${role.output}.\nPassword: ${password}\n\n`);
}

async function setActive([emailText]: string[], isActive: boolean): Promise<void> {
  const email = v.safeParse(Email, emailText);
  if (!email.success) throw new Error(USAGE);
  await withDatabase(async (database) => {
    const logins = createAgentLogins(database);
    const id = await logins.idOf(email.output);
    if (id === undefined) throw new Error("There is no agent with this email.");
    if (isActive) await logins.activate(id);
    else await logins.deactivate(id);
  });
  process.stdout.write(`\n${isActive ? "Activated" : "Deactivated"} ${email.output}.\n\n`);
}

async function addSite([name, ...origins]: string[]): Promise<void> {
  if (!v.is(SiteName, name) || origins.length === 0) throw new Error(USAGE);
  checkOrigins(origins);
  await withDatabase(async (database, publicUrl) => {
    const site = await createSites(database).add({ name, origins });
    const host = publicUrl ?? "https://YOUR-SERVER";
    process.stdout.write(
      `\nAdded ${name}.\nSite key: ${site.key}\n\nEmbed this in every page of the site:\n` +
        `<script async src="${host}/widget.js" data-site="${site.key}"></script>\n\n`,
    );
  });
}

async function allowAssets([key, ...origins]: string[]): Promise<void> {
  if (key === undefined) throw new Error(USAGE);
  if (origins.length > ASSET_ORIGINS_COUNT) {
    throw new Error(`A site can have at most ${ASSET_ORIGINS_COUNT} of these origins.`);
  }
  if (!v.is(SessionView.entries.assetOrigins, origins)) throw new Error(USAGE);
  checkOrigins(origins);
  await withDatabase(async (database) => {
    const sites = createSites(database);
    const site = await sites.byKey(key);
    if (!site) throw new Error("There is no site with this key.");
    await sites.setAssetOrigins(site.id, origins);
    const list = origins.length === 0 ? " none" : origins.map((origin) => `\n  ${origin}`).join("");
    process.stdout.write(
      `\nAssets of ${site.name} are read from its own origin, and from:${list}\n\n`,
    );
  });
}

function checkOrigins(origins: string[]): void {
  const wrong = origins.find((origin) => !v.is(Origin, origin));
  if (wrong !== undefined) throw new Error(`Not an origin: ${wrong}\n\n${USAGE}`);
}

type Work = (
  database: Parameters<typeof migrate>[0],
  publicUrl: string | undefined,
) => Promise<void>;

async function withDatabase(work: Work): Promise<void> {
  const config = loadConfig(process.env);
  const unlock =
    config.databaseUrl === undefined ? await lockDataDirectory(config.dataDirectory) : () => {};
  const storage =
    config.databaseUrl === undefined
      ? await openPglite(join(config.dataDirectory, "db"))
      : openPostgres(config.databaseUrl);
  try {
    await migrate(storage.database);
    await work(storage.database, config.publicUrl);
  } finally {
    await storage.close();
    unlock();
  }
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
