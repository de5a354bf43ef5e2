/** How the SHA-256 of an asset is written. */

/** The first 96 bits of one: enough to know it again, never taken for proof. */
export const HASH_START_LENGTH = 16;

export const hashStart = (hash: string) => hash.slice(0, HASH_START_LENGTH);

/** @param base64 - of the digest @returns base64url without padding */
export function hashText(base64: string): string {
  return base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
