import type { IncomingHttpHeaders } from "node:http";

/**
 * Whether a page's origin is one of a site's. `http://localhost:*` allows every port of that host,
 * for development, and `self` the server's own pages, for the demo shop; there is no other pattern.
 */
export function isAllowedOrigin(
  headers: IncomingHttpHeaders,
  allowed: readonly string[],
  publicUrl: string | undefined,
): boolean {
  const { origin } = headers;
  if (origin === undefined) return false;
  return allowed.some((entry) => {
    if (entry === "self") return isOwnOrigin(headers, publicUrl);
    return entry.endsWith(":*")
      ? origin === entry.slice(0, -2) || isOnPort(origin, entry.slice(0, -1))
      : origin === entry;
  });
}

/** Whether a page came from this server, under its public name or the one it was called by. */
export function isOwnOrigin(
  { origin, host }: IncomingHttpHeaders,
  publicUrl: string | undefined,
): boolean {
  if (origin === undefined) return false;
  if (publicUrl !== undefined) return origin === publicUrl;
  return origin === `http://${host}` || origin === `https://${host}`;
}

const isOnPort = (origin: string, prefix: string) =>
  origin.startsWith(prefix) && /^\d{1,5}$/.test(origin.slice(prefix.length));
