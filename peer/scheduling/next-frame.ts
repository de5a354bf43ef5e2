/** The end of the next frame. In a hidden tab there are none: then it is 50 ms from now. */
import { nextTask } from "./next-task.ts";

const HIDDEN_MS = 50;
/** A tab that is covered by another may say that it is visible, and draw nothing. */
const LONGEST_MS = 1_000;

/** When all that the page does in its next frame has been done. */
export function afterNextFrame(ended: AbortSignal, work: () => void): void {
  if (ended.aborted) return;
  const done = new AbortController();
  const finish = () => {
    if (done.signal.aborted) return;
    done.abort();
    work();
  };
  const timer = setTimeout(finish, document.hidden ? HIDDEN_MS : LONGEST_MS);
  const frame = requestAnimationFrame(() => void nextTask().then(finish));
  const onHidden = () => {
    if (document.hidden) setTimeout(finish, HIDDEN_MS);
  };
  document.addEventListener("visibilitychange", onHidden, { signal: done.signal });
  ended.addEventListener("abort", () => done.abort(), { signal: done.signal });
  done.signal.addEventListener("abort", () => {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
  });
}
