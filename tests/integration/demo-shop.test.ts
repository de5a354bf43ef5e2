import Fastify from "fastify";
import { afterAll, beforeAll, expect, it } from "vitest";
import { shopRoutes } from "../../signaling/demo/shop-routes.ts";

const app = Fastify();
beforeAll(() => app.register(shopRoutes, { widgetHost: "https://help.example", siteKey: "demo" }));
afterAll(() => app.close());

const ADDRESSES = [
  "/",
  "/products",
  "/products/ridge-40",
  "/products/fell-28",
  "/products/tarn-lamp",
  "/products/rain-cover",
  "/products/stuff-sacks",
  "/cart",
  "/checkout",
  "/account",
  "/private",
];

async function read(url: string, headers: Record<string, string> = {}) {
  const response = await app.inject({ url, headers });
  return { status: response.statusCode, text: response.body, headers: response.headers };
}

it.each([
  ...ADDRESSES,
  "/app",
  "/app/orders",
  "/app/orders/17",
  "/app/settings",
])("%s is there without a redirect, with the widget on it and nothing inline", async (address) => {
  const { status, text } = await read(address);
  expect(status).toBe(200);
  expect(text).toContain(
    '<script async src="https://help.example/widget.js" data-site="demo"></script>',
  );
  expect(text).not.toMatch(/\{\{/);
  // Works under `default-src 'self'`: no inline script, style or handler.
  expect(text).not.toMatch(/<script(?![^>]*\bsrc=)/);
  expect(text).not.toMatch(/<style|\sstyle=|\son[a-z]+=/);
  for (const link of ["/products", "/cart", "/checkout", "/account", "/app", "/private"]) {
    expect(text).toContain(`<a href="${link}"`);
  }
  const current = [...text.matchAll(/<a href="([^"]+)" aria-current/g)].map(([, link]) => link);
  expect(current).toEqual(address === "/" ? [] : [`/${address.split("/")[1]}`]);
});

it("has one h1 on each page, that no other page and no link repeats", async () => {
  const headings: string[] = [];
  const links = new Set<string>();
  for (const address of ADDRESSES) {
    const { text } = await read(address);
    const found = [...text.matchAll(/<h1[^>]*>([^<]+)<\/h1>/g)].map(([, words = ""]) => words);
    expect(found, address).toHaveLength(1);
    headings.push(...found);
    for (const [, words = ""] of text.matchAll(/<a [^>]*>([^<]+)</g)) links.add(words.trim());
  }
  expect(new Set(headings).size).toBe(headings.length);
  expect(headings.filter((heading) => links.has(heading))).toEqual([]);
});

it("gives the account's images and styles only to who has been in the shop", async () => {
  const files = ["/account/assets/account.css", "/account/assets/badge.svg"];
  for (const file of files) expect((await read(file)).status).toBe(401);
  const { headers } = await read("/");
  const cookie = String(headers["set-cookie"]).split(";")[0] ?? "";
  expect(String(headers["set-cookie"])).toMatch(/HttpOnly/);
  for (const file of files) expect((await read(file, { cookie })).status).toBe(200);
});

it("has a form control of every kind on the product page", async () => {
  const { text } = await read("/products/ridge-40");
  const kinds =
    "text email tel url search number range date time datetime-local month week color file checkbox radio hidden image button";
  for (const kind of kinds.split(" ")) expect(text, kind).toContain(`type="${kind}"`);
  for (const element of [
    "select",
    "textarea",
    "datalist",
    "output",
    "meter",
    "progress",
    "dialog",
  ]) {
    expect(text, element).toContain(`<${element}`);
  }
  expect(text).toContain('contenteditable="true"');
});

it("answers what it does not have with a page of its own", async () => {
  const { status, text } = await read("/nowhere");
  expect(status).toBe(404);
  expect(text).toContain("No path here");
});
