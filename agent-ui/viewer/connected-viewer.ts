/**
 * The viewer's model on real ground: the signaling socket, and the session of one conversation.
 */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { type AgentMessage, ServerToAgent } from "../../peer/protocol/agent-messages.ts";
import { PROTOCOL_VERSION, SIGNALING_SUBPROTOCOL } from "../../peer/protocol/version.ts";
import { PAGE_TITLE } from "../../peer/replica/replayer.ts";
import { openSignaling } from "../../peer/signaling-client/signaling-client.ts";
import { hasLoginEnded } from "../login/who-am-i.ts";
import { refusalWords } from "../look/words.ts";
import { openDeskViewerChannel } from "../tabs/desk-viewer-channel.ts";
import { connectSteps, wholeSecondsSince } from "./connect-steps.ts";
import { openSessionSide, type SessionSide } from "./session-side.ts";
import type { StageState, UnavailableReason, ViewerModel } from "./viewer-model.ts";

export interface ConnectedViewer extends ViewerModel {
  /** The server has answered, and there is no session that runs. */
  readonly isIdle: ReadonlySignal<boolean>;
  /** A hidden one goes on, and is as it should be the moment it is shown. */
  setShown(now: "shown" | "hidden"): void;
  /** Why no session can be asked for now, as the desk says; null when one can. */
  setObstacle(words: string | null): void;
  /** Leaves the session to whoever holds it next, and says nothing of it. */
  close(): void;
}

