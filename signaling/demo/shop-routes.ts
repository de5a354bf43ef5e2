/**
 * The demo shop: an ordinary website with the widget on it. It knows nothing of Alongside but the
 * one script tag, and can be served from any origin.
 */
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import cookie from "@fastify/cookie";
import type { FastifyPluginAsync, FastifyReply } from "fastify";
import { PRODUCTS, type Product } from "./products.ts";

export interface ShopOptions {
  /** Origin of the widget's server; empty when the shop is served by it. */
  widgetHost: string;
  siteKey: string;
  contentSecurityPolicy?: string;
  /** More pages, address to HTML, with the same placeholders; for trying things out. */
  extraPages?: Readonly<Record<string, string>>;
  /** Told every address that is asked for. */
  onRequest?(address: string): void;
}

const directory = join(import.meta.dirname, "..", "..", "widget", "demo");
const COOKIE = "shop_account";

const TYPES: Record<string, string> = {
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
};

const PAGES: Record<string, string> = {
  "/": "home",
  "/products": "products",
  "/cart": "cart",
  "/checkout": "checkout",
  "/account": "account",
  "/private": "private",
  "/app": "app",
  "/app/orders": "app",
  "/app/orders/17": "app",
  "/app/settings": "app",
  "/delivery-map": "delivery-map",
};

export const shopRoutes: FastifyPluginAsync<ShopOptions> = async (app, options) => {
  if (!app.hasReplyDecorator("setCookie")) await app.register(cookie);
  const { widgetHost, siteKey, contentSecurityPolicy, extraPages = {}, onRequest } = options;
  const read = (name: string) => readFileSync(join(directory, `${name}.html`), "utf8");
  const header = read("header").trimEnd();

  const fill = (html: string) =>
    html
      .replaceAll("{{HEADER}}", header)
      .replaceAll("{{WIDGET_HOST}}", widgetHost)
      .replaceAll("{{SITE_KEY}}", siteKey);

  const send = (reply: FastifyReply, html: string, status = 200) => {
    // The account's cookie comes with the first visit: there is nobody to log in as.
    reply.setCookie(COOKIE, "jo", { path: "/", httpOnly: true, sameSite: "lax" });
    if (contentSecurityPolicy !== undefined) {
      reply.header("content-security-policy", contentSecurityPolicy);
    }
    return reply.code(status).type("text/html; charset=utf-8").send(fill(html));
  };

  if (onRequest) app.addHook("onRequest", async (request) => onRequest(request.url));

  for (const [address, name] of Object.entries(PAGES)) {
    const html = read(name).replace("{{PRODUCTS}}", PRODUCTS.map(listItem).join("\n"));
    app.get(address, (_request, reply) => send(reply, html));
  }
  const template = read("product");
  for (const product of PRODUCTS) {
    const html = fillProduct(template, product);
    app.get(`/products/${product.slug}`, (_request, reply) => send(reply, html));
  }
  for (const [address, html] of Object.entries(extraPages)) {
    app.get(address, (_request, reply) => send(reply, html));
  }

  // Read once at the start: what is not in the folder then is not there.
  for (const name of readdirSync(join(directory, "assets"))) {
    const bytes = readFileSync(join(directory, "assets", name));
    app.get(`/assets/${name}`, (_request, reply) => reply.type(typeOf(name)).send(bytes));
  }
  for (const name of readdirSync(join(directory, "account"))) {
    const bytes = readFileSync(join(directory, "account", name));
    app.get(`/account/assets/${name}`, (request, reply) =>
      request.cookies[COOKIE] === undefined
        ? reply.code(401).send({ error: "shop-cookie-required" })
        : reply.header("cache-control", "private").type(typeOf(name)).send(bytes),
    );
  }

  const notFound = read("not-found");
  app.setNotFoundHandler((_request, reply) => send(reply, notFound, 404));
};

const typeOf = (name: string) => TYPES[extname(name)] ?? "application/octet-stream";

function listItem({ slug, name, line, pricePounds, image }: Product): string {
  return [
    `        <li><a href="/products/${slug}">`,
    `<img src="/assets/${image}.svg" width="800" height="840" alt="" loading="lazy">`,
    `<b>${escapeHtml(name)}</b><span>${escapeHtml(line)} £${pricePounds}</span></a></li>`,
  ].join("");
}

function fillProduct(template: string, product: Product): string {
  return template
    .replaceAll("{{NAME}}", escapeHtml(product.name))
    .replaceAll("{{HEADING}}", escapeHtml(product.heading))
    .replaceAll("{{LINE}}", escapeHtml(product.line))
    .replaceAll("{{PRICE}}", String(product.pricePounds))
    .replaceAll("{{IMAGE}}", product.image)
    .replaceAll("{{SLUG}}", product.slug);
}

function escapeHtml(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
