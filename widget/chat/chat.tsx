/** The chat window with everything in it. Comes at the first opening, or with a session. */
import { render } from "preact";
import { makeRoomForBar } from "../consent/page-room.ts";
import { isSeen } from "../consent/session-bars.tsx";
import { followTopLayer } from "../consent/top-layer.ts";
import tokens from "../look/tokens.css?inline";
import type { ChatPart, MountChat } from "../widget-api.ts";
import styles from "./chat.css?inline";
import { Chat } from "./chat-window.tsx";

export const mountChat: MountChat = (context): ChatPart => {
  const { root, host, store } = context;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(tokens + styles);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  const layer = document.createElement("div");
  layer.className = "layer";
  root.append(layer);
  let focusCount = 0;
  let leavePage: (() => void) | undefined;

  const show = () => {
    const { status } = store.state;
    render(<Chat context={context} state={store.state} focusCount={focusCount} />, layer);
    if (isSeen(status) && !leavePage) leavePage = settleInPage(host);
    if (!isSeen(status)) {
      leavePage?.();
      leavePage = undefined;
    }
  };
  const unsubscribe = store.subscribe(show);
  show();

  return {
    focus() {
      focusCount += 1;
      show();
    },
    unmount() {
      unsubscribe();
      leavePage?.();
      render(null, layer);
    },
  };
};

/** While the page is seen: room for the bar, and the way out always within reach. */
function settleInPage(host: HTMLElement): () => void {
  const giveRoomBack = makeRoomForBar();
  const stopFollowing = followTopLayer(host);
  return () => {
    stopFollowing();
    giveRoomBack();
  };
}
