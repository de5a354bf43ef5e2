/**
 * Settles names: reads what the page shows, in the order in which the agent needs it, says by which
 * hash it is known, and offers the bytes. Nothing of it is for what is redacted: a page often adds an
 * element first, and says that it is redacted a moment later; so a name waits for the end of the next
 * frame, and what was read meanwhile is given up.
 */
import type { AssetKind } from "../../protocol/asset-messages.ts";
import { afterNextFrame } from "../../scheduling/next-frame.ts";
import type { RedactedLooks } from "../redaction/redacted-looks.ts";
import type { AssetContent } from "./asset-content.ts";
import type { NamedAsset } from "./asset-names.ts";
import type { AssetOrder } from "./asset-order.ts";
import { packed } from "./asset-packing.ts";
import { createAssetQueue } from "./asset-queue.ts";
import type { AssetSender } from "./asset-sender.ts";
import { type LoadedAddresses, mayBeLoaded } from "./loaded-addresses.ts";
import { isData } from "./named-css.ts";

export interface SettlingOptions {
  loaded: LoadedAddresses;
  order: AssetOrder;
  content: AssetContent;
  sender: AssetSender;
  /** The element that shows it now, if one does that may be seen. */
  shownBy(asset: NamedAsset): Element | undefined;
  /** An element has shown it that may not be seen any more. */
  isHidden(asset: NamedAsset): boolean;
  /** By which CSS shows what to redacted parts. */
  looks: Pick<RedactedLooks, "looked" | "hasPicture">;
  /** Whether anything of the page may leave now. */
  mayLeave(): boolean;
  ended: AbortSignal;
}

export interface Settling {
  add(asset: NamedAsset): void;
  forget(asset: NamedAsset): void;
  /** Nothing more of it leaves. */
  withhold(asset: NamedAsset): void;
  /** An element shows it that may be seen. */
  shown(asset: NamedAsset): void;
  /** There is room on the lane. */
  goOn(): void;
  /** Something has been loaded, or has moved. */
  lookAgain(): void;
  /** It was named, and is to be sent once more. */
  sendAgain(hash: string): void;
}

/** Reads that wait for one another would wait for the slowest server. */
const READS_COUNT = 3;
interface Source {
  /** Empty for a text of the page's own. */
  address: string;
  /** Guessed: it may be in the cache, though nothing says that the page has loaded it. */
  by: "page" | "guess";
}

