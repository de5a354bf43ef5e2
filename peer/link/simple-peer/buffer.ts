/** Stands in for buffer's `Buffer`, which is itself a `Uint8Array`: what a channel brings in binary. */
export const Buffer = { from: (bytes: ArrayBuffer) => new Uint8Array(bytes) };
