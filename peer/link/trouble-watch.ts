/**
 * Why a link is not there: what this side finds out, what the other side says, and of both what
 * explains more. Lives as long as the link, over all its attempts.
 */
import { decode } from "../protocol/decode.ts";
import { TROUBLE_NAMED_MS } from "../protocol/limits.ts";
import { LINK_TROUBLES, type LinkTrouble, TroubleSignal } from "../protocol/link-trouble.ts";
import type { RelayNews, RelayState } from "./relay-watch.ts";

/** So often the other side may change its mind until a link opens; nobody has that much trouble. */
const HEARD_COUNT = 20;

export interface TroubleWatchOptions {
  iceTransportPolicy: RTCIceTransportPolicy;
  /** What both sides know together. An open link ends it. */
  onTrouble(trouble: LinkTrouble): void;
  /** Tells the other side what this side has found out. */
  sendSignal(signal: string): void;
}

export function startTroubleWatch(options: TroubleWatchOptions) {
  let relay: RelayState = "unknown";
  let isRelaySettled = false;
  let isOtherSideHeard = false;
  let isOpen = false;
  let isOverdue = false;
  let own: LinkTrouble | undefined;
  let others: LinkTrouble | undefined;
  let heardCount = 0;
  let shown: LinkTrouble | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function watchTheClock(): void {
    isOverdue = false;
    clearTimeout(timer);
    timer = setTimeout(() => {
      isOverdue = true;
      update();
    }, TROUBLE_NAMED_MS);
  }

  function update(): void {
    const found = findTrouble();
    if (found !== own) {
      own = found;
      tellOtherSide();
    }
    const next = LINK_TROUBLES.find((trouble) => trouble === own || trouble === others);
    if (next === undefined || next === shown) return;
    shown = next;
    options.onTrouble(next);
  }

  function findTrouble(): LinkTrouble | undefined {
    const isSure = options.iceTransportPolicy === "relay" && isRelaySettled && relay !== "usable";
    // What was named stands until a link opens, or something else is known.
    if (!isOverdue && !isSure) return own;
    if (relay === "usable") return "no-path";
    if (isSure || isOtherSideHeard) return relay === "unknown" ? "relay-unreachable" : relay;
    // Nobody has answered: the network may be as good as one likes.
    return relay === "unknown" || relay === "no-relay" ? "no-path" : relay;
  }

  function tellOtherSide(): void {
    if (own) options.sendSignal(JSON.stringify({ trouble: own }));
  }

  watchTheClock();

  return {
    /** What the connection of the present attempt learns; what an earlier one knew stands until then. */
    noteRelay(news: RelayNews): void {
      if (isOpen || news.relay === "unknown") return;
      // Like a beginning: the link may open any moment now.
      if (news.relay === "usable" && relay !== "usable" && own) watchTheClock();
      relay = news.relay;
      isRelaySettled = news.isSettled;
      update();
    },
    /** Takes a signal of the other side that is meant for us. @returns false when it is for WebRTC */
    takeSignal(signal: string): boolean {
      const wasHeard = isOtherSideHeard;
      isOtherSideHeard = true;
      const decoded = decode(TroubleSignal, signal);
      if (isOpen) return decoded.ok;
      if (decoded.ok && decoded.message.trouble !== others && heardCount < HEARD_COUNT) {
        heardCount += 1;
        others = decoded.message.trouble;
      }
      if (decoded.ok || !wasHeard) update();
      return decoded.ok;
    },
    attemptStarted: tellOtherSide,
    linkOpened(): void {
      clearTimeout(timer);
      isOpen = true;
      isOverdue = false;
      own = undefined;
      others = undefined;
      isRelaySettled = false;
      relay = "unknown";
      heardCount = 0;
      shown = undefined;
    },
    linkLost(): void {
      isOpen = false;
      isOtherSideHeard = false;
      watchTheClock();
    },
    stop: () => clearTimeout(timer),
  };
}
