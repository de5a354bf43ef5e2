/** What is known of each hash on one link: which names stand for it, and where its bytes are. */
import { hashStart } from "../../protocol/hash-text.ts";
import { ASSET_ASKED_COUNT, ASSET_HASHES_COUNT } from "../../protocol/limits.ts";

export interface HashRecord<Reason> {
  names: number[];
  isOnItsWay: boolean;
  /** The other side does not send it by itself (any more). */
  isThoughtHeld: boolean;
  askedCount: number;
  rejected?: Reason;
}

export interface HashRecords<Reason> {
  find(hash: string): HashRecord<Reason> | undefined;
  /** Finds or makes one; none for one hash too many. */
  recordOf(hash: string): HashRecord<Reason> | undefined;
  /** @returns whether it is to be asked for; that is noted */
  mayAsk(hash: string): boolean;
  /** Both return the names that this settles. */
  rejected(hash: string, reason: Reason): readonly number[];
  kept(hash: string): readonly number[];
}

/** @param heldStarts - of the hashes that the other side was told are here */
export function createHashRecords<Reason>(heldStarts: ReadonlySet<string>): HashRecords<Reason> {
  const records = new Map<string, HashRecord<Reason>>();

  return {
    find: (hash) => records.get(hash),
    recordOf(hash) {
      const known = records.get(hash);
      if (known || records.size >= ASSET_HASHES_COUNT) return known;
      const isThoughtHeld = heldStarts.has(hashStart(hash));
      const record = { names: [], isOnItsWay: false, isThoughtHeld, askedCount: 0 };
      records.set(hash, record);
      return record;
    },
    mayAsk(hash) {
      const record = records.get(hash);
      if (!record?.isThoughtHeld || record.askedCount >= ASSET_ASKED_COUNT) return false;
      record.askedCount += 1;
      record.isThoughtHeld = false;
      return true;
    },
    rejected(hash, reason) {
      const record = records.get(hash);
      if (!record) return [];
      record.isOnItsWay = false;
      record.isThoughtHeld = false;
      record.rejected = reason;
      return record.names;
    },
    kept(hash) {
      const record = records.get(hash);
      if (!record) return [];
      record.isOnItsWay = false;
      record.isThoughtHeld = true;
      delete record.rejected;
      return record.names;
    },
  };
}
