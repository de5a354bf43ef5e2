/** Sends where the customer's own cursor is, in CSS pixels of the viewport; the newest wins. */
import type { CustomerPointerMessage } from "../protocol/lane-messages.ts";

/** The pointer lane, as far as the cursor needs it. */
export interface PointerSender {
  send(message: string): void;
}

export interface CursorCapture {
  /** On a private page nothing is told. */
  pause(isPaused: boolean): void;
  stop(): void;
}

export function startCursorCapture(lane: PointerSender): CursorCapture {
  const stopped = new AbortController();
  let number = 0;
  let isPaused = false;
  const options = { passive: true, capture: true, signal: stopped.signal };

  type Unnumbered<Message> = Message extends unknown ? Omit<Message, "number"> : never;
  const send = (message: Unnumbered<CustomerPointerMessage>) => {
    if (isPaused) return;
    number += 1;
    lane.send(JSON.stringify({ ...message, number }));
  };

  window.addEventListener(
    "pointermove",
    ({ clientX: x, clientY: y }) => send({ type: "cursor.moved", x, y }),
    options,
  );
  window.addEventListener(
    "pointerdown",
    ({ clientX: x, clientY: y }) => send({ type: "cursor.pressed", x, y }),
    options,
  );
  document.documentElement.addEventListener(
    "pointerleave",
    ({ target }) => {
      if (target === document.documentElement) send({ type: "cursor.left" });
    },
    options,
  );
  return {
    pause(toBePaused) {
      send({ type: "cursor.left" });
      isPaused = toBePaused;
    },
    stop: () => stopped.abort(),
  };
}
