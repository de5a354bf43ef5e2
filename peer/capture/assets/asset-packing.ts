/** Makes text smaller on its way; pictures and fonts are packed already. */
import type { AssetKind } from "../../protocol/asset-messages.ts";
import { isMarkup } from "./written-pictures.ts";

export interface Packed {
  packing: "none" | "deflate-raw";
  bytes: Uint8Array<ArrayBuffer>;
}

/** Below this a packed text saves nothing that would be noticed. */
const SMALL_BYTES = 256;

export async function packed(kind: AssetKind, bytes: Uint8Array<ArrayBuffer>): Promise<Packed> {
  const plain: Packed = { packing: "none", bytes };
  if (bytes.length < SMALL_BYTES || !isText(kind, bytes)) return plain;
  // Older browsers have none, or not this one.
  const deflate = deflateStream();
  if (!deflate) return plain;
  const stream = new Blob([bytes]).stream().pipeThrough(deflate);
  const smaller = new Uint8Array(await new Response(stream).arrayBuffer());
  return smaller.length < bytes.length ? { packing: "deflate-raw", bytes: smaller } : plain;
}

/** A drawing is a picture that is written as text. */
function isText(kind: AssetKind, bytes: Uint8Array): boolean {
  return kind === "style" || (kind === "image" && isMarkup(bytes));
}

function deflateStream(): CompressionStream | undefined {
  try {
    return new CompressionStream("deflate-raw");
  } catch {
    return undefined;
  }
}
