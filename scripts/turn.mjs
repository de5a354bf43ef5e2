/**
 * `npm run turn`: a relay for a developer's machine. Runs the system's coturn with the shipped
 * coturn.conf and what two browsers on one machine need besides, and says how to start the server
 * with it. `npm run turn -- --port 3479` listens elsewhere.
 */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { register } from "tsx/esm/api";

const USAGE = "Usage: npm run turn [-- --port PORT]";

/** The relay's secret: the environment's, or made once and readable by its owner alone. */
function secretIn(directory) {
  if (process.env.TURN_SECRET) return process.env.TURN_SECRET;
  const file = join(directory, "secret");
  if (!existsSync(file)) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    writeFileSync(file, randomBytes(32).toString("base64url"), { mode: 0o600 });
  }
  return readFileSync(file, "utf8");
}

function portFrom(args) {
  const { values } = parseArgs({ args, options: { port: { type: "string", default: "3478" } } });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(USAGE);
  return port;
}

async function run() {
  let coturn;
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.on(signal, () => (coturn ? void coturn.stop() : process.exit(1)));
  }
  const port = portFrom(process.argv.slice(2));
  const directory = join(process.env.DATA_DIR || "./data", "turn");
  register();
  const { developmentLines, startCoturn } = await import("./coturn.ts");
  const secret = secretIn(directory);
  coturn = await startCoturn({ directory, secret, port, lines: developmentLines(port) });
  console.log(`
The relay listens on 127.0.0.1:${port}, for this machine alone. Its log: ${directory}/turnserver.log

Start the server with it:
  TURN_URLS=turn:127.0.0.1:${port} TURN_SECRET=${secret} npm start
and with ICE_TRANSPORT_POLICY=relay before it to have every session go over the relay.
`);
  await coturn.ended;
}

run().catch((error) => {
  console.error(error.code?.startsWith("ERR_PARSE_ARGS") ? USAGE : error.message);
  process.exitCode = 1;
});
