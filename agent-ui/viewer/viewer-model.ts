import type { ReadonlySignal } from "@preact/signals";
import type { EndReason } from "../../peer/protocol/facts.ts";

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
  | "no-session"
  | "other-viewer"
  | "other-agent"
  | "not-found"
  | "signed-out";

/** What the viewer shows and can do. Components see this, and no socket, link or recorder. */
export interface ViewerModel {
  readonly state: ReadonlySignal<StageState>;
  readonly unavailableReason: ReadonlySignal<UnavailableReason | null>;
  readonly customerName: ReadonlySignal<string>;
  readonly agentName: ReadonlySignal<string>;
  readonly steps: ReadonlySignal<ConnectStep[]>;
  readonly waitingClosesInSeconds: ReadonlySignal<number | null>;
  readonly liveSeconds: ReadonlySignal<number | null>;
  readonly reconnectingSeconds: ReadonlySignal<number | null>;
  readonly page: ReadonlySignal<{ host: string; path: string; title: string } | null>;
  readonly viewport: ReadonlySignal<{ widthPx: number; heightPx: number } | null>;
  readonly zoomFraction: ReadonlySignal<number>;
  readonly quality: ReadonlySignal<{ path: "direct" | "relay"; rttMs: number } | null>;
  readonly endReason: ReadonlySignal<EndReason | null>;
  /** Epoch milliseconds. */
  readonly endedAt: ReadonlySignal<number | null>;
  readonly failure: ReadonlySignal<"no-path" | null>;
  /** Tries to reach the server again; null while it is there. */
  readonly serverAway: ReadonlySignal<number | null>;
  /** The customer's cursor, in CSS pixels of their viewport. */
  readonly cursor: ReadonlySignal<{ x: number; y: number; pressedCount: number } | null>;
  end(): void;
  /** The stage tells its free size. */
  fitStage(widthPx: number, heightPx: number): void;
  /** The replica's frame lives in `container` until what is returned is called. */
  mountReplica(container: HTMLElement): () => void;
}
