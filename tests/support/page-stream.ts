/** What a hostile sender may put on the page lane: made by Node's own zlib, not by ours. */
import { constants, deflateRawSync } from "node:zlib";
import { LANE_CHUNK_BYTES } from "../../peer/protocol/limits.ts";

export const MORE = 0;
export const LAST = 1;
export const BEGINS = 2;

const MEGABYTE = 1024 * 1024;
const ROOM = LANE_CHUNK_BYTES - 1;

/** A text as it lies in a stream, or with a length that is not its own. */
export function withLength(text: string | Uint8Array, lengthBytes?: number): Uint8Array {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(lengthBytes ?? bytes.length);
  return Buffer.concat([length, bytes]);
}

/** Deflates so that it can stand after anything else. */
export const deflated = (bytes: Uint8Array): Uint8Array =>
  deflateRawSync(bytes, { finishFlush: constants.Z_FULL_FLUSH });

/** A gigabyte of zeros after these bytes, deflated. Each megabyte of it is the same thousand bytes. */
export function bombAfter(bytes: Uint8Array): Uint8Array {
  const zeros = deflated(new Uint8Array(MEGABYTE));
  return Buffer.concat([deflated(bytes), ...Array.from({ length: 1_024 }, () => zeros)]);
}

export const chunkOf = (kind: number, bytes: Uint8Array) => new Uint8Array([kind, ...bytes]);

/** The chunks of a new stream that is made of these: each is said to be one message. */
export function streamOf(...pieces: Uint8Array[]): Uint8Array<ArrayBuffer>[] {
  const chunks = pieces.flatMap((piece) => {
    const count = Math.max(1, Math.ceil(piece.length / ROOM));
    return Array.from({ length: count }, (_, index) =>
      chunkOf(index === count - 1 ? LAST : MORE, piece.subarray(index * ROOM, (index + 1) * ROOM)),
    );
  });
  const [first] = chunks;
  if (first) first[0] = (first[0] ?? 0) | BEGINS;
  return chunks;
}
