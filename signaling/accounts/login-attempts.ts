/**
 * Slows down guessing: after some failures in a row a login has to wait, twice as long each time.
 * It counts per login and address together, so that nobody can lock another person out, and an
 * address that many people share is never shut out as a whole.
 */
const FREE_FAILURES = 5;
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 300_000;
const FORGET_AFTER_MS = 900_000;
const MAX_KEYS = 10_000;

interface Failures {
  count: number;
  lastAt: number;
}

export class LoginAttempts {
  readonly #failures = new Map<string, Failures>();

  /** @returns milliseconds to wait before the next try; 0 when it may go ahead */
  waitMs(email: string, address: string, now = Date.now()): number {
    const failures = this.#failures.get(keyOf(email, address));
    if (!failures || failures.count < FREE_FAILURES) return 0;
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures.count - FREE_FAILURES));
    return Math.max(0, failures.lastAt + wait - now);
  }

  /** Counts a try; one that succeeds is forgotten with all before it. */
  begin(email: string, address: string, now = Date.now()): void {
    const key = keyOf(email, address);
    const known = this.#failures.get(key);
    const count = known && now - known.lastAt < FORGET_AFTER_MS ? known.count + 1 : 1;
    this.#failures.delete(key);
    this.#failures.set(key, { count, lastAt: now });
    // Bounded: the oldest goes first.
    const [oldest] = this.#failures.keys();
    if (this.#failures.size > MAX_KEYS && oldest !== undefined) this.#failures.delete(oldest);
  }

  /** The wait counts from here: checking a password takes its time. */
  failed(email: string, address: string, now = Date.now()): void {
    const known = this.#failures.get(keyOf(email, address));
    if (known) known.lastAt = now;
  }

  succeeded(email: string, address: string): void {
    this.#failures.delete(keyOf(email, address));
  }
}

const keyOf = (email: string, address: string) => `${address} ${email.toLowerCase()}`;
