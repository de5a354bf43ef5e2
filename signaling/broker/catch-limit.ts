/** How much is taken of what the guards of one session's pages tell: its customer may make it up. */
import type { GuardCatch } from "../../peer/protocol/guard-catches.ts";
import { CATCH_REPORTS_PER_MINUTE } from "../../peer/protocol/limits.ts";
import { TokenBucket } from "./token-bucket.ts";

/** Of one session. With more it could wash out what others have found on the site. */
const PLACES_COUNT = 50;

export class CatchLimit {
  readonly #reports = new TokenBucket(CATCH_REPORTS_PER_MINUTE / 60, CATCH_REPORTS_PER_MINUTE);
  readonly #places = new Set<string>();

  /** @returns what is taken of one report: nothing if there are too many, or if all its places are */
  take(catches: readonly GuardCatch[]): GuardCatch[] {
    return this.#reports.take() ? catches.filter((caught) => this.#isTaken(caught)) : [];
  }

  #isTaken({ kind, path, place }: GuardCatch): boolean {
    const known = `${kind} ${place} ${path}`;
    if (this.#places.size < PLACES_COUNT) this.#places.add(known);
    return this.#places.has(known);
  }
}
