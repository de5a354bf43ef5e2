/** A website of a few files, and its log: for what no page of the shop has. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface SiteFile {
  type: string;
  /** Made anew for every request, where it is a function. */
  body: string | Buffer | (() => Buffer);
  headers?: Record<string, string>;
}

export interface SmallSite {
  origin: string;
  /** How often each path was asked for. */
  countOf(path: string): number;
  close(): void;
}

/**
 * @param host - the name that it goes by: `localhost` and `127.0.0.1` are two sites on one machine
 * @param files - by path; made once the origin is known
 */
export async function startSmallSite(
  host: string,
  filesOf: (origin: string) => Record<string, SiteFile>,
): Promise<SmallSite> {
  const asked: string[] = [];
  let files: Record<string, SiteFile> = {};
  const server = createServer(({ url = "" }, response) => {
    const { pathname } = new URL(url, "http://localhost");
    asked.push(pathname);
    const file = files[pathname];
    if (!file) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": file.type, ...file.headers });
    response.end(typeof file.body === "function" ? file.body() : file.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://${host}:${(server.address() as AddressInfo).port}`;
  files = filesOf(origin);
  return {
    origin,
    countOf: (path) => asked.filter((each) => each === path).length,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
