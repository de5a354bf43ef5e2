import type { LaneChannel } from "../../../peer/link/lane-writer.ts";

/** A data channel that takes everything at once and counts its bytes. */
export class CountingChannel extends EventTarget implements LaneChannel {
  readonly bufferedAmount = 0;
  bufferedAmountLowThreshold = 0;
  readonly readyState = "open";
  sentBytes = 0;

  send(data: string | Blob | ArrayBuffer | ArrayBufferView<ArrayBuffer>): void {
    if (typeof data === "string") this.sentBytes += new TextEncoder().encode(data).length;
    else if (data instanceof Blob) this.sentBytes += data.size;
    else this.sentBytes += data.byteLength;
  }
}
