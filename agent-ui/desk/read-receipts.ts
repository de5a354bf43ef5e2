/**
 * Tells the server how far the agent has read. A customer may write faster than the server takes
 * messages, so only the latest position of a conversation goes out, one at a time.
 */

/** Two a second, of the twenty messages a second that the server takes. */
const EVERY_MS = 500;
/** A receipt that is not answered by then is taken for lost. */
const LOST_AFTER_MS = 3_000;

export interface ReadReceipts {
  read(conversation: string, upTo: number): void;
  /** The server has spoken of this conversation since. */
  answered(conversation: string): void;
  /** The server did not take what was sent last, and may take it later. */
  sendAgain(): void;
  /** Nothing that was sent will be answered. */
  forget(): void;
}

export function createReadReceipts(
  send: (conversation: string, upTo: number) => void,
): ReadReceipts {
  const wanted = new Map<string, number>();
  const inFlight = new Map<string, { upTo: number; sentAt: number }>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function inFlightUpTo(conversation: string): number | undefined {
    const flying = inFlight.get(conversation);
    return flying && Date.now() - flying.sentAt < LOST_AFTER_MS ? flying.upTo : undefined;
  }

  function sendNext(): void {
    timer = undefined;
    for (const [conversation, upTo] of wanted) {
      if (inFlightUpTo(conversation) !== undefined) continue;
      wanted.delete(conversation);
      inFlight.set(conversation, { upTo, sentAt: Date.now() });
      timer = setTimeout(sendNext, EVERY_MS);
      send(conversation, upTo);
      return;
    }
    if (wanted.size > 0) timer = setTimeout(sendNext, EVERY_MS);
  }

  return {
    read(conversation, upTo) {
      if (upTo <= (inFlightUpTo(conversation) ?? 0)) return;
      wanted.set(conversation, upTo);
      if (timer === undefined) sendNext();
    },
    answered(conversation) {
      inFlight.delete(conversation);
    },
    sendAgain() {
      for (const [conversation, { upTo }] of inFlight) {
        wanted.set(conversation, Math.max(upTo, wanted.get(conversation) ?? 0));
      }
      inFlight.clear();
      if (wanted.size > 0) timer ??= setTimeout(sendNext, EVERY_MS);
    },
    forget() {
      inFlight.clear();
      wanted.clear();
    },
  };
}
