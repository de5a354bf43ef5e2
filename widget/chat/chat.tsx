/** The chat window with everything in it. Comes at the first opening, or with a session. */
import { render } from "preact";
import { makeRoomForBar } from "../consent/page-room.ts";
import { isSeen } from "../consent/session-bars.tsx";
import { followTopLayer } from "../consent/top-layer.ts";
import tokens from "../look/tokens.css?inline";
import type { ChatPart, MountChat, WidgetState } from "../widget-api.ts";
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
  let place: Place = "beside";
  let leavePlace = () => {};

  const show = () => {
    render(<Chat context={context} state={store.state} focusCount={focusCount} />, layer);
    const next = placeFor(store.state);
    if (next === place) return;
    place = next;
    leavePlace();
    leavePlace = settle(host, place);
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
      leavePlace();
      render(null, layer);
    },
  };
};

/** How we stand in the page: beside it, with a question in front of it, or with bars on it. */
type Place = "beside" | "in-front" | "on-page";

function placeFor({ status }: WidgetState): Place {
  if (isSeen(status)) return "on-page";
  return status?.phase === "asked" ? "in-front" : "beside";
}

/** @returns leaves the page as it was */
function settle(host: HTMLElement, place: Place): () => void {
  switch (place) {
    case "beside":
      return () => {};
    case "in-front":
      return followTopLayer(host, "look");
    case "on-page": {
      const giveRoomBack = makeRoomForBar();
      const stopFollowing = followTopLayer(host, "watch");
      return () => {
        stopFollowing();
        giveRoomBack();
      };
    }
  }
}
