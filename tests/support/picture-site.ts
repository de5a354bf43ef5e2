/** A small site of pictures, with a log: two origins of one machine, that serve the same. */

import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";

export interface PictureSite {
  origin: string;
  /** Another origin, which lets scripts read what is called `shared`, and nothing else. */
  foreignOrigin: string;
  /** Every address that was asked for, since it was emptied last. */
  requests: string[];
  close(): Promise<void>;
}

const png = readFileSync(new URL("../../widget/demo/assets/hut.png", import.meta.url));

/**
 * A picture called `once` is given once to each address.
 * @param pages - path to HTML, with `FOREIGN` for the other origin, and `VISIT` for a number that is
 *   another one each time; and a policy, if it has one
 */
export async function startPictureSite(
  pages: Record<string, { html: string; policy?: string }>,
  sheet: string,
): Promise<PictureSite> {
  const requests: string[] = [];
  const spent = new Set<string>();
  let foreignOrigin = "";
  let visitsCount = 0;

  const serve = async (): Promise<[Server, number]> => {
    const server = createServer(({ url = "/", headers }, response) => {
      requests.push(url);
      const page = pages[url];
      const kind = url.split(".").at(-1);
      const headersOf = (type: string, caching: string) => ({
        "content-type": type,
        "cache-control": caching,
        ...(url.includes("shared") && headers.origin && { "access-control-allow-origin": "*" }),
      });
      const answer = (type: string, body: string | Buffer, caching = "private, max-age=600") =>
        response.writeHead(200, headersOf(type, caching)).end(body);
      if (page) {
        if (page.policy) response.setHeader("content-security-policy", page.policy);
        visitsCount += 1;
        const html = page.html.replaceAll("FOREIGN", foreignOrigin);
        return answer("text/html", html.replaceAll("VISIT", String(visitsCount)), "no-store");
      }
      if (url.includes("once")) {
        if (spent.has(url)) return response.writeHead(410).end();
        spent.add(url);
        return answer("image/png", png, "no-store");
      }
      if (kind === "css") return answer("text/css", sheet.replaceAll("FOREIGN", foreignOrigin));
      // Each is another picture: what follows the end of one is not looked at.
      if (kind === "png") return answer("image/png", Buffer.concat([png, Buffer.from(url)]));
      if (kind === "woff2") return answer("font/woff2", Buffer.alloc(3_000, url));
      return response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (typeof address !== "object" || address === null) throw new Error("the site has no port");
    return [server, address.port];
  };

  const [own, ownPort] = await serve();
  const [foreign, foreignPort] = await serve();
  foreignOrigin = `http://127.0.0.1:${foreignPort}`;
  return {
    origin: `http://127.0.0.1:${ownPort}`,
    foreignOrigin,
    requests,
    async close() {
      for (const server of [own, foreign]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}
