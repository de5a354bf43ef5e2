/** A website of a few files, and its log: for what no page of the shop has. */
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export interface SiteFile {
  type: string;
  /** Made anew for every address, where it is a function: undefined once it is gone. */
  body: string | Buffer | ((address: string) => string | Buffer | undefined);
  /** Where it is a function, they follow those of the request. */
  headers?: Record<string, string> | ((asked: IncomingHttpHeaders) => Record<string, string>);
}

export interface SmallSite {
  origin: string;
  /** Every address that was asked for, path and query, since it was emptied last. */
  asked: string[];
  /** How often a path was asked for, with whatever query. */
  countOf(path: string): number;
  close(): void;
}

/**
 * @param host - the name that it goes by: `localhost` and `127.0.0.1` are two sites on one machine
 * @param filesOf - by path; made once the origin is known
 */
export async function startSmallSite(
  host: string,
  filesOf: (origin: string) => Record<string, SiteFile>,
): Promise<SmallSite> {
  const asked: string[] = [];
  let files: Record<string, SiteFile> = {};
  const pathOf = (address: string) => new URL(address, "http://localhost").pathname;
  const server = createServer(({ url = "", headers: askedWith }, response) => {
    asked.push(url);
    const file = files[pathOf(url)];
    const body = typeof file?.body === "function" ? file.body(url) : file?.body;
    if (!file || body === undefined) return response.writeHead(404).end();
    const headers = typeof file.headers === "function" ? file.headers(askedWith) : file.headers;
    response.writeHead(200, { "content-type": file.type, ...headers }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://${host}:${(server.address() as AddressInfo).port}`;
  files = filesOf(origin);
  return {
    origin,
    asked,
    countOf: (path) => asked.filter((each) => pathOf(each) === path).length,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
