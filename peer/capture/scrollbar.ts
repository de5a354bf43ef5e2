/**
 * The scrollbar of the customer's window, where it takes room from the page: the agent's may be
 * another one, or none, and the replica would be laid out wider.
 */
import { SCROLLBAR_PX } from "../protocol/limits.ts";

function scrollbarPx(): number {
  // In an old document without a doctype it is the body that has the viewport's size.
  const viewport = document.scrollingElement ?? document.documentElement;
  return Math.min(Math.max(0, window.innerWidth - viewport.clientWidth), SCROLLBAR_PX);
}

/** Tells when a scrollbar comes that was not there. One that goes needs none: the replica's goes too. */
export function watchScrollbar(onCome: () => void): { startAfresh(): number; stop(): void } {
  let knownPx = scrollbarPx();
  const observer = new ResizeObserver(() => {
    const nowPx = scrollbarPx();
    if (nowPx > 0 && nowPx !== knownPx) onCome();
  });
  observer.observe(document.documentElement);
  return {
    startAfresh() {
      knownPx = scrollbarPx();
      return knownPx;
    },
    stop: () => observer.disconnect(),
  };
}
