/** All that anybody received in one run, and what was found in it. */
import type { Page } from "playwright";
import type { Canary } from "../canary.ts";
import type { CanaryPicture } from "../canary-picture.ts";
import { type Found, type Haystack, Searcher } from "../search/search.ts";
import { isLike, stripesIn } from "./stripes.ts";
import type { Picture } from "./tapped-lanes.ts";

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

  addAll({
    haystacks,
    pictures = [],
  }: {
    haystacks: Iterable<Haystack>;
    pictures?: readonly Picture[];
  }): void {
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

  /** Of those that must not be found, where they were. */
  leaks(): Map<Canary, Found[]> {
    const leaks = new Map<Canary, Found[]>();
    for (const found of this.#found) {
      if (found.canary.isOpen) continue;
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
