/**
 * Settles names: reads what the page shows, in the order in which the agent needs it, says by which
 * hash it is known, and offers the bytes. Only so much is read ahead as the lane will take soon.
 */
import { ASSET_BYTES, SHEET_REFERENCES_COUNT } from "../../protocol/limits.ts";
import { assetHash } from "./asset-hash.ts";
import type { AssetNames, NamedAsset } from "./asset-names.ts";
import { type AssetOrder, KNOWN_MS } from "./asset-order.ts";
import { packed } from "./asset-packing.ts";
import type { AssetSender } from "./asset-sender.ts";
import type { LoadedAddresses } from "./loaded-addresses.ts";
import { isData, namedCss } from "./named-css.ts";
import type { PageReader, Reading } from "./page-reader.ts";

export interface SettlingOptions {
  names: AssetNames;
  loaded: LoadedAddresses;
  order: AssetOrder;
  reader: PageReader;
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
  readAgain(hash: string): void;
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

type Source = { css: string } | { address: string; picture: Element | undefined };
type Content = { bytes: Uint8Array<ArrayBuffer>; references: number[] };
type Refused = Extract<Reading, { refused: unknown }>;

export function createSettling(options: SettlingOptions): Settling {
  const { names, loaded, order, reader, sender, shownBy, ended } = options;
  const unsettled = new Set<NamedAsset>();
  const reading = new Set<NamedAsset>();
  /** Looked for in the cache without a word that the page had loaded it, and not found. */
  const missed = new WeakSet<NamedAsset>();
  const byHash = new Map<string, NamedAsset>();
  /** What can be read, the most needed first, as it was a moment ago. */
  let queue: NamedAsset[] = [];
  let queuedUntil = 0;
  let lookTimer: ReturnType<typeof setTimeout> | undefined;

  function goOn(): void {
    if (!sender.isReady()) return;
    while (!ended.aborted && reading.size < READS_COUNT) {
      const asset = nextAsset();
      if (!asset) return;
      const source = sourceOf(asset);
      if (source && unsettled.has(asset) && !reading.has(asset)) void settle(asset, source);
    }
  }

  function nextAsset(): NamedAsset | undefined {
    const now = performance.now();
    if (now >= queuedUntil) {
      queue = [...unsettled].filter((asset) => sourceOf(asset) && order.isWorthSending(asset));
      queue.sort((a, b) => order.rankOf(a) - order.rankOf(b) || sizeOf(a) - sizeOf(b));
      queuedUntil = now + KNOWN_MS;
    }
    const waitingBytes = sender.waitingBytes();
    const at = queue.findIndex((asset) => {
      const isSmall = sizeOf(asset) <= SMALL_BYTES;
      return waitingBytes < (isSmall ? SMALL_AHEAD_BYTES : AHEAD_BYTES);
    });
    return at < 0 ? undefined : queue.splice(at, 1)[0];
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
    const picture = shownBy(asset);
    if (picture || kind === "style") return { address: first, picture };
    if (!isInCss) return undefined;
    const address =
      addresses.find(isLoaded) ?? (missed.has(asset) ? undefined : guessed(addresses));
    return address === undefined ? undefined : { address, picture };
  }

  const isLoaded = (address: string) =>
    loaded.has(address) || isData(address) || address.startsWith("blob:");

  /** Its own origin's cache may be looked into: nobody is asked. */
  function guessed(addresses: readonly string[]): string | undefined {
    if (!loaded.mayLack()) return undefined;
    return addresses.find((address) => new URL(address).origin === location.origin);
  }

  async function settle(asset: NamedAsset, source: Source): Promise<void> {
    reading.add(asset);
    const content = await contentOf(asset, source);
    const hash = "bytes" in content ? await assetHash(content.bytes) : "";
    reading.delete(asset);
    if (ended.aborted) return;
    if ("bytes" in content) {
      unsettled.delete(asset);
      byHash.set(hash, asset);
      sender.name(asset.name, asset.kind, hash, content.references);
      void offer(asset, hash, content.bytes);
    } else if ("css" in source || shownBy(asset) || asset.kind === "style" || isKnown(source)) {
      unsettled.delete(asset);
      sender.refuse(asset.name, content.refused);
    } else missed.add(asset);
    goOn();
  }

  const isKnown = (source: Source) => "address" in source && isLoaded(source.address);

  async function contentOf(asset: NamedAsset, source: Source): Promise<Content | Refused> {
    if ("css" in source) return sheetOf(source.css, document.baseURI);
    const { isShared } = asset;
    const result = await reader.read(source.address, { isShared, picture: source.picture });
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
    asset: NamedAsset,
    hash: string,
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<void> {
    if (!sender.isLacking(hash)) return;
    const { kind } = asset;
    const smaller = await packed(kind, bytes);
    if (ended.aborted) return;
    const rank = () => order.rankOf(asset);
    sender.offer({ hash, kind, byteCount: bytes.length, packed: smaller, rank });
  }

  async function readAgain(hash: string): Promise<void> {
    const asset = byHash.get(hash);
    const source = asset && (sourceOf(asset) ?? lastSourceOf(asset));
    const content = source && (await contentOf(asset, source));
    const isSame = content && "bytes" in content && (await assetHash(content.bytes)) === hash;
    if (ended.aborted) return;
    if (isSame) void offer(asset, hash, content.bytes);
    else sender.callUnknown(hash);
  }

  function lookAgain(): void {
    const waitMs = queuedUntil - performance.now();
    if (waitMs <= 0) return goOn();
    lookTimer ??= setTimeout(() => {
      lookTimer = undefined;
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
    readAgain: (hash) => void readAgain(hash),
  };
}

/** What was shown, and is not any more. */
function lastSourceOf({ addresses }: NamedAsset): Source | undefined {
  const [address] = addresses;
  return address === undefined ? undefined : { address, picture: undefined };
}
