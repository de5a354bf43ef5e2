import { RELAY_CREDENTIALS_MS } from "../protocol/limits.ts";
import type { SessionView } from "../protocol/session-messages.ts";

type IceServers = SessionView["iceServers"];

/** For new credentials a link waits no longer than this, in milliseconds. */
const RENEWED_WITHIN_MS = 1_000;

/**
 * Keeps the relays of one session with credentials that hold. They are renewed when a link has to be
 * made and half of their life is over, and not while a link is open: what a relay has given stands.
 * @param askServer - returns false while the server is away
 */
export function createRelayCredentials(first: IceServers, askServer: () => boolean) {
  let iceServers = first;
  let receivedAt = Date.now();
  let onRenewed = () => {};

  return {
    /** Without an answer in time, or without a server, what is known has to do. */
    async current(): Promise<RTCIceServer[]> {
      const isOld = Date.now() - receivedAt > RELAY_CREDENTIALS_MS / 2;
      if (isOld && iceServers.length > 0 && askServer()) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, RENEWED_WITHIN_MS);
          onRenewed = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      return iceServers.map(withoutAbsent);
    },
    renewed(next: IceServers): void {
      iceServers = next;
      receivedAt = Date.now();
      onRenewed();
    },
  };
}

function withoutAbsent({ urls, username, credential }: IceServers[number]): RTCIceServer {
  return {
    urls,
    ...(username !== undefined && { username }),
    ...(credential !== undefined && { credential }),
  };
}
