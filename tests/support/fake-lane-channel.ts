import type { LaneChannel } from "../../peer/link/lane-writer.ts";

/** An RTCDataChannel stand-in whose buffer only drains when the test says so. */
export class FakeLaneChannel extends EventTarget implements LaneChannel {
  bufferedAmount = 0;
  bufferedAmountLowThreshold = 0;
  readyState: RTCDataChannelState = "open";
  readonly sent: Array<Uint8Array | string> = [];

  send(data: string | Blob | ArrayBuffer | ArrayBufferView<ArrayBuffer>): void {
    if (typeof data === "string") this.sent.push(data);
    else if (data instanceof Uint8Array) this.sent.push(data);
    else throw new TypeError("FakeLaneChannel takes text and byte arrays only");
    this.bufferedAmount += typeof data === "string" ? data.length : data.byteLength;
  }

  drain(): void {
    this.bufferedAmount = 0;
    this.dispatchEvent(new Event("bufferedamountlow"));
  }

  closeFromRemote(): void {
    this.readyState = "closed";
    this.dispatchEvent(new Event("close"));
  }

  /** @param data - bytes come as a buffer of their own, as they do from a channel */
  receive(data: ArrayBuffer | Uint8Array<ArrayBuffer> | string): void {
    this.dispatchEvent(
      new MessageEvent("message", {
        data: data instanceof Uint8Array ? data.slice().buffer : data,
      }),
    );
  }
}
