/**
 * The part of the widget that a request brings, and never before: it holds the sessions of this page,
 * one after the other, and hands a session from one page of the tab to the next.
 */
import type { SessionView } from "../../peer/protocol/session-messages.ts";
import type { Engine, EngineContext, StartEngine } from "./engine-api.ts";
import { type PageSession, startPageSession } from "./page-session.ts";

/**
 * The session that this tab holds, when it was allowed, and `left` once the page that held it has
 * gone: `ID EPOCH_MS left`. A page that is opened from this one gets a copy without the last word,
 * and so does not take the session away from a page that is still there.
 */
const TICKET = "session";

export const startEngine: StartEngine = (context: EngineContext): Engine => {
  const { tab, send } = context;
  let pageSession: PageSession | undefined;
  let sessionId = "";
  /** Aborted when this page holds no session any more. */
  let holding: AbortController | undefined;

  function begin(session: SessionView): void {
    const isGranted = isAnswered(session);
    const isResuming = isGranted && hasTicket(session.id);
    // Allowed in another tab of this browser: that one holds it.
    if (isGranted && !isResuming) return;
    forget();
    sessionId = session.id;
    const allowedAt = isResuming ? (tab.get(TICKET)?.split(" ")[1] ?? "") : "";
    if (isResuming) hold(session.id, allowedAt);
    const started = startPageSession({
      session,
      load: context.load,
      server: context.server,
      isResuming,
      allowedAt: Number(allowedAt),
      send,
      onStatus(status) {
        if (sessionId !== session.id) return;
        if (status.phase === "ended") letGo();
        context.onStatus(status);
      },
    });
    if (sessionId === session.id) pageSession = started;
    else started.stop();
  }

  /** Whether the page before this one held the session, and has gone. */
  function hasTicket(id: string): boolean {
    const [held, , left] = tab.get(TICKET)?.split(" ") ?? [];
    return held === id && left !== undefined;
  }

  /** This page holds the session until it ends, or until the page goes and the next one takes it. */
  function hold(id: string, allowedAt: string): void {
    tab.set(TICKET, `${id} ${allowedAt}`);
    holding?.abort();
    holding = new AbortController();
    const onLeave = () => {
      tab.set(TICKET, `${id} ${allowedAt} left`);
      forget();
      context.onStatus(null);
    };
    window.addEventListener("pagehide", onLeave, { signal: holding.signal });
  }

  function letGo(): void {
    if (holding) tab.remove(TICKET);
    forget();
  }

  /** Closes what is open, at once, and writes nothing. */
  function forget(): void {
    holding?.abort();
    holding = undefined;
    pageSession?.stop();
    pageSession = undefined;
    sessionId = "";
  }

  /** The same session after a gap: its facts bring this page up to date. */
  function catchUp(session: SessionView): void {
    pageSession?.receive({ type: "session.opened", session });
    pageSession?.connected();
  }

  return {
    held: () => (sessionId === "" ? undefined : sessionId),
    receive(message) {
      if (message.type !== "session.opened" && message.type !== "welcome") {
        pageSession?.receive(message);
        return;
      }
      const { session } = message;
      if (session) {
        // Allowed on another page of this tab, while the browser kept this one.
        const isOurs = !holding && isAnswered(session) && hasTicket(session.id);
        if (session.id === sessionId && !isOurs) catchUp(session);
        else begin(session);
      } else if (sessionId !== "") {
        // The server knows nothing of it any more.
        letGo();
        context.onStatus({ phase: "ended", reason: "error" });
      }
    },
    act(what) {
      if (what === "allow" && sessionId !== "") hold(sessionId, String(Date.now()));
      pageSession?.[what]();
    },
    openPreview: () => pageSession?.openPreview() ?? false,
    stop() {
      // The agent hears of it before the link closes.
      if (holding) pageSession?.end();
      letGo();
    },
  };
};

function isAnswered({ facts }: SessionView): boolean {
  return facts.some(({ body }) => body.type === "grant.given");
}
