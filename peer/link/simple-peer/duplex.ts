type Listener = (...values: unknown[]) => void;

/**
 * Stands in for readable-stream's `Duplex`, which simple-peer extends. Left of it are the events, and
 * a readable side that flows: what comes is told at once, as it is (`objectMode`), and is lost if
 * nobody listens. The link writes by `send`, so there is no writable side: `write` and `pipe` throw.
 */
export class Duplex {
  /** simple-peer's `destroy()` ends what is not ended yet; here nothing ever is to be. */
  readonly _readableState = { ended: true };
  readonly _writableState = { finished: true };
  readonly #listeners = new Map<string, Listener[]>();

  on(event: string, listener: Listener): this {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
    return this;
  }

  once(event: string, listener: Listener): this {
    const first: Listener = (...values) => {
      this.removeListener(event, first);
      listener(...values);
    };
    return this.on(event, first);
  }

  removeListener(event: string, listener: Listener): this {
    const left = (this.#listeners.get(event) ?? []).filter((one) => one !== listener);
    this.#listeners.set(event, left);
    return this;
  }

  emit(event: string, ...values: unknown[]): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(...values);
  }

  push(message: unknown): void {
    this.emit("data", message);
  }
}
