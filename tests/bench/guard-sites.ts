/** The sites that the bench `guard` looks for false alarms on: the demo shop, and two templates (MIT). */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, extname, join } from "node:path";
import type { Served } from "./bench-server.ts";
import { TABLE_ADDRESS } from "./pages/visit.ts";

export interface Site {
  name: string;
  addresses: readonly string[];
}

const SHOP = [
  ...["/", "/products", "/products/ridge-40", "/cart", "/checkout", "/account", "/private"],
  ...["/app", "/app/orders", "/app/orders/17", "/app/settings", "/delivery-map", TABLE_ADDRESS],
];
const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
};
const require = createRequire(import.meta.url);

/** @returns the sites, and the files of the templates by address */
export function readSites(): { sites: Site[]; served: Record<string, Served> } {
  const served: Record<string, Served> = {};
  const template = (name: string, packageFile: string): Site => {
    const root = join(dirname(packageFile), "dist");
    for (const file of readdirSync(root, { recursive: true, encoding: "utf8" })) {
      const type = TYPES[extname(file)];
      if (type) served[`/${name}/${file}`] = { type, body: readFileSync(join(root, file)) };
    }
    const isPage = (address: string) =>
      address.startsWith(`/${name}/`) &&
      address.endsWith(".html") &&
      // One that sends everybody on to another has nothing to show.
      !String(served[address]?.body).includes('http-equiv="refresh"');
    return { name, addresses: Object.keys(served).filter(isPage) };
  };
  const sites = [
    { name: "demo shop", addresses: SHOP },
    template("admin-lte", require.resolve("admin-lte/package.json")),
    template("sb-admin", require.resolve("startbootstrap-sb-admin/package.json")),
  ];
  return { sites, served };
}
