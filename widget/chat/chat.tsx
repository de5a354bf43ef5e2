/** The chat window with everything in it. Comes at the first opening, or with a session. */
import { effect, signal } from "@preact/signals";
import { render } from "preact";
import { makeRoomForBar } from "../consent/page-room.ts";
import { followTopLayer } from "../consent/top-layer.ts";
import tokens from "../look/tokens.css?inline";
import type { ChatPart, MountChat } from "../widget-api.ts";
import styles from "./chat.css?inline";
import { Chat } from "./chat-window.tsx";

export const mountChat: MountChat = (context): ChatPart => {
  const { root, host, store } = context;
  const state = signal(store.state);
  const focusCount = signal(0);
  const unsubscribe = store.subscribe(() => {
    state.value = store.state;
  });

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(tokens + styles);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  const layer = document.createElement("div");
  layer.className = "layer";
  root.append(layer);
  render(<Chat context={context} state={state} focusCount={focusCount} />, layer);

  const isSeen = () => {
    const phase = state.value.status?.phase;
    return phase === "connecting" || phase === "live" || phase === "reconnecting";
  };
  let leave: (() => void) | undefined;
  const stopFollowing = effect(() => {
    if (isSeen() === (leave !== undefined)) return;
    if (leave) {
      leave();
      leave = undefined;
      return;
    }
    const giveRoomBack = makeRoomForBar();
    const stopTopLayer = followTopLayer(host);
    leave = () => {
      stopTopLayer();
      giveRoomBack();
    };
  });

  return {
    focus() {
      focusCount.value += 1;
    },
    unmount() {
      unsubscribe();
      stopFollowing();
      leave?.();
      render(null, layer);
    },
  };
};
