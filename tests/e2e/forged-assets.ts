/** A customer's browser that sends what it likes on the asset lane, and nothing of its own page. */
import { createHash } from "node:crypto";
import type { Page } from "@playwright/test";
import type { AgentAssetMessage, AssetKind } from "../../peer/protocol/asset-messages.ts";

export interface AssetForger {
  name(name: number, kind: AssetKind, bytes: Buffer, references?: number[]): Promise<void>;
  give(kind: AssetKind, bytes: Buffer): Promise<void>;
  send(message: object): Promise<void>;
  /** What the agent's side has said on the link of the page that is there now. */
  told(): Promise<AgentAssetMessage[]>;
}

interface ForgingWindow {
  sendAsset(frame: string | Uint8Array<ArrayBuffer>): void;
  toldOfAssets: AgentAssetMessage[];
}

const CHUNK_BYTES = 16_000;

/** Takes hold of the asset lane from the next load of a page on. */
export async function takeAssetLane(customer: Page): Promise<AssetForger> {
  await customer.addInitScript(() => {
    const forging = window as unknown as ForgingWindow;
    forging.toldOfAssets = [];
    const { createDataChannel } = RTCPeerConnection.prototype;
    RTCPeerConnection.prototype.createDataChannel = function (label, options) {
      const channel = createDataChannel.call(this, label, options);
      if (label !== "asset") return channel;
      const send = channel.send.bind(channel) as ForgingWindow["sendAsset"];
      channel.send = () => {};
      channel.addEventListener("message", ({ data }) => {
        forging.toldOfAssets.push(JSON.parse(data));
      });
      forging.sendAsset = send;
      return channel;
    };
  });
  let lastTransfer = 0;
  const send = (message: object) =>
    customer.evaluate((text) => {
      (window as unknown as ForgingWindow).sendAsset(text);
    }, JSON.stringify(message));
  const hashOf = (bytes: Buffer) => createHash("sha256").update(bytes).digest("base64url");
  return {
    send,
    async name(name, kind, bytes, references = []) {
      await send({ type: "asset.named", name, kind, hash: hashOf(bytes), references });
    },
    async give(kind, bytes) {
      lastTransfer += 1;
      const transfer = lastTransfer;
      const byteCount = bytes.length;
      const sizes = { byteCount, packing: "none", packedByteCount: byteCount };
      await send({ type: "asset.began", transfer, kind, hash: hashOf(bytes), ...sizes });
      await customer.evaluate(
        ({ base64, number, chunkBytes }) => {
          const all = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
          for (let from = 0; from < all.length; from += chunkBytes) {
            const part = all.subarray(from, from + chunkBytes);
            const frame = new Uint8Array(4 + part.length);
            new DataView(frame.buffer).setUint32(0, number);
            frame.set(part, 4);
            (window as unknown as ForgingWindow).sendAsset(frame);
          }
        },
        { base64: bytes.toString("base64"), number: transfer, chunkBytes: CHUNK_BYTES },
      );
      await send({ type: "asset.ended", transfer });
    },
    told: () => customer.evaluate(() => (window as unknown as ForgingWindow).toldOfAssets),
  };
}
