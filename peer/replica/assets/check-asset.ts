/**
 * Makes what has come into what may be kept, or says why not (A7). The type is told from the bytes,
 * and the hash is proved from them: what the other side says of either counts for nothing.
 */
import type { AssetKind, RejectedAssetReason } from "../../protocol/asset-messages.ts";
import { hashText } from "../../protocol/hash-text.ts";
import type { AssetContent } from "./asset-store.ts";
import { fontType, isDrawing, isMarkup, pictureType } from "./asset-type.ts";
import { declaredSize, isTooLarge } from "./picture-size.ts";
import type { AnnouncedAsset } from "./transfers.ts";
import { unpack } from "./unpack.ts";

export type CheckedAsset =
  | { ok: true; content: AssetContent }
  | { ok: false; reason: RejectedAssetReason };

const rejected = (reason: RejectedAssetReason): CheckedAsset => ({ ok: false, reason });

export async function checkAsset(
  { kind, hash, byteCount, packing }: AnnouncedAsset,
  travelled: Uint8Array<ArrayBuffer>,
): Promise<CheckedAsset> {
  const bytes =
    packing === "none" ? travelled : await unpack(travelled, byteCount).catch(() => undefined);
  if (!bytes) return rejected("bad-packing");
  if (bytes.length !== byteCount) return rejected("incomplete");
  if ((await hashOf(bytes)) !== hash) return rejected("hash-mismatch");
  return CONTENT[kind](bytes);
}

async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return hashText(base64(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))));
}

const CONTENT: Record<AssetKind, (bytes: Uint8Array<ArrayBuffer>) => CheckedAsset> = {
  image(bytes) {
    const type = pictureType(bytes);
    if (!type) return drawingOf(bytes);
    const size = declaredSize(bytes, type);
    if (!size) return rejected("not-an-image");
    if (isTooLarge(size)) return rejected("too-large");
    return kept({ kind: "image", byteCount: bytes.length, file: new Blob([bytes], { type }) });
  },
  font(bytes) {
    const type = fontType(bytes);
    if (!type) return rejected("not-a-font");
    return kept({ kind: "font", byteCount: bytes.length, file: new Blob([bytes], { type }) });
  },
  style(bytes) {
    const css = textOf(bytes);
    if (css === undefined || isMarkup(css)) return rejected("not-a-style");
    return kept({ kind: "style", byteCount: bytes.length, css });
  },
};

const kept = (content: AssetContent): CheckedAsset => ({ ok: true, content });

function drawingOf(bytes: Uint8Array): CheckedAsset {
  const xml = textOf(bytes);
  if (xml === undefined || !isDrawing(xml)) return rejected("not-an-image");
  const drawing = `data:image/svg+xml;base64,${base64(bytes)}`;
  return kept({ kind: "image", byteCount: drawing.length, drawing });
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** As many bytes at once as a call takes arguments. */
const ENCODED_AT_ONCE = 0x8000;

function base64(bytes: Uint8Array): string {
  let characters = "";
  for (let at = 0; at < bytes.length; at += ENCODED_AT_ONCE) {
    characters += String.fromCharCode(...bytes.subarray(at, at + ENCODED_AT_ONCE));
  }
  return btoa(characters);
}