export function createSettling(options: SettlingOptions): Settling {
  const {
    loaded,
    order,
    content: contents,
    sender,
    shownBy,
    isHidden,
    looks,
    mayLeave,
    ended,
  } = options;
  const queue = createAssetQueue({
    loaded,
    order,
    sender,
    isReadable: (asset) => sourceOf(asset) !== undefined,
  });
  /** Named in this task, and not older than a frame. */
  let fresh: Set<NamedAsset> | undefined;
  const forgotten = new WeakSet<NamedAsset>();
  /** From when on it is known what is redacted of what came with its name. */
  const knownSince = new WeakMap<NamedAsset, number>();
  /** Nothing of these leaves; of a picture only where an element shows it that may be seen. */
  const withheld = new WeakSet<NamedAsset>();
  /** Guesses that were wrong. */
  const missed = new WeakSet<NamedAsset>();
  /** The assets of each hash that was named. */
  const settled = new Map<string, NamedAsset[]>();
  const wanted = new Set<string>();
  let readsCount = 0;
  let lookTimer: ReturnType<typeof setTimeout> | undefined;

  function goOn(): void {
    while (sender.isReady() && !ended.aborted && readsCount < READS_COUNT) {
      const work = nextWork();
      if (!work) return;
      readsCount += 1;
      void work.finally(() => {
        readsCount -= 1;
        goOn();
      });
    }
  }

  function nextWork(): Promise<void> | undefined {
    const [hash] = wanted;
    if (hash !== undefined && queue.hasRoom()) {
      wanted.delete(hash);
      return readAgain(hash);
    }
    const asset = queue.next();
    return asset && settle(asset);
  }

  /** @returns nothing as long as the page itself has not loaded it, or is private */
  function sourceOf(asset: NamedAsset): Source | undefined {
    if (!mayLeave()) return undefined;
    const { css, kind, addresses, isInCss } = asset;
    const [first = ""] = addresses;
    if (css !== undefined || kind === "style" || shownBy(asset)) {
      return { address: first, by: "page" };
    }
    if (!isInCss || withheld.has(asset) || isHidden(asset)) return undefined;
    const address = addresses.find(isLoaded);
    if (address !== undefined) return { address, by: "page" };
    if (missed.has(asset)) return undefined;
    const guess = addresses.find((each) => mayBeLoaded(loaded, each));
    return guess === undefined ? undefined : { address: guess, by: "guess" };
  }

  const isLoaded = (address: string) =>
    loaded.has(address) || isData(address) || address.startsWith("blob:");

  /** Once withheld, it stays so. What an element shows that may be seen waits for nothing. */
  async function isWithheld(asset: NamedAsset): Promise<boolean> {
    if (asset.kind === "font" || shownBy(asset)) return false;
    // A sheet waits for the same: by then it is known what it says to redacted parts.
    await looks.looked(knownSince.get(asset) ?? 0);
    if (shownBy(asset)) return false;
    const isPicture = asset.kind === "image";
    if (isPicture && asset.addresses.some(looks.hasPicture)) withheld.add(asset);
    return withheld.has(asset);
  }

  async function settle(asset: NamedAsset): Promise<void> {
    if (await isWithheld(asset)) return;
    const source = sourceOf(asset);
    const content = source && (await contents.read(asset, source.address));
    if (ended.aborted || (await isWithheld(asset))) return;
    // Also what is not shown any more, or is redacted since.
    if (!content || !sourceOf(asset)) queue.add(asset);
    else if ("refused" in content && source.by === "guess") {
      // Until the page loads it; then it is looked for again.
      missed.add(asset);
      queue.add(asset);
    } else if ("refused" in content) sender.refuse(asset.name, content.refused);
    else {
      const { hash, bytes, references } = content;
      settled.set(hash, [...(settled.get(hash) ?? []), asset]);
      sender.name(asset.name, asset.kind, hash, references);
      // The fonts of a sheet come right after it.
      if (asset.kind === "style") queue.lookAgain();
      await offer(asset.kind, hash, bytes);
    }
  }

  async function offer(
    kind: AssetKind,
    hash: string,
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<void> {
    if (!sender.isLacking(hash)) return;
    const smaller = await packed(kind, bytes);
    if (ended.aborted) return;
    const assets = () => settled.get(hash) ?? [];
    sender.offer({
      hash,
      kind,
      byteCount: bytes.length,
      packed: smaller,
      rank: () => Math.min(...assets().map(order.rankOf)),
      isHidden: () => assets().every(isHiddenNow),
    });
  }

  /** Of what has been named: whether to send on would be to show what is redacted since. */
  function isHiddenNow(asset: NamedAsset): boolean {
    if (asset.kind !== "image") return withheld.has(asset);
    if (shownBy(asset)) return false;
    // Looks again where that is due, and knows a moment later.
    if (asset.isInCss) void looks.looked(0);
    return isHidden(asset) || asset.addresses.some(looks.hasPicture);
  }

  async function readAgain(hash: string): Promise<void> {
    const [asset] = settled.get(hash) ?? [];
    const bytes = asset && (await bytesAgain(asset, hash));
    if (ended.aborted) return;
    if (bytes) await offer(asset.kind, hash, bytes);
    else sender.callUnknown(hash);
  }

  /** @returns nothing if they are others now, or not to be had or seen any more */
  async function bytesAgain(
    asset: NamedAsset,
    hash: string,
  ): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const source = (await isWithheld(asset)) ? undefined : sourceOf(asset);
    const content = source && (await contents.read(asset, source.address));
    const isSame = content && "bytes" in content && content.hash === hash;
    if (!isSame || (await isWithheld(asset)) || !sourceOf(asset)) return undefined;
    return content.bytes;
  }

  function lookAgain(): void {
    const waitMs = queue.looksAgainInMs();
    if (waitMs <= 0) return goOn();
    lookTimer ??= setTimeout(() => {
      lookTimer = undefined;
      // A timer may be early by part of a millisecond.
      queue.lookAgain();
      goOn();
    }, waitMs);
  }
  ended.addEventListener("abort", () => clearTimeout(lookTimer), { once: true });

  function add(asset: NamedAsset): void {
    if (!fresh) {
      const together = new Set<NamedAsset>();
      fresh = together;
      // What names it is still being written; more may come.
      queueMicrotask(() => {
        fresh = undefined;
        afterNextFrame(ended, () => {
          for (const each of together) {
            if (forgotten.has(each)) continue;
            knownSince.set(each, performance.now());
            queue.add(each);
          }
          lookAgain();
        });
      });
    }
    fresh.add(asset);
  }

  return {
    add,
    forget(asset) {
      forgotten.add(asset);
      queue.remove(asset);
    },
    withhold: (asset) => void withheld.add(asset),
    shown(asset) {
      if (withheld.delete(asset)) queue.add(asset);
    },
    goOn,
    lookAgain,
    sendAgain(hash) {
      wanted.add(hash);
      goOn();
    },
  };
}
