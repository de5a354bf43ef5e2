/** `npm start`: builds what is missing or older than its sources, then runs the server in this process. */
import { register } from "tsx/esm/api";
import { bundlesAreStale } from "./bundle-stamp.mjs";

process.env.NODE_ENV ??= "development";
if (bundlesAreStale()) {
  console.log("Building the browser bundles ...");
  const { buildAll } = await import("./build.mjs");
  await buildAll();
}
register();
await import("../signaling/server.ts");
