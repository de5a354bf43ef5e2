/**
 * The capture of a page without a session, for a page of the tests: it says on the lanes whatever it
 * would say to an agent's side that has nothing yet.
 */
import { startPageCapture } from "../../peer/capture/page-capture.ts";
import type { CustomerAssetMessage } from "../../peer/protocol/asset-messages.ts";
import type { GuardCatch } from "../../peer/protocol/guard-catches.ts";
import { NO_RULES, type PrivacyRules } from "../../peer/protocol/privacy-rules.ts";

export interface CaptureAlone {
  /** What went over the page lane, as text. */
  pageText: string;
  messages: CustomerAssetMessage[];
  /** Bytes that went in transfers. */
  byteCount: number;
  /** The asset lane takes this many more frames, until it is told of more. */
  assetRoom: number;
  /** Whether the page is private, as the capture last said. */
  isPrivate: boolean;
  /** What the guard has told of. */
  catches: GuardCatch[];
  setRules(rules: PrivacyRules | null): void;
  takeSnapshot(): void;
  /** What went in transfers, unpacked, as text. */
  assetTexts(): Promise<string[]>;
  stop(): void;
}

declare global {
  interface Window {
    startCaptureAlone(assetOrigins: string[], rules?: PrivacyRules | null): void;
    captureAlone: CaptureAlone;
  }
}

interface Transfer {
  isPacked: boolean;
  chunks: Uint8Array<ArrayBuffer>[];
}

async function textOf({ isPacked, chunks }: Transfer): Promise<string> {
  const bytes = new Blob(chunks).stream();
  const unpacked = isPacked ? bytes.pipeThrough(new DecompressionStream("deflate-raw")) : bytes;
  return new Response(unpacked).text();
}

window.startCaptureAlone = (assetOrigins, rules = NO_RULES) => {
  const transfers = new Map<number, Transfer>();
  const take = (message: CustomerAssetMessage) => {
    alone.messages.push(message);
    if (message.type !== "asset.began") return;
    transfers.set(message.transfer, { isPacked: message.packing !== "none", chunks: [] });
  };
  const takeBytes = (frame: Uint8Array<ArrayBuffer>) => {
    const number = new DataView(frame.buffer, frame.byteOffset).getUint32(0);
    transfers.get(number)?.chunks.push(frame.slice(4));
    alone.byteCount += frame.length - 4;
  };
  const alone: CaptureAlone = {
    pageText: "",
    messages: [],
    byteCount: 0,
    assetRoom: Number.POSITIVE_INFINITY,
    isPrivate: false,
    catches: [],
    setRules: (next) => capture.setRules(next),
    takeSnapshot: () => capture.takeSnapshot(),
    assetTexts: () => Promise.all([...transfers.values()].map(textOf)),
    stop: () => capture.stop(),
  };
  window.captureAlone = alone;
  const capture = startPageCapture(
    {
      page: {
        async send(message) {
          alone.pageText += message;
        },
        async sendAfresh(message) {
          alone.pageText += message;
        },
      },
      asset: {
        async send(frame) {
          while (alone.assetRoom <= 0) await new Promise((resolve) => setTimeout(resolve, 10));
          alone.assetRoom -= 1;
          if (typeof frame === "string") take(JSON.parse(frame));
          else takeBytes(frame);
        },
        read: (onFrame) => onFrame(JSON.stringify({ type: "assets.held", hashes: [] })),
      },
    },
    {
      assetOrigins,
      rules,
      onTooLarge() {},
      onCaught: (catches) => alone.catches.push(...catches),
      onPrivate(isPrivate) {
        alone.isPrivate = isPrivate;
      },
    },
  );
};
