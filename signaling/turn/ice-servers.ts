import { createHmac } from "node:crypto";
import type { Role } from "../../peer/protocol/identifiers.ts";
import { RELAY_CREDENTIALS_MS } from "../../peer/protocol/limits.ts";
import type { SessionView } from "../../peer/protocol/session-messages.ts";

interface TurnConfig {
  turnUrls: readonly string[];
  turnSecret: string | undefined;
}

/**
 * The relays that one seat of one session may use, with credentials of its own that expire. The
 * scheme is the one of coturn's `use-auth-secret`: after the colon stands the name that coturn counts
 * allocations by, however often the credentials are renewed. So it is the session's whole id.
 */
export function iceServersFor(
  { turnUrls, turnSecret }: TurnConfig,
  seat: { session: string; role: Role },
  now = Date.now(),
): SessionView["iceServers"] {
  if (turnUrls.length === 0 || turnSecret === undefined) return [];
  const expiresAt = Math.floor((now + RELAY_CREDENTIALS_MS) / 1_000);
  const username = `${expiresAt}:${seat.session}-${seat.role}`;
  const credential = createHmac("sha1", turnSecret).update(username).digest("base64");
  return [{ urls: [...turnUrls], username, credential }];
}
