/**
 * The agent's store of a site's assets, by the hash of their bytes: it outlives pages and links, so
 * that each asset crosses once. Nothing is written to disk. Whoever made it clears it at the end.
 */
import { hashStart } from "../../protocol/hash-text.ts";
import { ASSET_STORE_BYTES, HELD_HASHES_COUNT } from "../../protocol/limits.ts";

export type AssetContent =
  /** Bytes of a checked type, which the browser is told with them. */
  | { kind: "image" | "font"; byteCount: number; file: Blob }
  /** An SVG as a `data:` address: as a `blob:` it would be a document of the viewer's own origin. */
  | { kind: "image"; byteCount: number; drawing: string }
  | { kind: "style"; byteCount: number; css: string };

export interface AssetStore {
  keep(hash: string, content: AssetContent): void;
  find(hash: string): AssetContent | undefined;
  /** Address of a picture or font, for this tab alone; none of what is not held. */
  addressOf(hash: string): string | undefined;
  drop(hash: string): void;
  /** The starts of what is held, the latest used first, as many as can be told. */
  heldStarts(): string[];
  clear(): void;
}

interface Entry {
  content: AssetContent;
  objectUrl?: string;
}

/** @param capacityBytes - over it the longest unused go first */
export function createAssetStore(capacityBytes = ASSET_STORE_BYTES): AssetStore {
  // A map keeps its order of insertion: what is used is put at its end again.
  const entries = new Map<string, Entry>();
  let heldBytes = 0;

  function used(hash: string): Entry | undefined {
    const entry = entries.get(hash);
    if (!entry) return undefined;
    entries.delete(hash);
    entries.set(hash, entry);
    return entry;
  }

  function drop(hash: string): void {
    const entry = entries.get(hash);
    if (!entry) return;
    entries.delete(hash);
    heldBytes -= entry.content.byteCount;
    if (entry.objectUrl) URL.revokeObjectURL(entry.objectUrl);
  }

  function objectUrlOf(entry: Entry, file: Blob): string {
    entry.objectUrl ??= URL.createObjectURL(file);
    return entry.objectUrl;
  }

  return {
    keep(hash, content) {
      drop(hash);
      entries.set(hash, { content });
      heldBytes += content.byteCount;
      for (const longestUnused of entries.keys()) {
        if (heldBytes <= capacityBytes) return;
        drop(longestUnused);
      }
    },
    find: (hash) => used(hash)?.content,
    addressOf(hash) {
      const entry = used(hash);
      if (!entry || entry.content.kind === "style") return undefined;
      const { content } = entry;
      return "drawing" in content ? content.drawing : objectUrlOf(entry, content.file);
    },
    drop,
    heldStarts: () => [...entries.keys()].reverse().slice(0, HELD_HASHES_COUNT).map(hashStart),
    clear() {
      for (const hash of [...entries.keys()]) drop(hash);
    },
  };
}
