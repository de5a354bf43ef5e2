/**
 * The customer's end of the asset lane: says what names stand for, and sends what the agent's side
 * does not have. Several go at once, piece by piece, the most needed first and of those the one that
 * is soonest done: so a small one is never behind a big one. Rules: SPEC.md, A1 to A8,
 * and A10.
 */
import {
  AgentAssetMessage,
  type AssetKind,
  type CustomerAssetMessage,
  type RefusedAssetReason,
  TRANSFER_NUMBER_BYTES,
} from "../../protocol/asset-messages.ts";
import { decode } from "../../protocol/decode.ts";
import { hashStart } from "../../protocol/hash-text.ts";
import {
  ASSET_FAULTS_COUNT,
  ASSET_RESENDS_COUNT,
  ASSET_TRANSFERS_COUNT,
  LANE_CHUNK_BYTES,
} from "../../protocol/limits.ts";
import type { Packed } from "./asset-packing.ts";

/** The asset lane, as far as a capture needs it. */
export interface AssetLane {
  /** @throws when the link is gone */
  send(frame: string | Uint8Array<ArrayBuffer>): Promise<void>;
  read(onFrame: (frame: string | Uint8Array<ArrayBuffer>) => void): void;
}

export interface AssetSenderListener {
  /** The agent's side has said what it has; nothing is sent before. */
  onReady(): void;
  /** Less is waiting than before. */
  onRoom(): void;
  /** It is to be offered again, or to be called unknown. */
  onWanted(hash: string): void;
}

export interface OfferedAsset {
  hash: string;
  kind: AssetKind;
  byteCount: number;
  packed: Packed;
  /** The smaller, the sooner; asked again and again. */
  rank(): number;
  /** All that shows it is redacted since. Asked before each frame: then no other follows. */
  isHidden(): boolean;
}

export interface AssetSender {
  /** Takes a frame of the agent's side. */
  receive(frame: string | Uint8Array<ArrayBuffer>): void;
  isReady(): boolean;
  name(name: number, kind: AssetKind, hash: string, references?: number[]): void;
  refuse(name: number, reason: RefusedAssetReason): void;
  /** Whether the agent's side lacks what was named. */
  isLacking(hash: string): boolean;
  offer(asset: OfferedAsset): void;
  /** It was named, and cannot be had again. */
  callUnknown(hash: string): void;
  waitingBytes(): number;
}

interface Transfer extends OfferedAsset {
  /** 0 until it begins. */
  number: number;
  sentCount: number;
}

/** A big one may not begin where it would take the last place from the small ones. */
const BIG_BYTES = 128 * 1024;

