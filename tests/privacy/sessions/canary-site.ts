/**
 * The customer's website: the pages that the sessions write, and what these load. Many of the things
 * that pages name are not there, on purpose: `/no/...`.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { plainPng } from "../../support/png.ts";
import { escapeHtml } from "../corpus/content.ts";
import type { Served } from "./served.ts";

export interface CanarySite {
  origin: string;
  /** By path, until it is written again. */
  write(path: string, page: Served): void;
  close(): void;
}

const html = (body: string): Served => ({ type: "text/html; charset=utf-8", body });

const css = (body: string): Served => ({ type: "text/css", body });

/** Says a text in every way that a page can. */
const framed = (says: string) =>
  html(`<!doctype html><title>${says}</title><meta name="user" content="${says}">
    <style>p::before { content: "${says}" }</style><h1 title="${says}">${says}</h1><p data-x="${says}">x</p>
    <input value="${says}"><img src="/no/${says}.png" alt="${says}"><svg><text y="9">${says}</text></svg>`);

const CONTENT = (says: string) =>
  `.cobrowse-redacted::before, [data-cobrowse="redact"]::before, [data-pii]::before { content: "${says}" }`;

/** By the name of the sheet. */
const SHEETS: Record<string, (says: string) => string> = {
  "small-content": CONTENT,
  "large-content": (says) => `${CONTENT(says)}\n${".none { color: red }\n".repeat(100)}`,
  "import-content": (says) => `@import "/sheet/small-content?says=${says}"; .none { color: red }`,
  behind: (says) => `.behind { background: url("${says}"); height: 40px }`,
};

export async function startCanarySite(): Promise<CanarySite> {
  const plain: Served = { type: "image/png", body: plainPng(20, 20, [90, 90, 90]) };
  const written = new Map<string, Served>([["/plain.png", plain]]);
  const answerTo = (address: string): Served | undefined => {
    const { pathname, searchParams } = new URL(address, "http://localhost");
    const page = written.get(pathname);
    if (page) return page;
    const says = escapeHtml(searchParams.get("says") ?? "");
    const [, folder, name = ""] = pathname.split("/");
    if (folder === "framed") return framed(escapeHtml(decodeURIComponent(name)));
    const sheet = folder === "sheet" ? SHEETS[name] : undefined;
    return sheet && css(sheet(says));
  };
  const server = createServer(({ url = "" }, response) => {
    const served = answerTo(url);
    if (!served) return response.writeHead(404).end();
    // Kept by the browser, so that what a page has shown can be read again.
    const headers = { "content-type": served.type, "cache-control": "max-age=600" };
    response.writeHead(
      200,
      served.type.startsWith("text/html") ? { ...headers, "cache-control": "no-store" } : headers,
    );
    response.end(served.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    write: (path, page) => void written.set(path, page),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
