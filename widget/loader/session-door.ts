/**
 * Brings the engine when a session asks for it, and hands it what concerns it. Until a request
 * arrives nothing of it is on the page.
 */
import type { ServerToCustomer } from "../../peer/protocol/customer-messages.ts";
import type { Engine, EngineContext, SessionAct, StartEngine } from "../engine/engine-api.ts";

interface SessionDoorOptions extends EngineContext {
  loadEngine(): Promise<{ startEngine: StartEngine }>;
}

export function createSessionDoor(options: SessionDoorOptions) {
  let engine: Engine | undefined;
  /** What comes while the engine is on its way; undefined when it has not been sent for. */
  let inbox: ServerToCustomer[] | undefined;

  async function bring(waiting: ServerToCustomer[]): Promise<void> {
    const { startEngine } = await options.loadEngine();
    if (inbox !== waiting) return;
    engine = startEngine(options);
    waiting.forEach(engine.receive);
  }

  return {
    held: () => engine?.held(),
    receive(message: ServerToCustomer): void {
      if (engine) return engine.receive(message);
      if (inbox) inbox.push(message);
      else if ("session" in message && typeof message.session === "object" && message.session) {
        const waiting = [message];
        inbox = waiting;
        bring(waiting).catch(() => {
          inbox = undefined;
          options.onStatus(null);
        });
      }
    },
    act: (what: SessionAct) => engine?.act(what),
    openPreview: () => engine?.openPreview() ?? false,
    stop(): void {
      engine?.stop();
      engine = undefined;
      inbox = undefined;
    },
  };
}
