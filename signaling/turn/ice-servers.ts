import { createHmac } from "node:crypto";
import type { SessionView } from "../../peer/protocol/session-messages.ts";

/** Long enough for a session to start and restart its link; a stolen one is soon worth nothing. */
const LIFETIME_SECONDS = 600;

interface TurnConfig {
  turnUrls: readonly string[];
  turnSecret: string | undefined;
}

/**
 * The relays that one peer of one session may use, with credentials of its own that expire.
 * The scheme is the one of coturn's `use-auth-secret`.
 * @param peer - names the peer; two peers must not share a name, nor so a quota
 */
export function iceServersFor(
  { turnUrls, turnSecret }: TurnConfig,
  peer: string,
  now = Date.now(),
): SessionView["iceServers"] {
  if (turnUrls.length === 0 || turnSecret === undefined) return [];
  const username = `${Math.floor(now / 1_000) + LIFETIME_SECONDS}:${peer}`;
  const credential = createHmac("sha1", turnSecret).update(username).digest("base64");
  return [{ urls: [...turnUrls], username, credential }];
}
