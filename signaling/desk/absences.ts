/** Tells when an agent has been without a desk and a viewer for too long to come back from a reload. */
import { AGENT_GONE_MS } from "../../peer/protocol/limits.ts";

export interface AbsencesOptions {
  isConnected(agentId: string): boolean;
  onGone(agentId: string): Promise<void>;
  onFailure(error: unknown): void;
}

export type Absences = ReturnType<typeof createAbsences>;

export function createAbsences({ isConnected, onGone, onFailure }: AbsencesOptions) {
  const timers = new Map<string, ReturnType<typeof setTimeout>>();

  function came(agentId: string): void {
    clearTimeout(timers.get(agentId));
    timers.delete(agentId);
  }

  return {
    came,
    /** Somebody who is away now, if they are, is waited for from now on; twice changes nothing. */
    expect(agentId: string): void {
      if (isConnected(agentId) || timers.has(agentId)) return;
      const timer = setTimeout(() => {
        timers.delete(agentId);
        onGone(agentId).catch(onFailure);
      }, AGENT_GONE_MS);
      timers.set(agentId, timer);
    },
    stop(): void {
      for (const agentId of [...timers.keys()]) came(agentId);
    },
  };
}
