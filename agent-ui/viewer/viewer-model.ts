import type { ReadonlySignal } from "@preact/signals";
import type { EndReason } from "../../peer/protocol/facts.ts";
import type { LinkTrouble } from "../../peer/protocol/link-trouble.ts";
import type { MissingParts } from "../../peer/replica/assets/missing-parts.ts";

export type StageState =
  | "unavailable"
  | "waiting"
  | "connecting"
  | "live"
  | "reconnecting"
  | "ended";

export interface ConnectStep {
  name: "waiting" | "direct" | "relay" | "loading" | "live";
  state: "done" | "now" | "next" | "skipped";
  seconds: number | null;
}

export type UnavailableReason =
  | "no-conversation"
  | "no-session"
  | "other-viewer"
  | "other-agent"
  | "signed-out"
  | "not-found";

/** What the viewer shows and can do. Components see this, and no socket, link or recorder. */
export interface ViewerModel {
  /** One of several in this tab is. */
  readonly isShown: ReadonlySignal<boolean>;
  readonly state: ReadonlySignal<StageState>;
  readonly unavailableReason: ReadonlySignal<UnavailableReason | null>;
  /** Why none can be asked for now, as the desk says. */
  readonly obstacle: ReadonlySignal<string | null>;
  readonly customerName: ReadonlySignal<string>;
  readonly agentName: ReadonlySignal<string>;
  readonly steps: ReadonlySignal<ConnectStep[]>;
  readonly waitingClosesInSeconds: ReadonlySignal<number | null>;
  /** How long the request could wait. */
  readonly answerSeconds: ReadonlySignal<number>;
  readonly liveSeconds: ReadonlySignal<number | null>;
  readonly reconnectingSeconds: ReadonlySignal<number | null>;
  readonly page: ReadonlySignal<{ host: string; path: string; title: string } | null>;
  readonly viewport: ReadonlySignal<{ widthPx: number; heightPx: number } | null>;
  readonly zoomFraction: ReadonlySignal<number>;
  readonly quality: ReadonlySignal<{ path: "direct" | "relay"; rttMs: number } | null>;
  readonly endReason: ReadonlySignal<EndReason | null>;
  /** Epoch milliseconds. */
  readonly endedAt: ReadonlySignal<number | null>;
  /** Why there is no link, once that is known, and after the end why there was none at last. */
  readonly trouble: ReadonlySignal<LinkTrouble | null>;
  /** For how long the page was seen, once the session has ended. */
  readonly lengthSeconds: ReadonlySignal<number | null>;
  /** How the two were connected last. */
  readonly lastPath: ReadonlySignal<"direct" | "relay" | null>;
  /** The customer's page is too large to be sent, or cannot be rebuilt. */
  readonly isUnshowable: ReadonlySignal<boolean>;
  /** The site keeps the customer's page to them: nothing of it is here. */
  readonly isPrivate: ReadonlySignal<boolean>;
  /** Parts of the page that came as empty boxes. */
  readonly privateCount: ReadonlySignal<number>;
  /** Pictures, styles and fonts that the customer sees and the agent does not, by why. */
  readonly missingParts: ReadonlySignal<MissingParts>;
  /** Why the server did not take the latest request, of this tab or of the desk; null when it did. */
  readonly requestRefusal: ReadonlySignal<string | null>;
  /** Tries to reach the server again; null while it is there. */
  readonly serverAway: ReadonlySignal<number | null>;
  /** The customer's cursor, in CSS pixels of their viewport. */
  readonly cursor: ReadonlySignal<{ x: number; y: number; pressedCount: number } | null>;
  end(): void;
  /** After the end: asks the customer afresh, in the same tab. */
  requestAgain(): void;
  /** The stage tells its free size. */
  fitStage(widthPx: number, heightPx: number): void;
  /** The replica's frame lives in `container` until what is returned is called. */
  mountReplica(container: HTMLElement): () => void;
}
