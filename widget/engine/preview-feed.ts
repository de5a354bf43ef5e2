/**
 * What the customer's preview is fed with: a tee at the lanes themselves, after everything that keeps
 * anything back. What the agent gets goes there, in the same words and bytes, and nothing else.
 */
import type { PageCaptureLanes } from "../../peer/capture/page-capture.ts";
import { createPreviewAssets, type PreviewAssets } from "./preview-assets.ts";
import { createPreviewWindow } from "./preview-window.ts";

export interface PreviewFeed {
  /** @returns false if the browser keeps the window from opening */
  open(): boolean;
  /** @returns the lanes of a new link, with what goes over them told to the preview too */
  follow(lanes: PageCaptureLanes): PageCaptureLanes;
  linkLost(): void;
  /** @param epoch - as the agent's side was told it */
  setPrivate(isPrivate: boolean, epoch: number): void;
  unsendable(): void;
  /** The last of it, why so ever: what is left in the page goes. */
  end(last: "session.ended" | "page.left"): void;
}

export interface PreviewFeedOptions {
  /** Origin of our own server. */
  server: string;
  agentName: string;
  /** The whole page again, for the agent as well. */
  takeSnapshot(): void;
}

const DESCRIBED = /^\{"type":"page\.described"/;

export function createPreviewFeed({
  server,
  agentName,
  takeSnapshot,
}: PreviewFeedOptions): PreviewFeed {
  let assets: PreviewAssets | undefined;
  /** Where the page is, as the agent was told last on this link. */
  let described: string | undefined;
  let privateAfter: number | undefined;

  const window = createPreviewWindow(server, () => {
    say({ type: "preview.began", agentName });
    if (!assets) return say({ type: "link.lost" });
    say({ type: "link.opened" });
    if (described !== undefined) say({ type: "page.sent", text: described });
    assets.giveAll();
    if (privateAfter !== undefined) return say({ type: "page.private", afterEpoch: privateAfter });
    takeSnapshot();
  });
  const { say } = window;

  return {
    open: window.open,
    follow({ page, asset }) {
      described = undefined;
      privateAfter = undefined;
      assets = createPreviewAssets(asset, (frame) => say({ type: "asset.sent", frame }));
      say({ type: "link.opened" });
      const tell = (text: string) => {
        if (DESCRIBED.test(text)) described = text;
        say({ type: "page.sent", text });
      };
      return {
        page: {
          send(text) {
            tell(text);
            return page.send(text);
          },
          sendAfresh(text) {
            tell(text);
            return page.sendAfresh(text);
          },
        },
        asset: assets.lane,
      };
    },
    linkLost() {
      assets = undefined;
      say({ type: "link.lost" });
    },
    setPrivate(isPrivate, epoch) {
      privateAfter = isPrivate ? epoch : undefined;
      if (isPrivate) say({ type: "page.private", afterEpoch: epoch });
    },
    unsendable: () => void say({ type: "page.unsendable" }),
    end: (last) => window.end({ type: last }),
  };
}
