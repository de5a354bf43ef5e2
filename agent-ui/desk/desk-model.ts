/**
 * What the desk knows and can do, as signals. Components read it and call it; they see no socket.
 */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import {
  type AgentMessage,
  type AgentProfile,
  type Colleague,
  type Conversation,
  ServerToAgent,
} from "../../peer/protocol/agent-messages.ts";
import type { Entry } from "../../peer/protocol/entries.ts";
import type { Refusal } from "../../peer/protocol/refusals.ts";
import { PROTOCOL_VERSION, SIGNALING_SUBPROTOCOL } from "../../peer/protocol/version.ts";
import { openSignaling } from "../../peer/signaling-client/signaling-client.ts";
import { hasLoginEnded } from "../login/who-am-i.ts";
import { refusalWords } from "../look/words.ts";
import {
  openDeskViewerChannel,
  SESSIONS_COUNT,
  type ViewerReport,
} from "../tabs/desk-viewer-channel.ts";
import { createAlerts } from "./alerts.ts";
import {
  countUnread,
  hasStatus,
  inTab,
  matches,
  newestFirst,
  requestObstacle,
  type StatusFilter,
  type Tab,
} from "./conversation-list.ts";
import { createDrafts } from "./drafts.ts";
import { createReadReceipts } from "./read-receipts.ts";

export interface PendingMessage {
  conversation: string;
  clientId: string;
  text: string;
  isFailed: boolean;
}

const VIEWER_WINDOW = "alongside-cobrowse";
const VIEWER_PATH = "/agent/cobrowse";
/** A refusal that names no message is of what was sent within this time. */
const REFUSED_WITHIN_MS = 2_000;
const TYPING_MS = 4_000;
const DETAILS_SHOWN = "alongside.details";
const ALERTS_ON = "alongside.alerts";
const SHORTCUTS_ON = "alongside.shortcuts";
const AWAY = "alongside.away";

/** What the desk sends by itself: the agent did not ask for it, and need not hear that it failed. */
const isUnasked = (type: string) => type === "entries.read" || type === "typing.report";

export type DeskModel = ReturnType<typeof createDeskModel>;

