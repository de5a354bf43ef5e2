/**
 * What one connection learns of its relay while it gathers candidates. Browsers tell it piece by
 * piece: a candidate, or an error for each address, interface and protocol, many of them harmless.
 *
 * Source: https://www.w3.org/TR/webrtc/#dom-rtcpeerconnection-onicecandidateerror
 */
import type { LinkTrouble } from "../protocol/link-trouble.ts";

/** What is known of the way over the relay. */
export type RelayState =
  | "unknown"
  | "usable"
  | Extract<LinkTrouble, `relay-${string}` | "no-relay">;

export interface RelayNews {
  relay: RelayState;
  /** Nothing more will be learned from this connection. */
  isSettled: boolean;
}

/** The relay's own errors are 300 to 599; 600 and more are the browser's about one interface. */
const FIRST_ERROR_CODE = 300;
const LAST_ERROR_CODE = 599;

/** @param onNews - called at once, and at every change until `ended` aborts */
export function watchRelay(
  connection: RTCPeerConnection,
  iceServers: readonly RTCIceServer[],
  ended: AbortSignal,
  onNews: (news: RelayNews) => void,
): void {
  const relays = iceServers.filter(({ urls }) => [urls].flat().some((url) => /^turns?:/.test(url)));
  let relay: RelayState = relays.length === 0 ? "no-relay" : "unknown";

  const tell = () => {
    if (ended.aborted) return;
    const isSettled = relay === "no-relay" || connection.iceGatheringState === "complete";
    // It had all the time that the browser gives it.
    if (isSettled && relay === "unknown") relay = "relay-unreachable";
    onNews({ relay, isSettled });
  };

  connection.addEventListener("icecandidate", ({ candidate }) => {
    if (!candidate || !/ typ relay( |$)/.test(candidate.candidate)) return;
    relay = "usable";
    tell();
  });
  connection.addEventListener("icecandidateerror", ({ errorCode }) => {
    const isRefusal = errorCode >= FIRST_ERROR_CODE && errorCode <= LAST_ERROR_CODE;
    if (!isRefusal || relay === "usable") return;
    relay = relays.some(hasExpired) ? "relay-expired" : "relay-refused";
    tell();
  });
  connection.addEventListener("icegatheringstatechange", tell);
  tell();
}

/** The username of time-limited credentials begins with the second from which they are worth nothing. */
function hasExpired({ username }: RTCIceServer): boolean {
  const expiresAtSeconds = Number.parseInt(username ?? "", 10);
  return expiresAtSeconds * 1_000 < Date.now();
}
