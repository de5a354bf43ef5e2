/**
 * The capture of a page without a session, for a page of the tests: it says on the lanes whatever it
 * would say to an agent's side that has nothing yet.
 */
import { startPageCapture } from "../../peer/capture/page-capture.ts";
import type { CustomerAssetMessage } from "../../peer/protocol/asset-messages.ts";
import { NO_RULES, type PrivacyRules } from "../../peer/protocol/privacy-rules.ts";

export interface CaptureAlone {
  /** What went over the page lane, as text. */
  pageText: string;
  messages: CustomerAssetMessage[];
  /** Bytes that went in transfers. */
  byteCount: number;
  /** Whether the page is private, as the capture last said. */
  isPrivate: boolean;
  setRules(rules: PrivacyRules | null): void;
  stop(): void;
}

declare global {
  interface Window {
    startCaptureAlone(assetOrigins: string[], rules?: PrivacyRules | null): void;
    captureAlone: CaptureAlone;
  }
}

window.startCaptureAlone = (assetOrigins, rules = NO_RULES) => {
  const alone: CaptureAlone = {
    pageText: "",
    messages: [],
    byteCount: 0,
    isPrivate: false,
    setRules: (next) => capture.setRules(next),
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
          if (typeof frame === "string") alone.messages.push(JSON.parse(frame));
          else alone.byteCount += frame.length - 4;
        },
        read: (onFrame) => onFrame(JSON.stringify({ type: "assets.held", hashes: [] })),
      },
    },
    {
      assetOrigins,
      rules,
      onTooLarge() {},
      onPrivate(isPrivate) {
        alone.isPrivate = isPrivate;
      },
    },
  );
};
