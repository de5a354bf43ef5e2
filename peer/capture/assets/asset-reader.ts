/**
 * Reads again what the page has loaded, out of the browser's cache. The page's own origin is never
 * asked: `only-if-cached` gives what is there or nothing, and what is not there is drawn, if it is a
 * picture. Another origin is asked only where the page or the site says that it may be.
 */
import type { RefusedAssetReason } from "../../protocol/asset-messages.ts";
import { ASSET_BYTES } from "../../protocol/limits.ts";
import { bytesOfData } from "./data-address.ts";
import { drawnPicture } from "./drawn-picture.ts";

export type Reading =
  /** `url` is where they are from in the end: what they name is relative to it. */
  { bytes: Uint8Array<ArrayBuffer>; url: string } | { refused: RefusedAssetReason };

export interface ReadOptions {
  /** The page asks for it with `crossorigin`. */
  isShared: boolean;
  /** Where it is to be seen at that moment. */
  picture(): Element | undefined;
}

export interface AssetReader {
  read(address: string, options: ReadOptions): Promise<Reading>;
}

/** Nobody waits longer for a server that does not answer, or not to its end. */
const READ_MS = 15_000;
/** A violation of the page's policy is told a moment after what it refused; 6 ms, measured. */
const VIOLATION_MS = 100;

export function createAssetReader(
  assetOrigins: readonly string[],
  ended: AbortSignal,
): AssetReader {
  /** Whom the page's policy does not let us read from. One try for each tells; more would be noise. */
  const forbidden = new Set<string>();
  const tried = new Map<string, Promise<unknown>>();

  const onViolation = ({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent) => {
    if (effectiveDirective === "connect-src") forbidden.add(placeOf(blockedURI));
  };
  document.addEventListener("securitypolicyviolation", onViolation, { signal: ended });

  async function read(address: string, { isShared, picture }: ReadOptions): Promise<Reading> {
    const { protocol, origin } = new URL(address);
    if (protocol === "data:") return withinLimit(bytesOfData(address), address);
    const isOwn = origin === location.origin;
    if (!isOwn && !isShared && !assetOrigins.includes(origin)) {
      return { refused: "another-origin" };
    }
    // A worker of the page's own may answer from the network, and so ask its server again.
    const isAnsweredByWorker = isOwn && navigator.serviceWorker?.controller != null;
    const drawFirst =
      protocol === "blob:" || isAnsweredByWorker ? await draw(picture()) : undefined;
    const reading =
      drawFirst ?? (await fetched(address, isOwn ? FROM_CACHE : SHARED)) ?? (await draw(picture()));
    return reading ?? { refused: isOwn ? "unreadable" : "another-origin" };
  }

  async function fetched(
    address: string,
    ways: readonly RequestInit[],
  ): Promise<Reading | undefined> {
    const place = placeOf(address);
    const first = tried.get(place);
    if (first) await first;
    if (forbidden.has(place) || ended.aborted) return undefined;
    const trying = fetchOneWay(address, ways);
    if (!tried.has(place)) tried.set(place, trying.then(afterFirst));
    return trying;
  }

  async function fetchOneWay(
    address: string,
    ways: readonly RequestInit[],
  ): Promise<Reading | undefined> {
    for (const way of ways) {
      const reading = await fetchBytes(address, way, ended);
      if (reading) return reading;
      if (way !== ways.at(-1)) await untilViolationIsTold();
      if (forbidden.has(placeOf(address)) || ended.aborted) return undefined;
    }
    return undefined;
  }

  return { read };
}

const FROM_CACHE: readonly RequestInit[] = [{ cache: "only-if-cached", mode: "same-origin" }];
/**
 * What the page has loaded without asking to read it may be in the cache without the word that it may
 * be read: then it is asked for anew.
 */
const SHARED: readonly RequestInit[] = [
  { cache: "force-cache", mode: "cors", credentials: "omit" },
  { cache: "reload", mode: "cors", credentials: "omit" },
];

/** What a page's policy tells apart. */
function placeOf(address: string): string {
  if (address.startsWith("blob")) return "blob:";
  try {
    return new URL(address).origin;
  } catch {
    return address;
  }
}

async function afterFirst(reading: Reading | undefined): Promise<void> {
  if (!reading) await untilViolationIsTold();
}

const untilViolationIsTold = () =>
  new Promise<void>((resolve) => setTimeout(resolve, VIOLATION_MS));

async function draw(picture: Element | undefined): Promise<Reading | undefined> {
  if (picture?.nodeName !== "IMG") return undefined;
  const bytes = await drawnPicture(picture as HTMLImageElement);
  return bytes && withinLimit(bytes, "");
}

/** @returns nothing if it cannot be had this way */
async function fetchBytes(
  address: string,
  way: RequestInit,
  ended: AbortSignal,
): Promise<Reading | undefined> {
  const stopped = new AbortController();
  const stop = () => stopped.abort();
  const timer = setTimeout(stop, READ_MS);
  ended.addEventListener("abort", stop);
  try {
    const response = await fetch(address, { ...way, signal: stopped.signal });
    return response.ok ? await boundedBytes(response, stop) : undefined;
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
    ended.removeEventListener("abort", stop);
  }
}

/** Never holds more than an asset may have, however much comes. */
async function boundedBytes(response: Response, stop: () => void): Promise<Reading> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let byteCount = Number(response.headers.get("content-length") ?? 0);
  if (byteCount <= ASSET_BYTES && response.body) {
    byteCount = 0;
    const reader = response.body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      byteCount += part.value.length;
      if (byteCount > ASSET_BYTES) break;
      chunks.push(part.value);
    }
  }
  if (byteCount > ASSET_BYTES) {
    stop();
    return { refused: "too-large" };
  }
  return { bytes: new Uint8Array(await new Blob(chunks).arrayBuffer()), url: response.url };
}

function withinLimit(bytes: Uint8Array<ArrayBuffer> | undefined, url: string): Reading {
  if (!bytes) return { refused: "unreadable" };
  return bytes.length > ASSET_BYTES ? { refused: "too-large" } : { bytes, url };
}
