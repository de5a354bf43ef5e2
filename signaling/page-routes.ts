/** The pages and scripts that browsers get from here, each with its content security policy. */
import { createReadStream, existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import { HttpError } from "./http-error.ts";

interface PageRoutesOptions {
  /** Holds `widget/`, `agent/` and `preview/` as they were built. */
  distDirectory: string;
  publicUrl: string | undefined;
  devReloadUrl: string | undefined;
}

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".map": "application/json",
};

const YEAR = "public, max-age=31536000, immutable";

export const pageRoutes: FastifyPluginAsync<PageRoutesOptions> = async (app, options) => {
  const { distDirectory, publicUrl, devReloadUrl } = options;

  /**
   * A name from an address is only ever looked up in what the folder holds. What is not there now
   * may be there soon: only what is found is kept by browsers.
   */
  async function sendFrom(
    reply: FastifyReply,
    folder: string,
    name: string,
    cacheControl: string,
  ): Promise<unknown> {
    const directory = join(distDirectory, folder);
    const names = existsSync(directory) ? await readdir(directory) : [];
    if (!names.includes(basename(name)) || basename(name) !== name) {
      throw new HttpError(404, "not-found");
    }
    return reply
      .header("x-content-type-options", "nosniff")
      .header("cache-control", cacheControl)
      .type(TYPES[extname(name)] ?? "application/octet-stream")
      .send(createReadStream(join(directory, name)));
  }

  /** Any site may load the widget; what it may do is decided when it asks for something. */
  const forAnySite = (reply: FastifyReply) =>
    reply
      .header("access-control-allow-origin", "*")
      .header("cross-origin-resource-policy", "cross-origin");

  app.get("/widget.js", (_request, reply) => {
    forAnySite(reply);
    return sendFrom(reply, "widget", "widget.js", "public, max-age=300");
  });
  app.get<{ Params: { name: string } }>("/widget/:name", (request, reply) => {
    forAnySite(reply);
    return sendFrom(reply, "widget", request.params.name, YEAR);
  });
  app.get<{ Params: { name: string } }>("/agent/assets/:name", (request, reply) =>
    sendFrom(reply, "agent/assets", request.params.name, YEAR),
  );

  app.get<{ Params: { name: string } }>("/preview/assets/:name", (request, reply) =>
    sendFrom(reply, "preview/assets", request.params.name, YEAR),
  );

  /** Where our pages may connect to: here, and in development to who tells them to reload. */
  const connectSources = (request: FastifyRequest) => {
    const origin = publicUrl ?? `${request.protocol}://${request.headers.host}`;
    return ["'self'", origin.replace(/^http/, "ws"), devReloadUrl].filter(Boolean).join(" ");
  };

  const sendPage = (
    reply: FastifyReply,
    folder: "agent" | "preview",
    name: string,
    policy: readonly string[],
  ) => {
    reply
      .header("content-security-policy", policy.join("; "))
      .header("referrer-policy", "no-referrer")
      .header("x-dns-prefetch-control", "off")
      // The preview is opened by a page of any origin, and gets all that it shows from that one.
      .header("cross-origin-opener-policy", folder === "preview" ? "unsafe-none" : "same-origin");
    return sendFrom(reply, folder, name, "no-cache");
  };

  const pages = {
    "/agent": "desk.html",
    "/agent/insights": "insights.html",
    "/agent/settings": "settings.html",
  };
  for (const [address, page] of Object.entries(pages)) {
    app.get(address, (request, reply) =>
      sendPage(reply, "agent", page, [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        `connect-src ${connectSources(request)}`,
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
      ]),
    );
  }

  // The replica's frame inherits this policy: the customer's page, and whatever is planted in it,
  // can load nothing but what we hand it as `blob:` or `data:`. Its recorded styles are inline;
  // `'self'` is missing there on purpose, or a planted style sheet could call this server.
  const replicaPolicy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'unsafe-inline'",
    "img-src blob: data:",
    "font-src blob: data:",
    "media-src blob: data:",
    "base-uri 'none'",
    "form-action 'none'",
  ];
  app.get("/agent/cobrowse", (request, reply) =>
    sendPage(reply, "agent", "viewer.html", [
      ...replicaPolicy,
      `connect-src ${connectSources(request)}`,
      "frame-ancestors 'self'",
    ]),
  );
  // What it shows comes from the page that has opened it.
  app.get("/preview", (_request, reply) =>
    sendPage(reply, "preview", "preview.html", [
      ...replicaPolicy,
      `connect-src ${devReloadUrl ?? "'none'"}`,
      "frame-ancestors 'none'",
    ]),
  );
};
