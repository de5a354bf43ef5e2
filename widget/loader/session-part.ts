/**
 * Brings chat and engine when a session asks for them, and hands the engine what concerns it.
 * Until a request arrives nothing of either is on the page.
 */
import type { CustomerMessage, ServerToCustomer } from "../../peer/protocol/customer-messages.ts";
import type { SessionView } from "../../peer/protocol/session-messages.ts";
import type { Engine, EngineStatus, StartEngine } from "../engine/engine-api.ts";
import type { SiteStorage } from "./site-storage.ts";

export interface SessionPartOptions {
  load: string;
  host: HTMLElement;
  /** Of this tab alone: which session it holds across its pages. */
  tab: SiteStorage;
  loadEngine(): Promise<{ startEngine: StartEngine }>;
  send(message: CustomerMessage): boolean;
  onStatus(status: EngineStatus | null): void;
}

/**
 * The session that this tab holds, when it was allowed, and `left` once the page that held it has
 * gone: `ID EPOCH_MS left`. A page that is opened from this one gets a copy without the last word,
 * and so does not take the session away from a page that is still there.
 */
const TICKET = "session";

export interface SessionPart {
  /** The session that this page holds, or is asked about. */
  held(): string | undefined;
  receive(message: ServerToCustomer): void;
  act(what: "allow" | "deny" | "end"): void;
  stop(): void;
}

export function createSessionPart(options: SessionPartOptions): SessionPart {
  const { tab, send } = options;
  let engine: Engine | undefined;
  let sessionId = "";
  /** Aborted when this page holds no session any more. */
  let holding: AbortController | undefined;
  /** What came while the engine was on its way. */
  let inbox: ServerToCustomer[] = [];

  async function begin(session: SessionView): Promise<void> {
    const isGranted = isAnswered(session);
    const [, allowedAt = ""] = tab.get(TICKET)?.split(" ") ?? [];
    const isResuming = isGranted && hasTicket(session.id);
    // Allowed in another tab of this browser: that one holds it.
    if (isGranted && !isResuming) return;
    sessionId = session.id;
    engine = undefined;
    inbox = [];
    const { startEngine } = await options.loadEngine();
    if (sessionId !== session.id) return;
    if (isResuming) hold(session.id, allowedAt);
    engine = startEngine({
      session,
      load: options.load,
      host: options.host,
      isResuming,
      allowedAt: Number(allowedAt),
      send,
      onStatus(status) {
        if (sessionId !== session.id) return;
        if (status.phase === "ended") letGo();
        options.onStatus(status);
      },
    });
    for (const message of inbox.splice(0)) engine.receive(message);
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
      options.onStatus(null);
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
    engine?.stop();
    engine = undefined;
    sessionId = "";
  }

  return {
    held: () => (engine ? sessionId : undefined),
    receive(message) {
      const session =
        message.type === "session.opened" || message.type === "welcome" ? message.session : null;
      // Allowed on another page of this tab, while this one was kept by the browser.
      const isAllowedElsewhere =
        session && !holding && isAnswered(session) && hasTicket(session.id);
      if (isAllowedElsewhere) forget();
      if (session && session.id !== sessionId) {
        begin(session).catch(() => options.onStatus(null));
        return;
      }
      if (message.type === "welcome" && session) {
        // The same session after a gap: its facts bring the engine up to date.
        engine?.receive({ type: "session.opened", session });
        engine?.connected();
        return;
      }
      if (message.type === "welcome" && engine) {
        // The server knows nothing of it any more.
        letGo();
        return options.onStatus({ phase: "ended", reason: "error" });
      }
      if (engine) engine.receive(message);
      else if (sessionId !== "") inbox.push(message);
    },
    act(what) {
      if (what === "allow" && engine) hold(sessionId, String(Date.now()));
      engine?.[what]();
    },
    stop() {
      // The agent hears of it before the link closes.
      if (holding) engine?.end();
      letGo();
    },
  };
}

function isAnswered({ facts }: SessionView): boolean {
  return facts.some(({ body }) => body.type === "grant.given");
}