export function createConnectedViewer(conversation: string): ConnectedViewer {
  const load = crypto.randomUUID();
  const container = document.createElement("div");
  const side = signal<SessionSide | null>(null);
  const customerName = signal("");
  const agentName = signal("");
  const obstacle = signal<string | null>(null);
  const unavailable = signal<UnavailableReason | null>(
    conversation === "" ? "no-conversation" : "no-session",
  );
  const requestRefusal = signal<string | null>(null);
  const serverAway = signal<number | null>(null);
  const stage = signal({ widthPx: 0, heightPx: 0 });
  const shownNow = signal(true);
  // Of no conversation there is nothing to hear.
  const hasAnswered = signal(conversation === "");
  const now = signal(Date.now());
  const desk = openDeskViewerChannel((message) => {
    if (message.type !== "request.refused" || message.conversation !== conversation) return;
    const isRunning = side.value && side.value.holder.value.session.phase !== "ended";
    if (!isRunning) requestRefusal.value = refusalWords(message.reason);
  });
  const clock = setInterval(() => {
    now.value = Date.now();
  }, 1_000);
  /** Only what is seen has a name; a session's frame may come at any time. */
  const nameFrames = () => {
    for (const frame of container.querySelectorAll("iframe")) {
      const title = shownNow.value ? PAGE_TITLE : "";
      if (frame.title !== title) frame.title = title;
    }
  };
  const frames = new MutationObserver(() => {
    if (!shownNow.value) nameFrames();
  });
  frames.observe(container, { childList: true, subtree: true, attributeFilter: ["title"] });

  const socket = openSignaling<AgentMessage, ServerToAgent>({
    url: `${location.origin.replace(/^http/, "ws")}/signaling/agent`,
    protocols: () => [SIGNALING_SUBPROTOCOL],
    schema: ServerToAgent,
    hello: () => ({
      type: "hello",
      protocol: PROTOCOL_VERSION,
      load,
      tab: "viewer",
      ...(conversation !== "" && { conversation }),
      session: side.value?.id,
    }),
    onMessage: receive,
    onConnection(state, tries) {
      serverAway.value = state === "connected" ? null : tries;
      if (state === "reconnecting" && tries === 1) void leaveIfSignedOut();
    },
    onRefused: () => void leaveIfSignedOut(),
  });
  const send = (message: AgentMessage) => socket.send(message);

  function receive(message: ServerToAgent): void {
    switch (message.type) {
      case "viewer.welcome":
        customerName.value = message.conversation.customerName;
        agentName.value = message.agent.name;
        if (message.session) openSession(message.session);
        hasAnswered.value = true;
        return;
      case "session.opened":
        if (message.session.conversation === conversation) openSession(message.session);
        return;
      case "seat.lost":
        if (message.session === side.value?.id) leave("other-viewer");
        return;
      case "refused":
        if (message.request === "cobrowse.request") {
          requestRefusal.value = refusalWords(message.reason);
        } else if (message.reason === "seat-taken") leave("other-agent");
        else if (message.reason === "unknown-conversation" && conversation !== "") {
          leave("not-found");
        } else side.value?.receive(message);
        return;
      default:
        side.value?.receive(message);
    }
  }

  function openSession(session: Parameters<typeof openSessionSide>[0]["session"]): void {
    if (unavailable.value === "other-viewer" && side.value?.id === session.id) return;
    if (side.value?.id === session.id) return side.value.connected(session);
    side.value?.stop();
    unavailable.value = null;
    requestRefusal.value = null;
    socket.setPace("session");
    side.value = openSessionSide({ session, load, container, send });
  }

  function leave(reason: UnavailableReason): void {
    hasAnswered.value = true;
    side.value?.stop();
    unavailable.value = reason;
  }

  /** What a login has shown must not outlive it, and without one the server does not let us back in. */
  async function leaveIfSignedOut(): Promise<void> {
    if (!(await hasLoginEnded())) return;
    socket.close();
    leave("signed-out");
    serverAway.value = null;
  }

  const state = computed<StageState>(() => {
    if (unavailable.value || !side.value) return "unavailable";
    if (side.value.isSuperseded.value) return "unavailable";
    const { session, link } = side.value.holder.value;
    if (session.phase === "ended") return "ended";
    if (session.phase === "requested") return "waiting";
    if (link === "live") return "live";
    const hasBeenLive = side.value.milestones.value.liveAt !== null;
    return hasBeenLive ? "reconnecting" : "connecting";
  });

  const page = computed(() => side.value?.page.value ?? null);
  const quality = computed(() => side.value?.quality.value ?? null);
  const isPrivate = computed(
    () => ["live", "reconnecting"].includes(state.value) && (side.value?.isPrivate.value ?? false),
  );
  const viewport = computed(() => {
    const known = side.value?.viewport.value;
    // Of a private page not even the size is told: as large as the last one, or as the stage.
    return known ?? (isPrivate.value && stage.value.widthPx > 0 ? stage.value : null);
  });
  const milestones = computed(() => side.value?.milestones.value ?? null);

  const stopReporting = computed(() => ({
    type: "viewer.reported" as const,
    conversation,
    title: state.value === "live" ? (page.value?.title ?? "") : "",
    host: state.value === "live" ? (page.value?.host ?? "") : "",
    path: state.value === "live" ? (page.value?.path ?? "") : "",
    connection: quality.value && {
      path: quality.value.path,
      rttMs: Math.round(quality.value.rttMs),
    },
  })).subscribe((report) => desk.tell(report));

  const isIdle = computed(
    () => hasAnswered.value && ["unavailable", "ended"].includes(state.value),
  );

  return {
    isIdle,
    isShown: shownNow,
    obstacle,
    setObstacle(words) {
      obstacle.value = words;
    },
    setShown(how) {
      shownNow.value = how === "shown";
      nameFrames();
    },
    close() {
      clearInterval(clock);
      frames.disconnect();
      stopReporting();
      side.value?.stop();
      socket.close();
      desk.close();
      container.remove();
    },
    state,
    unavailableReason: computed(() =>
      side.value?.isSuperseded.value ? "other-viewer" : unavailable.value,
    ),
    customerName,
    agentName,
    steps: computed(() => {
      if (!side.value || !milestones.value) return [];
      const path = side.value.isRelayOnly ? "relay" : side.value.lastPath.value;
      return connectSteps(milestones.value, path, now.value);
    }),
    waitingClosesInSeconds: computed(() => {
      const request = side.value?.holder.value.session.requests.view;
      const opened = milestones.value?.requestedAt;
      if (!request || opened === undefined || state.value !== "waiting") return null;
      const waitedMs = Math.max(0, now.value - opened);
      return Math.max(0, Math.ceil((answerWithinMs() - waitedMs) / 1_000));
    }),
    answerSeconds: computed(() => Math.round(answerWithinMs() / 1_000)),
    liveSeconds: computed(() => wholeSecondsSince(milestones.value?.liveAt, now.value)),
    reconnectingSeconds: computed(() => wholeSecondsSince(milestones.value?.lostAt, now.value)),
    page,
    viewport,
    zoomFraction: computed(() => {
      const { widthPx, heightPx } = stage.value;
      if (!viewport.value || widthPx <= 0 || heightPx <= 0) return 1;
      return Math.min(1, widthPx / viewport.value.widthPx, heightPx / viewport.value.heightPx);
    }),
    quality,
    endReason: computed(() => side.value?.holder.value.session.endReason ?? null),
    endedAt: computed(() => milestones.value?.endedAt ?? null),
    trouble: computed(() => side.value?.holder.value.trouble ?? null),
    lengthSeconds: computed(() => {
      const { liveAt = null, endedAt = null } = milestones.value ?? {};
      return endedAt === null ? null : wholeSecondsSince(liveAt, endedAt);
    }),
    lastPath: computed(() => side.value?.lastPath.value ?? null),
    isUnshowable: computed(() => side.value?.isUnshowable.value ?? false),
    isPrivate,
    privateCount: computed(() => side.value?.privateCount.value ?? 0),
    missingParts: computed(() => side.value?.missingParts.value ?? {}),
    requestRefusal,
    serverAway,
    cursor: computed(() => side.value?.cursor.value ?? null),
    end: () => side.value?.end(),
    requestAgain() {
      requestRefusal.value = send({ type: "cobrowse.request", conversation })
        ? null
        : "The server is away. Ask again when it is back.";
    },
    fitStage(widthPx, heightPx) {
      stage.value = { widthPx, heightPx };
    },
    mountReplica(parent) {
      parent.append(container);
      return () => container.remove();
    },
  };

  function answerWithinMs(): number {
    return side.value?.answerWithinMs ?? 0;
  }
}
