/** Tells when a conversation has been without a message for as long as its site allows. */
export interface InactivityOptions {
  /** Milliseconds. */
  inactiveAfterMs(siteId: string): Promise<number>;
  onInactive(conversationId: string): Promise<void>;
  onFailure(error: unknown): void;
}

export type Inactivity = ReturnType<typeof createInactivity>;

export function createInactivity({ inactiveAfterMs, onInactive, onFailure }: InactivityOptions) {
  interface Watched {
    siteId: string;
    /** Epoch milliseconds. */
    lastMessageAt: number;
    timer: ReturnType<typeof setTimeout> | undefined;
  }
  const watched = new Map<string, Watched>();
  let isStopped = false;

  async function schedule(id: string, conversation: Watched): Promise<void> {
    const afterMs = await inactiveAfterMs(conversation.siteId);
    if (isStopped || watched.get(id) !== conversation) return;
    clearTimeout(conversation.timer);
    const leftMs = conversation.lastMessageAt + afterMs - Date.now();
    conversation.timer = setTimeout(
      () => {
        watched.delete(id);
        onInactive(id).catch(onFailure);
      },
      Math.max(0, leftMs),
    );
  }

  function forget(id: string): void {
    clearTimeout(watched.get(id)?.timer);
    watched.delete(id);
  }

  return {
    /** @param at - epoch milliseconds */
    messageWritten(id: string, siteId: string, at: number): void {
      forget(id);
      const conversation: Watched = { siteId, lastMessageAt: at, timer: undefined };
      watched.set(id, conversation);
      schedule(id, conversation).catch(onFailure);
    },
    /** It is closed, and so cannot become inactive. */
    forget,
    /** Its time may be another one from now on. */
    async siteChanged(siteId: string): Promise<void> {
      const ofSite = [...watched].filter(([, known]) => known.siteId === siteId);
      await Promise.all(ofSite.map(([id, known]) => schedule(id, known)));
    },
    stop(): void {
      isStopped = true;
      for (const id of [...watched.keys()]) forget(id);
    },
  };
}
