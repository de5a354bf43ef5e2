/**
 * Unpacks raw deflate with the browser's own stream. A few bytes may stand for a gigabyte, and a
 * browser unpacks all that it is given at once: so it is given little at a time, and no more once
 * the announced size is reached.
 */

/** Deflate packs a thousand to one at most: this much becomes no more than 4 MB. */
const SLICE_BYTES = 4 * 1024;

/**
 * @param byteCount - as announced
 * @returns at most one byte more than that
 * @throws {TypeError} if it is no deflate
 */
export async function unpack(
  packed: Uint8Array<ArrayBuffer>,
  byteCount: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = slicesOf(packed).pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const bytes = new Uint8Array(byteCount + 1);
  let length = 0;
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    const part = read.value.subarray(0, bytes.length - length);
    bytes.set(part, length);
    length += part.length;
    if (length === bytes.length) {
      reader.cancel().catch(() => {}); // what comes after is of no interest, nor whether it is sound
      break;
    }
  }
  return bytes.subarray(0, length);
}

function slicesOf(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  let from = 0;
  return new ReadableStream(
    {
      pull(controller) {
        controller.enqueue(bytes.subarray(from, from + SLICE_BYTES));
        from += SLICE_BYTES;
        if (from >= bytes.length) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}
