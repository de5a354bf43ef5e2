/**
 * What an asset is known by: the SHA-256 of its bytes. The only module that knows noble's hashes. A
 * browser's own would need a secure context, which a page on a company's network may not be, and
 * takes no slices.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { hashText } from "../../protocol/hash-text.ts";
import { nextTask } from "../../scheduling/next-task.ts";

/** About 0.3 ms on a desktop computer, 1.5 ms on a phone. */
const SLICE_BYTES = 64 * 1024;
/** How long the page waits for its turn, at most and about. */
const TURN_MS = 4;

/** @returns base64url without padding */
export async function assetHash(bytes: Uint8Array): Promise<string> {
  const hash = sha256.create();
  let turnBegan = performance.now();
  for (let start = 0; start < bytes.length; start += SLICE_BYTES) {
    if (performance.now() - turnBegan > TURN_MS) {
      await nextTask();
      turnBegan = performance.now();
    }
    hash.update(bytes.subarray(start, start + SLICE_BYTES));
  }
  return hashText(btoa(String.fromCharCode(...hash.digest())));
}
