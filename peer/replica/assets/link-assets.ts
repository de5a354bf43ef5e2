/**
 * The agent's end of the asset lane, for one link: what each name stands for, and whether that is
 * here. It keeps what can be trusted in the store, rejects the rest with a reason, and believes
 * nothing that the other side says of an asset but its name. Nothing that comes ends the session.
 * Rules: SPEC.md, A1 to A8.
 */
import {
  type AgentAssetMessage,
  type AssetKind,
  CustomerAssetMessage,
  type RefusedAssetReason,
  type RejectedAssetReason,
} from "../../protocol/asset-messages.ts";
import { decode } from "../../protocol/decode.ts";
import { hashStart } from "../../protocol/hash-text.ts";
import {
  ASSET_ASKED_COUNT,
  ASSET_HASHES_COUNT,
  IGNORED_ASSET_FRAMES_COUNT,
  UNCHECKED_ASSETS_BYTES,
} from "../../protocol/limits.ts";
import type { AssetContent, AssetStore } from "./asset-store.ts";
import { checkAsset } from "./check-asset.ts";
import { type AnnouncedAsset, createTransfers, type TransferOutcome } from "./transfers.ts";

/** What is needed of the link's asset lane. */
export interface AssetLane {
  send(frame: string | Uint8Array<ArrayBuffer>): Promise<void>;
  read(onFrame: (frame: string | Uint8Array<ArrayBuffer>) => void): void;
}

export type MissingReason =
  | RefusedAssetReason
  | RejectedAssetReason
  /** Too much of what came said nothing, so that nothing more is read on this link. */
  | "not-read";

export type AssetState =
  | { state: "unsettled" }
  | { state: "missing"; reason: MissingReason }
  | { state: "picture" | "font"; address: string }
  | { state: "style"; css: string; references: readonly number[] };

export interface LinkAssets {
  /** What a name stands for by now. Asks for it again if it was thrown away meanwhile. */
  lookUp(name: number, kind: AssetKind): AssetState;
  /** Why it is not shown and will not be; nothing while it may be. */
  whyMissing(name: number, kind: AssetKind): MissingReason | undefined;
  /** Tells of every name that settles, and "all" when no other one will. Returns what ends it. */
  watch(onSettled: (name: number | "all") => void): () => void;
  /** It looked right, and the browser cannot show it. */
  rejectPicture(name: number): void;
  close(): void;
}

/** What the other side said of a name, once. */
type Naming =
  | { kind: AssetKind; hash: string; references: readonly number[] }
  | { reason: RefusedAssetReason };

/** What is known of a hash on this link. */
interface HashRecord {
  names: number[];
  isOnItsWay: boolean;
  /** The other side does not send it by itself (any more). */
  isThoughtHeld: boolean;
  askedCount: number;
  rejected?: MissingReason;
}

/** Messages that may wait for the lane: who sends much that is rejected is not told of all of it. */
const WAITING_MESSAGES_COUNT = 500;
/** What the smallest asset counts for among the unchecked: it costs more than its bytes. */
const LEAST_UNCHECKED_BYTES = 4_096;

const NOT_OF_KIND: Record<AssetKind, RejectedAssetReason> = {
  image: "not-an-image",
  font: "not-a-font",
  style: "not-a-style",
};

