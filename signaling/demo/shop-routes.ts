/**
 * The demo shop: an ordinary website with the widget on it. It knows nothing of Alongside but the
 * one script tag, and can be served from any origin.
 */
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import cookie from "@fastify/cookie";
import type { FastifyInstance, FastifyPluginAsync, FastifyReply } from "fastify";
import { escapeHtml, productListHtml, productPlaceholders } from "./product-html.ts";
import { PRODUCTS } from "./products.ts";

export interface ShopOptions {
  /** Origin of the widget's server; empty when the shop is served by it. */
  widgetHost: string;
  siteKey: string;
  contentSecurityPolicy?: string;
  /** More pages, address to HTML, with the same placeholders; for trying things out. */
  extraPages?: Readonly<Record<string, string>>;
  /** The shop's own log: every address that is asked for, and by which browser. */
  onRequestLogged?: (url: string, userAgent: string) => void;
}

const directory = join(import.meta.dirname, "..", "..", "widget", "demo");
const COOKIE = "shop_account";

const TYPES: Record<string, string> = {
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
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
  const { widgetHost, siteKey, contentSecurityPolicy, extraPages = {}, onRequestLogged } = options;
  if (!app.hasReplyDecorator("setCookie")) await app.register(cookie);
  if (onRequestLogged) {
    app.addHook("onRequest", async ({ url, headers }) =>
      onRequestLogged(url, headers["user-agent"] ?? ""),
    );
  }

  const header = readPage("header").trimEnd();
  const everywhere = { WIDGET_HOST: escapeHtml(widgetHost), SITE_KEY: escapeHtml(siteKey) };

  function send(reply: FastifyReply, html: string, status = 200) {
    // The account's cookie comes with the first visit: there is nobody to log in as.
    reply.setCookie(COOKIE, "jo", { path: "/", httpOnly: true, sameSite: "lax" });
    if (contentSecurityPolicy !== undefined) {
      reply.header("content-security-policy", contentSecurityPolicy);
    }
    return reply.code(status).type("text/html; charset=utf-8").send(html);
  }

  function addPage(address: string, template: string, values: Record<string, string> = {}) {
    const HEADER = markCurrent(header, address);
    const html = fill(template, { ...everywhere, HEADER, ...values });
    app.get(address, (_request, reply) => send(reply, html));
  }

  for (const [address, name] of Object.entries(PAGES)) {
    addPage(address, readPage(name), { PRODUCTS: productListHtml(PRODUCTS) });
  }
  for (const product of PRODUCTS) {
    addPage(`/products/${product.slug}`, readPage(product.page), productPlaceholders(product));
  }
  for (const [address, html] of Object.entries(extraPages)) addPage(address, html);
  addFiles(app);

  const notFound = fill(readPage("not-found"), { ...everywhere, HEADER: header });
  app.setNotFoundHandler(({ url }, reply) => {
    // What programs ask for is not the shop's to answer.
    if (/^\/(?:v1|signaling|agent|widget|docs)(?:[/?]|$)/.test(url)) {
      return reply.code(404).send({ error: "not-found" });
    }
    return send(reply, notFound, 404);
  });
};

/** Files are read once, at the start: what is not in the folders then is not there. */
function addFiles(app: FastifyInstance): void {
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
}

const readPage = (name: string) => readFileSync(join(directory, `${name}.html`), "utf8");

const typeOf = (name: string) => TYPES[extname(name)] ?? "application/octet-stream";

/** In one pass, so that what a value says is never taken for a placeholder. */
function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{([A-Z_]+)\}\}/g, (whole, name: string) => values[name] ?? whole);
}

/** `/products/ridge-40` belongs to the link to `/products`. */
function markCurrent(header: string, address: string): string {
  const section = `/${address.split("/")[1] ?? ""}`;
  const value = section === address ? "page" : "true";
  return header.replace(`href="${section}"`, `$& aria-current="${value}"`);
}
