/**
 * Resolves when all that the page does in its next frame has been done. In a hidden tab there are no
 * frames: 50 ms later.
 */
import { nextTask } from "./next-task.ts";

const HIDDEN_MS = 50;
/** A tab that is covered by another may say that it is visible, and draw nothing. */
const LONGEST_MS = 1_000;

export function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, document.hidden ? HIDDEN_MS : LONGEST_MS);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      void nextTask().then(resolve);
    });
  });
}
