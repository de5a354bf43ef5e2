import { createHash } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import type { AgentAssetMessage, AssetKind } from "../../peer/protocol/asset-messages.ts";
import type { AssetLane } from "../../peer/replica/assets/link-assets.ts";

export const hashOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("base64url");

/** How a transfer departs from what a well-behaved customer's side sends. */
interface Departures {
  hash?: string;
  byteCount?: number;
  packing?: "none" | "deflate-raw";
  packedByteCount?: number;
  /** What travels, instead of the bytes or of them packed. */
  travelled?: Uint8Array;
  /** Only so many chunks are sent. */
  chunkCount?: number;
  ending?: "ended" | "left open";
}

const CHUNK_BYTES = 16_000;

/** The agent's end of an asset lane; the test is the customer's side. */
export class IncomingAssetLane implements AssetLane {
  readonly sent: AgentAssetMessage[] = [];
  #reader: ((frame: string | Uint8Array<ArrayBuffer>) => void) | undefined;
  #lastTransfer = 0;

  send(frame: string | Uint8Array<ArrayBuffer>): Promise<void> {
    this.sent.push(JSON.parse(String(frame)));
    return Promise.resolve();
  }

  read(onFrame: (frame: string | Uint8Array<ArrayBuffer>) => void): void {
    this.#reader = onFrame;
  }

  hear(frame: object | string | Uint8Array<ArrayBuffer>): void {
    const isPlain = typeof frame === "string" || frame instanceof Uint8Array;
    this.#reader?.(isPlain ? frame : JSON.stringify(frame));
  }

  name(name: number, kind: AssetKind, bytes: Uint8Array, references: number[] = []): string {
    const hash = hashOf(bytes);
    this.hear({ type: "asset.named", name, kind, hash, references });
    return hash;
  }

  /** @returns the hash that was announced */
  give(kind: AssetKind, bytes: Uint8Array, departures: Departures = {}): string {
    const { packing = "none", byteCount = bytes.length, hash = hashOf(bytes) } = departures;
    const { travelled = packing === "none" ? bytes : deflateRawSync(bytes) } = departures;
    const { packedByteCount = travelled.length, chunkCount = Number.POSITIVE_INFINITY } =
      departures;
    this.#lastTransfer += 1;
    const transfer = this.#lastTransfer;
    const announced = { transfer, kind, hash, byteCount, packing, packedByteCount };
    this.hear({ type: "asset.began", ...announced });
    for (let chunk = 0; chunk * CHUNK_BYTES < travelled.length && chunk < chunkCount; chunk += 1) {
      const from = chunk * CHUNK_BYTES;
      this.hear(frameOf(transfer, travelled.subarray(from, from + CHUNK_BYTES)));
    }
    if (departures.ending !== "left open") this.hear({ type: "asset.ended", transfer });
    return hash;
  }
}

export function frameOf(transfer: number, part: Uint8Array): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(4 + part.length);
  new DataView(frame.buffer).setUint32(0, transfer);
  frame.set(part, 4);
  return frame;
}