export function createDeskModel(me: AgentProfile) {
  const load = crypto.randomUUID();
  const conversations = signal<ReadonlyMap<string, Conversation>>(new Map());
  const isLoading = signal(true);
  const tab = signal<Tab>("mine");
  const search = signal("");
  const status = signal<StatusFilter>("any");
  const colleagues = signal<readonly Colleague[]>([]);
  const isAway = signal(sessionStorage.getItem(AWAY) === "1");
  const hasAlerts = signal(localStorage.getItem(ALERTS_ON) !== "0");
  const hasShortcuts = signal(localStorage.getItem(SHORTCUTS_ON) !== "0");
  const selectedId = signal(new URLSearchParams(location.search).get("conversation"));
  const threads = signal<ReadonlyMap<string, readonly Entry[]>>(new Map());
  const pending = signal<readonly PendingMessage[]>([]);
  const drafts = createDrafts();
  const typedAt = signal<ReadonlyMap<string, number>>(new Map());
  const serverAway = signal<number | null>(null);
  const notice = signal<string | null>(null);
  const blockedViewer = signal<string | null>(null);
  const viewerNews = signal<ViewerReport | null>(null);
  const areDetailsShown = signal(localStorage.getItem(DETAILS_SHOWN) !== "0");
  // A refusal names the kind of message and not the conversation: these are the last ones meant.
  let askedConversation: string | null = null;
  let takenConversation: string | null = null;
  /** When this agent last wanted something of the server. */
  let actedAt = 0;
  /** Why the server did not ask the customer of a conversation, until there is another request. */
  const refusedRequests = new Map<string, Refusal>();
  /** As far as a viewer of this browser has told. */
  let isViewerOpen = false;
  /** The one that another agent took before this one. */
  let lostConversation: string | null = null;
  const now = signal(Date.now());
  setInterval(() => {
    now.value = Date.now();
  }, 1_000);

  const socket = openSignaling<AgentMessage, ServerToAgent>({
    url: `${location.origin.replace(/^http/, "ws")}/signaling/agent`,
    protocols: () => [SIGNALING_SUBPROTOCOL],
    schema: ServerToAgent,
    hello: () => ({
      type: "hello",
      protocol: PROTOCOL_VERSION,
      load,
      tab: "desk",
      away: isAway.value,
    }),
    onMessage: receive,
    onConnection(state, tries) {
      serverAway.value = state === "connected" ? null : tries;
      if (state !== "connected") {
        if (tries === 1) void leaveIfLoggedOut();
        return;
      }
      receipts.forget();
      if (selectedId.value) post({ type: "conversation.open", conversation: selectedId.value });
      for (const { conversation, clientId, text } of pending.value) {
        post({ type: "message.send", conversation, clientId, text });
      }
    },
    onRefused: () => void leaveIfLoggedOut(),
  });
  const receipts = createReadReceipts((conversation, upTo) =>
    post({ type: "entries.read", conversation, upTo }),
  );

  function post(message: AgentMessage): boolean {
    if (!isUnasked(message.type)) actedAt = Date.now();
    return socket.send(message);
  }

  function postOrTell(message: AgentMessage): void {
    notice.value = post(message) ? null : "The server is away. Try again when it is back.";
  }

  /** Without a login the page asks for a new one. */
  async function leaveIfLoggedOut(): Promise<void> {
    if (await hasLoginEnded()) location.reload();
  }

  function receive(message: ServerToAgent): void {
    switch (message.type) {
      case "welcome":
        conversations.value = new Map(message.conversations.map((one) => [one.id, one]));
        isLoading.value = false;
        tellViewer();
        return;
      case "agents.changed":
        colleagues.value = message.agents;
        return;
      case "conversation.changed":
        alertOfMessage(message.conversation);
        noteReceiptAnswered(message.conversation);
        conversations.value = new Map(conversations.value).set(
          message.conversation.id,
          message.conversation,
        );
        if (
          !message.conversation.session &&
          viewerNews.value?.conversation === message.conversation.id
        ) {
          viewerNews.value = null;
        }
        if (message.conversation.session) refusedRequests.delete(message.conversation.id);
        if (message.conversation.id === selectedId.value) tellViewer();
        tellWhoTookIt();
        markRead();
        return;
      case "conversation.removed": {
        const left = new Map(conversations.value);
        left.delete(message.conversation);
        conversations.value = left;
        return;
      }
      case "conversation.opened":
        threads.value = new Map(threads.value).set(message.conversation, message.entries);
        markRead();
        return;
      case "entry.added":
        addEntry(message.conversation, message.entry);
        return;
      case "typing.reported":
        typedAt.value = new Map(typedAt.value).set(message.conversation, Date.now());
        return;
      case "refused":
        refused(message.reason, message.request);
    }
  }

  function refused(reason: Refusal, request: string | undefined): void {
    if (request !== undefined && isUnasked(request)) return receipts.forget();
    if (request === undefined && reason === "too-many") {
      receipts.sendAgain();
      if (Date.now() - actedAt > REFUSED_WITHIN_MS) return;
    }
    if (request === "message.send") {
      pending.value = pending.value.map((one) => ({ ...one, isFailed: true }));
    }
    notice.value = refusalWords(reason);
    if (request === "cobrowse.request" && askedConversation) {
      refusedRequests.set(askedConversation, reason);
      tellViewerOfRefusal(askedConversation);
    }
    if (request === "conversation.take") {
      lostConversation = takenConversation;
      tellWhoTookIt();
    }
  }

  /** The refusal may come before the news of who was quicker. */
  function tellWhoTookIt(): void {
    const owner = conversations.value.get(lostConversation ?? "")?.owner;
    if (!owner || owner.id === me.id) return;
    notice.value = `${owner.name} took it.`;
    lostConversation = null;
  }

  function addEntry(conversation: string, entry: Entry): void {
    const thread = threads.value.get(conversation) ?? [];
    if (!thread.some(({ id }) => id === entry.id)) {
      const entries = [...thread, entry].sort((a, b) => a.id - b.id);
      threads.value = new Map(threads.value).set(conversation, entries);
    }
    if (entry.kind !== "message") return;
    pending.value = pending.value.filter(({ clientId }) => clientId !== entry.clientId);
    if (entry.author === "customer") {
      typedAt.value = new Map(typedAt.value).set(conversation, 0);
    }
  }

  const alerts = createAlerts({ isOn: () => hasAlerts.value, onChosen: (id) => select(id) });

  /** Somebody has written who is this agent's to answer. */
  function alertOfMessage({ id, customerName, owner, unreadCount }: Conversation): void {
    const known = conversations.value.get(id)?.unreadCount ?? 0;
    if (unreadCount > known && (owner === null || owner.id === me.id)) {
      alerts.messageCame(id, customerName);
    }
  }

  /** The answer to a receipt has no name of its own; only a new message raises the count. */
  function noteReceiptAnswered({ id, unreadCount }: Conversation): void {
    if (unreadCount <= (conversations.value.get(id)?.unreadCount ?? 0)) receipts.answered(id);
  }

  /** What is on screen is read, if it is the owner who looks. */
  function markRead(): void {
    const open = selected.value;
    if (!open || open.owner?.id !== me.id || open.unreadCount === 0) return;
    if (document.visibilityState !== "visible") return;
    const upTo = open.lastEntry?.id;
    if (upTo !== undefined) receipts.read(open.id, upTo);
  }
  document.addEventListener("visibilitychange", markRead);

  const viewer = openDeskViewerChannel((message) => {
    // Another desk speaks here too.
    if (message.type.startsWith("viewer.")) isViewerOpen = message.type !== "viewer.left";
    if (message.type === "viewer.arrived") return tellViewer();
    if (message.type !== "viewer.reported") return;
    if (message.conversation === selectedId.value) viewerNews.value = message;
    tellViewerOfRefusal(message.conversation);
  });

  /** The viewer follows the desk: what is selected, and where sessions of this agent run. */
  function tellViewer(): void {
    const running = [...conversations.value.values()]
      .filter(({ session, owner }) => session !== null && owner?.id === me.id)
      .map(({ id }) => id)
      .slice(0, SESSIONS_COUNT);
    const obstacle = selected.value && requestObstacle(selected.value, me.id);
    viewer.tell({ type: "desk.shows", selected: selected.value?.id ?? null, running, obstacle });
  }

  /** The viewer of a refused request may be open already, or on its way: it hears at its first report. */
  function tellViewerOfRefusal(conversation: string): void {
    const reason = refusedRequests.get(conversation);
    if (reason) viewer.tell({ type: "request.refused", conversation, reason });
  }

  const selected: ReadonlySignal<Conversation | null> = computed(
    () => conversations.value.get(selectedId.value ?? "") ?? null,
  );
  const sorted = computed(() => newestFirst([...conversations.value.values()]));

  function select(id: string | null): void {
    selectedId.value = id;
    const address = new URL(location.href);
    if (id) address.searchParams.set("conversation", id);
    else address.searchParams.delete("conversation");
    history.replaceState(null, "", address);
    notice.value = null;
    lostConversation = null;
    if (id) post({ type: "conversation.open", conversation: id });
    tellViewer();
  }

  /** In the task of a press: browsers open a tab only then. The one that is open is not loaded again. */
  function openViewer(conversation: string): void {
    const address = viewerAddress(conversation);
    // The empty address finds the window without loading it again.
    const viewerWindow = window.open(isViewerOpen ? "" : address, VIEWER_WINDOW);
    blockedViewer.value = viewerWindow ? null : conversation;
    if (!viewerWindow) return;
    // Of another tab than this desk could reach.
    const isElsewhere = isViewerOpen && viewerWindow.location.pathname !== VIEWER_PATH;
    if (isElsewhere) viewerWindow.location.assign(address);
    viewerWindow.focus();
    tellViewer();
  }

  const viewerAddress = (conversation: string) =>
    `${VIEWER_PATH}?conversation=${encodeURIComponent(conversation)}`;

  return {
    me,
    tab,
    search,
    status,
    colleagues,
    isAway,
    hasAlerts,
    hasShortcuts,
    selected,
    selectedId,
    isLoading,
    serverAway,
    notice,
    blockedViewer,
    viewerNews,
    areDetailsShown,
    now,
    drafts: drafts.all,
    pending,
    counts: computed(() => {
      const countOf = (which: Tab) =>
        sorted.value.filter(
          (one) => inTab(one, which, me.id) && hasStatus(one, status.value, which),
        ).length;
      return { mine: countOf("mine"), queue: countOf("queue"), all: countOf("all") };
    }),
    shown: computed(() =>
      sorted.value.filter(
        (one) =>
          inTab(one, tab.value, me.id) &&
          hasStatus(one, status.value, tab.value) &&
          matches(one, search.value),
      ),
    ),
    unread: computed(() => countUnread(sorted.value, me.id)),
    thread: computed(() => threads.value.get(selectedId.value ?? "") ?? null),
    isCustomerTyping: computed(
      () => now.value - (typedAt.value.get(selectedId.value ?? "") ?? 0) < TYPING_MS,
    ),
    select,
    /** The next or previous one of the list, for the keyboard. */
    step(list: readonly Conversation[], by: 1 | -1) {
      const at = list.findIndex(({ id }) => id === selectedId.value);
      const next = list[at < 0 ? 0 : at + by];
      if (next) select(next.id);
    },
    setDraft: drafts.set,
    typing: (conversation: string) => post({ type: "typing.report", conversation }),
    say(conversation: string, text: string) {
      const clientId = crypto.randomUUID();
      pending.value = [...pending.value, { conversation, clientId, text, isFailed: false }];
      drafts.set(conversation, "");
      post({ type: "message.send", conversation, clientId, text });
    },
    sayAgain(clientId: string) {
      pending.value = pending.value.map((one) =>
        one.clientId === clientId ? { ...one, isFailed: false } : one,
      );
      const again = pending.value.find((one) => one.clientId === clientId);
      if (!again) return;
      const { conversation, text } = again;
      post({ type: "message.send", conversation, clientId, text });
    },
    take(conversation: string) {
      takenConversation = conversation;
      post({ type: "conversation.take", conversation });
    },
    transfer: (conversation: string, to: string) =>
      postOrTell({ type: "conversation.transfer", conversation, to }),
    requeue: (conversation: string) => postOrTell({ type: "conversation.requeue", conversation }),
    close: (conversation: string) => postOrTell({ type: "conversation.close", conversation }),
    takeAway: (conversation: string) =>
      postOrTell({ type: "conversation.take-away", conversation }),
    toggleAway() {
      isAway.value = !isAway.value;
      sessionStorage.setItem(AWAY, isAway.value ? "1" : "0");
      // While the server is away it hears of it with the next hello.
      post({ type: "duty.set", away: isAway.value });
    },
    toggleAlerts() {
      hasAlerts.value = !hasAlerts.value;
      localStorage.setItem(ALERTS_ON, hasAlerts.value ? "1" : "0");
      if (hasAlerts.value) alerts.turnOn();
    },
    toggleShortcuts() {
      hasShortcuts.value = !hasShortcuts.value;
      localStorage.setItem(SHORTCUTS_ON, hasShortcuts.value ? "1" : "0");
    },
    toggleDetails() {
      areDetailsShown.value = !areDetailsShown.value;
      localStorage.setItem(DETAILS_SHOWN, areDetailsShown.value ? "1" : "0");
    },
    viewerAddress,
    /** Has to run inside the click: browsers open a tab only then. */
    requestCobrowse(conversation: string) {
      notice.value = null;
      askedConversation = conversation;
      refusedRequests.delete(conversation);
      if (!post({ type: "cobrowse.request", conversation })) {
        notice.value = "The server is away. Ask again when it is back.";
        return;
      }
      openViewer(conversation);
    },
    focusCobrowse: openViewer,
    endCobrowse: (conversation: string) => post({ type: "cobrowse.end", conversation }),
    async logOut() {
      // The server closes it too, and that must not look like a loss to come back from.
      socket.close();
      drafts.forget();
      sessionStorage.removeItem(AWAY);
      await fetch("/v1/logout", { method: "POST" }).catch(() => undefined);
      location.assign("/agent");
    },
  };
}
