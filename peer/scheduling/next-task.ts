/**
 * Lets the page have its turn: the browser draws and handles what waits for it, then this goes on.
 * Not a timer: in a hidden tab those fire once a second, and everywhere at least 4 ms apart when they
 * follow one another.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

/** When the page has had its turn, unless it has ended by then. */
export function afterNextTask(ended: AbortSignal, work: () => void): void {
  void nextTask().then(() => {
    if (!ended.aborted) work();
  });
}