export function openLinkAssets(lane: AssetLane, store: AssetStore): LinkAssets {
  const namings = new Map<number, Naming>();
  const records = new Map<string, HashRecord>();
  const transfers = createTransfers();
  const watchers = new Set<(name: number | "all") => void>();
  const heldStarts = new Set(store.heldStarts());
  let checked: Promise<void> = Promise.resolve();
  let uncheckedBytes = 0;
  let waitingCount = 0;
  let ignoredCount = 0;
  let isClosed = false;

  const isRead = () => ignoredCount <= IGNORED_ASSET_FRAMES_COUNT;

  function tell(message: AgentAssetMessage): void {
    if (isClosed || waitingCount >= WAITING_MESSAGES_COUNT) return;
    waitingCount += 1;
    lane
      .send(JSON.stringify(message))
      .catch(() => {}) // a link that is gone is noticed elsewhere
      .finally(() => {
        waitingCount -= 1;
      });
  }

  function settled(name: number | "all"): void {
    for (const watcher of [...watchers]) {
      try {
        watcher(name);
      } catch {
        // What cannot be built of one asset must not keep the others from what they wait for.
      }
    }
  }

  /** @returns none for one hash too many */
  function recordOf(hash: string): HashRecord | undefined {
    const known = records.get(hash);
    if (known || records.size >= ASSET_HASHES_COUNT) return known;
    const isThoughtHeld = heldStarts.has(hashStart(hash));
    const record = { names: [], isOnItsWay: false, isThoughtHeld, askedCount: 0 };
    records.set(hash, record);
    return record;
  }

  function reject(hash: string, reason: RejectedAssetReason): void {
    const record = records.get(hash);
    if (record) {
      record.isOnItsWay = false;
      record.isThoughtHeld = false;
      record.rejected = reason;
    }
    tell({ type: "asset.rejected", hash, reason });
    for (const name of record?.names ?? []) settled(name);
  }

  function ask(hash: string): void {
    const record = records.get(hash);
    if (!record?.isThoughtHeld || record.askedCount >= ASSET_ASKED_COUNT) return;
    record.askedCount += 1;
    record.isThoughtHeld = false;
    tell({ type: "asset.wanted", hash });
  }

  function take(message: CustomerAssetMessage): void {
    switch (message.type) {
      case "asset.named":
        return nameAsset(message);
      case "asset.refused":
        if (namings.has(message.name)) return ignore();
        namings.set(message.name, { reason: message.reason });
        settled(message.name);
        return;
      case "asset.began":
        return begin(message);
      case "asset.ended":
        return follow(transfers.end(message.transfer));
      case "asset.unknown": {
        const record = records.get(message.hash);
        if (!record || record.askedCount === 0) return ignore();
        record.rejected = "unreadable";
        for (const name of record.names) settled(name);
        return;
      }
    }
    message satisfies never;
  }

  function nameAsset({
    name,
    kind,
    hash,
    references,
  }: Extract<CustomerAssetMessage, { type: "asset.named" }>): void {
    const record = recordOf(hash);
    if (namings.has(name) || !record) return ignore();
    namings.set(name, { kind, hash, references });
    record.names.push(name);
    if (store.find(hash) || record.rejected) settled(name);
    else ask(hash);
  }

  function begin(announced: AnnouncedAsset): void {
    const { hash, transfer } = announced;
    const record = recordOf(hash);
    if (store.find(hash) || record?.isOnItsWay) return transfers.skip(transfer);
    if (!record) {
      transfers.skip(transfer);
      return reject(hash, "too-many");
    }
    const outcome = transfers.begin(announced);
    record.isOnItsWay = outcome.type === "going-on";
    if (record.isOnItsWay) record.isThoughtHeld = false;
    follow(outcome);
  }

  function follow(outcome: TransferOutcome): void {
    switch (outcome.type) {
      case "going-on":
        return;
      case "stray":
        return ignore();
      case "rejected":
        return reject(outcome.hash, outcome.reason);
      case "complete":
        return check(outcome.announced, outcome.travelled);
    }
    outcome satisfies never;
  }

  /** One after the other: what is checked at once would be in memory at once. */
  function check(announced: AnnouncedAsset, travelled: Uint8Array<ArrayBuffer>): void {
    const bytes = Math.max(LEAST_UNCHECKED_BYTES, travelled.length);
    if (uncheckedBytes + bytes > UNCHECKED_ASSETS_BYTES) return reject(announced.hash, "too-many");
    uncheckedBytes += bytes;
    const { hash, kind } = announced;
    checked = checked
      .then(() => checkAsset(announced, travelled))
      .then(
        (result) => {
          if (isClosed) return;
          if (result.ok) keep(hash, result.content);
          else reject(hash, result.reason);
        },
        // Nothing of it can be kept, for want of memory, say; what comes after it can.
        () => reject(hash, NOT_OF_KIND[kind]),
      )
      .finally(() => {
        uncheckedBytes -= bytes;
      });
  }

  function keep(hash: string, content: AssetContent): void {
    store.keep(hash, content);
    const record = records.get(hash);
    if (!record) return;
    record.isOnItsWay = false;
    record.isThoughtHeld = true;
    delete record.rejected;
    for (const name of record.names) settled(name);
  }

  function ignore(): void {
    ignoredCount += 1;
    if (!isRead()) settled("all");
  }

  function stateOf(name: number, kind: AssetKind): AssetState {
    const naming = namings.get(name);
    if (!naming) return isRead() ? UNSETTLED : missing("not-read");
    if ("reason" in naming) return missing(naming.reason);
    const { hash, references } = naming;
    const content = store.find(hash);
    if (!content) {
      const reason = records.get(hash)?.rejected ?? (isRead() ? undefined : "not-read");
      return reason ? missing(reason) : UNSETTLED;
    }
    // As it was checked, and as it was named: a picture is nothing to write with.
    if (content.kind !== kind || naming.kind !== kind) return missing(NOT_OF_KIND[kind]);
    if (content.kind === "style") return { state: "style", css: content.css, references };
    const state = content.kind === "image" ? "picture" : "font";
    return { state, address: store.addressOf(hash) ?? "" };
  }

  tell({ type: "assets.held", hashes: [...heldStarts] });
  lane.read((frame) => {
    if (isClosed || !isRead()) return;
    if (typeof frame !== "string") return follow(transfers.take(frame));
    const decoded = decode(CustomerAssetMessage, frame);
    if (decoded.ok) take(decoded.message);
    else ignore();
  });

  return {
    lookUp(name, kind) {
      const named = stateOf(name, kind);
      const naming = namings.get(name);
      if (named.state === "unsettled" && naming && "hash" in naming) ask(naming.hash);
      return named;
    },
    whyMissing(name, kind) {
      const named = stateOf(name, kind);
      return named.state === "missing" ? named.reason : undefined;
    },
    watch(onSettled) {
      watchers.add(onSettled);
      return () => void watchers.delete(onSettled);
    },
    rejectPicture(name) {
      const naming = namings.get(name);
      if (!naming || "reason" in naming || !store.find(naming.hash)) return;
      store.drop(naming.hash);
      reject(naming.hash, "not-an-image");
    },
    close() {
      isClosed = true;
      watchers.clear();
    },
  };
}

const UNSETTLED: AssetState = { state: "unsettled" };
const missing = (reason: MissingReason): AssetState => ({ state: "missing", reason });
