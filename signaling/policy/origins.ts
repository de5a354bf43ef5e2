/**
 * Whether a page's origin is one of a site's. `http://localhost:*` allows every port of that host,
 * for development; there is no other pattern.
 */
export function isAllowedOrigin(origin: string | undefined, allowed: readonly string[]): boolean {
  if (origin === undefined) return false;
  return allowed.some((entry) =>
    entry.endsWith(":*")
      ? origin === entry.slice(0, -2) || isOnPort(origin, entry.slice(0, -1))
      : origin === entry,
  );
}

const isOnPort = (origin: string, prefix: string) =>
  origin.startsWith(prefix) && /^\d{1,5}$/.test(origin.slice(prefix.length));
