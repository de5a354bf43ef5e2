/**
 * One session on this page: question, link and capture. It is the only part of the widget that ever
 * reads the page, and only between `Allow` and the end; when it has ended, nothing of it is left in
 * the page.
 */
import { startCursorCapture } from "../../peer/capture/cursor-capture.ts";
import {
  type PageCapture,
  type PageCaptureLanes,
  type PageCaptureOptions,
  startPageCapture,
} from "../../peer/capture/page-capture.ts";
import { createSessionHolder, type HolderState } from "../../peer/holder/session-holder.ts";
import type { OpenLanes } from "../../peer/link/peer-link.ts";
import type { CustomerMessage, ServerToCustomer } from "../../peer/protocol/customer-messages.ts";
import { troubleCode } from "../../peer/protocol/link-trouble.ts";
import type { SessionView } from "../../peer/protocol/session-messages.ts";
import type { EngineStatus } from "./engine-api.ts";
import { createPreviewFeed } from "./preview-feed.ts";

export interface PageSessionContext {
  session: SessionView;
  /** This page load, as the socket's hello named it. */
  load: string;
  /** Origin of our own server. */
  server: string;
  /** This tab held the session before it moved to this page: go on without asking. */
  isResuming: boolean;
  /** When it was allowed, if it was on an earlier page; epoch milliseconds on this browser's clock. */
  allowedAt: number;
  /** @returns false while the socket is away */
  send(message: CustomerMessage): boolean;
  onStatus(status: EngineStatus): void;
}

export interface PageSession {
  /** Every fact, signal and refusal that concerns this session. */
  receive(message: ServerToCustomer): void;
  /** The socket is open again after a gap. */
  connected(): void;
  allow(): void;
  deny(): void;
  end(): void;
  /**
   * Opens a window with what the agent sees, in the task of the customer's press.
   * @returns false if the browser keeps it from opening
   */
  openPreview(): boolean;
  /** The page is leaving, or the widget shuts down: drops everything at once, writes nothing. */
  stop(): void;
}

