/**
 * Sends where the customer's own cursor is, in CSS pixels of the viewport; the newest wins. Over a part
 * that is redacted it is not told: on a pad of keys the place is the key.
 */
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

/** @param isRedacted - whether a node is in a part that stays with the customer, asked at each event */
export function startCursorCapture(
  lane: PointerSender,
  isRedacted: (node: Node) => boolean,
): CursorCapture {
  const stopped = new AbortController();
  let number = 0;
  let isPaused = false;
  let isAway = true;
  const options = { passive: true, capture: true, signal: stopped.signal };

  type Unnumbered<Message> = Message extends unknown ? Omit<Message, "number"> : never;
  const send = (message: Unnumbered<CustomerPointerMessage>) => {
    if (isPaused) return;
    number += 1;
    lane.send(JSON.stringify({ ...message, number }));
  };

  const leave = () => {
    if (!isAway) send({ type: "cursor.left" });
    isAway = true;
  };

  function tell(type: "cursor.moved" | "cursor.pressed", event: PointerEvent): void {
    const [target] = event.composedPath();
    if (!(target instanceof Node) || isRedacted(target)) return leave();
    isAway = false;
    send({ type, x: event.clientX, y: event.clientY });
  }

  window.addEventListener("pointermove", (event) => tell("cursor.moved", event), options);
  window.addEventListener("pointerdown", (event) => tell("cursor.pressed", event), options);
  document.documentElement.addEventListener(
    "pointerleave",
    ({ target }) => {
      if (target === document.documentElement) leave();
    },
    options,
  );
  return {
    pause(toBePaused) {
      leave();
      isPaused = toBePaused;
    },
    stop: () => stopped.abort(),
  };
}
