/**
 * Puts the frames of a lane together to assets: a few at once, none larger than it was announced,
 * and nothing of one that was refused. What it says back is all that there is: it sends nothing.
 */
import {
  type CustomerAssetMessage,
  type RejectedAssetReason,
  TRANSFER_NUMBER_BYTES,
} from "../../protocol/asset-messages.ts";
import { ASSET_BYTES, ASSET_TRANSFERS_COUNT } from "../../protocol/limits.ts";

export type AnnouncedAsset = Extract<CustomerAssetMessage, { type: "asset.began" }>;

export type TransferOutcome =
  | { type: "going-on" }
  /** It belongs to nothing that is under way. */
  | { type: "stray" }
  | { type: "rejected"; hash: string; reason: RejectedAssetReason }
  | { type: "complete"; announced: AnnouncedAsset; travelled: Uint8Array<ArrayBuffer> };

export interface Transfers {
  begin(announced: AnnouncedAsset): TransferOutcome;
  /** What comes of this one is of no use, but it does come. */
  skip(transfer: number): void;
  take(frame: Uint8Array): TransferOutcome;
  end(transfer: number): TransferOutcome;
}

const GOING_ON: TransferOutcome = { type: "going-on" };
const STRAY: TransferOutcome = { type: "stray" };

/** Transfers of which frames may still come though they were refused. */
const SKIPPED_COUNT = 1_000;

export function createTransfers(): Transfers {
  const underWay = new Map<
    number,
    { announced: AnnouncedAsset; travelled: Uint8Array<ArrayBuffer>; length: number }
  >();
  const skipped = new Set<number>();

  function skip(transfer: number): void {
    underWay.delete(transfer);
    skipped.add(transfer);
    for (const oldest of skipped) {
      if (skipped.size <= SKIPPED_COUNT) return;
      skipped.delete(oldest);
    }
  }

  function reject(
    { transfer, hash }: AnnouncedAsset,
    reason: RejectedAssetReason,
  ): TransferOutcome {
    skip(transfer);
    return { type: "rejected", hash, reason };
  }

  return {
    begin(announced) {
      const { transfer, byteCount, packing, packedByteCount } = announced;
      if (underWay.has(transfer)) return STRAY;
      skipped.delete(transfer);
      if (Math.max(byteCount, packedByteCount) > ASSET_BYTES) return reject(announced, "too-large");
      if (packing === "none" && packedByteCount !== byteCount) {
        return reject(announced, "bad-packing");
      }
      if (underWay.size >= ASSET_TRANSFERS_COUNT) return reject(announced, "too-many");
      underWay.set(transfer, { announced, travelled: new Uint8Array(packedByteCount), length: 0 });
      return GOING_ON;
    },
    skip,
    take(frame) {
      if (frame.length <= TRANSFER_NUMBER_BYTES) return STRAY;
      const number = new DataView(frame.buffer, frame.byteOffset).getUint32(0);
      const transfer = underWay.get(number);
      if (!transfer) return skipped.has(number) ? GOING_ON : STRAY;
      const part = frame.subarray(TRANSFER_NUMBER_BYTES);
      if (transfer.length + part.length > transfer.travelled.length) {
        return reject(transfer.announced, "incomplete");
      }
      transfer.travelled.set(part, transfer.length);
      transfer.length += part.length;
      return GOING_ON;
    },
    end(number) {
      if (skipped.delete(number)) return GOING_ON;
      const transfer = underWay.get(number);
      if (!transfer) return STRAY;
      underWay.delete(number);
      const { announced, travelled, length } = transfer;
      if (length === travelled.length) return { type: "complete", announced, travelled };
      return { type: "rejected", hash: announced.hash, reason: "incomplete" };
    },
  };
}