export function startPageSession(context: PageSessionContext): PageSession {
  const { session, load, send } = context;
  const startedAt = Date.now();
  let seenSince = context.isResuming ? context.allowedAt || startedAt : undefined;
  /** What the site keeps private, as it was last told. */
  let rules = session.privacy;
  let capture: PageCapture | undefined;
  let isOnPrivatePage = false;
  let isOver = false;
  let hasAllowed = context.isResuming;
  let hasDenied = false;

  const preview = createPreviewFeed({
    server: context.server,
    agentName: session.agentName,
    takeSnapshot: () => capture?.takeSnapshot(),
  });

  const holder = createSessionHolder({
    role: "customer",
    view: session,
    load,
    webRtc: window,
    send,
    runPage(lanes) {
      // Both answers may arrive together after an outage: the denial counts, and nothing leaves.
      if (hasDenied) return () => {};
      isOnPrivatePage = false;
      const running = captureInto(
        { ...lanes, ...preview.follow(lanes) },
        {
          assetOrigins: session.assetOrigins,
          rules,
          onTooLarge() {
            holder.tell({ type: "page.unsendable" });
            preview.unsendable();
          },
          onPrivate(isPrivate, afterEpoch) {
            preview.setPrivate(isPrivate, afterEpoch);
            isOnPrivatePage = isPrivate;
            queueMicrotask(() => report(holder.state()));
            if (isPrivate) holder.tell({ type: "page.private", afterEpoch });
          },
          onCaught: (catches) => send({ type: "guard.caught", session: session.id, catches }),
        },
      );
      capture = running.capture;
      return () => {
        capture = undefined;
        running.stop();
        preview.linkLost();
      };
    },
    onMessage(message) {
      if (message.type === "snapshot.request") capture?.takeSnapshot();
    },
    onChange: report,
    onSuperseded: () => finish(undefined),
  });

  function report(state: HolderState): void {
    if (isOver) return;
    const { phase, endReason, requests } = state.session;
    if (phase === "ended") return finish(endReason);
    if (phase === "requested") {
      const askedAgo = Math.max(0, startedAt - (requests.view?.requestedAt ?? startedAt));
      // Clocks differ: what was asked "in the future" or long ago was asked when we heard of it.
      const waitedMs = askedAgo < session.answerWithinMs ? askedAgo : 0;
      const closesAt = startedAt - waitedMs + session.answerWithinMs;
      const { agentName, hasBlurbs: hasBlurb } = session;
      return tell({ phase: "asked", agentName, closesAt, isAllowed: hasAllowed, hasBlurb });
    }
    // Granted, but by another tab of this browser, which now holds the session.
    if (!hasAllowed) return finish(undefined);
    seenSince ??= Date.now();
    tell({
      phase: linkPhase(state),
      agentName: session.agentName,
      since: seenSince,
      isPrivate: isOnPrivatePage,
      trouble: state.trouble && troubleCode(state.trouble),
    });
  }

  let lastTold = "";
  function tell(status: EngineStatus): void {
    const told = JSON.stringify(status);
    if (told === lastTold) return;
    lastTold = told;
    context.onStatus(status);
  }

  function finish(reason: Extract<EngineStatus, { phase: "ended" }>["reason"]): void {
    if (isOver) return;
    isOver = true;
    // Without a reason it goes on in another tab.
    preview.end(reason ? "session.ended" : "page.left");
    tell({ phase: "ended", reason });
  }

  function openRequest(): string | undefined {
    const { phase, requests } = holder.state().session;
    return isOver || hasDenied || phase !== "requested" ? undefined : requests.view?.id;
  }

  function allow(): void {
    const request = openRequest();
    if (request === undefined || hasAllowed) return;
    hasAllowed = true;
    holder.takeSeat();
    const { policyVersion } = holder.state().session;
    holder.write({ type: "grant.given", request, policyVersion });
    report(holder.state());
  }

  function deny(): void {
    const request = openRequest();
    if (request === undefined) return;
    hasDenied = true;
    if (!hasAllowed) holder.takeSeat();
    holder.write({ type: "grant.denied", request });
  }

  function obey(changed: SessionView["privacy"]): void {
    if (JSON.stringify(changed) === JSON.stringify(rules)) return;
    rules = changed;
    capture?.setRules(changed);
  }

  if (context.isResuming) holder.takeSeat();
  report(holder.state());

  return {
    receive(message) {
      switch (message.type) {
        case "fact.recorded":
          if (message.session === session.id) holder.record(message.fact);
          return;
        case "signal.received":
          if (message.session === session.id) holder.acceptSignal(message.link, message.signal);
          return;
        case "relay.renewed":
          if (message.session === session.id) holder.relayRenewed(message.iceServers);
          return;
        case "refused":
          holder.refused(message.reason);
          return;
        case "privacy.changed":
          if (message.session === session.id) obey(message.privacy);
          return;
        case "session.opened":
          if (message.session.id !== session.id) return;
          obey(message.session.privacy);
          holder.relayRenewed(message.session.iceServers);
          for (const fact of message.session.facts) holder.record(fact);
      }
    },
    connected: () => holder.connected(),
    allow,
    deny,
    end: () => holder.write({ type: "session.ended", reason: "customer-ended" }),
    openPreview: preview.open,
    stop() {
      isOver = true;
      preview.end("page.left");
      holder.stop();
    },
  };
}

/** A link that should have come looks like one that was lost. */
function linkPhase({ link, trouble }: HolderState): "connecting" | "live" | "reconnecting" {
  if (link === "loading" || link === "live") return "live";
  return link === "reconnecting" || trouble ? "reconnecting" : "connecting";
}

/** The page goes out for as long as the link is open and the grant stands, unless it is private. */
function captureInto(
  lanes: PageCaptureLanes & Pick<OpenLanes, "pointer">,
  options: PageCaptureOptions,
): { capture: PageCapture; stop(): void } {
  const cursor = startCursorCapture(lanes.pointer, (node) => capture.isRedacted(node));
  const capture: PageCapture = startPageCapture(lanes, {
    ...options,
    onPrivate(isPrivate, epoch) {
      cursor.pause(isPrivate);
      options.onPrivate(isPrivate, epoch);
    },
  });
  return {
    capture,
    stop() {
      cursor.stop();
      capture.stop();
    },
  };
}
