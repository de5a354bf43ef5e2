/**
 * `npm run dev`: like `npm start`, and goes on as the sources change. A change of the widget or the
 * agent's pages builds them anew and reloads the pages that are open; a change of the server starts
 * it again.
 */
import { spawn } from "node:child_process";
import { watch } from "node:fs";
import { createServer } from "node:http";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildAll } from "./build.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const DEBOUNCE_MS = 150;

/** Pages ask here whether to reload; a port of its own, so that the server knows nothing of it. */
const listening = new Set();
const reloads = createServer((_request, response) => {
  response.writeHead(200, {
    "content-type": "text/event-stream",
    "access-control-allow-origin": "*",
  });
  listening.add(response);
  response.on("close", () => listening.delete(response));
});
await new Promise((resolve) => reloads.listen(0, "127.0.0.1", resolve));
const reloadAddress = `http://127.0.0.1:${reloads.address().port}/`;

const rebuild = async () => {
  try {
    await buildAll({ reloadAddress });
    for (const response of listening) response.write("data: reload\n\n");
  } catch (error) {
    console.error(error.message);
  }
};

let server;
const restart = () => {
  const previous = server;
  server = undefined;
  const begin = () => {
    server = spawn(process.execPath, ["--import", "tsx", "signaling/server.ts"], {
      cwd: root,
      stdio: "inherit",
      env: { ...process.env, DEV_RELOAD_URL: reloadAddress },
    });
  };
  if (!previous || previous.exitCode !== null) return begin();
  previous.once("exit", begin);
  previous.kill("SIGTERM");
};

/** Calls `work` once when the changes of these folders have settled. */
function onChange(folders, work) {
  let timer;
  for (const folder of folders) {
    watch(join(root, folder), { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(work, DEBOUNCE_MS);
    });
  }
}

await rebuild();
restart();
onChange(["widget", "agent-ui", "preview", "peer"], rebuild);
onChange(["signaling", "peer/protocol", "peer/session"], restart);
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    server?.kill("SIGTERM");
    process.exit();
  });
}