export function createAssetSender(
  lane: Pick<AssetLane, "send">,
  listener: AssetSenderListener,
  ended: AbortSignal,
): AssetSender {
  let held: Set<string> | undefined;
  let faultsCount = 0;
  let transfersCount = 0;
  let isSending = false;
  const messages: CustomerAssetMessage[] = [];
  const transfers = new Set<Transfer>();
  /** How often each hash that was named may still be asked for. */
  const resendsLeft = new Map<string, number>();
  /** Sent, on its way, or not wanted: not to be sent unless it is asked for. */
  const done = new Set<string>();
  const rejected = new Set<string>();

  const say = (message: CustomerAssetMessage) => {
    messages.push(message);
    void sendWaiting();
  };

  async function sendWaiting(): Promise<void> {
    if (isSending || !held) return;
    isSending = true;
    try {
      for (let frame = nextFrame(); frame && !ended.aborted; frame = nextFrame()) {
        await lane.send(frame);
      }
      isSending = false;
    } catch {
      // The link is gone. Its end ends the capture by way of the session.
    }
  }

  function nextFrame(): string | Uint8Array<ArrayBuffer> | undefined {
    const message = messages.shift();
    if (message) return JSON.stringify(message);
    for (let transfer = nextTransfer(); transfer; transfer = nextTransfer()) {
      if (transfer.isHidden()) giveUp(transfer);
      if (transfers.has(transfer)) return nextFrameOf(transfer);
    }
    return undefined;
  }

  function nextTransfer(): Transfer | undefined {
    const underWay = [...transfers].filter(({ number }) => number > 0);
    const next = soonest(transfers, (transfer) => transfer.rank());
    if (!next || next.number > 0 || hasPlace(next, underWay)) return next;
    // Its turn comes when one of those has ended: so the one that is soonest done.
    return soonest(underWay, () => 0);
  }

  function nextFrameOf(transfer: Transfer): string | Uint8Array<ArrayBuffer> {
    const { hash, kind, byteCount, number } = transfer;
    const { bytes, packing } = transfer.packed;
    if (number === 0) {
      transfersCount += 1;
      transfer.number = transfersCount;
      const packedByteCount = bytes.length;
      const sizes = { byteCount, packing, packedByteCount };
      return text({ type: "asset.began", transfer: transfersCount, kind, hash, ...sizes });
    }
    if (transfer.sentCount === bytes.length) {
      transfers.delete(transfer);
      queueMicrotask(listener.onRoom);
      return text({ type: "asset.ended", transfer: number });
    }
    const start = transfer.sentCount;
    transfer.sentCount = Math.min(bytes.length, start + LANE_CHUNK_BYTES - TRANSFER_NUMBER_BYTES);
    return numberedFrame(number, bytes.subarray(start, transfer.sentCount));
  }

  /** What is under way is ended early: the agent's side counts what it has not seen the end of. */
  function giveUp(transfer: Transfer): void {
    transfer.sentCount = transfer.packed.bytes.length;
    if (transfer.number > 0) return;
    transfers.delete(transfer);
    queueMicrotask(listener.onRoom);
  }

  function onWanted(hash: string): void {
    const left = resendsLeft.get(hash) ?? 0;
    if ([...transfers].some((transfer) => transfer.hash === hash)) return;
    if (left === 0 || rejected.has(hash)) {
      countFault();
      return callUnknown(hash);
    }
    resendsLeft.set(hash, left - 1);
    done.delete(hash);
    held?.delete(hashStart(hash));
    listener.onWanted(hash);
  }

  const callUnknown = (hash: string) => say({ type: "asset.unknown", hash });

  const countFault = () => {
    faultsCount += 1;
  };

  const receive = (frame: string | Uint8Array<ArrayBuffer>) => {
    // Who says so much that means nothing is not listened to any more.
    if (ended.aborted || faultsCount >= ASSET_FAULTS_COUNT) return;
    if (typeof frame !== "string") return countFault();
    const decoded = decode(AgentAssetMessage, frame);
    if (!decoded.ok) return countFault();
    const { message } = decoded;
    switch (message.type) {
      case "assets.held":
        if (held) return countFault();
        held = new Set(message.hashes);
        listener.onReady();
        return void sendWaiting();
      case "asset.wanted":
        return onWanted(message.hash);
      case "asset.rejected":
        if (!resendsLeft.has(message.hash)) return countFault();
        rejected.add(message.hash);
        for (const transfer of transfers) if (transfer.hash === message.hash) giveUp(transfer);
        return;
    }
    message satisfies never;
  };

  const isLacking = (hash: string) =>
    !done.has(hash) && !rejected.has(hash) && held?.has(hashStart(hash)) !== true;

  return {
    receive,
    isReady: () => held !== undefined,
    name(name, kind, hash, references = []) {
      if (!resendsLeft.has(hash)) resendsLeft.set(hash, ASSET_RESENDS_COUNT);
      say({ type: "asset.named", name, kind, hash, references });
    },
    refuse: (name, reason) => say({ type: "asset.refused", name, reason }),
    isLacking,
    offer(asset) {
      if (!isLacking(asset.hash)) return;
      done.add(asset.hash);
      transfers.add({ ...asset, number: 0, sentCount: 0 });
      void sendWaiting();
    },
    callUnknown,
    waitingBytes: () => [...transfers].reduce((sum, transfer) => sum + leftOf(transfer), 0),
  };
}

function hasPlace(transfer: Transfer, underWay: readonly Transfer[]): boolean {
  if (underWay.length >= ASSET_TRANSFERS_COUNT) return false;
  return !isBig(transfer) || underWay.filter(isBig).length < ASSET_TRANSFERS_COUNT - 1;
}

function soonest(
  transfers: Iterable<Transfer>,
  rankOf: (transfer: Transfer) => number,
): Transfer | undefined {
  let best: { transfer: Transfer; rank: number } | undefined;
  for (const transfer of transfers) {
    const rank = rankOf(transfer);
    const before = best && (rank - best.rank || leftOf(transfer) - leftOf(best.transfer));
    if (before === undefined || before < 0) best = { transfer, rank };
  }
  return best?.transfer;
}

const leftOf = ({ packed, sentCount }: Transfer) => packed.bytes.length - sentCount;
const isBig = (transfer: Transfer) => leftOf(transfer) > BIG_BYTES;
const text = (message: CustomerAssetMessage) => JSON.stringify(message);

function numberedFrame(number: number, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(TRANSFER_NUMBER_BYTES + bytes.length);
  new DataView(frame.buffer).setUint32(0, number);
  frame.set(bytes, TRANSFER_NUMBER_BYTES);
  return frame;
}
