/**
 * Settles names: reads what the page shows, in the order in which the agent needs it, says by which
 * hash it is known, and offers the bytes. Only so much is read ahead as the lane will take soon.
 */
import type { AssetKind } from "../../protocol/asset-messages.ts";
import { ASSET_BYTES, SHEET_REFERENCES_COUNT } from "../../protocol/limits.ts";
import { assetHash } from "./asset-hash.ts";
import type { AssetNames, NamedAsset } from "./asset-names.ts";
import { type AssetOrder, KNOWN_MS } from "./asset-order.ts";
import { packed } from "./asset-packing.ts";
import type { AssetReader, Reading } from "./asset-reader.ts";
import type { AssetSender } from "./asset-sender.ts";
import { type LoadedAddresses, mayBeLoaded } from "./loaded-addresses.ts";
import { isData, namedCss } from "./named-css.ts";

export interface SettlingOptions {
  names: AssetNames;
  loaded: LoadedAddresses;
  order: AssetOrder;
  reader: AssetReader;
  sender: AssetSender;
  shownBy(asset: NamedAsset): Element | undefined;
  ended: AbortSignal;
}

export interface Settling {
  add(asset: NamedAsset): void;
  forget(asset: NamedAsset): void;
  /** There is room on the lane. */
  goOn(): void;
  /** Something has been loaded, or has moved. */
  lookAgain(): void;
  /** It was named, and is to be sent once more. */
  sendAgain(hash: string): void;
}

/** Reads that wait for one another would wait for the slowest server. */
const READS_COUNT = 3;
/** What may wait for the lane, in bytes. */
const AHEAD_BYTES = 8 * 1024 * 1024;
/** So small that it does not wait for the big ones before it to go. */
const SMALL_BYTES = 64 * 1024;
const SMALL_AHEAD_BYTES = AHEAD_BYTES + 2 * 1024 * 1024;
/** Where the browser does not tell a size: that of a small picture. */
const USUAL_BYTES = 32 * 1024;

type Source =
  | { css: string }
  /** Guessed: it may be in the cache, though nothing says that the page has loaded it. */
  | { address: string; by: "page" | "guess" };
type Content = { bytes: Uint8Array<ArrayBuffer>; references: number[] };
type Refused = Extract<Reading, { refused: unknown }>;

