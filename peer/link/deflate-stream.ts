/**
 * One raw-deflate stream, written message by message into the chunks of a lane: a browser's own
 * `CompressionStream` cannot be flushed. The only module that knows pako.
 *
 * zlib's own calls, not the class around them: they write into the chunks themselves.
 */
import { Z_NO_FLUSH, Z_SYNC_FLUSH, ZStream, zlibDeflate, zlibDeflateInit2 } from "pako";
import { LANE_CHUNK_BYTES } from "../protocol/limits.ts";
import { BEGINS, LAST, MORE } from "./chunk-kind.ts";

/** As of zlib: 6 is its default, and 9 costs twice the time for 1 % less. */
const LEVEL = 6;
const DEFLATED = 8;
/** 32 kB, the largest window; negative means raw, without a head. */
const RAW_WINDOW_BITS = -15;
const MEMORY_LEVEL = 8;
const DEFAULT_STRATEGY = 0;

export interface DeflateStream {
  /** Chunks that `piece` fills; what fills none yet stays here. */
  push(piece: Uint8Array): Generator<Uint8Array<ArrayBuffer>>;
  /** The same for the end of a message: its last chunk makes all of it readable. */
  finish(piece: Uint8Array): Generator<Uint8Array<ArrayBuffer>>;
}

export function createDeflateStream(): DeflateStream {
  const zlib = new ZStream();
  zlibDeflateInit2(zlib, LEVEL, DEFLATED, RAW_WINDOW_BITS, MEMORY_LEVEL, DEFAULT_STRATEGY);
  let kind = BEGINS;

  const startChunk = () => {
    zlib.output = new Uint8Array(LANE_CHUNK_BYTES);
    zlib.next_out = 1;
    zlib.avail_out = LANE_CHUNK_BYTES - 1;
  };
  const takeChunk = (bits: number) => {
    const chunk = zlib.output.subarray(0, zlib.next_out);
    chunk[0] = kind | bits;
    kind = MORE;
    startChunk();
    return chunk;
  };
  startChunk();

  function* deflate(piece: Uint8Array, flush: typeof Z_NO_FLUSH | typeof Z_SYNC_FLUSH) {
    zlib.input = piece;
    zlib.next_in = 0;
    zlib.avail_in = piece.length;
    for (;;) {
      zlibDeflate(zlib, flush);
      if (zlib.avail_out > 0) return;
      yield takeChunk(MORE);
    }
  }

  return {
    push: (piece) => deflate(piece, Z_NO_FLUSH),
    *finish(piece) {
      yield* deflate(piece, Z_SYNC_FLUSH);
      yield takeChunk(LAST);
    },
  };
}
