import type { AssetLane } from "../../peer/capture/assets/asset-sender.ts";
import {
  type AgentAssetMessage,
  CustomerAssetMessage,
} from "../../peer/protocol/asset-messages.ts";
import { decode } from "../../peer/protocol/decode.ts";

/** An asset lane that takes one frame at a time, when the test says so. */
export class FakeAssetLane implements AssetLane {
  readonly frames: Array<string | Uint8Array<ArrayBuffer>> = [];
  readonly #taken: Array<{ resolve(): void; reject(error: Error): void }> = [];
  #reader: ((frame: string | Uint8Array<ArrayBuffer>) => void) | undefined;

  send(frame: string | Uint8Array<ArrayBuffer>): Promise<void> {
    this.frames.push(frame);
    return new Promise((resolve, reject) => this.#taken.push({ resolve, reject }));
  }

  read(onFrame: (frame: string | Uint8Array<ArrayBuffer>) => void): void {
    this.#reader = onFrame;
  }

  /** Takes the frame that waits, and lets the next one come. */
  async take(): Promise<void> {
    this.#taken.shift()?.resolve();
    await afterMicrotasks();
  }

  async takeAll(): Promise<void> {
    while (this.#taken.length > 0) await this.take();
  }

  async close(): Promise<void> {
    this.#taken.shift()?.reject(new Error("closed"));
    await afterMicrotasks();
  }

  say(message: AgentAssetMessage | string | Uint8Array<ArrayBuffer>): void {
    const isFrame = typeof message === "string" || message instanceof Uint8Array;
    this.#reader?.(isFrame ? message : JSON.stringify(message));
  }

  /** What the agent's side was told, each of it a message by its schema. */
  messages(): CustomerAssetMessage[] {
    return this.frames.flatMap((frame) => {
      if (typeof frame !== "string") return [];
      const decoded = decode(CustomerAssetMessage, frame);
      if (!decoded.ok) throw new Error(`not a message: ${frame}`);
      return [decoded.message];
    });
  }

  /** What went of a transfer, put together. */
  bytesOf(transfer: number): Uint8Array {
    const parts = this.frames.flatMap((frame) => {
      if (typeof frame === "string" || numberOf(frame) !== transfer) return [];
      return [...frame.subarray(4)];
    });
    return Uint8Array.from(parts);
  }

  /** The way of the lane so far: `began 1`, `1`, `1`, `ended 1`. */
  way(): string[] {
    return this.frames.map((frame) => {
      if (typeof frame !== "string") return String(numberOf(frame));
      const message = JSON.parse(frame) as CustomerAssetMessage;
      const type = message.type.replace("asset.", "");
      return "transfer" in message ? `${type} ${message.transfer}` : type;
    });
  }
}

const afterMicrotasks = () => new Promise((resolve) => setTimeout(resolve));

function numberOf(frame: Uint8Array<ArrayBuffer>): number {
  return new DataView(frame.buffer).getUint32(0);
}
