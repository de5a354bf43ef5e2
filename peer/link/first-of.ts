/** Resolves at the first of these events, and listens to none of them any more. */
export function firstOf(...events: Array<[target: EventTarget, name: string]>): Promise<void> {
  return new Promise((resolve) => {
    const listening = new AbortController();
    const onEvent = () => {
      listening.abort();
      resolve();
    };
    for (const [target, name] of events) {
      target.addEventListener(name, onEvent, { signal: listening.signal });
    }
  });
}
