/** All that anybody received in one run, and what was found in it. */
import type { Page } from "playwright";
import type { Canary } from "../canary.ts";
import type { CanaryPicture } from "../canary-picture.ts";
import { type Found, type Haystack, Searcher } from "../search/search.ts";
import { isLike, stripesIn } from "./stripes.ts";
import type { BrowserRead } from "./tapped-browser.ts";
import type { Picture } from "./tapped-lanes.ts";

/** What the test says itself, on the ways that are for it: in the chat, or to the server. */
export const CONTROL = "control";

const AT_SERVER =
  /^(?:database|files of the|heap of the server|log of|memory of the server|metrics|requests of|sockets)/;

export interface SourceTotals {
  source: string;
  bytes: number;
  /** Of those that must be found, how many were found here. */
  openCount: number;
}

export class Evidence {
  readonly #haystacks: Haystack[] = [];
  readonly #pictures: Picture[] = [];
  readonly #found: Found[] = [];
  readonly #totals = new Map<string, { bytes: number; open: Set<number> }>();

  add(haystack: Haystack): void {
    this.#haystacks.push(haystack);
  }

  addAll({ haystacks, pictures }: BrowserRead): void {
    for (const haystack of haystacks) this.add(haystack);
    this.#pictures.push(...pictures);
  }

  /** Looks through all that has been added. */
  searchAdded(canaries: readonly Canary[]): void {
    const searcher = new Searcher(canaries);
    for (const haystack of this.#haystacks.splice(0)) this.#note(haystack, searcher);
  }

  /** Looks through what is not kept: piece by piece, as it comes. */
  async searchNow(
    canaries: readonly Canary[],
    haystacks: Iterable<Haystack> | AsyncIterable<Haystack>,
  ): Promise<void> {
    const searcher = new Searcher(canaries);
    for await (const haystack of haystacks) this.#note(haystack, searcher);
  }

  /** The same by eye. */
  async searchPictures(
    canaries: readonly Canary[],
    planted: ReadonlyMap<number, CanaryPicture>,
    page: Page,
  ): Promise<void> {
    const seen = new Set<string>();
    for (const picture of this.#pictures) {
      const key = picture.bytes.toString("latin1");
      if (seen.has(key)) continue;
      seen.add(key);
      const colours = await stripesIn(page, picture);
      for (const [id, { stripes }] of planted) {
        const canary = canaries[id];
        if (!canary || !isLike(stripes, colours)) continue;
        this.#found.push({
          canary,
          source: picture.name,
          name: "picture",
          encoding: "its colours",
          context: "",
        });
      }
    }
  }

  /**
   * Where canaries were that must not be there: those that are planted to be kept, anywhere; and
   * whatever a page says openly, at the server, which is to see nothing of a page.
   */
  leaks(): Map<Canary, Found[]> {
    const leaks = new Map<Canary, Found[]>();
    for (const found of this.#found) {
      const { isOpen, phase } = found.canary;
      if (isOpen && (phase === CONTROL || !AT_SERVER.test(found.source))) continue;
      const known = leaks.get(found.canary);
      if (known) known.push(found);
      else leaks.set(found.canary, [found]);
    }
    return leaks;
  }

  isFound(canary: Canary): boolean {
    return this.#found.some((found) => found.canary === canary);
  }

  totals(): SourceTotals[] {
    return [...this.#totals]
      .map(([source, { bytes, open }]) => ({ source, bytes, openCount: open.size }))
      .sort((one, other) => one.source.localeCompare(other.source));
  }

  #note(haystack: Haystack, searcher: Searcher): void {
    const totals = this.#totals.get(haystack.source) ?? { bytes: 0, open: new Set() };
    this.#totals.set(haystack.source, totals);
    totals.bytes += haystack.bytes.length;
    for (const found of searcher.search(haystack)) {
      this.#found.push(found);
      if (found.canary.isOpen) totals.open.add(found.canary.id);
    }
  }
}
