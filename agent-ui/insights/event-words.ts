/** Events of sessions in the words of the figures; other programs read the first of them word for word. */
import type { SessionEvent } from "../../peer/protocol/session-events.ts";

interface EventWords {
  name: string;
  meaning: string;
}

export const EVENT_WORDS: Record<SessionEvent, EventWords> = {
  "view.requested": { name: "Cobrowse session requested", meaning: "An agent asked" },
  "view.granted": { name: "Cobrowse session granted", meaning: "The customer allowed it" },
  "view.denied": { name: "Cobrowse session denied", meaning: "The customer said no" },
  "view.timed-out": { name: "Cobrowse session not answered", meaning: "Nobody answered in time" },
  "view.cancelled": { name: "Cobrowse session cancelled", meaning: "Taken back before an answer" },
  "view.live": { name: "Cobrowse session live", meaning: "The agent saw the page" },
  "view.revoked": { name: "Cobrowse session revoked", meaning: "A granted session ended" },
  "view.error": { name: "Cobrowse session error", meaning: "A session failed" },
  "control.requested": { name: "Remote control requested", meaning: "An agent asked" },
  "control.granted": { name: "Remote control granted", meaning: "The customer allowed it" },
  "control.denied": { name: "Remote control denied", meaning: "The customer said no" },
  "control.revoked": { name: "Remote control revoked", meaning: "Granted control ended" },
  "control.error": { name: "Remote control error", meaning: "Its session failed" },
  "screen.requested": { name: "Full device requested", meaning: "An agent asked" },
  "screen.granted": { name: "Full device granted", meaning: "The customer shared a screen" },
  "screen.denied": { name: "Full device denied", meaning: "The customer or their device said no" },
  "screen.revoked": { name: "Full device revoked", meaning: "A shared screen ended" },
  "screen.error": { name: "Full device error", meaning: "Its session failed" },
};

export const EVENTS = Object.keys(EVENT_WORDS) as SessionEvent[];