export function createSettling(options: SettlingOptions): Settling {
  const { names, loaded, order, reader, sender, shownBy, ended } = options;
  const unsettled = new Set<NamedAsset>();
  /** Guesses that were wrong. */
  const missed = new WeakSet<NamedAsset>();
  /** The assets of each hash that was named. */
  const settled = new Map<string, NamedAsset[]>();
  const wanted = new Set<string>();
  let readsCount = 0;
  /** What can be read, the most needed first, as it was a moment ago. */
  let queue: NamedAsset[] = [];
  let queuedUntil = 0;
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
    if (hash !== undefined && hasRoomFor(USUAL_BYTES)) {
      wanted.delete(hash);
      return readAgain(hash);
    }
    if (performance.now() >= queuedUntil) queueUp();
    const at = queue.findIndex((asset) => hasRoomFor(sizeOf(asset)));
    const [asset] = at < 0 ? [] : queue.splice(at, 1);
    if (!asset) return undefined;
    unsettled.delete(asset);
    return settle(asset);
  }

  function queueUp(): void {
    queue = [...unsettled].filter((asset) => sourceOf(asset) && order.isWorthSending(asset));
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

  /** @returns nothing as long as the page itself has not loaded it */
  function sourceOf(asset: NamedAsset): Source | undefined {
    const { css, kind, addresses, isInCss } = asset;
    if (css !== undefined) return { css };
    const [first = ""] = addresses;
    if (kind === "style" || shownBy(asset)) return { address: first, by: "page" };
    if (!isInCss) return undefined;
    const address = addresses.find(isLoaded);
    if (address !== undefined) return { address, by: "page" };
    if (missed.has(asset)) return undefined;
    const guess = addresses.find((each) => mayBeLoaded(loaded, each));
    return guess === undefined ? undefined : { address: guess, by: "guess" };
  }

  const isLoaded = (address: string) =>
    loaded.has(address) || isData(address) || address.startsWith("blob:");

  async function settle(asset: NamedAsset): Promise<void> {
    const source = sourceOf(asset);
    const content = source && (await contentOf(asset, source));
    const hash = content && "bytes" in content ? await assetHash(content.bytes) : "";
    if (ended.aborted) return;
    // Also what is not shown any more, or is redacted since.
    if (!content || !sourceOf(asset)) unsettled.add(asset);
    else if ("refused" in content && "by" in source && source.by === "guess") {
      // Until the page loads it; then it is looked for again.
      missed.add(asset);
      unsettled.add(asset);
    } else if ("refused" in content) sender.refuse(asset.name, content.refused);
    else {
      settled.set(hash, [...(settled.get(hash) ?? []), asset]);
      sender.name(asset.name, asset.kind, hash, content.references);
      // The fonts of a sheet come right after it.
      if (asset.kind === "style") queuedUntil = 0;
      await offer(asset.kind, hash, content.bytes);
    }
  }

  async function contentOf(asset: NamedAsset, source: Source): Promise<Content | Refused> {
    if ("css" in source) return sheetOf(source.css, document.baseURI);
    const { isShared } = asset;
    const picture = () => shownBy(asset);
    const result = await reader.read(source.address, { isShared, picture });
    if ("refused" in result) return result;
    if (asset.kind !== "style") return { bytes: result.bytes, references: [] };
    return sheetOf(new TextDecoder().decode(result.bytes), result.url);
  }

  /** The same on every page: what it names is counted by its turn in the sheet. */
  function sheetOf(css: string, baseUrl: string): Content | Refused {
    const references: number[] = [];
    const text = namedCss(css, baseUrl, (addresses, kind) => {
      const asset = names.ofAddresses(kind, addresses);
      if (!asset) return undefined;
      asset.isInCss = true;
      const turn = references.indexOf(asset.name);
      if (turn >= 0) return turn;
      return references.length < SHEET_REFERENCES_COUNT
        ? references.push(asset.name) - 1
        : undefined;
    });
    const bytes = new TextEncoder().encode(text);
    return bytes.length > ASSET_BYTES ? { refused: "too-large" } : { bytes, references };
  }

  async function offer(
    kind: AssetKind,
    hash: string,
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<void> {
    if (!sender.isLacking(hash)) return;
    const smaller = await packed(kind, bytes);
    if (ended.aborted) return;
    const rank = () => Math.min(...(settled.get(hash) ?? []).map(order.rankOf));
    sender.offer({ hash, kind, byteCount: bytes.length, packed: smaller, rank });
  }

  async function readAgain(hash: string): Promise<void> {
    const [asset] = settled.get(hash) ?? [];
    const source = asset && sourceOf(asset);
    const content = source && (await contentOf(asset, source));
    const isSame = content && "bytes" in content && (await assetHash(content.bytes)) === hash;
    if (ended.aborted) return;
    if (isSame && sourceOf(asset)) await offer(asset.kind, hash, content.bytes);
    else sender.callUnknown(hash);
  }

  function lookAgain(): void {
    const waitMs = queuedUntil - performance.now();
    if (waitMs <= 0) return goOn();
    lookTimer ??= setTimeout(() => {
      lookTimer = undefined;
      // A timer may be early by part of a millisecond.
      queuedUntil = 0;
      goOn();
    }, waitMs);
  }
  ended.addEventListener("abort", () => clearTimeout(lookTimer), { once: true });

  let isAdding = false;
  function add(asset: NamedAsset): void {
    unsettled.add(asset);
    if (isAdding) return;
    isAdding = true;
    // What names it is still being written; more may come.
    queueMicrotask(() => {
      isAdding = false;
      lookAgain();
    });
  }

  return {
    add,
    forget: (asset) => unsettled.delete(asset),
    goOn,
    lookAgain,
    sendAgain(hash) {
      wanted.add(hash);
      goOn();
    },
  };
}
