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

/** The session that this tab holds, and when it was allowed: `ID EPOCH_MS`. */
const TICKET = "session";

export interface SessionPart {
  receive(message: ServerToCustomer): void;
  act(what: "allow" | "deny" | "end"): void;
  stop(): void;
}

export function createSessionPart(options: SessionPartOptions): SessionPart {
  const { tab, send } = options;
  let engine: Engine | undefined;
  let sessionId = "";
  /** What came while the engine was on its way. */
  let inbox: ServerToCustomer[] = [];

  async function begin(session: SessionView): Promise<void> {
    const isGranted = isAnswered(session);
    const [held, allowedAt] = tab.get(TICKET)?.split(" ") ?? [];
    const isResuming = isGranted && held === session.id;
    // Allowed in another tab of this browser: that one holds it.
    if (isGranted && !isResuming) return;
    sessionId = session.id;
    engine = undefined;
    inbox = [];
    const { startEngine } = await options.loadEngine();
    if (sessionId !== session.id) return;
    engine = startEngine({
      session,
      load: options.load,
      host: options.host,
      isResuming,
      allowedAt: Number(allowedAt),
      send,
      onStatus(status) {
        if (sessionId !== session.id) return;
        if (status.phase === "ended") tab.remove(TICKET);
        options.onStatus(status);
      },
    });
    for (const message of inbox.splice(0)) engine.receive(message);
  }

  return {
    receive(message) {
      const session =
        message.type === "session.opened" || message.type === "welcome" ? message.session : null;
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
      if (message.type === "welcome" && engine && sessionId !== "") engine.connected();
      if (engine) engine.receive(message);
      else if (sessionId !== "") inbox.push(message);
    },
    act(what) {
      if (what === "allow") tab.set(TICKET, `${sessionId} ${Date.now()}`);
      engine?.[what]();
    },
    stop() {
      engine?.stop();
      engine = undefined;
      sessionId = "";
    },
  };
}

function isAnswered({ facts }: SessionView): boolean {
  return facts.some(({ body }) => body.type === "grant.given");
}
