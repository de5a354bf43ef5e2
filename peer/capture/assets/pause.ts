/**
 * Lets the page have its turn. By a message, because a timer waits for a second or more in a tab
 * that is not in front.
 */
export function pause(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
