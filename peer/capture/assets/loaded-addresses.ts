/**
 * What the page itself has loaded, by the browser's own list of it. Nothing else is read: neither a
 * rule that nobody uses nor a picture that waits to be scrolled to.
 */

/** The page reads these itself, as data; we do, too. */
const READ_AS_DATA = new Set(["beacon", "fetch", "xmlhttprequest"]);
/** The list has room for so many before it leaves out the rest, unless the page asks for more. */
const LIST_COUNT = 250;
/** Remembered at most: a page that is open all day loads many. */
const ADDRESSES_COUNT = 20_000;

type View = Window & typeof globalThis;

export interface LoadedAddresses {
  has(address: string): boolean;
  /** In bytes, as it travelled; undefined where the browser does not tell. */
  sizeOf(address: string): number | undefined;
  /** Takes in a frame's own list, now and as it grows. */
  watch(view: View): void;
  /** Whether something may have been loaded, before this began, that the list does not have. */
  mayLack(): boolean;
}

export function createLoadedAddresses(
  onLoaded: (addresses: readonly string[]) => void,
  ended: AbortSignal,
): LoadedAddresses {
  const sizes = new Map<string, number | undefined>();
  const watched = new WeakSet<View>();
  let mayLack = tellsNothingOfMemory();

  const add = (entries: PerformanceEntryList) => {
    const added: string[] = [];
    for (const entry of entries) {
      const { name, initiatorType, encodedBodySize } = entry as PerformanceResourceTiming;
      if (READ_AS_DATA.has(initiatorType)) continue;
      const address = withoutFragment(name);
      sizes.set(address, encodedBodySize || undefined);
      added.push(address);
    }
    for (const oldest of sizes.keys()) {
      if (sizes.size <= ADDRESSES_COUNT) break;
      sizes.delete(oldest);
    }
    if (added.length > 0) onLoaded(added);
  };

  return {
    has: (address) => sizes.has(address),
    sizeOf: (address) => sizes.get(address),
    watch(view) {
      if (watched.has(view) || ended.aborted) return;
      watched.add(view);
      const observer = new view.PerformanceObserver((list) => add(list.getEntries()));
      observer.observe({ type: "resource" });
      ended.addEventListener("abort", () => observer.disconnect(), { once: true });
      const entries = view.performance.getEntriesByType("resource");
      add(entries);
      // From now on the browser tells of each, also of those that the list has no room for.
      mayLack ||= entries.length >= LIST_COUNT || !hasAllPictures(view.document, sizes);
    },
    mayLack: () => mayLack,
  };
}

/** What the list may lack is looked for in the cache of the page's own origin: nobody is asked. */
export function mayBeLoaded(loaded: Pick<LoadedAddresses, "mayLack">, address: string): boolean {
  return loaded.mayLack() && new URL(address).origin === location.origin;
}

/** Firefox lists no picture that it still had in memory from the page before. */
function tellsNothingOfMemory(): boolean {
  return CSS.supports("-moz-appearance", "none");
}

/** A page may empty the list; then it lacks pictures that are there to be seen. */
function hasAllPictures(page: Document, sizes: ReadonlyMap<string, unknown>): boolean {
  return [...page.querySelectorAll("img")].every(({ complete, naturalWidth, currentSrc }) => {
    if (!complete || naturalWidth === 0 || !currentSrc.startsWith("http")) return true;
    return sizes.has(withoutFragment(currentSrc));
  });
}

const withoutFragment = (address: string) => address.replace(/#.*$/s, "");
