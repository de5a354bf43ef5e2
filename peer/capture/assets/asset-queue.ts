/**
 * The names that are not settled yet, and which of them is read next: the most needed first, and of
 * the same the smallest. Only so much is read ahead as the lane will take soon.
 */
import type { NamedAsset } from "./asset-names.ts";
import { type AssetOrder, KNOWN_MS } from "./asset-order.ts";
import type { AssetSender } from "./asset-sender.ts";
import type { LoadedAddresses } from "./loaded-addresses.ts";

export interface AssetQueueOptions {
  loaded: Pick<LoadedAddresses, "sizeOf">;
  order: AssetOrder;
  sender: Pick<AssetSender, "waitingBytes">;
  /** The page itself has loaded it. */
  isReadable(asset: NamedAsset): boolean;
}

export interface AssetQueue {
  add(asset: NamedAsset): void;
  remove(asset: NamedAsset): void;
  /** Takes out what is read next; nothing if nothing can be read now, or there is no room for it. */
  next(): NamedAsset | undefined;
  /** For one more of the usual size. */
  hasRoom(): boolean;
  /** For so long it goes by what it saw last, in milliseconds: to look costs the page a layout. */
  looksAgainInMs(): number;
  /** Looks when it is asked next. */
  lookAgain(): void;
}

/** What may wait for the lane, in bytes. */
const AHEAD_BYTES = 8 * 1024 * 1024;
/** So small that it does not wait for the big ones before it to go. */
const SMALL_BYTES = 64 * 1024;
const SMALL_AHEAD_BYTES = AHEAD_BYTES + 2 * 1024 * 1024;
/** Where the browser does not tell a size: that of a small picture. */
const USUAL_BYTES = 32 * 1024;

export function createAssetQueue(options: AssetQueueOptions): AssetQueue {
  const { loaded, order, sender, isReadable } = options;
  const unsettled = new Set<NamedAsset>();
  /** What can be read, the most needed first, as it was a moment ago. */
  let queue: NamedAsset[] = [];
  let queuedUntil = 0;

  function queueUp(): void {
    queue = [...unsettled].filter((asset) => isReadable(asset) && order.isWorthSending(asset));
    queue.sort((a, b) => order.rankOf(a) - order.rankOf(b) || sizeOf(a) - sizeOf(b));
    queuedUntil = unsettled.size > 0 ? performance.now() + KNOWN_MS : 0;
  }

  function hasRoomFor(byteCount: number): boolean {
    const limit = byteCount <= SMALL_BYTES ? SMALL_AHEAD_BYTES : AHEAD_BYTES;
    return sender.waitingBytes() < limit;
  }

  /** In bytes, as far as it is known before it is read. */
  function sizeOf({ css, addresses }: NamedAsset): number {
    if (css !== undefined) return 0;
    const known = addresses.map((address) => loaded.sizeOf(address)).find(Boolean);
    return known ?? USUAL_BYTES;
  }

  return {
    add: (asset) => void unsettled.add(asset),
    remove: (asset) => void unsettled.delete(asset),
    next() {
      if (performance.now() >= queuedUntil) queueUp();
      const at = queue.findIndex((asset) => hasRoomFor(sizeOf(asset)));
      const [asset] = at < 0 ? [] : queue.splice(at, 1);
      if (asset) unsettled.delete(asset);
      return asset;
    },
    hasRoom: () => hasRoomFor(USUAL_BYTES),
    looksAgainInMs: () => queuedUntil - performance.now(),
    lookAgain() {
      queuedUntil = 0;
    },
  };
}
