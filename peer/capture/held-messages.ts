/**
 * The order in which messages leave, and when. A page often adds content first and gives it the class
 * that redacts it a moment later; so a message with added nodes or rules of CSS, and all after it, waits for the end of
 * the next frame, and is looked at again then. One without leaves at once, unless it stands behind.
 * In a hidden tab there are no frames: it waits 50 ms.
 */
import { afterNextFrame } from "../scheduling/next-frame.ts";

export interface HeldMessages {
  /** @param leave - makes the message, as the page stands then, and sends it */
  add(leave: () => Promise<void> | void, holding: "with additions" | "at once"): void;
  /** Forgets what waits: a snapshot has it all. */
  clear(): void;
}

interface Held {
  leave(): Promise<void> | void;
  isDue: boolean;
}

/** @param onFailed - a message could not be made, and is not sent: what it was to say is missing */
export function createHeldMessages(ended: AbortSignal, onFailed: () => void): HeldMessages {
  let waiting: Held[] = [];
  let isLeaving = false;

  async function letGo(): Promise<void> {
    if (isLeaving) return;
    isLeaving = true;
    while (waiting[0]?.isDue && !ended.aborted) {
      try {
        const left = waiting.shift()?.leave();
        // What needs no time must not wait for a turn of its own.
        if (left) await left;
      } catch {
        onFailed();
      }
    }
    isLeaving = false;
  }

  return {
    add(leave, holding) {
      const held = { leave, isDue: holding === "at once" };
      waiting.push(held);
      if (held.isDue) return void letGo();
      afterNextFrame(ended, () => {
        held.isDue = true;
        void letGo();
      });
    },
    clear() {
      waiting = [];
    },
  };
}
